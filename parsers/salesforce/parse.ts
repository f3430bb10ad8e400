import type { z } from 'zod'
import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { type Component, type Health, healthSeverity, type Snapshot } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import { type Labels, toIncident, toMaintenance } from './entries.ts'
import type { sources } from './index.ts'
import { Incidents, type Instance, Instances, Labels as LabelRows, Maintenances, type Params, Product } from './schema.ts'

/**
 * Core is what an instance is for; what else runs beside it is not. The labels of the page: available, performance degradation,
 * service disruption, maintenance. An informational message says neither that all is well nor what is not.
 */
const healths: ReadonlyMap<string, Health> = new Map([
  ['OK', 'operational'],
  ['INFORMATIONAL_CORE', 'unknown'],
  ['INFORMATIONAL_NONCORE', 'unknown'],
  ['MAINTENANCE_CORE', 'under_maintenance'],
  ['MAINTENANCE_NONCORE', 'under_maintenance'],
  ['MINOR_INCIDENT_CORE', 'degraded_performance'],
  ['MINOR_INCIDENT_NONCORE', 'degraded_performance'],
  ['MAJOR_INCIDENT_CORE', 'major_outage'],
  ['MAJOR_INCIDENT_NONCORE', 'partial_outage'],
])

/** The instances before the lists; the labels change the words of the others and tell nothing alone. */
export function parse(documents: Documents<typeof sources>, { observedAt }: Context<Partial<z.infer<typeof Params>>>): Snapshot {
  const labels = new Map((documents.localizations ?? []).flatMap(readLabels))
  const own = [...(documents.instances ?? []).map(readInstances), ...(documents.product ?? []).map(readProduct)]
  const keys = new Set(own.flatMap(({ instances }) => instances.map(({ key }) => key)))
  const parts: readonly Part[] = [
    ...own.map(({ source, instances }) => parseInstances(instances, topOf(source), labels)),
    ...(documents.incidents ?? []).map((document) => parseIncidents(document, labels, keys)),
    ...(documents.maintenances ?? []).map((document) => parseMaintenances(document, keys)),
    ...(documents.localizations ? [{ authority: 'api' as const, omissions: [] }] : []),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('salesforce', observedAt, parts)
}

interface Listed {
  readonly source: 'instances' | 'product'
  readonly instances: readonly Instance[]
}

function readInstances(document: Document<'json'>): Listed {
  return { source: 'instances', instances: filled(readWire(Instances, readJson(document), document.url), document.url) }
}

function readProduct(document: Document<'json'>): Listed {
  return { source: 'product', instances: filled(readWire(Product, readJson(document), document.url).Instances, document.url) }
}

/** The instances that are in use: of those that were shut down the list goes on to say that they are OK. */
function filled(instances: readonly Instance[], url: string): readonly Instance[] {
  const active = instances.filter(({ isActive }) => isActive)
  if (active.length === 0) throw new ParseError('empty', 'no instance that is in use', { url })
  return active
}

/** What an instance names is open; that an instance names nothing is only told where it could. */
function parseInstances(instances: readonly Instance[], top: Place, labels: Labels): Part {
  const places = instances.map((_, index) => placeIn(top, 'instances', index))
  const named = instances.map(({ Incidents: incidents, Maintenances: maintenances }, index) => ({
    incidents: incidents?.map((incident, at) => toIncident(incident, labels, placeIn(places[index] ?? top, 'Incidents', at))) ?? [],
    maintenances:
      maintenances?.map((maintenance, at) => toMaintenance(maintenance, placeIn(places[index] ?? top, 'Maintenances', at))) ?? [],
  }))
  const isTold = instances.every(({ Incidents: incidents }) => incidents !== undefined && incidents !== null)
  return {
    authority: 'api',
    components: toTree(instances, places, top),
    incidents: distinct(named.flatMap(({ incidents }) => incidents)),
    maintenances: distinct(named.flatMap(({ maintenances }) => maintenances)),
    coverage: { components: 'full', incidents: isTold ? 'open' : 'none' },
    omissions: top.omissions,
  }
}

/** One group for each location, in the order of the list. Of the health of a location nothing is stated. */
function toTree(instances: readonly Instance[], places: readonly Place[], top: Place): readonly Component[] {
  const leaves = new Map<string, { readonly leaf: Component; readonly location: string }>()
  for (const [index, instance] of instances.entries()) {
    const place = places[index] ?? top
    const known = leaves.get(instance.key)
    const leaf = toLeaf(instance, place)
    if (known) omit(place, 'key', instance.key, 'listed twice')
    // Of two statements about one instance the worse one stands.
    if (!known || healthSeverity(leaf.health) > healthSeverity(known.leaf.health)) {
      leaves.set(instance.key, { leaf, location: known?.location ?? instance.location ?? '' })
    }
  }
  const groups = Map.groupBy(leaves.values(), ({ location }) => location)
  return [...groups].flatMap(([location, members]): readonly Component[] => {
    const children = members.map(({ leaf }) => leaf)
    if (location === '') return children
    return [{ nativeId: `location/${location}`, name: cleanName(location), health: 'unknown', native: '', group: true, children }]
  })
}

function toLeaf({ key, status, environment, Products: products }: Instance, place: Place): Component {
  const keys = present(products ?? []).kept.map((product) => product.key)
  const description = [environment ?? '', keys.join(', ')].filter((text) => text !== '').join(': ')
  return told({
    nativeId: key,
    name: cleanName(key),
    health: mapped(healths, status, place, 'status'),
    native: cleanName(status),
    group: false,
    description: description === '' ? undefined : cleanBody(description),
    children: [],
  })
}

function distinct<E extends { readonly nativeId: string }>(entries: readonly E[]): readonly E[] {
  return [...new Map(entries.map((entry) => [entry.nativeId, entry])).values()]
}

function parseIncidents(document: Document<'json'>, labels: Labels, keys: ReadonlySet<string>): Part {
  const top = topOf('incidents')
  const wire = readWire(Incidents, readJson(document), document.url)
  if (wire.length === 0) throw new ParseError('empty', 'a list of incidents without one', { url: document.url })
  const incidents = wire.flatMap((entry, index) => (isOwn(entry, keys) ? [toIncident(entry, labels, placeIn(top, 'entries', index))] : []))
  return { authority: 'api', incidents: distinct(incidents), omissions: top.omissions }
}

function parseMaintenances(document: Document<'json'>, keys: ReadonlySet<string>): Part {
  const top = topOf('maintenances')
  const wire = readWire(Maintenances, readJson(document), document.url)
  if (wire.length === 0) throw new ParseError('empty', 'a list of maintenances without one', { url: document.url })
  const maintenances = wire.flatMap((entry, index) => (isOwn(entry, keys) ? [toMaintenance(entry, placeIn(top, 'entries', index))] : []))
  return { authority: 'api', maintenances: distinct(maintenances), omissions: top.omissions }
}

/** The lists are of all products: beside the instances of one, what touches none of them is another's. */
function isOwn({ instanceKeys }: { readonly instanceKeys?: readonly string[] | null | undefined }, keys: ReadonlySet<string>): boolean {
  return keys.size === 0 || !instanceKeys || instanceKeys.length === 0 || instanceKeys.some((key) => keys.has(key))
}

function readLabels(document: Document<'json'>): readonly (readonly [string, string])[] {
  const rows = readWire(LabelRows, readJson(document), document.url)
  if (rows.length === 0) throw new ParseError('empty', 'no labels', { url: document.url })
  return rows.flatMap(({ modelName, modelKey, modelAttribute, text }) =>
    (modelName === 'incidentImpactType' && modelAttribute === 'serviceIssue') ||
    (modelName === 'service' && modelAttribute === 'label') ||
    (modelName === 'fieldOption' && modelAttribute === 'value')
      ? [[modelKey, text.trim()] as const]
      : [],
  )
}
