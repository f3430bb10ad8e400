import { type RawBuilder, sql, type SqlBool } from 'kysely'

/** The index over the texts of reports: kept by the database itself, asked here alone. */

/** Shorter words are in no trigram. */
const shortestIndexed = 3

/**
 * Whether the title or the text of `report` holds the word, in any case; undefined where the index cannot tell: the word
 * is shorter than what is indexed, or the database finds parts of words by LIKE itself (pg_trgm).
 */
export function indexedReportSays(word: string, dialect: 'sqlite' | 'postgres'): RawBuilder<SqlBool> | undefined {
  if (dialect === 'postgres' || Array.from(word).length < shortestIndexed) return undefined
  const phrase = `"${word.replaceAll('"', '""')}"`
  return sql<SqlBool>`report.id in (select rowid from report_search where report_search match ${phrase})`
}
