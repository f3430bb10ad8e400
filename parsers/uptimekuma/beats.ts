import type { Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { epochMs, instantFromIso } from '../lib/time.ts'
import { type Component, type Health, healthSeverity, type Instant, isImpaired } from '../model.ts'
import type { Document } from '../platform.ts'
import { type Beat, Heartbeats } from './schema.ts'

/** A monitor that is being tried again, or was never measured, is neither up nor down. */
const states: ReadonlyMap<number, readonly [Health, string]> = new Map([
  [0, ['major_outage', 'down']],
  [1, ['operational', 'up']],
  [2, ['unknown', 'pending']],
  [3, ['under_maintenance', 'maintenance']],
])

/** One reading of the beats of all monitors. */
export interface Beats {
  readonly top: Place
  /** The last beat of each monitor, and how much later the one after it may come; 0 = nothing measured of late. */
  readonly last: ReadonlyMap<string, { readonly beat: Beat | 0; readonly patienceMs: number }>
  readonly newest: Instant | undefined
}

/** Throws `shape` or `missing` where the document holds no lists of beats. */
export function readBeats(document: Document<'json'>): Beats {
  const { heartbeatList } = readWire(Heartbeats, readJson(document), document.url)
  const last = Object.entries(heartbeatList).flatMap(([id, beats]) => {
    const [beat, before] = [beats.at(-1), beats.at(-2)]
    return beat === undefined ? [] : [[id, { beat, patienceMs: patienceMs(beat, before) }] as const]
  })
  const times = last.flatMap(([, { beat }]) => timeOf(beat) ?? [])
  return { top: topOf('heartbeat'), last: new Map(last), newest: times.toSorted().at(-1) }
}

const hourMs = 3_600_000

/** A monitor beats every 24 days at the slowest; one that has beaten twice shows how often it does. */
function patienceMs(beat: Beat | 0, before: Beat | 0 | undefined): number {
  const [at, previous] = [timeOf(beat), before === undefined ? undefined : timeOf(before)]
  return at === undefined || previous === undefined ? 24 * 24 * hourMs : Math.max(hourMs, 3 * (epochMs(at) - epochMs(previous)))
}

function timeOf(beat: Beat | 0): Instant | undefined {
  return beat === 0 ? undefined : instantFromUtc(beat.time)
}

/** Health out of the last beat. A monitor that was paused keeps its last beat for good: long after the others it proves nothing. */
export function stateOf(id: string, beats: readonly Beats[]): Pick<Component, 'health' | 'native'> {
  const own = beats.find(({ last }) => last.has(id))
  const { beat, patienceMs: patience = 0 } = own?.last.get(id) ?? {}
  if (!own || beat === undefined || beat === 0) return { health: 'unknown', native: 'N/A' }
  const place = placeIn(own.top, `heartbeatList.${id}`)
  const [health, native] = states.get(beat.status) ?? ['unknown', String(beat.status)]
  if (!states.has(beat.status)) omit(place, 'status', beat.status, 'a word that nobody has mapped')
  const at = timeOf(beat)
  const isLate = at !== undefined && own.newest !== undefined && epochMs(own.newest) - epochMs(at) > patience
  if (isLate) omit(place, 'time', beat.time, 'the last beat is long before those of the other monitors')
  return { health: isLate ? 'unknown' : health, native }
}

/** Beats alone name no monitor: they prove that something is wrong, never that all is well. */
export function troubleIn(beats: Beats): Part {
  const worst = [...beats.last.keys()]
    .map((id) => stateOf(id, [beats]))
    .toSorted((a, b) => healthSeverity(b.health) - healthSeverity(a.health))[0]
  const isTrouble = worst !== undefined && isImpaired(worst.health)
  return told({
    authority: 'api' as const,
    health: isTrouble ? worst.health : ('unknown' as const),
    native: isTrouble ? worst.native : undefined,
    omissions: beats.top.omissions,
  })
}

/** `2026-11-20 04:50:38.198`: the software keeps all its times in UTC. */
export function instantFromUtc(text: string | null | undefined): Instant | undefined {
  return text ? (instantFromIso(`${text}Z`) ?? instantFromIso(text)) : undefined
}
