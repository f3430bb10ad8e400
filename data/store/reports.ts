import type { ExpressionBuilder, Kysely, SelectQueryBuilder } from 'kysely'
import { sql } from 'kysely'
import { plainOf } from '../../parsers/report/plain.ts'
import type { Database } from '../database/open.ts'
import { indexedReportSays } from '../database/report-search.ts'
import type { ReportTable, Schema } from '../database/schema.ts'
import { honestyOf } from '../report-honesty.ts'
import { clampLimit, decodeEntryCursor, encodeEntryCursor } from './cursor.ts'
import { compare } from './entries.ts'
import type { Slice } from './filters.ts'
import { keyOf, loadFacts, loadFigures } from './report-facts.ts'
import type { HonestyReading, IncidentReportReading, ReportFilter, ReportListing, ReportVersionReading } from './report-readings.ts'
import { contains, wordsOf } from './search.ts'

/** Incident reports: of an incident, across vendors, and what they say together of a vendor. */

type Reports = SelectQueryBuilder<Schema, 'report', object>

/** One version of each incident that has any: what was published as a report before what only reads like one, the newest. */
function shownReports(db: Kysely<Schema>): Reports {
  return db
    .selectFrom('report')
    .where('report.seen_until', 'is', null)
    .where('report.digest', '=', (eb) =>
      eb
        .selectFrom('report as other')
        .select('other.digest')
        .whereRef('other.incident_id', '=', 'report.incident_id')
        .where('other.seen_until', 'is', null)
        .orderBy('other.kind')
        .orderBy((inner) => inner.fn.coalesce('other.published_at', inner.val('')), 'desc')
        .orderBy('other.seen_from', 'desc')
        .orderBy('other.digest')
        .limit(1),
    )
}

