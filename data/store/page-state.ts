import type { Transaction } from 'kysely'
import type { Instant, Snapshot } from '../../parsers/model.ts'
import type { PageState } from '../changes.ts'
import { componentsDigest, createComponentMemory } from '../changes/component-marks.ts'
import { componentId, type StoredComponents } from '../changes/components.ts'
import { isUntouched, type ToldEntry, toldDigest } from '../changes/entries.ts'
import type { EntryState, PollTime } from '../changes/moment.ts'
import { padded } from '../database/rows.ts'
import type { ComponentTable, EntryKind, EntryTable, PageTable, ReportTable, Schema } from '../database/schema.ts'

/** A reading that is to be compared with what the store holds of its page. */
export interface Pending {
  readonly page: PageTable
  readonly at: Instant
  readonly snapshot: Snapshot
  readonly migrated: boolean
}

/** Loads, in a few statements for all of them, as much of each page's state as its reading may change. */
export async function loadPageStates(
  transaction: Transaction<Schema>,
  pendings: readonly Pending[],
): Promise<ReadonlyMap<string, PageState>> {
  const components = await loadComponents(transaction, pendings)
  const incidents = await loadEntries(transaction, 'incident', pendings)
  const maintenances = await loadEntries(transaction, 'maintenance', pendings)
  return new Map(
    pendings.map(({ page }) => [
      page.id,
      {
        components: components.get(page.id),
        incident: incidents.get(page.id) ?? new Map<string, EntryState>(),
        maintenance: maintenances.get(page.id) ?? new Map<string, EntryState>(),
      },
    ]),
  )
}

// A memo of what digests mean: whoever asks, of whatever database, the answer is the same.
const memory = createComponentMemory()

/** Of a page that lists the same components as before only the rows of those that say something else, where that is known. */
async function loadComponents(transaction: Transaction<Schema>, pendings: readonly Pending[]): Promise<Map<string, StoredComponents>> {
  const wholePages: string[] = []
  const rowIds: string[] = []
  const byPage = new Map<string, { readonly rows: Map<string, ComponentTable>; readonly isPartial: boolean }>()
  for (const { page, snapshot, at } of pendings) {
    const digest = componentsDigest(snapshot)
    const isOlder = page.components_at !== null && at < page.components_at
    if (!snapshot.components || digest === undefined || (!isOlder && digest === page.components_digest)) continue
    const changed = memory.take(snapshot.components, digest, isOlder ? null : page.components_digest)
    byPage.set(page.id, { rows: new Map(), isPartial: changed !== undefined })
    if (changed) rowIds.push(...changed.map((nativeId) => componentId(page, nativeId)))
    else wholePages.push(page.id)
  }
  const query = transaction.selectFrom('component').selectAll()
  const rows = [
    ...(wholePages.length > 0 ? await query.where('page_id', 'in', padded(wholePages)).execute() : []),
    ...(rowIds.length > 0 ? await query.where('id', 'in', padded(rowIds)).execute() : []),
  ]
  for (const row of rows) byPage.get(row.page_id)?.rows.set(row.native_id, row)
  return byPage
}

function toldEntries(kind: EntryKind, snapshot: Snapshot): readonly ToldEntry[] {
  return (kind === 'incident' ? snapshot.incidents : snapshot.maintenances) ?? []
}

async function loadEntries(
  transaction: Transaction<Schema>,
  kind: EntryKind,
  pendings: readonly Pending[],
): Promise<Map<string, Map<string, EntryState>>> {
  const wanted = pendings.filter(({ snapshot }) => (kind === 'incident' ? snapshot.incidents : snapshot.maintenances) !== undefined)
  const byPage = new Map<string, Map<string, EntryState>>()
  if (wanted.length === 0) return byPage
  const rows = await entryRows(transaction, kind, wanted)
  const touched = touchedRows(kind, wanted, rows)
  const details = await loadDetails(transaction, kind, touched)
  for (const row of rows) {
    const states = byPage.get(row.page_id) ?? new Map<string, EntryState>()
    byPage.set(row.page_id, states)
    const detail = details.get(row.id)
    states.set(row.native_id, detail ? { row, detail } : { row })
  }
  return byPage
}

