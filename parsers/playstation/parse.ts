import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { namedIds } from '../lib/named-ids.ts'
import { mapped, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import {
  type AffectedComponent,
  type Component,
  type Health,
  healthSeverity,
  type Incident,
  type Instant,
  type Maintenance,
  type Snapshot,
} from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { type Country, type Entry, type Params, Region, type Service, usualRegions } from './schema.ts'

const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['OK', 'operational'],
  ['Degraded', 'degraded_performance'],
  ['Outage', 'major_outage'],
  ['Maintenance', 'under_maintenance'],
])

export function parse(documents: Documents<typeof sources>, context: Context<Partial<Params>>): Snapshot {
  const parts = (documents.status ?? []).map((document) => toPart(document, context.observedAt))
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  // Each region is a document, and a branch of the one tree.
  const branches = new Map(parts.flatMap((part) => part.components ?? []).map((region) => [region.nativeId, region]))
  // Where one did not come, nothing that is missing is gone.
  const isWhole = branches.size >= (context.params.regions ?? usualRegions).length
  const coverage: Part['coverage'] = isWhole ? { components: 'full', incidents: 'open', maintenances: 'open' } : {}
  return assemble(
    'playstation',
    context.observedAt,
    parts.map((part) => ({ ...part, components: [...branches.values()], coverage })),
  )
}

/** What is going on, by the id of the entry: where it stands, and under which services it was found. */
interface Going {
  readonly entry: Entry
  readonly place: Place
  readonly components: Map<string, AffectedComponent>
}

interface Reading {
  readonly observedAt: Instant
  readonly going: Map<string, Going>
}

function toPart(document: Document<'json'>, observedAt: Instant): Part {
  const { url } = document
  const top = topOf('status')
  const region = readWire(Region, readJson(document), url)
  if (region.countries.length === 0) throw new ParseError('empty', 'a region without countries', { url, path: 'countries' })
  const name = cleanName(region.regionName ?? /\/region\/([A-Za-z]{2,10})\.json/u.exec(url)?.[1] ?? 'PlayStation Network')
  const nativeId = name.toLowerCase()
  const reading: Reading = { observedAt, going: new Map() }
  const ids = namedIds(region.countries.map(({ countryCode }) => countryCode))
  const children = region.countries.map((country, index) =>
    toCountry(country, `${nativeId}/${ids[index]}`, placeIn(top, 'countries', index), reading),
  )
  for (const [index, entry] of region.status.entries()) note(entry, placeIn(top, 'status', index), undefined, reading)
  const entries = [...reading.going.values()]
  return {
    authority: 'api',
    page: { name: 'PlayStation Network' },
    components: [{ nativeId, name, health: 'unknown', native: '', group: true, children }],
    incidents: entries.filter((one) => !isPlanned(one) && one.entry.statusType !== 'OK').map((one) => toIncident(one, observedAt)),
    maintenances: entries.filter(isPlanned).map(toMaintenance),
    omissions: top.omissions,
  }
}

function isPlanned({ entry }: Going): boolean {
  return entry.statusType === 'Maintenance'
}

interface Placed {
  readonly entry: Entry
  readonly place: Place
}

/** A service says how it is by its entries. That it has none says nothing that the maker would have written down. */
function toCountry(country: Country, nativeId: string, place: Place, reading: Reading): Component {
  if (country.services.length === 0) throw new ParseError('empty', 'a country without services', { path: nativeId })
  for (const [index, entry] of country.status.entries()) note(entry, placeIn(place, 'status', index), undefined, reading)
  const ids = namedIds(country.services.map(({ serviceName }) => serviceName))
  const children = country.services.map((service, index): Component => {
    const id = `${nativeId}/${ids[index]}`
    const name = nameOf(service)
    const stated = entriesOf(service, placeIn(place, 'services', index)).flatMap(({ entry, place: at }) => {
      const health = isRunning(entry, reading.observedAt) ? mapped(healths, entry.statusType, at, 'statusType') : undefined
      note(entry, at, told({ nativeId: id, name, health }), reading)
      return health === undefined ? [] : [{ native: entry.statusType, health }]
    })
    const [worst] = stated.toSorted((a, b) => healthSeverity(b.health) - healthSeverity(a.health))
    return { nativeId: id, name, health: worst?.health ?? 'unknown', native: worst?.native ?? '', group: false, children: [] }
  })
  return { nativeId, name: cleanName(country.countryCode), health: 'unknown', native: '', group: true, children }
}

/** The entries of a service and of its resources (consoles, the web), each once. */
function entriesOf({ status, resources }: Service, place: Place): readonly Placed[] {
  const all = [
    ...status.map((entry, index) => ({ entry, place: placeIn(place, 'status', index) })),
    ...(resources ?? []).flatMap((resource, at) =>
      resource.status.map((entry, index) => ({ entry, place: placeIn(placeIn(place, 'resources', at), 'status', index) })),
    ),
  ]
  return [
    ...new Map(all.toReversed().map((placed) => [`${placed.entry.statusId} ${placed.entry.statusType}`, placed])).values(),
  ].toReversed()
}

function nameOf({ serviceName, i18n }: Service): string {
  const english = i18n?.['en-US']
  return cleanName(typeof english === 'string' && english !== '' ? english : serviceName)
}

function isAhead({ startDate }: Entry, observedAt: Instant): boolean {
  const start = timeAt(startDate, topOf(''), '')
  return start !== undefined && start > observedAt
}

function isOver({ endDate }: Entry, observedAt: Instant): boolean {
  const end = timeAt(endDate, topOf(''), '')
  return end !== undefined && end <= observedAt
}

function isRunning(entry: Entry, observedAt: Instant): boolean {
  return !isAhead(entry, observedAt) && !isOver(entry, observedAt)
}

function note(entry: Entry, place: Place, component: AffectedComponent | undefined, { going }: Reading): void {
  const known = going.get(entry.statusId) ?? { entry, place, components: new Map() }
  if (component?.nativeId) known.components.set(component.nativeId, component)
  going.set(entry.statusId, known)
}

function toIncident(one: Going, observedAt: Instant): Incident {
  const { entry, place } = one
  const startedAt = timeAt(entry.startDate, place, 'startDate')
  const resolvedAt = isOver(entry, observedAt) ? timeAt(entry.endDate, place, 'endDate') : undefined
  return told({ ...toFields(one), phase: resolvedAt ? ('resolved' as const) : ('unknown' as const), startedAt, resolvedAt })
}

/** The format knows no phases of planned work, only when it begins and ends. */
function toMaintenance(one: Going): Maintenance {
  const { entry, place } = one
  const [scheduledFor, scheduledUntil] = [timeAt(entry.startDate, place, 'startDate'), timeAt(entry.endDate, place, 'endDate')]
  return told({ ...toFields(one), phase: 'unknown' as const, scheduledFor, scheduledUntil })
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'nativeImpact' | 'updatedAt' | 'components' | 'updates'>

function toFields({ entry, place, components }: Going): Fields {
  const messages = entry.message?.messages ?? {}
  const body = messages['en-US'] ?? messages['en-GB'] ?? Object.values(messages)[0] ?? ''
  const names = [...new Set([...components.values()].map(({ name }) => name))]
  return told({
    nativeId: entry.statusId,
    title: cleanName(names.length > 0 ? `${entry.statusType}: ${names.join(', ')}` : entry.statusType),
    nativeImpact: entry.statusType,
    updatedAt: timeAt(entry.modifiedDate, place, 'modifiedDate'),
    components: [...components.values()],
    updates: body === '' ? [] : [{ body: cleanBody(body), format: 'text' as const }],
  })
}
