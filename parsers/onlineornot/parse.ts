import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readRouterStream } from '../lib/devalue.ts'
import { absoluteUrl, isWhole } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import type { Component, Health, Snapshot } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { type Effect, entryUrl, type Placed, sorted } from './entries.ts'
import * as wire from './schema.ts'

interface Documents {
  readonly summary?: readonly Document<'json'>[]
  readonly home?: readonly Document<'html'>[]
  readonly page?: readonly Document<'html'>[]
  readonly history?: readonly Document<'html'>[]
  readonly incident?: readonly Document<'html'>[]
}

const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['OPERATIONAL', 'operational'],
  // An incident that is said to have no effect on the component.
  ['NO_IMPACT', 'operational'],
  ['DEGRADED_PERFORMANCE', 'degraded_performance'],
  ['PARTIAL_OUTAGE', 'partial_outage'],
  ['MAJOR_OUTAGE', 'major_outage'],
  ['UNDER_MAINTENANCE', 'under_maintenance'],
  ['MAINTENANCE', 'under_maintenance'],
])

const headlines: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['All Systems Operational', 'operational'],
  ['Degraded Performance', 'degraded_performance'],
  ['Minor Service Outage', 'degraded_performance'],
  ['Partial System Outage', 'partial_outage'],
  ['Major System Outage', 'major_outage'],
  ['Under Maintenance', 'under_maintenance'],
])

