import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { jsonAfter } from '../lib/embedded.ts'
import { type CheerioAPI, isWhole, lineOf, loadHtml, loadMarkup, textOf } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import {
  type Component,
  type Health,
  type Impact,
  type IncidentPhase,
  isClosed,
  type MaintenancePhase,
  type Snapshot,
  worstOf,
} from '../model.ts'
import type * as model from '../model.ts'
import type { Context, Document, Documents, Source } from '../platform.ts'
import { type Incident, Incidents, Updates } from './schema.ts'

type Page = Document<'html'>

export const sources = {
  home: { medium: 'html', via: 'http', when: 'poll', urls: (page) => [page.url] } satisfies Source<'html'>,
  // A script writes the headline into the page, out of what stands in it: it changes when that does.
  drawn: { medium: 'html', via: 'browser', when: 'moved', urls: (page) => [page.url] } satisfies Source<'html'>,
}

export function parse({ home = [], drawn = [] }: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const parts = [...drawn.map((document) => parsePage('drawn', document)), ...home.map((document) => parsePage('home', document))]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('okta', observedAt, parts)
}

const categories: ReadonlyMap<string, { readonly health: Health; readonly impact: Impact }> = new Map([
  ['Major Service Disruption', { health: 'major_outage', impact: 'critical' }],
  ['Service Disruption', { health: 'partial_outage', impact: 'major' }],
  ['Minor Service Disruption', { health: 'degraded_performance', impact: 'minor' }],
  ['Feature Disruption', { health: 'degraded_performance', impact: 'minor' }],
  ['Service Degradation', { health: 'degraded_performance', impact: 'minor' }],
  ['Performance Issue', { health: 'degraded_performance', impact: 'minor' }],
] as const)
const healths = new Map([...categories].map(([word, { health }]) => [word, health]))
const impacts = new Map([...categories].map(([word, { impact }]) => [word, impact]))
const planned = 'Planned Maintenance'

/** The picture beside the headline, on a page that was drawn. */
const icons: ReadonlyMap<string, Health> = new Map([
  ['icon-Success', 'operational'],
  ['icon-Alert', 'degraded_performance'],
  ['icon-ThirdImpact', 'degraded_performance'],
  ['icon-Error', 'partial_outage'],
])

interface Placed {
  readonly record: Incident
  readonly place: Place
}

function parsePage(source: string, document: Page): Part {
  const { url, body } = document
  const top = topOf(source)
  const listed = recordsOf(document, 'incidents')
  if (listed === undefined) {
    // The page always tells of incidents that are over: where their place is empty, it is this page, and broken.
    if (body.text.includes('data-id="incidents"')) throw new ParseError('empty', 'no records of incidents', { url, path: 'incidents' })
    throw new ParseError('foreign', 'a page without the records of this one', { url, excerpt: body.text })
  }
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const outages = recordsOf(document, 'planned-outages')
  const updates = readWire(Updates, recordsOf(document, 'updates') ?? [], url)
  const incidents = placed(readWire(Incidents, listed, url), top, 'incidents')
  const maintenances = placed(readWire(Incidents, outages ?? [], url), top, 'planned-outages')
  const all = [...maintenances, ...incidents.filter(isPlanned)]
  const others = incidents.filter((one) => !isPlanned(one))
  const $ = loadHtml(document)
  const cells = cellsOf($)
  return told({
    authority: 'embedded-state' as const,
    ...headlineOf($, top),
    components: cells.length === 0 ? undefined : cells.map((cell) => toCell(cell, [...others, ...all])),
    incidents: others.map((one) => toIncident(one, updates)),
    maintenances: outages === undefined && all.length === 0 ? undefined : all.map((one) => toMaintenance(one, updates)),
    coverage: {
      components: cells.length === 0 ? ('none' as const) : ('full' as const),
      incidents: 'recent' as const,
      maintenances: outages === undefined ? ('none' as const) : ('recent' as const),
    },
    omissions: top.omissions,
  })
}

function placed(records: readonly Incident[], top: Place, name: string): readonly Placed[] {
  return records.map((record, index) => ({ record, place: placeIn(top, name, index) }))
}

