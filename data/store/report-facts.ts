import type { Kysely } from 'kysely'
import type { Instant } from '../../parsers/model.ts'
import { padded } from '../database/rows.ts'
import type { ReportMentionTable, ReportReadingTable, ReportWindowEvidenceTable } from '../database/report-tables.ts'
import type { ReportTable, Schema } from '../database/schema.ts'
import { type PostStamps, type ReportFigures, reportFigures } from '../report-figures.ts'
import type { EvidenceReading, ReportFacts, ReportMentionReading, ReportWindowReading } from './report-readings.ts'

/** What versions of reports state, and what follows from it together with the posts of their incidents. */

/** A version whose facts are wanted. */
export type Version = Pick<ReportTable, 'incident_id' | 'digest' | 'kind' | 'url' | 'title' | 'published_at'>
type Key = Pick<Version, 'incident_id' | 'digest'>

export function keyOf({ incident_id, digest }: Key): string {
  return `${incident_id} ${digest}`
}

/** More incidents than this in one statement would not fit its parameters. */
const perQuery = 5_000

/** The facts of each version, by `keyOf`; one that the reader has not been at is left out. */
export async function loadFacts(db: Kysely<Schema>, versions: readonly Version[]): Promise<ReadonlyMap<string, ReportFacts>> {
  if (versions.length === 0) return new Map()
  const ids = padded([...new Set(versions.map((version) => version.incident_id))])
  const readings = await db.selectFrom('report_reading').selectAll().where('incident_id', 'in', ids).execute()
  const readingOf = new Map(readings.map((row) => [keyOf(row), row]))
  const mentions = await db.selectFrom('report_mention').selectAll().where('incident_id', 'in', ids).orderBy('position').execute()
  const mentionsOf = Map.groupBy(mentions, (row) => `${keyOf(row)} ${row.kind}`)
  const windowsOf = await loadWindows(db, ids)
  const figuresOf = await loadFigures(db, versions)
  return new Map(
    versions.flatMap((version) => {
      const key = keyOf(version)
      const reading = readingOf.get(key)
      const figures = figuresOf.get(key)
      if (!reading || !figures) return []
      const facts: ReportFacts = {
        incidentId: version.incident_id,
        kind: version.kind,
        url: version.url,
        title: version.title ?? reading.title,
        publishedAt: version.published_at,
        ...statedFacts(reading),
        affectedComponents: (mentionsOf.get(`${key} component`) ?? []).map(mentionReading),
        thirdParties: (mentionsOf.get(`${key} third_party`) ?? []).map(mentionReading),
        windows: windowsOf.get(key) ?? [],
        figures,
      }
      return [[key, facts]]
    }),
  )
}

function statedFacts(
  row: ReportReadingTable,
): Pick<ReportFacts, 'genre' | 'causeCategory' | 'causeEvidence' | 'affectedSharePercent' | 'affectedShareEvidence'> {
  return {
    genre: row.genre,
    causeCategory: row.cause_category,
    causeEvidence: evidenceReading(row.cause_sentence, row.cause_from, row.cause_to),
    affectedSharePercent: row.affected_share_percent,
    affectedShareEvidence: evidenceReading(row.share_sentence, row.share_from, row.share_to),
  }
}

function evidenceReading(text: string | null, from: number | null, to: number | null): EvidenceReading | null {
  return text === null || from === null || to === null ? null : { text, from, to }
}

function sentenceReading(row: Pick<ReportWindowEvidenceTable, 'sentence' | 'from_offset' | 'to_offset'>): EvidenceReading {
  return { text: row.sentence, from: row.from_offset, to: row.to_offset }
}

function mentionReading(row: ReportMentionTable): ReportMentionReading {
  return { name: row.name, evidence: sentenceReading(row) }
}

