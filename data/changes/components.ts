import { type Component, type Extent, type Health, type Instant, isImpaired } from '../../parsers/model.ts'
import type { ComponentTable, PageTable } from '../database/schema.ts'
import { publicId } from '../identity.ts'
import { type Moment, note, type Writes } from './moment.ts'

/** A component missing from this many good polls in a row is taken for removed. */
const pollsUntilRemoved = 3

export interface FlatComponent {
  readonly nativeId: string
  readonly parent: string | null
  readonly name: string
  readonly health: Health
  readonly native: string
  readonly description: string | null
  readonly group: boolean
}

const flattened = new WeakMap<readonly Component[], readonly FlatComponent[]>()

/** The tree as a list in page order, each with its parent's native id. Made once for each tree, since several ask for it. */
export function flattenComponents(components: readonly Component[]): readonly FlatComponent[] {
  const known = flattened.get(components)
  if (known) return known
  const flat: FlatComponent[] = []
  flatten(components, null, flat)
  flattened.set(components, flat)
  return flat
}

function flatten(components: readonly Component[], parent: string | null, into: FlatComponent[]): void {
  for (const { nativeId, name, health, native, description, group, children } of components) {
    into.push({ nativeId, parent, name, health, native, description: description ?? null, group })
    flatten(children, nativeId, into)
  }
}

export function componentId(page: Pick<PageTable, 'vendor_id' | 'key'>, nativeId: string): string {
  return publicId(page.vendor_id, page.key, 'component', nativeId)
}

/** The stored components of a page, and of which of them it has rows. */
export interface StoredComponents {
  readonly rows: ReadonlyMap<string, ComponentTable>
  /** true: of those alone that say something else than before; the page lists the same components as before. */
  readonly isPartial: boolean
}

/**
 * Compares the components that were told with the stored ones; true while one is missing and not yet taken for removed.
 * From a list that is not whole (a page may hide what is well) none is missing; but what a list of all that is wrong no
 * longer names is wrong no longer, and whether it is well nobody says.
 */
export function diffComponents(
  components: readonly FlatComponent[],
  extent: Extent,
  { rows, isPartial }: StoredComponents,
  moment: Moment,
  writes: Pick<Writes, 'components'>,
): boolean {
  const listedNow = new Set<string>()
  const isWhole = extent === 'full'
  const stale = moment.page.components_at !== null && moment.at < moment.page.components_at
  components.forEach((component, position) => {
    if (listedNow.has(component.nativeId) || (isPartial && !rows.has(component.nativeId))) return
    listedNow.add(component.nativeId)
    const row = rows.get(component.nativeId)
    const place = isWhole ? position : (row?.position ?? position)
    const written = row ? revisit(row, component, place, moment, stale) : firstSight(component, position, moment, stale)
    if (written) writes.components.push(written)
  })
  for (const row of rows.values()) {
    if (listedNow.has(row.native_id)) continue
    const written = isWhole ? missed(row, moment, stale) : extent === 'open' ? unsaid(row, moment) : undefined
    if (written) writes.components.push(written)
  }
  const after = new Map([...rows.values(), ...writes.components].map((row) => [row.id, row]))
  return [...after.values()].some((row) => row.missing_polls > 0 && row.removed_at === null)
}

/** A good poll that says what was said before: the missing are missing once more. */
export function missAgain(rows: readonly ComponentTable[], moment: Moment, writes: Pick<Writes, 'components'>): void {
  for (const row of rows) {
    const written = row.missing_polls > 0 ? missed(row, moment, false) : undefined
    if (written) writes.components.push(written)
  }
}

function subject(row: Pick<ComponentTable, 'id' | 'name'>): { kind: 'component'; id: string; title: string } {
  return { kind: 'component', id: row.id, title: row.name }
}

function firstSight(component: FlatComponent, position: number, moment: Moment, stale: boolean): ComponentTable {
  const id = componentId(moment.page, component.nativeId)
  const { missing, removedAt } = stale ? absence(moment, moment.at) : { missing: 0, removedAt: null }
  const row: ComponentTable = {
    id,
    page_id: moment.page.id,
    native_id: component.nativeId,
    first_seen_at: moment.at,
    seen_at: moment.at,
    changed_at: moment.at,
    missing_polls: missing,
    removed_at: removedAt,
    ...told(component, position, moment),
  }
  if (!stale) note(moment, 'component_added', subject(row), { after: { health: row.health, native: row.native } })
  return row
}

