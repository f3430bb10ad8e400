import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { namedIds } from '../lib/named-ids.ts'
import { mapped, type Place, placeIn, topOf } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import type { Component as Told, Health, Snapshot } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import { parseFeed } from './feed.ts'
import type { sources } from './index.ts'
import { type Component, Components } from './schema.ts'

/** "Informational" says that there is something to read, and not how the service is. */
const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['operational', 'operational'],
  ['informational', 'unknown'],
  ['under_maintenance', 'under_maintenance'],
  ['service_disruption', 'degraded_performance'],
  ['service_outage', 'major_outage'],
])
const environments = ['production', 'sandbox'] as const

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = [
    ...(documents.components ?? []).map(parseComponents),
    ...(documents.atom ?? []).map((document) => parseFeed(document, 'atom')),
    ...(documents.rss ?? []).map((document) => parseFeed(document, 'rss')),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('paypal', context.observedAt, parts)
}

/** Two worlds side by side: what is broken in the sandbox costs nobody money. */
function parseComponents(document: Document<'json'>): Part {
  const top = topOf('components')
  const { result } = readWire(Components, readJson(document), document.url)
  if (result.length === 0) throw new ParseError('empty', 'a list without components', { url: document.url, path: 'result' })
  const placed = result.map((component, index) => ({ component, place: placeIn(top, 'result', index) }))
  const components = environments.flatMap((environment) => {
    const categories = [...Map.groupBy(placed, ({ component }) => component.category.name)].map(([category, members]) =>
      toGroup(`${environment}/${category.toLowerCase()}`, category, toLeaves(members, environment, category)),
    )
    const told = categories.filter(({ children }) => children.length > 0)
    return told.length > 0 ? [toGroup(environment, environment, told)] : []
  })
  return {
    authority: 'api',
    page: { name: 'PayPal' },
    components,
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

interface Placed {
  readonly component: Component
  readonly place: Place
}

function toLeaves(members: readonly Placed[], environment: (typeof environments)[number], category: string): readonly Told[] {
  const ids = namedIds(members.map(({ component: { id, name } }) => id ?? name ?? category))
  return members.flatMap(({ component: { name, status }, place }, index) => {
    const native = status[environment]
    if (!native) return []
    const health = healths.get(native.trim().toLowerCase().replaceAll(' ', '_')) ?? mapped(healths, native, place, `status.${environment}`)
    const nativeId = cleanName(`${environment}/${category.toLowerCase()}/${ids[index]}`)
    return [{ nativeId, name: cleanName(name ?? category), health, native, group: false, children: [] }]
  })
}

/** How a group is stands nowhere. */
function toGroup(nativeId: string, name: string, children: readonly Told[]): Told {
  return { nativeId: cleanName(nativeId), name: cleanName(name), health: 'unknown', native: '', group: true, children }
}
