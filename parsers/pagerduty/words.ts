import { omit, type Place } from '../lib/place.ts'
import type { Health, Impact, IncidentPhase, MaintenancePhase } from '../model.ts'
import type { z } from 'zod'
import type { Enum } from './schema.ts'

export const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['operational', 'operational'],
  ['all_good', 'operational'],
  ['minor', 'degraded_performance'],
  ['partial_outage', 'partial_outage'],
  ['major', 'partial_outage'],
  ['outage', 'major_outage'],
  ['maintenance', 'under_maintenance'],
])

export const impacts: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ['all_good', 'none'],
  ['minor', 'minor'],
  ['major', 'major'],
  ['outage', 'critical'],
])

export const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map<string, IncidentPhase>([
  ['investigating', 'investigating'],
  // That something is wrong has been found, not what.
  ['detected', 'investigating'],
  ['identified', 'identified'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
])

export const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map<string, MaintenancePhase>([
  ['scheduled', 'scheduled'],
  ['in_progress', 'in_progress'],
  ['completed', 'completed'],
])

/** A word of the page: what its owner calls it, and what the maker does. */
export interface Word {
  readonly native: string
  readonly key: string
}

/** By id; undefined where the vocabulary was not read. */
export type Words = ReadonlyMap<string, Word> | undefined

export function wordsOf(enums: readonly z.infer<typeof Enum>[]): Words {
  return new Map(
    enums.map(({ id, name, layout_settings }) => [id, { native: name, key: layout_settings?.key?.split('/').at(-1) ?? keyOf(name) }]),
  )
}

/** "Partial outage" and "all good" are partial_outage and all_good. */
export function keyOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/gu, '_')
}

/** The word of an id. An id that the vocabulary lacks stands for itself, which nobody has mapped. */
export function wordAt(words: Words, id: string | null | undefined): Word | undefined {
  return id && words ? (words.get(id) ?? { native: id, key: id }) : undefined
}

export function meaning<T extends string>(map: ReadonlyMap<string, T>, { native, key }: Word, place: Place, field: string): T | 'unknown' {
  const value = map.get(key)
  if (value === undefined) omit(place, field, native, 'a word that nobody has mapped')
  return value ?? 'unknown'
}
