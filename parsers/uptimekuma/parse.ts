import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { readFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromZone, isZone } from '../lib/time.ts'
import type { Component, Health, Impact, Incident, Instant, Maintenance, MaintenancePhase, Snapshot } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import { type Beats, instantFromUtc, readBeats, stateOf, troubleIn } from './beats.ts'
import type { sources } from './index.ts'
import { readPreload } from './preload.ts'
import { type Group, History, type Post, StatusPage, type Window } from './schema.ts'

/** The colours that an operator chooses from; the last three say nothing. */
const styles: ReadonlyMap<string, Impact> = new Map([
  ['info', 'none'],
  ['warning', 'minor'],
  ['danger', 'major'],
  ['primary', 'unknown'],
  ['light', 'unknown'],
  ['dark', 'unknown'],
])
const windowStates: ReadonlyMap<string, MaintenancePhase> = new Map([
  ['under-maintenance', 'in_progress'],
  ['scheduled', 'scheduled'],
  ['ended', 'completed'],
  ['unknown', 'unknown'],
])
const headlines: ReadonlyMap<string, Health> = new Map([
  ['All Systems Operational', 'operational'],
  ['Partially Degraded Service', 'partial_outage'],
  ['Degraded Service', 'major_outage'],
  ['Under maintenance', 'under_maintenance'],
  ['No Services', 'unknown'],
])

