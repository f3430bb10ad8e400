import { type ExpressionBuilder, type RawBuilder, sql, type SqlBool } from 'kysely'
import type { EntryKind, EntryTable, Schema } from '../database/schema.ts'

/** Text search over entries, the same on every database: every word is part of the title or of one present update. */

/** More words than anybody types are a way to keep the database busy. */
const mostWords = 8

export interface EntryScope extends Schema {
  entry: EntryTable
}

export function wordsOf(query: string): readonly string[] {
  return query
    .replaceAll('\u0000', ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords)
}

/** The word with the signs that LIKE gives a meaning escaped, between two wildcards. */
export function likePattern(word: string): string {
  return `%${word.replace(/[\\%_]/gu, (sign) => `\\${sign}`)}%`
}

/** Both sides are folded by the database: only so do text and pattern agree on what a small letter is. */
export function contains(column: RawBuilder<string>, word: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`lower(${column}) like lower(${likePattern(word)}) escape '\\'`
}

export function saysAll(eb: ExpressionBuilder<EntryScope, 'entry'>, kind: EntryKind, query: string): ReturnType<typeof eb.and> {
  return eb.and(
    wordsOf(query).map((word) =>
      eb.or([
        contains(sql.ref<string>('entry.title'), word),
        eb.exists(
          eb
            .selectFrom(`${kind}_update as said`)
            .select('said.id')
            .whereRef('said.entry_id', '=', 'entry.id')
            .where('said.removed_at', 'is', null)
            .where(contains(sql.ref<string>('said.body'), word)),
        ),
      ]),
    ),
  )
}
