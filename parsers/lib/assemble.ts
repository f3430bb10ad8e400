import { ParseError } from '../errors.ts'
import {
  isClosed,
  isImpaired,
  leaves,
  type Authority,
  type Component,
  type Extent,
  type Health,
  type Incident,
  type Instant,
  type Maintenance,
  type Omission,
  type Snapshot,
} from '../model.ts'
import { told } from './schema.ts'
import { oldestFirst } from './updates.ts'

/** What one document told. */
export interface Part {
  readonly authority: Authority
  readonly page?: Snapshot['page']
  readonly health?: Health
  readonly native?: string
  readonly sourceUpdatedAt?: Instant
  readonly components?: readonly Component[]
  readonly incidents?: readonly Incident[]
  readonly maintenances?: readonly Maintenance[]
  /** Extents that are not named are `none`. */
  readonly coverage?: Partial<Snapshot['coverage']>
  readonly omissions: readonly Omission[]
}

const extentsByReach: readonly Extent[] = ['full', 'recent', 'open', 'none']
const authoritiesByTrust: readonly Authority[] = ['api', 'embedded-state', 'markup', 'feed', 'aggregator']

/**
 * One snapshot out of what several documents of the same moment told, the most trusted first. A single value is taken
 * from the first that told it; entries that several list are one, with the fields of the better document before those of
 * the lesser. What contradicts itself is kept as it is and listed.
 */
export function assemble(platform: string, observedAt: Instant, parts: readonly Part[]): Snapshot {
  const incidents = union(
    parts.flatMap(({ authority, incidents: entries }) => (entries ? [{ authority, entries }] : [])),
    mergeIncidents,
  )
  const maintenances = union(
    parts.flatMap(({ authority, maintenances: entries }) => (entries ? [{ authority, entries }] : [])),
    mergeMaintenances,
  )
  const planned = new Set(maintenances?.map(({ nativeId }) => nativeId))
  const headline = parts.find((part) => part.health !== undefined)
  const snapshot: Snapshot = told({
    platform,
    authority: authoritiesByTrust.find((authority) => parts.some((part) => part.authority === authority)) ?? 'markup',
    observedAt,
    // The clock beside the headline: another document of the same moment may be newer than what the page says of itself.
    sourceUpdatedAt:
      headline?.sourceUpdatedAt ?? parts.flatMap((part) => part.sourceUpdatedAt ?? []).reduce<Instant | undefined>(later, undefined),
    page: parts.reduce<Snapshot['page']>((page, part) => ({ ...part.page, ...page }), {}),
    health: headline?.health,
    native: headline?.native,
    components: parts.find((part) => part.components)?.components,
    incidents: incidents?.filter(({ nativeId }) => !planned.has(nativeId)),
    maintenances,
    coverage: { components: reach(parts, 'components'), incidents: reach(parts, 'incidents'), maintenances: reach(parts, 'maintenances') },
    omissions: parts.flatMap((part) => part.omissions),
  })
  onePage(parts)
  const contradictions = contradictionsOf(snapshot)
  return contradictions.length > 0 ? { ...snapshot, omissions: [...snapshot.omissions, ...contradictions] } : snapshot
}

/** Documents of two pages are never one snapshot. */
function onePage(parts: readonly Part[]): void {
  const ids = new Set(parts.flatMap((part) => part.page?.nativeId ?? []))
  if (ids.size > 1) throw new ParseError('foreign', 'documents of more than one page', { excerpt: [...ids].join(' ') })
}

function reach(parts: readonly Part[], list: keyof Snapshot['coverage']): Extent {
  return extentsByReach.find((extent) => parts.some((part) => part.coverage?.[list] === extent)) ?? 'none'
}

function later(a: Instant | undefined, b: Instant): Instant {
  return a !== undefined && a > b ? a : b
}

function union<E extends Incident | Maintenance>(
  lists: readonly { readonly authority: Authority; readonly entries: readonly E[] }[],
  merge: (better: E, lesser: E) => E,
): readonly E[] | undefined {
  if (lists.length === 0) return undefined
  const byId = new Map<string, { readonly authority: Authority; readonly entry: E }>()
  for (const { authority, entries } of lists) {
    for (const entry of entries) {
      const known = byId.get(entry.nativeId)
      if (!known) byId.set(entry.nativeId, { authority, entry })
      else if (isNewer(known, { authority, entry })) byId.set(entry.nativeId, { authority, entry: merge(entry, known.entry) })
      else byId.set(entry.nativeId, { authority: known.authority, entry: merge(known.entry, entry) })
    }
  }
  return [...byId.values()].map(({ entry }) => entry)
}

interface Sourced {
  readonly authority: Authority
  readonly entry: Incident | Maintenance
}

/** Of two documents of one kind the one that was updated last is right, and with equal times the one that tells more. */
function isNewer(known: Sourced, other: Sourced): boolean {
  if (known.authority !== other.authority) return authoritiesByTrust.indexOf(other.authority) < authoritiesByTrust.indexOf(known.authority)
  const [was, is] = [known.entry.updatedAt ?? '', other.entry.updatedAt ?? '']
  return was === is ? (other.entry.updates?.length ?? 0) > (known.entry.updates?.length ?? 0) : is > was
}

function mergeIncidents(better: Incident, lesser: Incident): Incident {
  return told({ ...lesser, ...better, ...mergedFields(better, lesser) })
}

function mergeMaintenances(better: Maintenance, lesser: Maintenance): Maintenance {
  return told({ ...lesser, ...better, ...mergedFields(better, lesser) })
}

type MergedFields = { [K in 'updates' | 'resolvedAt']: Incident[K] | undefined }

function mergedFields(better: Incident | Maintenance, lesser: Incident | Maintenance): MergedFields {
  // An entry that is open again has no end, though an older document still shows one.
  const isOpen = better.phase !== undefined && !isClosed(better.phase)
  return {
    updates: mergedUpdates(better, lesser),
    resolvedAt: better.resolvedAt ?? (isOpen ? undefined : lesser.resolvedAt),
  }
}

/** The better list is whole, but for the postmortem, which some documents leave out. */
function mergedUpdates(better: Incident | Maintenance, lesser: Incident | Maintenance): Incident['updates'] | undefined {
  if (!better.updates || !lesser.updates) return better.updates ?? lesser.updates
  if (better.updates.some(({ phase }) => phase === 'postmortem')) return better.updates
  const postmortems = lesser.updates.filter(({ phase }) => phase === 'postmortem')
  return postmortems.length === 0 ? better.updates : oldestFirst([...better.updates, ...postmortems].toReversed())
}

function contradictionsOf({ health, native, components = [], incidents = [] }: Snapshot): readonly Omission[] {
  if (health === undefined || health === 'unknown') return []
  const members = leaves(components)
  const impaired = members.find((component) => isImpaired(component.health))
  const open = incidents.filter(({ phase }) => phase !== undefined && !isClosed(phase))
  const graded = open.find(({ impact }) => impact !== undefined && impact !== 'none')
  const found: Omission[] = []
  if (health === 'operational' && impaired) {
    found.push({
      path: 'health',
      native,
      reason: `the headline says operational, the component ${impaired.nativeId} says ${impaired.native}`,
    })
  }
  if (health === 'operational' && graded) {
    found.push({ path: 'health', native, reason: `the headline says operational, the incident ${graded.nativeId} is open` })
  }
  if (isImpaired(health) && open.length === 0 && members.length > 0 && members.every((component) => component.health === 'operational')) {
    found.push({ path: 'health', native, reason: 'the headline says that something is wrong, every component says operational' })
  }
  return found
}
