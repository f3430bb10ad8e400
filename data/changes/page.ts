import { type Impact, type Instant, isClosed, isImpaired, leaves, pageHealth, type Snapshot } from '../../parsers/model.ts'
import type { PageTable } from '../database/schema.ts'
import { componentsDigest } from './component-marks.ts'
import { later, type Moment, note, type Writes } from './moment.ts'

/** Whether this is the page's head: a reading of lists alone may be older than what the page says now. */
function isHead({ health }: Snapshot, page: PageTable): boolean {
  return health !== undefined || page.health === null
}

/** Whether the page's own clock can be compared with what it showed before: its interface and its feed have one each. */
export function hasSameClock(snapshot: Snapshot, page: PageTable): boolean {
  return isHead(snapshot, page) && page.authority === snapshot.authority
}

function newer(at: Instant, told: boolean, known: Instant | null): Instant | null {
  return told ? later(at, known) : known
}

/** Compares what the page says of itself; returns its row as this reading leaves it. */
export function diffPage(snapshot: Snapshot, moment: Moment, writes: Writes): PageTable {
  const { page, at } = moment
  const { coverage } = snapshot
  const incidentsOpen = coverage.incidents !== 'none'
  const maintenancesOpen = coverage.maintenances !== 'none'
  const next: PageTable = {
    ...page,
    components_at: newer(at, coverage.components === 'full', page.components_at),
    incidents_open_at: newer(at, incidentsOpen, page.incidents_open_at),
    incidents_list_at: newer(at, incidentsOpen && coverage.incidents !== 'open', page.incidents_list_at),
    maintenances_open_at: newer(at, maintenancesOpen, page.maintenances_open_at),
    maintenances_list_at: newer(at, maintenancesOpen && coverage.maintenances !== 'open', page.maintenances_list_at),
    read_at: later(at, page.read_at),
    checked_at: later(at, page.checked_at),
    first_read_at: page.first_read_at !== null && page.first_read_at < at ? page.first_read_at : at,
  }
  if (page.read_at !== null && at < page.read_at) return next
  const health = pageHealth(snapshot)
  if (page.failures > 0 && page.first_read_at !== null)
    note(moment, 'page_recovered', pageSubject(page, snapshot), { before: page.failure_detail })
  if (health !== undefined) {
    if (page.health !== null && page.health !== health)
      note(moment, 'page_health', pageSubject(page, snapshot), { before: page.health, after: health })
    next.health = health
    next.native = snapshot.native ?? null
    next.health_at = at
    doubtBanner(snapshot, moment, writes)
  }
  if (moment.migrated) note(moment, 'page_migrated', pageSubject(page, snapshot), { before: page.platform, after: snapshot.platform })
  doubtClock(snapshot, moment, writes)
  next.authority = snapshot.authority
  next.native_id = snapshot.page.nativeId ?? (moment.migrated ? null : page.native_id)
  next.name = snapshot.page.name ?? page.name
  next.time_zone = snapshot.page.timeZone ?? page.time_zone
  next.source_updated_at = clockAfter(snapshot, page)
  next.components_digest = componentsDigest(snapshot) ?? page.components_digest
  return next
}

function pageSubject(page: PageTable, snapshot: Snapshot): { kind: 'page'; id: string; title: string } {
  return { kind: 'page', id: page.id, title: snapshot.page.name ?? page.name ?? page.url }
}

/** What the page's own words disagree about, if anything: both sides are kept, and the disagreement is shown. */
function contradictionIn(snapshot: Snapshot): string | undefined {
  if (snapshot.health !== 'operational') return undefined
  const words = `The page says "${snapshot.native ?? 'operational'}" while`
  const impaired = leaves(snapshot.components ?? []).filter((component) => isImpaired(component.health))
  if (impaired.length > 0) return `${words} it lists ${namesOf(impaired.map((component) => component.name))} as impaired`
  const open = (snapshot.incidents ?? []).filter(({ phase, impact }) => phase !== undefined && !isClosed(phase) && isSerious(impact))
  return open.length > 0 ? `${words} ${namesOf(open.map(({ title, impact }) => `"${title}" (${impact ?? 'unknown'})`))} is open` : undefined
}

function isSerious(impact: Impact | undefined): boolean {
  return impact === 'major' || impact === 'critical'
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}

function doubtBanner(snapshot: Snapshot, moment: Moment, writes: Writes): void {
  const text = contradictionIn(snapshot)
  if (text === undefined) writes.settledDoubts.push({ subjectId: moment.page.id, kind: 'contradiction' })
  else writes.doubts.push({ subject_id: moment.page.id, kind: 'contradiction', since: moment.at, text })
}

function clockAfter(snapshot: Snapshot, page: PageTable): Instant | null {
  const [known, told] = [page.source_updated_at, snapshot.sourceUpdatedAt]
  return told === undefined ? known : isHead(snapshot, page) ? told : later(told, known)
}

/** A page whose own clock goes back shows an older state of itself: a cache, or a restored copy. */
function doubtClock(snapshot: Snapshot, moment: Moment, writes: Writes): void {
  const { page, at } = moment
  const [before, now] = [page.source_updated_at, snapshot.sourceUpdatedAt]
  if (before === null || now === undefined || now === before || moment.migrated || !hasSameClock(snapshot, page)) return
  if (now > before) {
    writes.settledDoubts.push({ subjectId: page.id, kind: 'backdated' })
    return
  }
  writes.doubts.push({ subject_id: page.id, kind: 'backdated', since: at, text: `The page's own clock went back from ${before} to ${now}` })
  note(moment, 'page_frozen', pageSubject(page, snapshot), { before, after: now })
}
