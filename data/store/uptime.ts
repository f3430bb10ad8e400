import type { Kysely } from 'kysely'
import { z } from 'zod'
import { epochMs, instantFromEpochMs } from '../../parsers/lib/time.ts'
import { Health, type Instant } from '../../parsers/model.ts'
import type { PageTable, Schema } from '../database/schema.ts'
import { type IncidentFacts, type IncidentNumbers, incidentNumbers } from '../incident-numbers.ts'
import { judgePage } from '../trust.ts'
import {
  type DayUptime,
  healthOverTime,
  joinStretches,
  type Known,
  lastDays,
  observedParts,
  type Stretch,
  type Transition,
  type Uptime,
  uptimeByDay,
  uptimeOver,
  worstTogether,
} from '../uptime.ts'

/** Uptime and the numbers of incidents of one vendor, from the change log and the stretches in which its pages were read. */

export interface PeriodUptime extends Uptime {
  /** The period: so many days of 24 hours until now. */
  readonly days: number
}

export interface ComponentUptime {
  readonly periods: readonly PeriodUptime[]
  /** Reckoned when it is asked for: pages show the days of the vendor alone. */
  daily(): readonly DayUptime[]
}

/** Of the vendor itself by the health that its pages state for the whole. */
export interface HistoryReading {
  readonly periods: readonly PeriodUptime[]
  readonly daily: readonly DayUptime[]
  readonly from: Instant
  readonly until: Instant
  readonly incidents: IncidentNumbers
  /** By component id; leaves that are on the page now. */
  readonly components: ReadonlyMap<string, ComponentUptime>
}

/** Periods that are always told, as far as `days` reaches. */
const commonPeriods = [1, 7, 30, 90]
const dayMs = 86_400_000

/** The last `days` days, today included; null where there is no such vendor. */
export async function loadHistory(db: Kysely<Schema>, vendorId: string, days: number, now: Instant): Promise<HistoryReading | null> {
  const pages = await loadPages(db, vendorId)
  if (!pages) return null
  const until = epochMs(now)
  const window = { from: until - days * dayMs, until }
  const calendar = lastDays(days, until)
  const periods = [...new Set([...commonPeriods.filter((period) => period <= days), days])].toSorted((a, b) => a - b)
  const told = await loadTold(db, pages, window)
  const observed = await loadObserved(db, pages, window)
  const incidents = await loadIncidentFacts(db, vendorId, window)

  function uptimeOfParts(parts: readonly Known[]): ComponentUptime {
    const each = uptimeOver(parts, periods, until)
    return {
      periods: periods.flatMap((period, index) => (each[index] ? [{ days: period, ...each[index] }] : [])),
      daily: () => uptimeByDay(parts, calendar),
    }
  }

  // Of hundreds of components most say the same all the time: that is reckoned once.
  const steady = new Map<string, ComponentUptime>()
  function uptimeOfComponent({ pageId, transitions, present, since }: Told, stretches: readonly Stretch[]): ComponentUptime {
    const key = transitions.length === 0 && since <= window.from ? `${pageId} ${present}` : undefined
    const known = key === undefined ? undefined : steady.get(key)
    if (known) return known
    const uptime = uptimeOfParts(observedParts(healthOverTime(transitions, present, since, window), stretches))
    if (key !== undefined) steady.set(key, uptime)
    return uptime
  }

  const toldOf = Map.groupBy(told.values(), (subject) => subject.pageId)
  const whole: (readonly Known[])[] = []
  const components = new Map<string, ComponentUptime>()
  for (const page of pages) {
    const stretches = observed.get(page.id) ?? []
    const [forPage, forComponents] = [page.health_at, page.components_at].map((toldAt) => stretchesOf(page, toldAt, stretches, now))
    for (const subject of toldOf.get(page.id) ?? []) {
      if (subject.isComponent) components.set(subject.id, uptimeOfComponent(subject, forComponents ?? []))
      else whole.push(observedParts(healthOverTime(subject.transitions, subject.present, subject.since, window), forPage ?? []))
    }
  }
  const together = uptimeOfParts(worstTogether(whole))
  return {
    from: instantOf(window.from),
    until: now,
    periods: together.periods,
    daily: together.daily(),
    incidents: incidentNumbers(incidents),
    components,
  }
}

/** Those that count: the watched ones, or all of a vendor that is watched no longer. */
async function loadPages(db: Kysely<Schema>, vendorId: string): Promise<readonly PageTable[] | null> {
  const vendor = await db.selectFrom('vendor').select('watched').where('id', '=', vendorId).executeTakeFirst()
  if (!vendor) return null
  const pages = await db.selectFrom('page').selectAll().where('vendor_id', '=', vendorId).orderBy('position').orderBy('id').execute()
  return vendor.watched === 1 ? pages.filter((page) => page.watched === 1) : pages
}

/** What a page or a component says now, since when it is known, and how that came. */
interface Told {
  readonly pageId: string
  readonly id: string
  readonly isComponent: boolean
  readonly present: Health | null
  readonly since: number
  readonly transitions: Transition[]
}