/** The reports of these incidents with everything, by incident id. A text that was taken down is shown as it last stood. */
export async function loadIncidentReports(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlyMap<string, IncidentReportReading>> {
  if (ids.length === 0) return new Map()
  const all = await db.selectFrom('report').selectAll().where('incident_id', 'in', ids).orderBy('seen_from').orderBy('digest').execute()
  if (all.length === 0) return new Map()
  const present = await shownReports(db).select(['report.incident_id', 'report.digest']).where('report.incident_id', 'in', ids).execute()
  const presentOf = new Map(present.map((row) => [row.incident_id, row.digest]))
  const versionsOf = Map.groupBy(all, (row) => row.incident_id)
  const shown = [...versionsOf].flatMap(
    ([id, versions]) => versions.find((row) => row.digest === presentOf.get(id)) ?? versions.toSorted(byEnd).slice(-1),
  )
  const factsOf = await loadFacts(db, shown)
  const sections = await db.selectFrom('report_section').selectAll().where('incident_id', 'in', ids).orderBy('position').execute()
  const timeline = await db.selectFrom('report_timeline_entry').selectAll().where('incident_id', 'in', ids).orderBy('position').execute()
  const sectionsOf = Map.groupBy(sections, keyOf)
  const timelineOf = Map.groupBy(timeline, keyOf)
  return new Map(
    shown.flatMap((row) => {
      const facts = factsOf.get(keyOf(row))
      if (!facts) return []
      const reading: IncidentReportReading = {
        ...facts,
        digest: row.digest,
        body: row.body,
        format: row.format,
        sections: (sectionsOf.get(keyOf(row)) ?? []).map(({ name, heading, text, from_offset: from, to_offset: to }) => ({
          name,
          heading,
          text,
          from,
          to,
        })),
        timeline: (timelineOf.get(keyOf(row)) ?? []).map(({ at, stated, text, zone, from_offset: from, to_offset: to }) => ({
          at,
          stated,
          text,
          zone,
          from,
          to,
        })),
        versions: (versionsOf.get(row.incident_id) ?? []).map(versionReading),
      }
      return [[row.incident_id, reading]]
    }),
  )
}

function byEnd(a: ReportTable, b: ReportTable): number {
  return compare(a.seen_until ?? '', b.seen_until ?? '') || compare(b.kind, a.kind)
}

function versionReading(row: ReportTable): ReportVersionReading {
  const { digest, kind, title, body, format, published_at: publishedAt, seen_from: seenFrom, seen_until: seenUntil } = row
  return { digest, kind, title, body, format, publishedAt, seenFrom, seenUntil }
}

/** Reports of incidents that the filter admits, newest first, by keyset. */
export async function loadReports({ db, dialect }: Pick<Database, 'db' | 'dialect'>, filter: ReportFilter): Promise<Slice<ReportListing>> {
  const limit = clampLimit(filter.limit)
  let query = admitted(db, dialect, filter)
  if (filter.cursor !== undefined) {
    const { sortAt, id } = decodeEntryCursor(filter.cursor)
    query = query.where((eb) =>
      eb.or([eb('report.dated_at', '<', sortAt), eb.and([eb('report.dated_at', '=', sortAt), eb('report.incident_id', '<', id)])]),
    )
  }
  const found = await query
    .innerJoin('incident', 'incident.id', 'report.incident_id')
    .innerJoin('vendor', 'vendor.id', 'report.vendor_id')
    .orderBy('report.dated_at', 'desc')
    .orderBy('report.incident_id', 'desc')
    .limit(limit + 1)
    .select(['report.incident_id', 'report.digest', 'report.kind', 'report.url', 'report.title', 'report.published_at', 'report.dated_at'])
    .select(['report.vendor_id', 'vendor.name as vendor_name', 'incident.title as incident_title', 'incident.impact'])
    .select(['incident.started_at', 'incident.resolved_at'])
    .select(sql<string>`substr(coalesce(report.plain, report.body), 1, ${sql.lit(excerptSource)})`.as('beginning'))
    .execute()
  const rows = found.slice(0, limit)
  const factsOf = await loadFacts(db, rows)
  const last = rows.at(-1)
  return {
    rows: rows.flatMap((row) => {
      const facts = factsOf.get(keyOf(row))
      if (!facts) return []
      return [
        {
          ...facts,
          vendorId: row.vendor_id,
          vendorName: row.vendor_name,
          incidentTitle: row.incident_title,
          impact: row.impact,
          startedAt: row.started_at,
          resolvedAt: row.resolved_at,
          datedAt: row.dated_at,
          excerpt: excerptOf(row.beginning),
        },
      ]
    }),
    next: last && found.length > limit ? encodeEntryCursor({ sortAt: last.dated_at, id: last.incident_id }) : null,
  }
}

const excerptSource = 1_500
const longestExcerpt = 300

/** Cut at a word. */
function excerptOf(beginning: string): string {
  const text = plainOf(beginning, 'markdown')
    // Headings and the rules of tables stand between the words of the report and are none of them.
    .text.replaceAll(/^ {0,3}#{1,6} .{0,200}$|^ {0,3}\*\*[^*\n]{1,80}\*\*:?$|^[ |:-]{3,}$/gmu, ' ')
    .replaceAll(/\*{2}/gu, '')
    .replaceAll('|', ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  if (text.length <= longestExcerpt) return text
  return `${text.slice(0, longestExcerpt).replace(/\s+\S{0,40}$/u, '')}…`
}

/** Templates and guides are texts of their pages, but no incidents. */
function admitted(db: Kysely<Schema>, dialect: Database['dialect'], filter: ReportFilter): Reports {
  const { vendors, causes, thirdParties, since, until, query: words } = filter
  let query = shownReports(db).where((eb) => states(eb, causes))
  if (vendors !== undefined) query = query.where('report.vendor_id', 'in', vendors)
  else {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('incident as entry')
          .innerJoin('page', 'page.id', 'entry.page_id')
          .innerJoin('vendor as watching', 'watching.id', 'page.vendor_id')
          .select('page.id')
          .whereRef('entry.id', '=', 'report.incident_id')
          .where('page.watched', '=', 1)
          .where('watching.watched', '=', 1),
      ),
    )
  }
  if (thirdParties !== undefined) query = query.where((eb) => names(eb, thirdParties))
  if (since !== undefined) query = query.where('report.dated_at', '>=', since)
  if (until !== undefined) query = query.where('report.dated_at', '<', until)
  for (const word of words === undefined ? [] : wordsOf(words)) query = query.where((eb) => says(eb, word, dialect))
  return query
}

type ReportBuilder = ExpressionBuilder<Schema, 'report'>

function states(eb: ReportBuilder, causes: ReportFilter['causes']): ReturnType<typeof eb.exists> {
  return eb.exists(
    eb
      .selectFrom('report_reading as reading')
      .select('reading.digest')
      .whereRef('reading.incident_id', '=', 'report.incident_id')
      .whereRef('reading.digest', '=', 'report.digest')
      .where('reading.genre', '=', 'incident')
      .$if(causes !== undefined, (query) => query.where('reading.cause_category', 'in', causes ?? [])),
  )
}

function names(eb: ReportBuilder, thirdParties: readonly string[]): ReturnType<typeof eb.exists> {
  return eb.exists(
    eb
      .selectFrom('report_mention as mention')
      .select('mention.digest')
      .whereRef('mention.incident_id', '=', 'report.incident_id')
      .whereRef('mention.digest', '=', 'report.digest')
      .where('mention.kind', '=', 'third_party')
      .where(
        (inner) => inner.fn<string>('lower', ['mention.name']),
        'in',
        thirdParties.map((name) => name.toLowerCase()),
      ),
  )
}

function says(eb: ReportBuilder, word: string, dialect: Database['dialect']): ReturnType<typeof eb.or> {
  const text = sql<string>`coalesce(report.title, '') || ' ' || coalesce(report.plain, report.body)`
  return eb.or([
    indexedReportSays(word, dialect) ?? contains(text, word),
    eb.exists(
      eb
        .selectFrom('incident as named')
        .select('named.id')
        .whereRef('named.id', '=', 'report.incident_id')
        .where(contains(sql.ref<string>('named.title'), word)),
    ),
  ])
}

/** What the reports of a vendor say together; null where there is no such vendor. */
export async function loadHonesty(db: Kysely<Schema>, vendorId: string): Promise<HonestyReading | null> {
  const vendor = await db.selectFrom('vendor').select('id').where('id', '=', vendorId).executeTakeFirst()
  if (!vendor) return null
  const rows = await shownReports(db)
    .where('report.vendor_id', '=', vendorId)
    .where((eb) => states(eb, undefined))
    .select(['report.incident_id', 'report.digest'])
    .execute()
  const figures = await loadFigures(db, rows)
  return { vendorId, reports: rows.length, ...honestyOf([...figures.values()]) }
}
