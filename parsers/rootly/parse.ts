import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import * as dialect from '../lib/statuspage-dialect.ts'
import { cleanName } from '../lib/text.ts'
import {
  type Extent,
  type Health,
  type Incident,
  IncidentPhase,
  type Maintenance,
  MaintenancePhase,
  type Phase,
  type Snapshot,
} from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { Incidents, type RootlyEntry, type RootlyPage, Status } from './schema.ts'

/** The most that one page of the list holds. */
export const longestPage = 100

interface Read {
  readonly status?: readonly Document<'json'>[]
  readonly incidents?: readonly Document<'json'>[]
}

export function parse({ status = [], incidents = [] }: Read, context: Context): Snapshot {
  const parts: Part[] = [
    ...status.map((document) => parseStatus(document, context.page.url)),
    ...incidents.map((document) => parseIncidents(document, context.page.url)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('rootly', context.observedAt, parts)
}

/** "Major service outage or critical incident active" is the worst there is, and has the word of the step below elsewhere. */
const indicators: ReadonlyMap<string, Health> = new Map([
  ['none', 'operational'],
  ['minor', 'degraded_performance'],
  ['major', 'major_outage'],
  ['critical', 'major_outage'],
  ['maintenance', 'under_maintenance'],
])

function parseStatus(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('status')
  const wire = readWire(Status, readJson(document), document.url)
  return {
    ...headOf(wire.page, top, pageUrl),
    ...listed(wire.incidents, top, pageUrl, document.url, 'open'),
    health: mapped(indicators, wire.status.indicator, top, 'status.indicator'),
    native: cleanName(wire.status.description ?? wire.status.indicator),
  }
}

function parseIncidents(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('incidents')
  const wire = readWire(Incidents, readJson(document), document.url)
  const extent = wire.incidents.length < longestPage ? 'open' : 'none'
  return { ...headOf(wire.page, top, pageUrl), ...listed(wire.incidents, top, pageUrl, document.url, extent) }
}

function headOf(page: RootlyPage, top: Place, pageUrl: string): Pick<Part, 'authority' | 'page' | 'sourceUpdatedAt'> {
  return told({
    authority: 'api' as const,
    page: dialect.toPage(page, top, pageUrl),
    sourceUpdatedAt: timeAt(page.updated_at, top, 'page.updated_at'),
  })
}

type Listed = Pick<Part, 'incidents' | 'maintenances' | 'coverage' | 'omissions'>

function listed(entries: readonly RootlyEntry[], top: Place, pageUrl: string, url: string, extent: Extent): Listed {
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, entry] of entries.entries()) {
    const own = told({ nativePhase: entry.status, url: absoluteUrl(entry.url, pageUrl) })
    const status = ownSteps.has(entry.status) ? undefined : entry.status
    const read = dialect.toEntry({ ...entry, id: idOf(entry, url), status }, placeIn(top, 'incidents', index), pageUrl)
    incidents.push(...read.incidents.map((incident) => ({ phase: incidentPhase.parse(newestPhase(incident)), ...incident, ...own })))
    maintenances.push(...read.maintenances.map((planned) => ({ phase: maintenancePhase.parse(newestPhase(planned)), ...planned, ...own })))
  }
  return { incidents, maintenances, coverage: { incidents: extent, maintenances: extent }, omissions: top.omissions }
}

/** The last step of its address, where it has no id of its own. */
function idOf({ id, url }: RootlyEntry, documentUrl: string): string {
  const code = id ?? /\/([\w-]{1,100})\/?(?:[?#]|$)/u.exec(url ?? '')?.[1]
  if (code === undefined)
    throw new ParseError('missing', 'an incident with neither id nor address', { url: documentUrl, path: 'incidents' })
  return String(code)
}

/** Steps of the maker's life cycle for which status pages have no word: there the newest update says how far it is. */
const ownSteps: ReadonlySet<string> = new Set(['in_triage', 'started', 'detected', 'acknowledged', 'mitigated'])
const incidentPhase = IncidentPhase.catch('unknown')
const maintenancePhase = MaintenancePhase.catch('unknown')

function newestPhase({ updates = [] }: Incident | Maintenance): Phase | undefined {
  return updates.findLast(({ phase }) => phase !== undefined)?.phase
}
