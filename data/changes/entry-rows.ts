import type { AffectedComponent, Instant } from '../../parsers/model.ts'
import type { EntryComponentTable, EntryTable, EntryVersionTable } from '../database/schema.ts'
import { contentDigest } from '../identity.ts'

/** Newest first is the order of this. */
export function sortKey(row: EntryTable): Instant {
  return row.started_at ?? row.scheduled_for ?? row.created_at ?? row.first_posted_at ?? row.first_seen_at
}

/** The state of an entry as a version of it; the component set counts, what it says of their health does not. */
export function versionOf(row: EntryTable, components: readonly AffectedComponent[] | undefined, at: Instant): EntryVersionTable {
  const { title, impact, native_impact, phase, native_phase, started_at, resolved_at, scheduled_for, scheduled_until } = row
  const state = { title, impact, native_impact, phase, native_phase, started_at, resolved_at, scheduled_for, scheduled_until }
  const set = components?.map(({ nativeId, name }) => nativeId ?? name).toSorted() ?? null
  const text = components ? JSON.stringify(components) : null
  return { entry_id: row.id, digest: contentDigest([state, set]), ...state, components: text, seen_from: at, seen_until: null }
}

export function componentRows(entryId: string, components: readonly AffectedComponent[]): EntryComponentTable[] {
  return components.map(({ nativeId, name, health }, position) => ({
    entry_id: entryId,
    position,
    native_id: nativeId ?? null,
    name,
    health: health ?? null,
  }))
}

export function affectedOf(rows: readonly EntryComponentTable[]): AffectedComponent[] {
  return rows.map(({ native_id, name, health }) => ({
    name,
    ...(native_id === null ? {} : { nativeId: native_id }),
    ...(health === null ? {} : { health }),
  }))
}

/** The same set: by native id where both sides know it, else by name (pages name what the interface numbers). */
export function sameComponents(told: readonly AffectedComponent[], rows: readonly EntryComponentTable[]): boolean {
  if (told.length !== rows.length) return false
  const ids = new Set(rows.map((row) => row.native_id))
  const names = new Set(rows.map((row) => row.name))
  return told.every(
    ({ nativeId, name }) => (nativeId !== undefined && ids.has(nativeId)) || ((nativeId === undefined || ids.has(null)) && names.has(name)),
  )
}

/** The same set, of which ids are told that were not known, or other names under the known ids. */
export function isNamedBetter(told: readonly AffectedComponent[] = [], rows: readonly EntryComponentTable[]): boolean {
  const names = new Map(rows.map((row) => [row.native_id, row.name]))
  return told.some(({ nativeId, name }) => nativeId !== undefined && names.get(nativeId) !== name)
}