/** Records stand in a span of their own, as they are or escaped; where a page was saved without its spans, the first such list is it. */
function recordsOf(document: Page, name: string): unknown {
  const { text } = document.body
  const mark = text.indexOf(`data-id="${name}"`)
  const start =
    mark === -1 ? (name === 'incidents' ? text.indexOf('[{"attributes":{"type":"Incident__c"') : -1) : text.indexOf('>', mark) + 1
  if (start <= 0) return undefined
  const rest = text.slice(start)
  if (/^\s{0,100}<\//u.test(rest)) return undefined
  const escaped = /^\s{0,100}\[\s{0,100}\{\s{0,100}&(?:quot|#34|#x22);/u.test(rest) ? rest.indexOf('<') : -1
  if (escaped === -1) return jsonAfter({ ...document, body: { medium: 'html', text: rest } }, '')
  const unescaped = textOf(loadMarkup(rest.slice(0, escaped), document.url).root())
  return readJson({ ...document, body: { medium: 'json', text: unescaped } })
}

function cellsOf($: CheerioAPI): readonly string[] {
  const names = lineOf($('[data-id="cellList"]').first()).split(',')
  return [...new Set(names.map((cell) => cleanName(cell.trim())).filter((cell) => cell !== ''))]
}

function headlineOf($: CheerioAPI, top: Place): Pick<Part, 'health' | 'native'> {
  const icon = $('.today_icon')
    .first()
    .attr('class')
    ?.split(/\s{1,10}/u)
    .find((name) => name.startsWith('icon-'))
  if (icon === undefined) return {}
  const text = cleanName(lineOf($('.system__status_today_status').first()))
  return { health: mapped(icons, icon, top, 'headline'), native: text === '' ? icon : text }
}

function isPlanned({ record }: Placed): boolean {
  return record.Category__c === planned
}

/** A cell is told of only while something is open that concerns it, or that names no cell at all. */
function toCell(cell: string, entries: readonly Placed[]): Component {
  const open = entries.filter(({ record }) => !isOver(record) && (cellsIn(record).length === 0 || cellsIn(record).includes(cell)))
  const states = open.map(({ record }) => ({ health: healthOf(record), native: record.Category__c }))
  const health = states.length === 0 ? 'unknown' : worstOf(states.map((state) => state.health))
  const native = states.find((state) => state.health === health)?.native ?? ''
  return { nativeId: cell, name: cell, health, native, group: false, children: [] }
}

function healthOf({ Category__c: category, Status__c: status }: Incident): Health {
  if (category === planned) return maintenancePhases.get(status) === 'in_progress' ? 'under_maintenance' : 'unknown'
  return healths.get(category) ?? 'unknown'
}

function cellsIn({ Impacted_Cells__c: cells }: Incident): readonly string[] {
  return (cells ?? '')
    .split(/[;,]/u)
    .map((cell) => cleanName(cell.trim()))
    .filter((cell) => cell !== '')
}

const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['Investigating', 'investigating'],
  ['Identified', 'identified'],
  ['Monitoring', 'monitoring'],
  ['Resolved', 'resolved'],
  ['Closed', 'resolved'],
])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map([
  ['Scheduled', 'scheduled'],
  ['In Progress', 'in_progress'],
  ['Completed', 'completed'],
  ['Resolved', 'completed'],
  ['Cancelled', 'cancelled'],
])

function isOver({ Status__c: status, Category__c: category }: Incident): boolean {
  return isClosed(category === planned ? maintenancePhases.get(status) : incidentPhases.get(status))
}

function toIncident({ record, place }: Placed, updates: Updates): model.Incident {
  return told({
    ...toEntry({ record, place }, updates),
    phase: mapped(incidentPhases, record.Status__c, place, 'Status__c'),
    impact: mapped(impacts, record.Category__c, place, 'Category__c'),
    nativeImpact: record.Category__c,
    startedAt: timeAt(record.Start_Time__c, place, 'Start_Time__c'),
  })
}

function toMaintenance({ record, place }: Placed, updates: Updates): model.Maintenance {
  return told({
    ...toEntry({ record, place }, updates),
    phase: mapped(maintenancePhases, record.Status__c, place, 'Status__c'),
    scheduledFor: timeAt(record.Start_Time__c, place, 'Start_Time__c'),
  })
}

function toEntry({ record, place }: Placed, updates: Updates): Omit<model.Incident, 'impact' | 'phase'> {
  return told({
    nativeId: record.Id,
    title: cleanName(record.Incident_Title__c?.trim() || record.Name || ''),
    nativePhase: record.Status__c,
    createdAt: timeAt(record.CreatedDate, place, 'CreatedDate'),
    updatedAt: timeAt(record.Last_Updated__c, place, 'Last_Updated__c'),
    components: cellsIn(record).map((cell) => ({ nativeId: cell, name: cell })),
    updates: updatesOf({ record, place }, updates),
  })
}

/** The log is what was said first, and is rewritten in place; what came after it is a record each. */
function updatesOf({ record, place }: Placed, updates: Updates): readonly model.Update[] {
  const own = updates
    .filter((update) => update.IncidentId__c === record.Id && update.UpdateLog__c)
    .map((update): model.Update =>
      told({
        nativeId: update.Id,
        body: cleanBody(update.UpdateLog__c ?? ''),
        format: 'html' as const,
        postedAt: timeAt(update.CreatedDate, place, 'updates'),
      }),
    )
    .toSorted((a, b) => ((a.postedAt ?? '') < (b.postedAt ?? '') ? -1 : 1))
  const log = cleanBody(record.Log__c ?? '')
  return log === '' || own.some(({ body }) => body === log) ? own : [{ nativeId: 'log', body: log, format: 'html' }, ...own]
}
