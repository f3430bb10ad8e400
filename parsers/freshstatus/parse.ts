import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { type AffectedComponent, type Component, type Health, type Incident, leaves, type Maintenance, type Snapshot } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import * as wire from './schema.ts'

type Name = 'components' | 'open' | 'incidents' | 'history'
type Read = { readonly [N in Name]?: readonly Document<'json'>[] }
type Names = ReadonlyMap<string, string>

export function parse({ components = [], open = [], incidents = [], history = [] }: Read, { observedAt }: Context): Snapshot {
  const trees = components.map(parseComponents)
  // The lists of incidents name components by their id alone.
  const names: Names = new Map(trees.flatMap((part) => leaves(part.components ?? [])).map(({ nativeId, name }) => [nativeId, name]))
  const parts: Part[] = [
    ...trees,
    ...open.map((document) => parseIncidents(document, 'open', names)),
    ...incidents.map((document) => parseIncidents(document, 'incidents', names)),
    ...history.map((document) => parseIncidents(document, 'history', names)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('freshstatus', observedAt, parts)
}

/** Operational, performance degraded, partial outage, major outage, under maintenance. */
const healths: ReadonlyMap<string, Health> = new Map([
  ['OP', 'operational'],
  ['PD', 'degraded_performance'],
  ['PO', 'partial_outage'],
  ['MO', 'major_outage'],
  ['UM', 'under_maintenance'],
])

function parseComponents(document: Document<'json'>): Part {
  const top = topOf('components')
  const { components } = readWire(wire.Components, readJson(document), document.url)
  if (components.length === 0) throw new ParseError('empty', 'an account without components', { url: document.url, path: 'components' })
  return {
    authority: 'api',
    components: components.map((node, index) => toComponent(node, placeIn(top, 'components', index))),
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

/** Groups and components are numbered each for themselves. */
function toComponent(node: wire.Node, place: Place): Component {
  const children = (node.components ?? []).map((child, index) => toComponent(child, placeIn(place, 'components', index)))
  const isGroup = children.length > 0
  if (!node.status && !isGroup) omit(place, 'status', null, 'a component without a status')
  return told({
    nativeId: isGroup ? `group/${node.id}` : node.id,
    name: cleanName(node.name),
    health: node.status ? mapped(healths, node.status, place, 'status') : 'unknown',
    native: node.status ?? '',
    group: isGroup,
    description: node.description ? cleanBody(node.description) : undefined,
    children,
  })
}

function parseIncidents(document: Document<'json'>, source: 'open' | 'incidents' | 'history', names: Names): Part {
  const top = topOf(source)
  const { next, results } = readWire(wire.Incidents, readJson(document), document.url)
  const places = results.map((entry, index) => ({ entry, place: placeIn(top, 'results', index) }))
  const extent = source === 'open' ? (next ? ('none' as const) : ('open' as const)) : ('recent' as const)
  return {
    authority: 'api',
    incidents: places.filter(({ entry }) => !entry.is_planned).map(({ entry, place }) => toIncident(entry, place, names)),
    maintenances: places.filter(({ entry }) => entry.is_planned).map(({ entry, place }) => toMaintenance(entry, place, names)),
    coverage: { incidents: extent, maintenances: extent },
    omissions: top.omissions,
  }
}

/** The next page of a list, or undefined at its end. */
export function nextPage(document: Document<'json'>): string | undefined {
  return absoluteUrl(readWire(wire.Incidents, readJson(document), document.url).next, document.url)
}

function toIncident(entry: wire.Incident, place: Place, names: Names): Incident {
  return told({ ...fieldsOf(entry, place, names), phase: entry.end_time === null ? ('unknown' as const) : ('resolved' as const) })
}

function toMaintenance(entry: wire.Incident, place: Place, names: Names): Maintenance {
  return told({
    ...fieldsOf(entry, place, names),
    phase: entry.end_time === null ? ('unknown' as const) : ('completed' as const),
    scheduledFor: timeAt(entry.scheduled_start_time, place, 'scheduled_start_time'),
    scheduledUntil: timeAt(entry.scheduled_end_time, place, 'scheduled_end_time'),
  })
}

const tag = /<\/?(?:a|b|br|div|em|i|li|ol|p|span|strong|u|ul)(?:\s[^<>]{0,1000})?\/?>/iu

function fieldsOf(entry: wire.Incident, place: Place, names: Names): Omit<Incident, 'phase' | 'impact'> {
  const body = cleanBody(entry.description ?? '')
  return told({
    nativeId: entry.id,
    title: cleanName(entry.title),
    startedAt: timeAt(entry.start_time, place, 'start_time'),
    resolvedAt: timeAt(entry.end_time, place, 'end_time'),
    createdAt: timeAt(entry.created_at, place, 'created_at'),
    updatedAt: timeAt(entry.updated_at, place, 'updated_at'),
    components: affectedBy(entry, place, names),
    updates: body === '' ? undefined : [{ body, format: tag.test(body) ? ('html' as const) : ('text' as const) }],
  })
}

/** Not told where a name is missing: half of them would say that the others are not concerned. */
function affectedBy({ affected_components: listed }: wire.Incident, place: Place, names: Names): readonly AffectedComponent[] | undefined {
  const affected = listed?.flatMap(({ component, new_status: word }): AffectedComponent[] => {
    const name = names.get(component)
    if (name === undefined) return []
    return [told({ nativeId: component, name, health: word ? mapped(healths, word, place, 'affected_components') : undefined })]
  })
  return affected?.length === listed?.length ? affected : undefined
}
