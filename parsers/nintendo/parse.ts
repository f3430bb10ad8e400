import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromStamp, readStamp } from '../lib/stamp.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import type { Component, Incident, IncidentPhase, Instant, Maintenance, MaintenancePhase, Snapshot } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { type Entry, NetworkStatus } from './schema.ts'

/** Seen: 0 on work that is announced, 3 on work that is done. 1 is what others read as going on. */
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map<string, MaintenancePhase>([
  ['0', 'scheduled'],
  ['1', 'in_progress'],
  ['3', 'completed'],
])
/** Of a disruption the digit does not tell the phase; its end does. */
const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map<string, IncidentPhase>(
  ['0', '1', '2', '3'].map((digit) => [digit, 'unknown']),
)

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = (documents.status ?? []).map((document) => toPart(document, context.observedAt))
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('nintendo', context.observedAt, parts)
}

function toPart(document: Document<'json'>, observedAt: Instant): Part {
  const top = topOf('status')
  const status = readWire(NetworkStatus, readJson(withoutCall(document)), document.url)
  const { lang, categories, operational_statuses: disruptions, temporary_maintenances: work } = status
  if (categories.length === 0) throw new ParseError('empty', 'a status without platforms', { url: document.url, path: 'categories' })
  // Elsewhere the clock is that of the region, and the language its own.
  const zone = lang === 'en_US' ? 'PT' : undefined
  const incidents = disruptions.map((entry, index) => toIncident(entry, zone, observedAt, placeIn(top, 'operational_statuses', index)))
  const maintenances = work.map((entry, index) => toMaintenance(entry, zone, placeIn(top, 'temporary_maintenances', index)))
  return {
    authority: 'api',
    page: { name: 'Nintendo' },
    components: [...new Map(categories.map(({ name }) => [idOf(name), toComponent(name)])).values()],
    incidents: distinct(incidents),
    maintenances: distinct(maintenances),
    coverage: { components: 'full', incidents: 'open', maintenances: 'open' },
    omissions: top.omissions,
  }
}

function withoutCall(document: Document<'json'>): Document<'json'> {
  const text = document.body.text.trim()
  const end = /\);?$/u.exec(text)?.[0].length
  if (!text.startsWith('getJSON(') || end === undefined) return document
  return { ...document, body: { medium: 'json', text: text.slice('getJSON('.length, -end) } }
}

/** A platform is named, and how it is stands nowhere. */
function toComponent(name: string): Component {
  return { nativeId: idOf(name), name: cleanName(name), health: 'unknown', native: '', group: false, children: [] }
}

function idOf(name: string): string {
  return cleanName(name.trim().toLowerCase())
}

function toIncident(entry: Entry, zone: string | undefined, observedAt: Instant, place: Place): Incident {
  const [startedAt, end] = [clockAt(entry.begin, zone, place, 'begin'), clockAt(entry.end, zone, place, 'end')]
  if (entry.event_status) mapped(incidentPhases, entry.event_status, place, 'event_status')
  const resolvedAt = end !== undefined && end <= observedAt ? end : undefined
  return told({ ...toFields(entry), phase: resolvedAt ? ('resolved' as const) : ('unknown' as const), startedAt, resolvedAt })
}

function toMaintenance(entry: Entry, zone: string | undefined, place: Place): Maintenance {
  const phase = entry.event_status ? mapped(maintenancePhases, entry.event_status, place, 'event_status') : 'unknown'
  const [scheduledFor, scheduledUntil] = [clockAt(entry.begin, zone, place, 'begin'), clockAt(entry.end, zone, place, 'end')]
  return told({ ...toFields(entry), phase, scheduledFor, scheduledUntil })
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'components' | 'updates'> & { nativePhase: string | undefined }

function toFields({ software_title: name, message, free_write: more, begin, event_status: status, platform, services }: Entry): Fields {
  const title = cleanName(name)
  const body = [message, more].flatMap((text) => (text ? [text.trim()] : [])).join('\n\n')
  const affected = [...new Set((platform ?? []).filter((word) => word.trim() !== ''))]
  const detail = [...new Set((services ?? []).filter((word) => word.trim() !== ''))]
  return {
    // There are no ids: what it is about, and when it was said to begin.
    nativeId: cleanName([title, ...affected, begin ?? ''].join('/').toLowerCase().replaceAll(/\s+/gu, ' ')),
    title: cleanName(detail.length > 0 ? `${title}: ${detail.join(', ')}` : title),
    nativePhase: status ?? undefined,
    components: affected.map((word) => ({ nativeId: idOf(word), name: cleanName(word) })),
    updates: body === '' ? [] : [{ body: cleanBody(body), format: 'text' }],
  }
}

/** "Monday, January 22, 2018  2 :14 AM" by the clock of the zone. */
function clockAt(text: string | null | undefined, zone: string | undefined, place: Place, field: string): Instant | undefined {
  if (!text || text.trim() === '') return undefined
  const printed = text
    .slice(0, 80)
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[A-Za-z]{3,9}, /u, '')
    .replace(' :', ':')
  const stamp = zone === undefined ? undefined : readStamp(`${printed.trim()} ${zone}`)
  const instant = stamp && instantFromStamp(stamp, undefined)
  if (instant === undefined) omit(place, field, text, 'a time without a zone')
  return instant
}

/** Of two entries of one name and time the first. */
function distinct<E extends Incident | Maintenance>(entries: readonly E[]): readonly E[] {
  const byId = new Map<string, E>()
  for (const entry of entries) if (!byId.has(entry.nativeId)) byId.set(entry.nativeId, entry)
  return [...byId.values()]
}
