import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromStamp, readStamp } from '../lib/stamp.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromEpochSeconds, instantFromIso } from '../lib/time.ts'
import type { Component, Health, Incident, Instant, Maintenance, Snapshot } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import * as wire from './schema.ts'

const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['success', 'operational'],
  ['warning', 'degraded_performance'],
  ['danger', 'major_outage'],
  // Paused: nobody looks at it, which is no kind of fine.
  ['black', 'unknown'],
  ['paused', 'unknown'],
])
/** 0 is upcoming or under way, whichever. */
const incidentStates = new Map([['0', 'unknown'] as const, ['1', 'unknown'] as const, ['2', 'resolved'] as const])
const maintenanceStates = new Map([['0', 'unknown'] as const, ['1', 'in_progress'] as const, ['2', 'completed'] as const])

interface Documents {
  readonly monitors?: readonly Document<'json'>[]
  readonly monitor?: readonly Document<'json'>[]
  readonly events?: readonly Document<'json'>[]
}

export function parse(documents: Documents, context: Context): Snapshot {
  const answers = [...answersOf(documents.monitors, 'monitors'), ...answersOf(documents.monitor, 'monitor')]
  const parts: Part[] = [
    ...(answers.length > 0 ? [toPage(answers)] : []),
    ...(documents.events ?? []).map((document) => parseEvents(document)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('uptimerobot', context.observedAt, parts)
}

/** The page of the list after this one, while the page has more monitors than were listed up to here. */
export function nextMonitors(document: Document<'json'>): string | undefined {
  const { psp, data, statistics } = readWire(wire.Answer, readJson(document), document.url)
  const url = URL.parse(document.url)
  const page = Number(url?.searchParams.get('page') ?? 1)
  const listed = page * (psp?.perPage ?? psp?.monitors.length ?? data?.length ?? 0)
  if (!url || !(page >= 1) || listed === 0 || listed >= totalOf({ psp, statistics })) return undefined
  url.searchParams.set('page', String(page + 1))
  return url.href
}

interface ReadAnswer extends wire.Answer {
  readonly top: Place
  readonly monitors: readonly wire.Monitor[]
}

function answersOf(documents: readonly Document<'json'>[] = [], source: 'monitors' | 'monitor'): readonly ReadAnswer[] {
  return documents.map((document) => {
    const answer = readWire(wire.Answer, readJson(document), document.url)
    const monitors = answer.psp?.monitors ?? answer.data ?? (answer.monitor ? [answer.monitor] : undefined)
    if (!monitors) throw new ParseError('missing', 'an answer without monitors', { url: document.url, path: 'psp.monitors' })
    if (monitors.length === 0) throw new ParseError('empty', 'a page without monitors', { url: document.url, path: 'psp.monitors' })
    return { ...answer, monitors, top: topOf(source) }
  })
}

function totalOf({ psp, statistics: { counts } }: Pick<wire.Answer, 'psp' | 'statistics'>): number {
  return psp?.totalMonitors ?? counts.up + counts.down + counts.paused
}

/** All answers of one moment: the monitors of each, in its order, and the counts of the whole page. */
function toPage(answers: readonly ReadAnswer[]): Part {
  const byId = new Map<number, wire.Monitor>()
  const nodes: { readonly monitor: wire.Monitor; readonly component: Component }[] = []
  for (const { monitors, top } of answers) {
    for (const [index, monitor] of monitors.entries()) {
      if (byId.has(monitor.monitorId)) continue
      byId.set(monitor.monitorId, monitor)
      nodes.push({ monitor, component: toComponent(monitor, placeIn(top, 'monitors', index)) })
    }
  }
  const total = Math.max(...answers.map((answer) => totalOf(answer)))
  const [first] = answers
  return told({
    authority: 'api' as const,
    page: first?.title ? { name: cleanName(first.title) } : undefined,
    ...(first ? toHeadline(first, total) : {}),
    components: toTree(nodes),
    coverage: nodes.length >= total ? { components: 'full' as const } : {},
    omissions: answers.flatMap(({ top }) => top.omissions),
  })
}

function toComponent({ monitorId, name, statusClass }: wire.Monitor, place: Place): Component {
  const health = mapped(healths, statusClass, place, 'statusClass')
  return { nativeId: String(monitorId), name: cleanName(name), health, native: statusClass, group: false, children: [] }
}

/** Group 0 is that of the monitors that nobody put into one. */
function toTree(nodes: readonly { readonly monitor: wire.Monitor; readonly component: Component }[]): readonly Component[] {
  const roots: Component[] = []
  const groups = new Map<number, Component[]>()
  for (const { monitor, component } of nodes) {
    const { groupId, groupName } = monitor
    if (!groupId || !groupName) {
      roots.push(component)
      continue
    }
    const children = groups.get(groupId) ?? []
    if (!groups.has(groupId)) {
      groups.set(groupId, children)
      roots.push({ nativeId: `group-${groupId}`, name: cleanName(groupName), health: 'unknown', native: '', group: true, children })
    }
    children.push(component)
  }
  return roots
}

/** What the page prints over its monitors goes by the number of those that are down, and is in the page's own language. */
function toHeadline({ top, statistics }: ReadAnswer, total: number): Pick<Part, 'health' | 'native'> {
  const { counts, count_result: native } = statistics
  const { up, down } = counts
  const isCounted = up + down + counts.paused >= total
  if (!isCounted) omit(top, 'statistics.counts', counts, 'more monitors than are counted as up, down or paused')
  const fine: Health = up > 0 && down === 0 && isCounted ? 'operational' : 'unknown'
  const health = down > 0 ? (up > 0 ? 'partial_outage' : 'major_outage') : fine
  return { health, native: cleanName(native ?? `${up} up, ${down} down, ${counts.paused} paused`) }
}

function parseEvents(document: Document<'json'>): Part {
  const top = topOf('events')
  const { results } = readWire(wire.Events, readJson(document), document.url)
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, event] of results.entries()) {
    const place = placeIn(top, 'results', index)
    if (event.type === 'incident') incidents.push(toIncident(event, place))
    else if (event.type === 'maintenance') maintenances.push(toMaintenance(event, place))
    else
      omit(
        place,
        'type',
        event.type,
        event.type === 'announcement' ? 'an announcement, which is no incident' : 'a word that nobody has mapped',
      )
  }
  return { authority: 'api', incidents, maintenances, coverage: { incidents: 'recent', maintenances: 'recent' }, omissions: top.omissions }
}

