import { type Health, type Instant, isImpaired, leaves, pageHealth, type Snapshot } from '../parsers/model.ts'
import { diffComponents, flattenComponents } from './changes/components.ts'
import { diffEntries } from './changes/entries.ts'
import { emptyWrites, type EntryState, later, type Moment, note, type Writes } from './changes/moment.ts'
import type { ComponentTable, PageTable } from './database/schema.ts'
import { contentDigest } from './identity.ts'

/** What the store holds of a page before a reading. `components` is undefined where the reading says what was said before. */
export interface PageState {
  readonly components: ReadonlyMap<string, ComponentTable> | undefined
  readonly incident: ReadonlyMap<string, EntryState>
  readonly maintenance: ReadonlyMap<string, EntryState>
}

export interface Difference {
  readonly page: PageTable
  readonly writes: Writes
}

/** Identity of the components that a snapshot tells; undefined where it tells none. */
export function componentsDigest(snapshot: Snapshot): string | undefined {
  return snapshot.components && contentDigest(snapshot.components)
}

/** Pure: previous state + Snapshot -> what changed. Change rows go to `moment.changes`. */
export function diffReading(snapshot: Snapshot, state: PageState, moment: Moment): Difference {
  const writes = emptyWrites()
  const page = diffPage(snapshot, moment, writes)
  if (snapshot.components && state.components) {
    // While a component is missing, no reading says "the same as before": each one counts it as missing once more.
    const someMissing = diffComponents(flattenComponents(snapshot.components), state.components, moment, writes)
    if (someMissing) page.components_digest = null
  }
  if (snapshot.incidents) diffEntries('incident', snapshot.coverage.incidents, snapshot.incidents, state.incident, moment, writes)
  if (snapshot.maintenances)
    diffEntries('maintenance', snapshot.coverage.maintenances, snapshot.maintenances, state.maintenance, moment, writes)
  return { page, writes }
}

function newer(at: Instant, told: boolean, known: Instant | null): Instant | null {
  return told ? later(at, known) : known
}

function diffPage(snapshot: Snapshot, moment: Moment, writes: Writes): PageTable {
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
    doubtBanner(snapshot, health, moment, writes)
  }
  next.authority = snapshot.authority
  next.native_id = snapshot.page.nativeId ?? page.native_id
  next.name = snapshot.page.name ?? page.name
  next.time_zone = snapshot.page.timeZone ?? page.time_zone
  next.source_updated_at = snapshot.sourceUpdatedAt ?? page.source_updated_at
  next.components_digest = componentsDigest(snapshot) ?? page.components_digest
  return next
}

function pageSubject(page: PageTable, snapshot: Snapshot): { kind: 'page'; id: string; title: string } {
  return { kind: 'page', id: page.id, title: snapshot.page.name ?? page.name ?? page.url }
}

/** A banner that says all is well over components that say otherwise: both are kept, and the disagreement is shown. */
function doubtBanner(snapshot: Snapshot, health: Health, moment: Moment, writes: Writes): void {
  if (snapshot.health !== 'operational' || health === 'operational') {
    writes.settledDoubts.push({ subjectId: moment.page.id, kind: 'contradiction' })
    return
  }
  const impaired = leaves(snapshot.components ?? []).filter((component) => isImpaired(component.health))
  const names = impaired.slice(0, 3).map((component) => component.name)
  const more = impaired.length > names.length ? ` and ${impaired.length - names.length} more` : ''
  const text = `The page says "${snapshot.native ?? 'operational'}" while it lists ${names.join(', ')}${more} as impaired`
  writes.doubts.push({ subject_id: moment.page.id, kind: 'contradiction', since: moment.at, text })
}