async function loadWindows(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlyMap<string, readonly ReportWindowReading[]>> {
  const rows = await db.selectFrom('report_window').selectAll().where('incident_id', 'in', ids).orderBy('position').execute()
  const evidence = await db.selectFrom('report_window_evidence').selectAll().where('incident_id', 'in', ids).orderBy('position').execute()
  const evidenceOf = Map.groupBy(evidence, (row) => `${keyOf(row)} ${row.window_position}`)
  return new Map(
    [...Map.groupBy(rows, keyOf)].map(([key, group]) => [
      key,
      group.map(({ start_at: start, end_at: end, role, certainty, zone, position }) => {
        const said = evidenceOf.get(`${key} ${position}`) ?? []
        return { start, end, role, certainty, zone, evidence: said.map(sentenceReading) }
      }),
    ]),
  )
}

/** What can be derived of each version, by `keyOf`; of one that the reader has not been at, nothing. */
export async function loadFigures(db: Kysely<Schema>, versions: readonly Key[]): Promise<ReadonlyMap<string, ReportFigures>> {
  const figures = new Map<string, ReportFigures>()
  for (let from = 0; from < versions.length; from += perQuery) {
    const some = versions.slice(from, from + perQuery)
    const ids = padded([...new Set(some.map((version) => version.incident_id))])
    const windows = await db
      .selectFrom('report_window')
      .select(['incident_id', 'digest', 'start_at as start', 'end_at as end', 'role'])
      .where('incident_id', 'in', ids)
      .orderBy('position')
      .execute()
    const windowsOf = Map.groupBy(windows, keyOf)
    const readings = await db
      .selectFrom('report_reading')
      .select(['incident_id', 'digest', 'parts'])
      .where('incident_id', 'in', ids)
      .execute()
    const partsOf = new Map(readings.map((row) => [keyOf(row), row.parts]))
    const stampsOf = await loadStamps(db, ids)
    const ownStampsOf = await loadOwnStamps(db, ids)
    for (const version of some) {
      const key = keyOf(version)
      const parts = partsOf.get(key)
      const stamps = stampsOf.get(version.incident_id) ?? noStamps
      const posts = stamps.firstAt === null ? { ...(ownStampsOf.get(key) ?? noStamps), isVague: stamps.isVague } : stamps
      if (parts !== undefined) figures.set(key, reportFigures(windowsOf.get(key) ?? [], parts, posts))
    }
  }
  return figures
}

const noStamps: PostStamps = { firstAt: null, lastAt: null, resolvedAt: null, isVague: false }

/** The stamps of each incident's posts that stand now, by incident id; postmortems came later and are left out. */
async function loadStamps(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlyMap<string, PostStamps>> {
  const rows = await db
    .selectFrom('incident as entry')
    .leftJoin('incident_update as said', (join) =>
      join
        .onRef('said.entry_id', '=', 'entry.id')
        .on('said.removed_at', 'is', null)
        .on((eb) => eb.or([eb('said.phase', 'is', null), eb('said.phase', '<>', 'postmortem')])),
    )
    .where('entry.id', 'in', ids)
    .groupBy(['entry.id', 'entry.resolved_at', 'entry.date_precision'])
    .select(['entry.id', 'entry.resolved_at', 'entry.date_precision'])
    .select((eb) => [
      eb.fn.min('said.posted_at').as('first'),
      eb.fn.max('said.posted_at').as('last'),
      eb.fn.max('said.posted_at').filterWhere('said.phase', '=', 'resolved').as('resolving'),
      eb
        .exists(eb.selectFrom('doubt').select('kind').whereRef('doubt.subject_id', '=', 'entry.id').where('doubt.kind', '=', 'backdated'))
        .as('is_backdated'),
    ])
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        firstAt: row.first,
        lastAt: row.last,
        resolvedAt: row.resolving ?? row.resolved_at,
        isVague: row.date_precision === 'day' || Boolean(row.is_backdated),
      },
    ]),
  )
}

const closingLabel = /^(?:resolved|closed|completed)$/iu

/** The stamps of the posts that a text itself carries, by `keyOf`: where the page gave the text and nothing else. */
async function loadOwnStamps(db: Kysely<Schema>, ids: readonly string[]): Promise<ReadonlyMap<string, PostStamps>> {
  const rows = await db.selectFrom('report_post').selectAll().where('incident_id', 'in', ids).orderBy('at').execute()
  return new Map(
    [...Map.groupBy(rows, keyOf)].map(([key, group]) => {
      const posts = group.filter(({ label }) => !/^post-?mortem$/iu.test(label ?? ''))
      const at: Instant | null = posts.findLast(({ label }) => closingLabel.test(label ?? ''))?.at ?? null
      return [key, { firstAt: posts[0]?.at ?? null, lastAt: posts.at(-1)?.at ?? null, resolvedAt: at, isVague: false }]
    }),
  )
}
