import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl, lineOf, loadMarkup } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { epochMs, instantFromEpochMs } from '../lib/time.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Component, Health, Incident, IncidentPhase, Instant, Maintenance, MaintenancePhase, Snapshot, Update } from '../model.ts'
import type { Context, Document, Documents, Source, When } from '../platform.ts'
import { type Entry, filePath, Incidents, type Params, Scheduled, type System, Systems } from './schema.ts'

export const sources = {
  systems: source('poll', 'systems', '/systems'),
  incidents: source('poll', 'incidents.page-1', '/incidents?page=1'),
  scheduled: source('poll', 'scheduled', '/scheduled'),
  history: { ...source('history', 'incidents.page-1', '/incidents?page=1'), next: nextPage },
} as const

function source(when: When, file: string, path: string): Source<'json', Params> {
  return {
    medium: 'json',
    via: 'http',
    when,
    urls: (page, { served = false, language = 'en' }) => [page.url + (served ? `/api/v0${path}` : filePath(file, language))],
  }
}

/** The address of the next ten incidents; the documents say themselves how many pages there are. */
function nextPage(document: Document<'json'>): string | undefined {
  const { page, total_pages: pages } = readWire(Incidents, readJson(document), document.url)
  if (page >= pages) return undefined
  return document.url.replace(/(\.page-|[?&]page=)\d{1,6}/u, `$1${page + 1}`)
}

/** The severity that marks a maintenance instead of grading an incident. */
const planned = 'under-maintenance'
const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['operational', 'operational'],
  ['degraded-performance', 'degraded_performance'],
  ['partial-outage', 'partial_outage'],
  ['major-outage', 'major_outage'],
  [planned, 'under_maintenance'],
])
/** Updates have titles of any kind: these name a phase, others name none. */
const phases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
])

export function parse(documents: Documents<typeof sources>, context: Context<Params>): Snapshot {
  const base = context.page.url
  const incidents = documents.incidents ?? []
  const parts = [
    ...(documents.systems ?? []).map(parseSystems),
    ...incidents.map((document) => parseIncidents(document, 'incidents', base)),
    ...(documents.scheduled ?? []).map((document) => parseScheduled(document, base, incidents.length > 0)),
    ...(documents.history ?? []).map((document) => parseIncidents(document, 'history', base)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('statusfy', context.observedAt, parts)
}

function parseSystems(document: Document<'json'>): Part {
  const top = topOf('systems')
  const systems = readWire(Systems, readJson(document), document.url)
  if (systems.length === 0) throw new ParseError('empty', 'a page without systems', { url: document.url })
  const components = new Map<string, Component>()
  for (const [index, system] of systems.toSorted((a, b) => a.order - b.order).entries()) {
    const component = toComponent(system, placeIn(top, 'systems', index))
    if (!components.has(component.nativeId)) components.set(component.nativeId, component)
  }
  return { authority: 'api', components: [...components.values()], coverage: { components: 'full' }, omissions: top.omissions }
}

/** The name in the settings of the site is the id; what the pages print for it stands in no document. */
function toComponent({ name, status }: System, place: Place): Component {
  const nativeId = cleanName(name)
  return { nativeId, name: nativeId, health: mapped(healths, status, place, 'status'), native: status, group: false, children: [] }
}

function parseIncidents(document: Document<'json'>, name: 'incidents' | 'history', base: string): Part {
  const top = topOf(name)
  const { incidents, page } = readWire(Incidents, readJson(document), document.url)
  const sorted = toEntries(incidents, top, base, 'begun')
  const extent = page === 1 ? ('recent' as const) : ('none' as const)
  return { authority: 'api', ...sorted, coverage: { incidents: extent, maintenances: extent }, omissions: top.omissions }
}

/** A maintenance leaves this list when its hour comes: alone it does not tell which ones are open. */
function parseScheduled(document: Document<'json'>, base: string, isBegunRead: boolean): Part {
  const top = topOf('scheduled')
  const value = readJson(document)
  const { incidents } = readWire(Scheduled, value, document.url)
  if (Incidents.safeParse(value).success) throw new ParseError('foreign', 'the list of incidents', { url: document.url })
  const { maintenances } = toEntries(incidents, top, base, 'scheduled')
  return { authority: 'api', maintenances, coverage: { maintenances: isBegunRead ? 'open' : 'none' }, omissions: top.omissions }
}

interface Entries {
  readonly incidents: readonly Incident[]
  readonly maintenances: readonly Maintenance[]
}

function toEntries(entries: readonly Entry[], top: Place, base: string, listed: 'begun' | 'scheduled'): Entries {
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, entry] of entries.entries()) {
    const place = placeIn(top, 'incidents', index)
    const fields = toFields(entry, place, base)
    if (entry.severity === planned || listed === 'scheduled') {
      const scheduledFor = timeAt(entry.scheduled, place, 'scheduled')
      const phase = listed === 'scheduled' ? 'scheduled' : begunPhase(entry)
      maintenances.push(told({ ...fields, phase, scheduledFor, scheduledUntil: after(scheduledFor, entry.duration) }))
    } else {
      const phase = entry.resolved ? 'resolved' : openPhase(fields.updates)
      incidents.push(told({ ...fields, phase, startedAt: timeAt(entry.date, place, 'date') }))
    }
  }
  return { incidents, maintenances }
}

function toFields(entry: Entry, place: Place, base: string) {
  const health = mapped(healths, entry.severity, place, 'severity')
  return told({
    nativeId: entry.id,
    title: cleanName(entry.title),
    url: absoluteUrl(`${base}/incidents/${encodeURIComponent(entry.id.toWellFormed())}`, base),
    nativeImpact: entry.severity,
    updatedAt: timeAt(entry.modified, place, 'modified'),
    components: [...new Set(entry.affectedsystems)].map((name) => ({ nativeId: cleanName(name), name: cleanName(name), health })),
    updates: readUpdates(entry, place, base),
  })
}

/** The text before the first block is the incident's own; the blocks below it are the updates. */
function readUpdates({ content, description }: Entry, place: Place, base: string): readonly Update[] {
  const $ = loadMarkup(content, base)
  const blocks = $('.update-block').toArray()
  const updates = blocks.map((block, index): Update => {
    const native = cleanName(lineOf($(block).find('.update-block-title').first()))
    const postedAt = timeAt(lineOf($(block).find('.update-block-date').first()), placeIn(place, 'updates', index), 'date')
    const body = cleanBody(($(block).find('.update-block-body').first().html() ?? '').trim())
    return told({ native, phase: phases.get(native.toLowerCase()), body, format: 'html' as const, postedAt })
  })
  $('.update-block').remove()
  const own = cleanBody($.html().trim())
  const first: Update = own === '' ? { body: cleanBody(description ?? ''), format: 'text' } : { body: own, format: 'html' }
  return [...(first.body === '' ? [] : [first]), ...oldestFirst(updates)]
}

/** The newest update that names a phase; one that is open again after it was resolved has none. */
function openPhase(updates: readonly Update[]): IncidentPhase {
  const phase = phases.get(updates.findLast((update) => update.phase !== undefined)?.native?.toLowerCase() ?? '')
  return phase === undefined || phase === 'resolved' ? 'unknown' : phase
}

function begunPhase({ resolved }: Entry): MaintenancePhase {
  return resolved ? 'completed' : 'in_progress'
}

function after(start: Instant | undefined, minutes: number | null | undefined): Instant | undefined {
  return start === undefined || typeof minutes !== 'number' ? undefined : instantFromEpochMs(epochMs(start) + minutes * 60_000)
}