/** What the page holds joined with the last beat of each of its monitors; the history, the markup and the feed tell the rest. */
export function parse(documents: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const beats = (documents.heartbeat ?? []).map(readBeats)
  const parts: readonly Part[] = [
    ...(documents.page ?? []).map((document) => toPart(readJson(document), document.url, topOf('page'), 'api', beats)),
    ...(documents.incidents ?? []).map((document) => parseHistory(document, 'incidents')),
    ...(documents.history ?? []).map((document) => parseHistory(document, 'history')),
    ...(documents.home ?? []).map((document) => toPart(readPreload(document), document.url, topOf('home'), 'embedded-state', beats)),
    ...(documents.rss ?? []).map(parseFeed),
  ]
  const [first] = parts
  if (!first && beats.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('uptimekuma', observedAt, parts.some((part) => part.components) ? parts : [...parts, ...beats.map(troubleIn)])
}

function toPart(value: unknown, url: string, top: Place, authority: 'api' | 'embedded-state', beats: readonly Beats[]): Part {
  const wire = readWire(StatusPage, value, url)
  if (wire.incident === undefined && !wire.incidents)
    throw new ParseError('missing', 'neither an incident nor a list of them', { url, path: 'incidents' })
  const posts = wire.incidents ?? (wire.incident ? [wire.incident] : [])
  const components = toComponents(wire.publicGroupList, top, beats)
  return told({
    authority,
    page: { nativeId: wire.config.slug, name: cleanName(wire.config.title) },
    components,
    incidents: posts.map((post, index) => toIncident(post, placeIn(top, 'incidents', index))),
    maintenances: wire.maintenanceList?.map((window, index) => toMaintenance(window, placeIn(top, 'maintenanceList', index))),
    coverage: {
      components: 'full' as const,
      incidents: 'open' as const,
      maintenances: wire.maintenanceList ? ('open' as const) : ('none' as const),
    },
    omissions: [...top.omissions, ...beats.flatMap((read) => read.top.omissions)],
  })
}

function toComponents(groups: readonly Group[], top: Place, beats: readonly Beats[]): readonly Component[] {
  const seen = new Set<string>()
  return groups.map((group, index) => {
    const place = placeIn(top, 'publicGroupList', index)
    const children = group.monitorList.flatMap((monitor): Component[] => {
      // A monitor may stand in two groups.
      if (seen.has(monitor.id)) omit(place, 'monitorList', monitor.id, 'listed twice')
      if (seen.has(monitor.id)) return []
      seen.add(monitor.id)
      return [{ nativeId: monitor.id, name: cleanName(monitor.name), ...stateOf(monitor.id, beats), group: false, children: [] }]
    })
    // No document tells a state of a whole group. Both kinds are numbered from 1.
    return { nativeId: `group-${group.id}`, name: cleanName(group.name), health: 'unknown', native: '', group: true, children }
  })
}

function toIncident(post: Post, place: Place): Incident {
  const isClosed = post.active === false
  const createdAt = utcAt(post.createdDate, place, 'createdDate')
  const updatedAt = utcAt(post.lastUpdatedDate, place, 'lastUpdatedDate')
  return told({
    nativeId: post.id,
    title: cleanName(post.title),
    impact: post.style ? mapped(styles, post.style, place, 'style') : undefined,
    nativeImpact: post.style ?? undefined,
    phase: isClosed ? ('resolved' as const) : ('unknown' as const),
    createdAt,
    updatedAt,
    // Resolving is what touches a post last.
    resolvedAt: isClosed ? updatedAt : undefined,
    // One text that is written over: its versions are this update's.
    updates: [told({ nativeId: post.id, body: cleanBody(post.content ?? ''), format: 'markdown' as const, postedAt: createdAt })],
  })
}

function toMaintenance(window: Window, place: Place): Maintenance {
  const [slot] = window.timeslotList ?? []
  // Posts and windows are numbered from 1 each.
  const nativeId = `maintenance-${window.id}`
  return told({
    nativeId,
    title: cleanName(window.title),
    phase: mapped(windowStates, window.status, place, 'status'),
    nativePhase: window.status,
    scheduledFor: zonedAt(slot?.startDate, window.timezone, place, 'startDate'),
    scheduledUntil: zonedAt(slot?.endDate, window.timezone, place, 'endDate'),
    updates: [{ nativeId, body: cleanBody(window.description ?? ''), format: 'markdown' as const }],
  })
}

function parseHistory(document: Document<'json'>, name: 'incidents' | 'history'): Part {
  const top = topOf(name)
  const { incidents } = readWire(History, readJson(document), document.url)
  return {
    authority: 'api',
    incidents: incidents.map((post, index) => toIncident(post, placeIn(top, 'incidents', index))),
    coverage: { incidents: 'recent' },
    omissions: top.omissions,
  }
}

/** The feed lists posts and monitors that are down; of the latter each beat makes a new item, so those are left out. */
function parseFeed(document: Document<'xml'>): Part {
  const top = topOf('rss')
  const feed = readFeed(document)
  const native = /<description>Current status: ([^<]{1,100})<\/description>/u.exec(document.body.text.slice(0, 20_000))?.[1]
  if (native === undefined) throw new ParseError('missing', 'a feed without its headline', { url: document.url, path: 'description' })
  const incidents = feed.items.flatMap((item): Incident[] => {
    const id = /^i(\d{1,15})-/u.exec(item.id ?? '')?.[1]
    if (id === undefined) return []
    return [told({ nativeId: id, title: cleanName(item.title ?? ''), phase: 'unknown' as const, createdAt: item.publishedAt })]
  })
  return told({
    authority: 'feed' as const,
    page: feed.title ? { name: cleanName(feed.title.replace(/ RSS Feed$/u, '')) } : undefined,
    health: mapped(headlines, native, top, 'description'),
    native,
    incidents,
    omissions: top.omissions,
  })
}

function utcAt(text: string | null | undefined, place: Place, field: string): Instant | undefined {
  const instant = instantFromUtc(text)
  if (text && instant === undefined) omit(place, field, text, 'not a time between 2000 and 2100')
  return instant
}

/** A window's times are those of its own zone. */
function zonedAt(text: string | null | undefined, zone: string | null | undefined, place: Place, field: string): Instant | undefined {
  if (!text) return undefined
  const match = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?$/u.exec(text.slice(0, 40))
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '0'] = match ?? []
  const local = { year: +year, month: +month, day: +day, hour: +hour, minute: +minute, second: +second }
  const instant = match && zone && isZone(zone) ? instantFromZone(local, zone) : undefined
  if (instant === undefined) omit(place, field, text, 'not a time of a known zone')
  return instant
}