/** Pages and components with their changes of health inside the window, by id. */
async function loadTold(db: Kysely<Schema>, pages: readonly PageTable[], window: Stretch): Promise<ReadonlyMap<string, Told>> {
  if (pages.length === 0) return new Map()
  const pageIds = pages.map((page) => page.id)
  const components = await db
    .selectFrom('component')
    .select(['id', 'page_id', 'health', 'first_seen_at'])
    .where('page_id', 'in', pageIds)
    .where('is_group', '=', 0)
    .where('removed_at', 'is', null)
    .execute()
  const told = new Map<string, Told>()
  for (const { id, health, first_read_at: since } of pages)
    told.set(id, {
      pageId: id,
      id,
      isComponent: false,
      present: health,
      since: since === null ? Infinity : epochMs(since),
      transitions: [],
    })
  for (const { id, page_id: pageId, health, first_seen_at: since } of components)
    told.set(id, { pageId, id, isComponent: true, present: health, since: epochMs(since), transitions: [] })
  const changes = await db
    .selectFrom('change')
    .select(['subject_id', 'before', 'after', 'observed_at'])
    .where((eb) =>
      eb.or([
        eb('subject_id', 'in', pageIds),
        eb('subject_id', 'in', eb.selectFrom('component').select('component.id').where('component.page_id', 'in', pageIds)),
      ]),
    )
    .where('kind', 'in', ['page_health', 'component_added', 'component_health', 'component_removed'])
    .where('observed_at', '>=', instantOf(window.from))
    .orderBy('observed_at')
    .orderBy('id')
    .execute()
  // Few different texts in many changes.
  const read = new Map<string | null, Health | null>([[null, null]])
  function healthOf(json: string | null): Health | null {
    const known = read.get(json)
    if (known !== undefined || json === null) return known ?? null
    const health = healthIn(json)
    read.set(json, health)
    return health
  }
  for (const { subject_id: id, before, after, observed_at: at } of changes)
    told.get(id)?.transitions.push({ at: epochMs(at), before: healthOf(before), after: healthOf(after) })
  return told
}

const HealthWord = z.union([Health, z.object({ health: Health }).transform(({ health }) => health)])

/** Changes of components hold their health beside the vendor's word for it, or alone. */
function healthIn(json: string): Health | null {
  return HealthWord.safeParse(JSON.parse(json)).data ?? null
}

/** When each page was read without a gap, by its id. */
async function loadObserved(
  db: Kysely<Schema>,
  pages: readonly PageTable[],
  window: Stretch,
): Promise<ReadonlyMap<string, readonly Stretch[]>> {
  if (pages.length === 0) return new Map()
  const rows = await db
    .selectFrom('observation')
    .select(['page_id', 'from_at', 'until_at'])
    .where(
      'page_id',
      'in',
      pages.map((page) => page.id),
    )
    .where('until_at', '>=', instantOf(window.from))
    .execute()
  return new Map(
    [...Map.groupBy(rows, (row) => row.page_id)].map(([id, group]) => [
      id,
      joinStretches(group.map(({ from_at: from, until_at: until }) => ({ from: epochMs(from), until: epochMs(until) }))),
    ]),
  )
}

/**
 * The stretches in which the page told this (its health, or its components): until it last did, and until now while that
 * is fresh.
 */
function stretchesOf(page: PageTable, toldAt: Instant | null, stretches: readonly Stretch[], now: Instant): readonly Stretch[] {
  if (toldAt === null) return []
  const isFresh = judgePage({ ...page, read_at: toldAt }, now).trust === 'fresh'
  const end = epochMs(toldAt)
  return stretches
    .filter(({ from }) => from <= end)
    .map(({ from, until }) => ({ from, until: until < end ? until : isFresh ? epochMs(now) : end }))
}

/** The incidents that began in the window, those that the vendor has removed included. */
async function loadIncidentFacts(db: Kysely<Schema>, vendorId: string, window: Stretch): Promise<readonly IncidentFacts[]> {
  const rows = await db
    .selectFrom('incident as entry')
    .leftJoin('incident_update as said', 'said.entry_id', 'entry.id')
    .where('entry.vendor_id', '=', vendorId)
    .where('entry.sort_at', '>=', instantOf(window.from))
    .where('entry.sort_at', '<=', instantOf(window.until))
    .groupBy(['entry.id', 'entry.impact', 'entry.started_at', 'entry.resolved_at', 'entry.first_posted_at', 'entry.date_precision'])
    .select(['entry.impact', 'entry.started_at', 'entry.resolved_at', 'entry.first_posted_at', 'entry.date_precision'])
    .select((eb) => [
      eb.fn.max('said.posted_at').filterWhere('said.phase', '=', 'resolved').as('resolving_post'),
      eb.fn
        .max('said.posted_at')
        .filterWhere((inner) => inner.or([inner('said.phase', 'is', null), inner('said.phase', '<>', 'postmortem')]))
        .as('last_post'),
      eb
        .exists(eb.selectFrom('doubt').select('kind').whereRef('doubt.subject_id', '=', 'entry.id').where('doubt.kind', '=', 'backdated'))
        .as('is_backdated'),
    ])
    .execute()
  return rows.map((row) => ({
    impact: row.impact,
    startedAt: momentOf(row.started_at),
    resolvedAt: momentOf(row.resolved_at),
    firstPostedAt: momentOf(row.first_posted_at),
    lastPostedAt: momentOf(row.resolving_post ?? row.last_post),
    isVague: row.date_precision === 'day' || Boolean(row.is_backdated),
  }))
}

function momentOf(at: Instant | null): number | null {
  return at === null ? null : epochMs(at)
}

function instantOf(moment: number): Instant {
  const at = instantFromEpochMs(moment)
  if (at === undefined) throw new RangeError('store: no such moment')
  return at
}
