import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { namedIds } from '../lib/named-ids.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import type { Component, Health, Snapshot } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { type Row, Rows } from './schema.ts'

/** "Informational" says that there is something to read, and not how the service is. */
const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['good', 'operational'],
  ['informational', 'unknown'],
  ['maintenance', 'under_maintenance'],
  ['minor', 'degraded_performance'],
  ['major', 'partial_outage'],
  ['critical', 'major_outage'],
])

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = (documents.status ?? []).map(toPart)
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('ringcentral', context.observedAt, parts)
}

interface Placed {
  readonly row: Row
  readonly place: Place
}

function toPart(document: Document<'json'>): Part {
  const top = topOf('status')
  const rows = readWire(Rows, readJson(document), document.url)
  if (rows.length === 0) throw new ParseError('empty', 'a status without services', { url: document.url })
  const placed = rows.map((row, index) => ({ row, place: placeIn(top, 'rows', index) }))
  for (const { row, place } of placed) {
    if (row.alerts.length > 0) omit(place, 'alerts', row.alerts, 'alerts, of which nobody has written down what they hold')
  }
  return {
    authority: 'api',
    page: { name: 'RingCentral' },
    components: grouped(placed, '', ({ row }) => row.category ?? '').flatMap(({ nativeId, name, members }) => {
      const services = grouped(members, nativeId, ({ row }) => row.service).map((service) =>
        toGroup(service.nativeId, service.name, toRegions(service.members, service.nativeId)),
      )
      return name === '' ? services : [toGroup(nativeId, name, services)]
    }),
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

interface Group {
  readonly nativeId: string
  readonly name: string
  readonly members: readonly Placed[]
}

/** By name, in the order in which each name comes first. */
function grouped(placed: readonly Placed[], parent: string, nameOf: (one: Placed) => string): readonly Group[] {
  const byName = Map.groupBy(placed, (one) => cleanName(nameOf(one)))
  return [...byName].map(([name, members]) => ({ nativeId: within(parent, name), name, members }))
}

function within(parent: string, name: string): string {
  return cleanName(parent === '' ? name.toLowerCase() : `${parent}/${name.toLowerCase()}`)
}

function toRegions(placed: readonly Placed[], parent: string): readonly Component[] {
  const ids = namedIds(placed.map(({ row }) => row.region))
  return placed.map(({ row: { region, level }, place }, index) => ({
    nativeId: within(parent, ids[index] ?? region),
    name: cleanName(region),
    health: healths.get(level.toLowerCase()) ?? mapped(healths, level, place, 'level'),
    native: level,
    group: false,
    children: [],
  }))
}

/** How a group is stands nowhere. */
function toGroup(nativeId: string, name: string, children: readonly Component[]): Component {
  return { nativeId, name, health: 'unknown', native: '', group: true, children }
}
