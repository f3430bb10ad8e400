import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Incident, Update } from '../model.ts'
import type { Document } from '../platform.ts'
import { healths, isMarkedResolved, noteLevel, secondsAt, severityOf, titleOf } from './levels.ts'
import { type Event, Events, type Service, Services } from './schema.ts'
import { type Leaf, partsOf, treeOf, worstByKey } from './tree.ts'

const page = 'https://health.aws.amazon.com/health/status'

export function readCatalogue(document: Document<'json'>): readonly Service[] {
  const services = readWire(Services, readJson(document), document.url)
  if (services.length === 0) throw new ParseError('empty', 'a catalogue without services', { url: document.url })
  return services
}

/** The open events and those that ended lately: one that is no longer listed is over. */
export function parseEvents(document: Document<'json'>, source: string, catalogue: readonly Service[] | undefined): Part {
  return eventsPart(readWire(Events, readJson(document), document.url), source, catalogue)
}

export function eventsPart(events: readonly Event[], source: string, catalogue: readonly Service[] | undefined): Part {
  const top = topOf(source)
  const regionNames = new Map<string, string>()
  for (const { region_name: name, ...event } of events) if (name) regionNames.set(regionOf(event) ?? '', name)
  const named = worstByKey(
    events
      .flatMap((event, index) => leavesOf(event, placeIn(top, '', index)))
      .map((leaf) => ({ ...leaf, regionName: nameOf(leaf.region) })),
  )
  function nameOf(region: string | undefined): string | undefined {
    return region === undefined ? undefined : regionNames.get(region)
  }
  return {
    authority: 'api',
    components: treeOf(catalogue ? whole(catalogue, named, vagueRegions(events, catalogue)).values() : named.values()),
    incidents: events.map((event, index) => incidentOf(event, placeIn(top, '', index))),
    coverage: { components: catalogue ? 'full' : 'open', incidents: 'open' },
    omissions: top.omissions,
  }
}

/**
 * Every service of the catalogue. The maker documents the events as the health of all AWS services
 * (docs.aws.amazon.com/health/latest/ug/aws-health-dashboard-status.html): a service that the catalogue lists and no event
 * names is operational, unless an event in its region does not say which services it concerns.
 */
function whole(catalogue: readonly Service[], named: ReadonlyMap<string, Leaf>, vague: ReadonlySet<string>): ReadonlyMap<string, Leaf> {
  const leaves = new Map<string, Leaf>()
  for (const service of catalogue) {
    const leaf = leafOf(service, 'operational')
    const doubted = vague.has('') || vague.has(leaf.region ?? '')
    const { health, native } = named.get(leaf.key) ?? { health: doubted ? ('unknown' as const) : leaf.health, native: leaf.native }
    leaves.set(leaf.key, { ...leaf, health, native })
  }
  for (const [key, leaf] of named) if (!leaves.has(key)) leaves.set(key, leaf)
  return leaves
}

/** Where open events are that name no service of the catalogue; empty text where such an event names no region either. */
function vagueRegions(events: readonly Event[], catalogue: readonly Service[]): ReadonlySet<string> {
  const keys = new Set(catalogue.map(({ service }) => service))
  const vague = events.filter(
    (event) => !isOver(event) && ![event.service, ...Object.keys(event.impacted_services ?? {})].some((key) => keys.has(key)),
  )
  return new Set(vague.map((event) => regionOf(event) ?? ''))
}

function leafOf({ service, service_name: productName, region_id: region, region_name: regionName }: Service, health: Leaf['health']): Leaf {
  return { key: service, productName, region: region ?? partsOf(service).region, regionName: regionName ?? undefined, health, native: '' }
}

function leavesOf(event: Event, place: Place): readonly Leaf[] {
  const own: Leaf = {
    key: event.service,
    productName: event.service_name,
    region: regionOf(event),
    health: mapped(healths, event.status, place, 'status'),
    native: event.status,
  }
  const impacted = Object.entries(event.impacted_services ?? {}).map(([key, { service_name: productName, current }]) => ({
    key,
    productName,
    region: partsOf(key).region,
    health: mapped(healths, current, place, `impacted_services.${key}.current`),
    native: current,
  }))
  return [own, ...impacted]
}

function regionOf({ arn, service }: Pick<Event, 'arn' | 'service'>): string | undefined {
  const named = /^arn:[a-z-]{1,20}:health:([a-z0-9-]{1,40}):/u.exec(arn ?? '')?.[1]
  return partsOf(service).region ?? (named === 'global' ? undefined : named)
}

function isOver({ status, summary, end_time: end }: Event): boolean {
  return status === '0' || isMarkedResolved(summary) || (end !== null && end !== undefined)
}

function incidentOf(event: Event, place: Place): Incident {
  const { arn, service, summary, status, date, end_time: end, impacted_services: impacted } = event
  const { kept: log, dropped } = present(event.event_log ?? [])
  if (dropped > 0) omit(place, 'event_log', dropped, 'entries that could not be read')
  const services = impacted ? Object.entries(impacted) : [[service, { service_name: event.service_name, current: status }] as const]
  return told({
    nativeId: arn ?? `${service}_${date}`,
    title: cleanName(titleOf(summary)),
    // The dashboard's own address of an event, since 2023-09.
    url: arn ? absoluteUrl(`${page}?eventID=${arn}`, page) : undefined,
    ...severityOf([status, ...log.map((entry) => entry.status)]),
    phase: isOver(event) ? ('resolved' as const) : ('unknown' as const),
    nativePhase: isMarkedResolved(summary) ? '[RESOLVED]' : undefined,
    startedAt: secondsAt(date, place, 'date'),
    resolvedAt: secondsAt(end, place, 'end_time'),
    components: services.map(([key, { service_name: name, current }]) => ({
      nativeId: key,
      name: cleanName(name),
      health: healths.get(current) ?? ('unknown' as const),
    })),
    updates: event.event_log && dropped === 0 ? updatesOf(log, place) : undefined,
  })
}

/** The texts hold line ends and, here and there, a link in HTML, as Markdown has them. */
function updatesOf(
  log: readonly { readonly message: string; readonly status: string; readonly timestamp: string }[],
  place: Place,
): readonly Update[] {
  const updates = log.map(({ message, status, timestamp }, index) => {
    const at = placeIn(place, 'event_log', index)
    noteLevel(status, at, 'status')
    return told({
      phase: status === '0' ? ('resolved' as const) : undefined,
      native: cleanName(status),
      body: cleanBody(message),
      format: 'markdown' as const,
      postedAt: secondsAt(timestamp, at, 'timestamp'),
    })
  })
  return oldestFirst(updates.toReversed())
}
