import { absoluteUrl } from '../lib/html.ts'
import { mapped, omit, type Place, placeIn, timeAt } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { AffectedComponent, Health, Impact, Incident, IncidentPhase, Maintenance, MaintenancePhase, Update } from '../model.ts'
import type * as wire from './schema.ts'

const impacts: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ['NO_IMPACT', 'none'],
  ['DEGRADED_PERFORMANCE', 'minor'],
  ['MINOR', 'minor'],
  ['PARTIAL_OUTAGE', 'major'],
  ['MAJOR', 'major'],
  ['MAJOR_OUTAGE', 'critical'],
  ['CRITICAL', 'critical'],
])

const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map<string, IncidentPhase>([
  ['INVESTIGATING', 'investigating'],
  ['IDENTIFIED', 'identified'],
  ['MONITORING', 'monitoring'],
  ['RESOLVED', 'resolved'],
])

const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map<string, MaintenancePhase>([
  ['SCHEDULED', 'scheduled'],
  ['IN_PROGRESS', 'in_progress'],
  ['VERIFYING', 'verifying'],
  ['COMPLETED', 'completed'],
  ['CANCELLED', 'cancelled'],
])

/** What else a page knows of an entry, by the entry's id. */
export interface Effect {
  readonly component: Required<Pick<AffectedComponent, 'nativeId' | 'name'>>
  readonly native?: string
  readonly health?: Health
}

export interface Reading {
  readonly pageUrl: string
  /** Whether the list tells every update of an entry. */
  readonly isFull: boolean
  readonly effects: ReadonlyMap<string, readonly Effect[]>
}

export interface Placed {
  readonly entry: wire.Entry
  readonly place: Place
  readonly isPlanned: boolean
}

export function entryUrl(pageUrl: string, id: string): string | undefined {
  return absoluteUrl(`incidents/${id}`, `${pageUrl}/`)
}

export function sorted(
  entries: readonly Placed[],
  reading: Reading,
): { incidents: readonly Incident[]; maintenances: readonly Maintenance[] } {
  const planned = entries.filter(isMaintenance)
  return {
    incidents: entries.filter((placed) => !isMaintenance(placed)).map((placed) => toIncident(placed, reading)),
    maintenances: planned.map((placed) => toMaintenance(placed, reading)),
  }
}

/** By the list it stands in, or by any of its words. */
function isMaintenance({ entry, isPlanned }: Placed): boolean {
  return isPlanned || [entry, ...(entry.updates ?? [])].some(({ status }) => maintenancePhases.has(status ?? ''))
}

function toIncident({ entry, place }: Placed, reading: Reading): Incident {
  const effects = reading.effects.get(entry.id) ?? []
  const nativeImpact = entry.impact ?? worstImpact(effects)
  const isOver = Boolean(entry.ended)
  const word = wordOf(entry)
  const stated = word === undefined ? undefined : mapped(incidentPhases, word, place, 'status')
  return told({
    ...fieldsOf(entry, place, reading, incidentPhases),
    impact: nativeImpact === undefined ? undefined : mapped(impacts, nativeImpact, place, 'impact'),
    nativeImpact,
    // The summary tells what is open, and not how far it is.
    phase: isOver && (stated === undefined || stated !== 'unknown') ? ('resolved' as const) : stated,
    nativePhase: word,
    startedAt: timeAt(entry.started, place, 'started'),
    resolvedAt: timeAt(entry.ended, place, 'ended'),
  })
}

function toMaintenance({ entry, place }: Placed, reading: Reading): Maintenance {
  const word = wordOf(entry)
  const phases = new Map<string, MaintenancePhase>([...maintenancePhases, ['RESOLVED', 'completed']])
  return told({
    ...fieldsOf(entry, place, reading, phases),
    phase: word === undefined ? undefined : mapped(phases, word, place, 'status'),
    nativePhase: word,
    scheduledFor: timeAt(entry.started, place, 'started'),
    scheduledUntil: timeAt(entry.ended, place, 'ended'),
  })
}

/** The newest update stands first. */
function wordOf({ status, updates }: wire.Entry): string | undefined {
  return status ?? updates?.find((update) => update.status)?.status ?? undefined
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'url' | 'createdAt' | 'updatedAt' | 'components' | 'updates'>
type Phases = ReadonlyMap<string, IncidentPhase> | ReadonlyMap<string, MaintenancePhase>

function fieldsOf(entry: wire.Entry, place: Place, { pageUrl, isFull, effects }: Reading, phases: Phases): Fields {
  const affected = effects.get(entry.id)
  return told({
    nativeId: entry.id,
    title: cleanName(entry.title),
    url: entryUrl(pageUrl, entry.id),
    createdAt: timeAt(entry.created_at, place, 'created_at'),
    updatedAt: timeAt(entry.updated_at, place, 'updated_at'),
    components: affected?.map(({ component, health }) => told({ ...component, health })),
    updates: isFull && entry.updates ? toUpdates(entry.updates, place, phases) : undefined,
  })
}

function toUpdates(updates: readonly wire.Update[], within: Place, phases: Phases): readonly Update[] {
  return oldestFirst(
    updates.map(({ id, status, description, dateHappened, createdAt }, index) => {
      const place = placeIn(within, 'updates', index)
      return told({
        nativeId: id ?? undefined,
        phase: status ? phaseOf(phases, status, place) : undefined,
        native: status ?? undefined,
        body: cleanBody(description ?? ''),
        format: 'html' as const,
        postedAt: timeAt(dateHappened ?? createdAt, place, 'dateHappened'),
      })
    }),
  )
}

function phaseOf(phases: Phases, status: string, place: Place): IncidentPhase | MaintenancePhase {
  const phase = phases.get(status)
  if (phase === undefined) omit(place, 'status', status, 'a word that nobody has mapped')
  return phase ?? 'unknown'
}

function worstImpact(effects: readonly Effect[]): string | undefined {
  const known = [...impacts.keys()]
  return effects.flatMap(({ native }) => native ?? []).toSorted((a, b) => known.indexOf(b) - known.indexOf(a))[0]
}