type Told = Pick<ComponentTable, 'parent_id' | 'position' | 'is_group' | 'name' | 'health' | 'native' | 'description'>

function told(component: FlatComponent, position: number, moment: Moment): Told {
  return {
    parent_id: component.parent === null ? null : componentId(moment.page, component.parent),
    position,
    is_group: component.group ? 1 : 0,
    name: component.name,
    health: component.health,
    native: component.native,
    description: component.description,
  }
}

function revisit(
  row: ComponentTable,
  component: FlatComponent,
  position: number,
  moment: Moment,
  stale: boolean,
): ComponentTable | undefined {
  const lastTold = row.missing_polls === 0 ? (moment.page.components_at ?? row.seen_at) : row.seen_at
  if (moment.at < lastTold) {
    return moment.at < row.first_seen_at ? { ...row, first_seen_at: moment.at } : undefined
  }
  const fresh = told(component, position, moment)
  const { missing, removedAt } = stale ? absence(moment, moment.at) : { missing: 0, removedAt: null }
  const next: ComponentTable = { ...row, ...fresh, seen_at: moment.at, missing_polls: missing, removed_at: removedAt }
  if (row.health !== next.health) next.changed_at = moment.at
  if (row.removed_at !== null && removedAt === null)
    note(moment, 'component_added', subject(next), { after: { health: next.health, native: next.native } })
  if (row.name !== next.name) note(moment, 'component_renamed', subject(next), { before: row.name, after: next.name })
  if (row.parent_id !== next.parent_id) note(moment, 'component_moved', subject(next), { before: row.parent_id, after: next.parent_id })
  if (row.health !== next.health && next.is_group === 0)
    note(moment, 'component_health', subject(next), { before: row.health, after: next.health })
  const same =
    (!stale || row.seen_at === next.seen_at) &&
    row.missing_polls === next.missing_polls &&
    row.removed_at === next.removed_at &&
    row.parent_id === next.parent_id &&
    row.position === next.position &&
    row.is_group === next.is_group &&
    row.name === next.name &&
    row.health === next.health &&
    row.native === next.native &&
    row.description === next.description
  return same ? undefined : next
}

/** Not told by a reading that tells the whole list. */
function missed(row: ComponentTable, moment: Moment, stale: boolean): ComponentTable | undefined {
  if (stale) {
    if (row.missing_polls === 0 || moment.at < row.seen_at) return undefined
    const { missing, removedAt } = absence(moment, row.seen_at)
    return missing === row.missing_polls && removedAt === row.removed_at
      ? undefined
      : { ...row, missing_polls: missing, removed_at: removedAt }
  }
  if (row.removed_at !== null) return undefined
  const missing = row.missing_polls + 1
  const seenAt = row.missing_polls === 0 ? (moment.page.components_at ?? row.seen_at) : row.seen_at
  const removedAt = missing >= pollsUntilRemoved ? moment.at : null
  if (removedAt) note(moment, 'component_removed', subject(row), { before: { health: row.health, native: row.native } })
  return { ...row, missing_polls: missing, seen_at: seenAt, removed_at: removedAt }
}

/** No longer among all that is wrong. A reading older than the newest one cannot say so. */
function unsaid(row: ComponentTable, moment: Moment): ComponentTable | undefined {
  const isOlder = moment.page.read_at !== null && moment.at < moment.page.read_at
  if (isOlder || row.removed_at !== null || !(isImpaired(row.health) || row.health === 'under_maintenance')) return undefined
  if (row.is_group === 0) note(moment, 'component_health', subject(row), { before: row.health, after: 'unknown' })
  return { ...row, health: 'unknown', native: '', seen_at: moment.at, changed_at: moment.at }
}

/** How many polls after `since` told components without this one, and the one that made it removed. */
function absence(moment: Moment, since: Instant): { missing: number; removedAt: Instant | null } {
  const times = moment.polls.filter((poll) => poll.components === 'full').map((poll) => poll.at)
  const after = [...new Set([...times, moment.at])].filter((at) => at > since).toSorted()
  return { missing: Math.min(after.length, pollsUntilRemoved), removedAt: after[pollsUntilRemoved - 1] ?? null }
}