/** The rows that a reading tells, those that its list held before, and the open ones; for an older reading, all. */
async function entryRows(transaction: Transaction<Schema>, kind: EntryKind, wanted: readonly Pending[]): Promise<EntryTable[]> {
  const pageIds = wanted.map(({ page }) => page.id)
  const nativeIds = [...new Set(wanted.flatMap(({ snapshot }) => toldEntries(kind, snapshot).map((entry) => entry.nativeId)))]
  const older = wanted.some(wantsAll)
  return transaction
    .selectFrom(kind)
    .selectAll()
    .where('page_id', 'in', padded(pageIds))
    .$if(!older, (query) =>
      query.where((eb) => {
        const held = [eb('listed', '=', 1), eb('is_open', '=', 1)]
        return eb.or(nativeIds.length > 0 ? [...held, eb('native_id', 'in', padded(nativeIds))] : held)
      }),
    )
    .execute()
}

/** The rows whose details may change; for an older reading every one: what it does not tell was gone by then. */
function touchedRows(kind: EntryKind, wanted: readonly Pending[], rows: readonly EntryTable[]): string[] {
  const olderPages = new Set(wanted.filter(wantsAll).map(({ page }) => page.id))
  const byKey = new Map(rows.map((row) => [`${row.page_id} ${row.native_id}`, row]))
  const told = wanted.flatMap((pending) =>
    toldEntries(kind, pending.snapshot).flatMap((entry) => {
      const row = byKey.get(`${pending.page.id} ${entry.nativeId}`)
      return row && !isUntouched(row, toldDigest(entry), kind, pending) ? [row.id] : []
    }),
  )
  return [...new Set([...told, ...rows.filter((row) => olderPages.has(row.page_id)).map((row) => row.id)])]
}

/** An older reading, and the first one after a move to another platform, concern entries that no list holds now. */
function wantsAll({ page, at, migrated }: Pending): boolean {
  return migrated || (page.read_at !== null && at < page.read_at)
}

type Detail = NonNullable<EntryState['detail']>

async function loadDetails(
  transaction: Transaction<Schema>,
  kind: EntryKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Detail>> {
  if (ids.length === 0) return new Map()
  const wanted = padded(ids)
  const components = await transaction
    .selectFrom(`${kind}_component`)
    .selectAll()
    .where('entry_id', 'in', wanted)
    .orderBy('position')
    .execute()
  const versions = await transaction.selectFrom(`${kind}_version`).selectAll().where('entry_id', 'in', wanted).execute()
  const updates = await transaction
    .selectFrom(`${kind}_update`)
    .selectAll()
    .where('entry_id', 'in', wanted)
    .orderBy('posted_at')
    .orderBy('position')
    .execute()
  const updateVersions = await transaction
    .selectFrom(`${kind}_update_version`)
    .selectAll()
    .where('update_id', 'in', padded(updates.map((update) => update.id).concat('')))
    .execute()
  const reports: ReportTable[] =
    kind === 'incident' ? await transaction.selectFrom('report').selectAll().where('incident_id', 'in', wanted).execute() : []
  const componentsOf = Map.groupBy(components, (row) => row.entry_id)
  const versionsOf = Map.groupBy(versions, (row) => row.entry_id)
  const updatesOf = Map.groupBy(updates, (row) => row.entry_id)
  const updateVersionsOf = Map.groupBy(updateVersions, (row) => row.update_id)
  const reportsOf = Map.groupBy(reports, (row) => row.incident_id)
  return new Map(
    ids.map((id) => [
      id,
      {
        components: componentsOf.get(id) ?? [],
        versions: versionsOf.get(id) ?? [],
        updates: (updatesOf.get(id) ?? []).map((row) => ({ row, versions: updateVersionsOf.get(row.id) ?? [] })),
        reports: reportsOf.get(id) ?? [],
      },
    ]),
  )
}

/** The good polls of a page, oldest first: what decides when something that an older reading tells was gone. */
export async function loadPollTimes(transaction: Transaction<Schema>, pageId: string): Promise<readonly PollTime[]> {
  const rows = await transaction
    .selectFrom('poll')
    .select(['observed_at', 'components', 'incidents', 'maintenances'])
    .where('page_id', '=', pageId)
    .where('outcome', 'in', ['changed', 'unchanged', 'not_modified'])
    .orderBy('observed_at')
    .execute()
  return rows.map(({ observed_at, ...extents }) => ({ at: observed_at, ...extents }))
}
