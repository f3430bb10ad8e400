import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromEpochSeconds, instantFromIso } from '../lib/time.ts'
import type { Impact, Incident, IncidentPhase, Instant, Maintenance, MaintenancePhase, Snapshot, Update } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { type Comment, type Event, Events } from './schema.ts'

const impacts: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ['impacting', 'minor'],
  ['critical', 'critical'],
])
/** Two words for everything: an event runs or it is over. */
const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map<string, IncidentPhase>([
  ['inprogress', 'unknown'],
  ['terminated', 'resolved'],
])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map<string, MaintenancePhase>([
  ['planned', 'scheduled'],
  ['inprogress', 'in_progress'],
  ['terminated', 'completed'],
])

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = [
    ...(documents.events ?? []).map((document) => toPart(document, 'events')),
    ...(documents.history ?? []).map((document) => toPart(document, 'history')),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('infomaniak', context.observedAt, parts)
}

/** The address of the page after this one. */
export function nextPage(document: Document<'json'>): string | undefined {
  const { page, pages } = readWire(Events, readJson(document), document.url)
  const url = URL.parse(document.url)
  if (!url || !page || !pages || page >= pages) return undefined
  url.searchParams.set('page', String(page + 1))
  return url.href
}

function toPart(document: Document<'json'>, source: string): Part {
  const top = topOf(source)
  const { data } = readWire(Events, readJson(document), document.url)
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, event] of data.entries()) {
    const place = placeIn(top, 'data', index)
    const fields = toFields(event, place)
    const [startedAt, endedAt] = [secondsAt(event.started_at, place, 'started_at'), secondsAt(event.ended_at, place, 'ended_at')]
    if (event.type.startsWith('maintenance')) {
      const phase = mapped(maintenancePhases, event.status, place, 'status')
      maintenances.push(told({ ...fields, phase, scheduledFor: startedAt, resolvedAt: phase === 'completed' ? endedAt : undefined }))
    } else {
      const phase = mapped(incidentPhases, event.status, place, 'status')
      const impact = mapped(impacts, event.type, place, 'type')
      incidents.push(told({ ...fields, impact, phase, startedAt, resolvedAt: phase === 'resolved' ? endedAt : undefined }))
    }
  }
  return {
    authority: 'api',
    page: { name: 'Infomaniak' },
    incidents,
    maintenances,
    coverage: { incidents: 'recent', maintenances: 'recent' },
    omissions: top.omissions,
  }
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'nativeImpact' | 'nativePhase' | 'components' | 'updates'> & { url: string | undefined }

function toFields({ id, url, type, status, description, comments, services }: Event, place: Place): Fields {
  const english = present(description.translations ?? []).kept.find(({ language }) => language === 'en')
  const body = english?.body ?? description.description ?? ''
  const posts = comments.map((comment, index) => toUpdate(comment, placeIn(place, 'comments', index)))
  return {
    nativeId: id,
    title: cleanName(english?.title ?? description.title),
    url: absoluteUrl(url, 'https://infomaniakstatus.com'),
    nativeImpact: type,
    nativePhase: status,
    components: services.map((service) => ({ nativeId: service.id, name: cleanName(service.name) })),
    // What the event itself says comes before what was said of it later.
    updates: [...(body === '' ? [] : [{ body: cleanBody(body), format: 'text' as const }]), ...inOrder(posts)],
  }
}

function toUpdate({ body, started_at: at, translation }: Comment, place: Place): Update {
  const english = present(translation ?? []).kept.find(({ language }) => language === 'en')?.body
  const postedAt = typeof at === 'number' ? secondsAt(at, place, 'started_at') : instantFromIso(at)
  if (typeof at === 'string' && postedAt === undefined) omit(place, 'started_at', at, 'a time without a zone')
  return told({ body: cleanBody(english ?? body), format: 'text' as const, postedAt })
}

/** By the time told; those without one come last, in the order of the document. */
function inOrder(posts: readonly Update[]): readonly Update[] {
  return posts.toSorted((a, b) => compare(a.postedAt ?? '9', b.postedAt ?? '9'))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function secondsAt(seconds: number | null | undefined, place: Place, field: string): Instant | undefined {
  if (seconds === null || seconds === undefined) return undefined
  const instant = instantFromEpochSeconds(seconds)
  if (instant === undefined) omit(place, field, seconds, 'not a time in seconds between 2000 and 2100')
  return instant
}
