import { absoluteUrl } from '../lib/html.ts'
import { omit, type Place, placeIn } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromEpochMs, instantFromIso } from '../lib/time.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { AffectedComponent, Incident, IncidentPhase, Instant, Maintenance, MaintenancePhase, Update } from '../model.ts'
import type * as wire from './schema.ts'
import { healths, impacts, incidentPhases, maintenancePhases, meaning, type Word, wordAt, type Words } from './words.ts'

export interface Reading {
  readonly pageUrl: string
  readonly words: Words
  /** Components by the id that posts know them by. */
  readonly services: ReadonlyMap<string, { readonly nativeId: string; readonly name: string }>
}

export interface Entries {
  readonly incidents: readonly Incident[]
  readonly maintenances: readonly Maintenance[]
}

export function toEntries(posts: readonly wire.Post[], place: Place, name: string, reading: Reading): Entries {
  const placed = posts.map((post, index) => ({ post, place: placeIn(place, name, index) }))
  for (const { post, place: own } of placed) {
    if (!/^(?:incident|maintenance)$/u.test(post.post_type)) omit(own, 'post_type', post.post_type, 'a word that nobody has mapped')
  }
  return {
    incidents: placed.filter(({ post }) => post.post_type !== 'maintenance').map(({ post, place: own }) => toIncident(post, own, reading)),
    maintenances: placed
      .filter(({ post }) => post.post_type === 'maintenance')
      .map(({ post, place: own }) => toMaintenance(post, own, reading)),
  }
}

function toIncident(post: wire.Post, place: Place, reading: Reading): Incident {
  const latest = latestOf(post)
  const status = wordAt(reading.words, latest?.status_id)
  const severity = severityOf(post, reading.words)
  const phase = status && meaning(incidentPhases, status, place, 'latest_update.status_id')
  return told({
    ...fieldsOf(post, place, reading, incidentPhases),
    phase,
    nativePhase: status?.native,
    impact: severity && meaning(impacts, severity, place, 'latest_update.severity_id'),
    nativeImpact: severity?.native,
    startedAt: timeOf(post.starts_at, place, 'starts_at'),
    resolvedAt: phase === 'resolved' ? timeOf(post.ends_at, place, 'ends_at') : undefined,
  })
}

function toMaintenance(post: wire.Post, place: Place, reading: Reading): Maintenance {
  const status = wordAt(reading.words, latestOf(post)?.status_id)
  return told({
    ...fieldsOf(post, place, reading, maintenancePhases),
    phase: status && meaning(maintenancePhases, status, place, 'latest_update.status_id'),
    nativePhase: status?.native,
    scheduledFor: timeOf(post.starts_at, place, 'starts_at'),
    scheduledUntil: timeOf(post.ends_at, place, 'ends_at'),
  })
}

/** When it is over its severity is none; how bad it was stands in what was said before. */
function severityOf({ updates, latest_update }: wire.Post, words: Words): Word | undefined {
  const said = (updates?.toSorted(newestFirst) ?? [latest_update]).flatMap((update) => wordAt(words, update?.severity_id) ?? [])
  return said.find(({ key }) => key !== 'all_good') ?? said[0]
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'url' | 'updatedAt' | 'components' | 'updates'>
type Phases = ReadonlyMap<string, IncidentPhase | MaintenancePhase>

/** Lists cut messages off: only the post itself tells its updates. */
function fieldsOf(post: wire.Post, place: Place, reading: Reading, phases: Phases): Fields {
  const latest = latestOf(post)
  return told({
    nativeId: post.id,
    title: cleanName(post.title),
    url: absoluteUrl(`posts/details/${post.id}`, `${reading.pageUrl}/`),
    updatedAt: timeOf(post.last_update_at, place, 'last_update_at'),
    components: latest && toAffected(latest, placeIn(place, 'latest_update'), reading),
    updates: post.updates ? toUpdates(post.updates, place, reading, phases) : undefined,
  })
}

function latestOf({ latest_update, updates }: wire.Post): wire.Update | undefined {
  const newest = updates?.toSorted(newestFirst)[0]
  return newest ?? latest_update ?? undefined
}

function newestFirst(a: wire.Update, b: wire.Update): number {
  const [one, other] = [momentOf(a.reported_at) ?? '', momentOf(b.reported_at) ?? '']
  return one === other ? 0 : one < other ? 1 : -1
}

function momentOf(value: number | string | null | undefined): Instant | undefined {
  return typeof value === 'number' ? instantFromEpochMs(value) : instantFromIso(value)
}

function toAffected({ impacts: rows }: wire.Update, within: Place, { words, services }: Reading): readonly AffectedComponent[] | undefined {
  return rows?.flatMap(({ service_id, severity_id }, index) => {
    const service = services.get(service_id)
    const word = wordAt(words, severity_id)
    const place = placeIn(within, 'impacts', index)
    if (!service && services.size > 0) omit(place, 'service_id', service_id, 'not a service of this page')
    return service ? [told({ ...service, health: word && meaning(healths, word, place, 'severity_id') })] : []
  })
}

function toUpdates(updates: readonly wire.Update[], within: Place, reading: Reading, phases: Phases): readonly Update[] {
  const placed = updates.map((update, index) => ({ update, place: placeIn(within, 'updates', index) }))
  return oldestFirst(
    placed
      .toSorted((a, b) => newestFirst(a.update, b.update))
      .map(({ update, place }) => {
        const status = wordAt(reading.words, update.status_id)
        return told({
          nativeId: update.id ?? undefined,
          phase: status && meaning(phases, status, place, 'status_id'),
          native: status?.native,
          body: cleanBody(update.message ?? ''),
          format: 'html' as const,
          postedAt: timeOf(update.reported_at, place, 'reported_at'),
          components: toAffected(update, place, reading),
        })
      }),
  )
}

function timeOf(value: number | string | null | undefined, place: Place, field: string): Instant | undefined {
  const instant = momentOf(value)
  if (instant === undefined && value !== undefined && value !== null)
    omit(place, field, value, 'not a time with a zone between 2000 and 2100')
  return instant
}
