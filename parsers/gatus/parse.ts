import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import type { Component, Impact, Incident, Snapshot } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { type Announcement, Config, type Endpoint, Statuses } from './schema.ts'

/** `none` is what an announcement is called that nobody has called anything. */
const impacts: ReadonlyMap<string, Impact> = new Map([
  ['outage', 'major'],
  ['warning', 'minor'],
  ['information', 'none'],
  ['operational', 'none'],
  ['none', 'unknown'],
])

/** Endpoints with how their last check went, and announcements as incidents. An instance without endpoints is `empty`. */
export function parse(documents: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const parts: readonly Part[] = [
    ...(documents.endpoints ?? []).map((document) => parseStatuses(document, 'endpoints')),
    ...(documents.config ?? []).map(parseConfig),
    ...(documents.services ?? []).map((document) => parseStatuses(document, 'services')),
    ...(documents.statuses ?? []).map((document) => parseStatuses(document, 'statuses')),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('gatus', observedAt, parts)
}

function parseStatuses(document: Document<'json'>, source: 'endpoints' | 'services' | 'statuses'): Part {
  const top = topOf(source)
  const wire = readWire(Statuses, readJson(document), document.url)
  const endpoints = Object.entries(wire).map(([key, endpoint]) => ({ ...endpoint, key: endpoint.key ?? keyOf(endpoint, wire, key) }))
  if (endpoints.length === 0) throw new ParseError('empty', 'a monitor without endpoints', { url: document.url })
  return { authority: 'api', components: toTree(endpoints, top), coverage: { components: 'full' }, omissions: top.omissions }
}

function keyOf({ group, name }: Endpoint, wire: object, key: string): string {
  return Array.isArray(wire) ? `${group ?? ''}_${name}`.toLowerCase() : key
}

/** Groups in the order in which their first endpoints stand. */
function toTree(endpoints: readonly Endpoint[], top: Place): readonly Component[] {
  const roots: Component[] = []
  const groups = new Map<string, Component[]>()
  const seen = new Set<string>()
  for (const [index, endpoint] of endpoints.entries()) {
    const component = toComponent(endpoint, placeIn(top, String(index)), seen)
    const name = endpoint.group ?? ''
    const known = groups.get(name)
    if (name === '') roots.push(component)
    else if (known) known.push(component)
    else {
      const children = [component]
      groups.set(name, children)
      // No document states how a whole group is.
      roots.push({ nativeId: `group:${name}`, name: cleanName(name), health: 'unknown', native: '', group: true, children })
    }
  }
  return roots
}

/** How the last check went. Endpoints of another instance may come under a key that is already taken. */
function toComponent({ key, name, results }: Endpoint, place: Place, seen: Set<string>): Component {
  const last = results?.at(-1)
  const own = key ?? name
  const nativeId = seen.has(own) ? `${own}#${name}` : own
  if (seen.has(nativeId)) throw new ParseError('shape', 'an endpoint listed three times', { path: own })
  if (nativeId !== own) omit(place, 'key', own, 'a key that is already taken')
  seen.add(nativeId)
  const success = last === undefined ? undefined : last.success
  return told({
    nativeId,
    name: cleanName(name),
    health: success === undefined ? ('unknown' as const) : success ? ('operational' as const) : ('major_outage' as const),
    native: success === undefined ? '' : success ? 'healthy' : 'unhealthy',
    group: false,
    children: [],
  })
}

function parseConfig(document: Document<'json'>): Part {
  const top = topOf('config')
  const { announcements } = readWire(Config, readJson(document), document.url)
  const counts = new Map<string, number>()
  return told({
    authority: 'api' as const,
    incidents: announcements?.map((announcement, index) => toIncident(announcement, placeIn(top, 'announcements', index), counts)),
    coverage: announcements ? { incidents: 'full' as const } : undefined,
    omissions: top.omissions,
  })
}

/** An announcement has no name but its time, no title and no end: it is taken back by archiving it, or by another one. */
function toIncident(announcement: Announcement, place: Place, counts: Map<string, number>): Incident {
  const { timestamp, type, message, archived } = announcement
  const count = (counts.get(timestamp) ?? 0) + 1
  counts.set(timestamp, count)
  const nativeId = count === 1 ? timestamp : `${timestamp}#${count}`
  const at = timeAt(timestamp, place, 'timestamp')
  const isOver = archived === true || type === 'operational'
  return told({
    nativeId,
    title: cleanName(message.trim().split('\n', 1)[0] ?? ''),
    impact: mapped(impacts, type, place, 'type'),
    nativeImpact: type,
    phase: isOver ? ('resolved' as const) : ('unknown' as const),
    createdAt: at,
    updates: [told({ nativeId, body: cleanBody(message), format: 'markdown' as const, postedAt: at })],
  })
}