export function parse(documents: Documents, { page, observedAt }: Context): Snapshot {
  const parts = [
    ...(documents.summary ?? []).map((document) => parseSummary(document, page.url)),
    ...(documents.home ?? []).map((document) => parseHome('home', document, page.url)),
    ...(documents.page ?? []).map((document) => parseHome('page', document, page.url)),
    ...(documents.incident ?? []).map((document) => parseIncident(document, page.url)),
    ...(documents.history ?? []).map((document) => parseHistory(document, page.url)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('onlineornot', observedAt, parts)
}

function parseSummary(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('summary')
  const { result } = readWire(wire.Summary, readJson(document), document.url)
  const { id, name, subdomain, custom_domain } = result.status_page
  const { description } = result.status
  return {
    authority: 'api',
    page: pageOf(id, name, custom_domain, subdomain),
    health: mapped(headlines, description, top, 'result.status.description'),
    native: cleanName(description),
    components: toComponents(result.components, placeIn(top, 'result'), 'status'),
    ...sorted(
      [
        ...placed(result.active_incidents, top, 'result.active_incidents', false),
        ...placed(result.scheduled_maintenance ?? [], top, 'result.scheduled_maintenance', true),
      ],
      { pageUrl, isFull: false, effects: new Map() },
    ),
    coverage: { components: 'full', incidents: 'open', maintenances: result.scheduled_maintenance ? 'open' : 'none' },
    omissions: top.omissions,
  }
}

function pageOf(nativeId: string, name: string, own: string | null | undefined, subdomain: string | null | undefined): Snapshot['page'] {
  // A host of one's own is told with its scheme or without.
  const url = own ? (own.includes('://') ? own : `https://${own}`) : subdomain ? `https://${subdomain}.onlineornot.com` : undefined
  return told({ nativeId, name: cleanName(name), url: absoluteUrl(url, 'https://onlineornot.com') })
}

interface Row {
  readonly id: string
  readonly name: string
  readonly status: string
}

function toComponents(rows: readonly Row[], within: Place, field: string): readonly Component[] {
  return rows.map(({ id, name, status }, index) => ({
    nativeId: id,
    name: cleanName(name),
    health: mapped(healths, status, placeIn(within, 'components', index), field),
    native: status,
    group: false,
    children: [],
  }))
}

function placed(entries: readonly wire.Entry[], top: Place, name: string, isPlanned: boolean): readonly Placed[] {
  return entries.map((entry, index) => ({ entry, place: placeIn(top, name, index), isPlanned }))
}

function readState(document: Document<'html'>): { readonly state: unknown; readonly root: wire.Root } {
  const state = readRouterStream(document)
  if (!isWhole(document.body.text)) throw new ParseError('shape', 'a page that was cut off', { url: document.url })
  return { state, root: readWire(wire.State, state, document.url).loaderData.root.result }
}

/** What is open is told twice: by itself, and among the days. */
function parseHome(source: 'home' | 'page', document: Document<'html'>, pageUrl: string): Part {
  const top = topOf(source)
  const { state, root } = readState(document)
  const { incidents, activeIncidents, scheduledMaintenance, uptime } = readWire(wire.Home, state, document.url).loaderData['routes/_index']
    .result
  const measured = (uptime ?? []).map(({ componentId, componentName, componentStatus }) =>
    toRow(componentId, componentName, componentStatus),
  )
  const rows = [root.components ?? [], measured].find(({ length }) => length > 0)
  const effects = effectsOf(uptime ?? [], top)
  const { id, name, customDomain, subdomain } = root.statusPage
  return told({
    authority: 'embedded-state' as const,
    page: pageOf(id, name, customDomain, subdomain),
    components: rows ? toComponents(rows, top, 'status') : undefined,
    ...sorted(
      [
        ...placed(activeIncidents, top, 'activeIncidents', false),
        ...Object.entries(incidents).flatMap(([day, entries]) => placed(entries, top, `incidents.${day}`, false)),
        ...placed(scheduledMaintenance ?? [], top, 'scheduledMaintenance', true),
      ],
      { pageUrl, isFull: true, effects },
    ),
    coverage: {
      components: rows ? ('full' as const) : ('none' as const),
      incidents: 'recent' as const,
      maintenances: scheduledMaintenance ? ('open' as const) : ('none' as const),
    },
    omissions: top.omissions,
  })
}

function toRow(id: string, name: string, status: string): Row {
  return { id, name, status }
}

/** Which components an incident concerned, and how, stands with the days of each component. */
function effectsOf(uptime: readonly wire.Uptime[], top: Place): ReadonlyMap<string, readonly Effect[]> {
  const effects = new Map<string, Effect[]>()
  for (const [index, { componentId, componentName, data }] of uptime.entries()) {
    const place = placeIn(top, 'uptime', index)
    const impacts = new Map(
      (data?.incidents ?? []).flatMap(({ incidentData }) => incidentData ?? []).map((one) => [one.incidentId, one.impact]),
    )
    for (const [incidentId, impact] of impacts) {
      const health = impact ? mapped(healths, impact, place, 'impact') : undefined
      const effect = told({ component: { nativeId: componentId, name: cleanName(componentName) }, native: impact ?? undefined, health })
      effects.set(incidentId, [...(effects.get(incidentId) ?? []), effect])
    }
  }
  return effects
}

function parseHistory(document: Document<'html'>, pageUrl: string): Part {
  const top = topOf('history')
  const { state } = readState(document)
  const { incidents } = readWire(wire.History, state, document.url).loaderData['routes/incidents._index'].result
  const entries = Object.entries(incidents).flatMap(([month, rows]) => placed(rows, top, `incidents.${month}`, false))
  return { authority: 'embedded-state', ...sorted(entries, { pageUrl, isFull: false, effects: new Map() }), omissions: top.omissions }
}

/** The page of one incident. What its loader calls it has changed, what it is made of has not. */
function parseIncident(document: Document<'html'>, pageUrl: string): Part {
  const top = topOf('incident')
  const { state } = readState(document)
  const entry = entryIn(state, (id) => entryUrl(pageUrl, id) === document.url, 0)
  if (!entry) throw new ParseError('missing', 'the page of an incident that is not there', { url: document.url })
  return {
    authority: 'embedded-state',
    ...sorted([{ entry, place: top, isPlanned: false }], { pageUrl, isFull: true, effects: new Map() }),
    omissions: top.omissions,
  }
}

function entryIn(value: unknown, isAsked: (id: string) => boolean, depth: number): wire.Entry | undefined {
  if (typeof value !== 'object' || value === null || depth > 8) return undefined
  const entry = wire.Single.safeParse(value)
  if (entry.success && isAsked(entry.data.id)) return entry.data
  for (const inner of Object.values(value)) {
    const found = entryIn(inner, isAsked, depth + 1)
    if (found) return found
  }
  return undefined
}