function toIncident(event: wire.Event, place: Place): Incident {
  const phase = event.status == null ? undefined : mapped(incidentStates, event.status, place, 'status')
  return told({ ...toFields(event, place), phase, resolvedAt: phase === 'resolved' ? endOf(event, place) : undefined })
}

function toMaintenance(event: wire.Event, place: Place): Maintenance {
  const phase = event.status == null ? undefined : mapped(maintenanceStates, event.status, place, 'status')
  return told({ ...toFields(event, place), phase, scheduledUntil: endOf(event, place) })
}

/** An event carries one time, which is that of its post: a window is announced in words, days ahead. */
function toFields(event: wire.Event, place: Place): Pick<Incident, 'nativeId' | 'title' | 'nativePhase' | 'createdAt' | 'updates'> {
  const [title, postedAt] = [cleanName(event.title), postOf(event, place)]
  return told({
    nativeId: String(event.id ?? `${event.timestamp ?? ''} ${title}`.toLowerCase().trim()),
    title,
    nativePhase: event.status ?? undefined,
    createdAt: postedAt,
    updates: event.content ? [told({ body: cleanBody(event.content), format: 'html' as const, postedAt })] : [],
  })
}

/** Other numbers of seconds in these answers are shifted by the page's zone: one counts only where the time in GMT agrees. */
function postOf({ timestamp, timeGMT }: wire.Event, place: Place): Instant | undefined {
  if (timestamp == null) return undefined
  const [, hour = '', minute = ''] = /(?:^|\D)(\d{1,2}):(\d{2})/u.exec(timeGMT ?? '') ?? []
  const instant = instantFromEpochSeconds(timestamp)
  if (instant?.slice(11, 16) === `${hour.padStart(2, '0')}:${minute}`) return instant
  omit(place, 'timestamp', timestamp, 'a time that nothing shows to be in UTC')
  return undefined
}

function endOf({ endDateGMT }: wire.Event, place: Place): Instant | undefined {
  if (!endDateGMT) return undefined
  const text = `${endDateGMT} UTC`
  const stamp = readStamp(text)
  const instant = instantFromIso(text) ?? (stamp && instantFromStamp(stamp, undefined))
  if (instant === undefined) omit(place, 'endDateGMT', endDateGMT, 'not a time that is understood')
  return instant
}
