import type { Snapshot } from '../parsers/model.ts'
import { diffComponents, flattenComponents, type StoredComponents } from './changes/components.ts'
import { diffEntries } from './changes/entries.ts'
import { emptyWrites, type EntryState, type Moment, type Writes } from './changes/moment.ts'
import { diffPage } from './changes/page.ts'
import type { PageTable } from './database/schema.ts'

/** What the store holds of a page before a reading. `components` is undefined where the reading says what was said before. */
export interface PageState {
  readonly components: StoredComponents | undefined
  readonly incident: ReadonlyMap<string, EntryState>
  readonly maintenance: ReadonlyMap<string, EntryState>
}

export interface Difference {
  readonly page: PageTable
  readonly writes: Writes
}

/** Pure: previous state + Snapshot -> what changed. Change rows go to `moment.changes`. */
export function diffReading(snapshot: Snapshot, state: PageState, moment: Moment): Difference {
  const writes = emptyWrites()
  const page = diffPage(snapshot, moment, writes)
  if (snapshot.components && state.components) {
    // While a component is missing, no reading says "the same as before": each one counts it as missing once more.
    const told = flattenComponents(snapshot.components)
    const someMissing = diffComponents(told, snapshot.coverage.components, state.components, moment, writes)
    if (someMissing) page.components_digest = null
  }
  if (snapshot.incidents) diffEntries('incident', snapshot.coverage.incidents, snapshot.incidents, state.incident, moment, writes)
  if (snapshot.maintenances)
    diffEntries('maintenance', snapshot.coverage.maintenances, snapshot.maintenances, state.maintenance, moment, writes)
  return { page, writes }
}
