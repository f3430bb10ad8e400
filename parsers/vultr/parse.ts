import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromIso } from '../lib/time.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Component, Health, Incident, IncidentPhase, Instant, Maintenance, MaintenancePhase, Snapshot } from '../model.ts'
import type { Context, Document, Documents, Source, When } from '../platform.ts'
import { type Alert, Alerts, Status } from './schema.ts'

export const sources = { status: source('poll', '/status.json'), alerts: source('moved', '/alerts.json') }

function source(when: When, path: string): Source<'json'> {
  return { medium: 'json', via: 'http', when, urls: (page) => [page.url + path] }
}

export function parse({ status = [], alerts = [] }: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const streams = alerts.map((document) => readWire(Alerts, readJson(document), document.url).service_alerts)
  const parts = [
    ...status.map((document) => parseStatus(document, streams.flat(), observedAt)),
    ...streams.map((stream) => parseAlerts(stream, observedAt)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('vultr', observedAt, parts)
}

interface Placed {
  readonly alert: Alert
  readonly place: Place
  readonly regions: readonly { readonly nativeId: string; readonly name: string }[]
}

/** A region is no better than the stream says that it is. */
function parseStatus(document: Document<'json'>, stream: readonly Alert[], observedAt: Instant): Part {
  const top = topOf('status')
  const { service_alerts: general, regions } = readWire(Status, readJson(document), document.url)
  const named = Object.entries(regions)
  if (named.length === 0) throw new ParseError('empty', 'no regions', { url: document.url, path: 'regions' })
  const placed = [
    ...general.map((alert, index) => ({ alert, place: placeIn(top, 'service_alerts', index), regions: [] })),
    ...named.flatMap(([nativeId, { location, alerts }]) =>
      alerts.map((alert, index) => ({
        alert,
        place: placeIn(placeIn(top, `regions.${nativeId}`), 'alerts', index),
        regions: [{ nativeId, name: cleanName(location) }],
      })),
    ),
  ]
  // What names no region may concern any.
  const vague = [...general, ...stream.filter(({ region }) => !region)]
  return {
    authority: 'api',
    components: named.map(([nativeId, { location, country_name: country, alerts }]) =>
      told({
        nativeId,
        name: cleanName(location),
        ...stateOf([...alerts, ...stream.filter(({ region }) => region === nativeId)], vague, observedAt),
        group: false,
        description: country ? cleanName(country) : undefined,
        children: [],
      }),
    ),
    ...sorted(placed, observedAt),
    coverage: { components: 'full', incidents: 'open', maintenances: 'open' },
    omissions: top.omissions,
  }
}

function parseAlerts(alerts: readonly Alert[], observedAt: Instant): Part {
  const top = topOf('alerts')
  const placed = alerts.map((alert, index) => ({
    alert,
    place: placeIn(top, 'service_alerts', index),
    regions: alert.region ? [{ nativeId: alert.region, name: alert.region }] : [],
  }))
  // The stream adds what is over to the open ones of the status, in an order of its own: nothing follows from it alone.
  return { authority: 'api', ...sorted(placed, observedAt), omissions: top.omissions }
}

/**
 * The maker states that the lists hold all current outages: a region without a present alert has none, unless an alert that names
 * no region goes on. How bad one is, is not told.
 */
function stateOf(alerts: readonly Alert[], vague: readonly Alert[], observedAt: Instant): Pick<Component, 'health' | 'native'> {
  const doubted = vague.filter((alert) => alert.status !== 'resolved' && healthOf(alert, observedAt) === 'unknown')
  const present = [...alerts, ...doubted]
    .filter(({ status }) => status !== 'resolved')
    .map((alert) => ({ alert, health: healthOf(alert, observedAt) }))
  const worst =
    present.find(({ health }) => health === 'unknown') ?? present.find(({ health }) => health === 'under_maintenance') ?? present[0]
  if (!worst || worst.health === 'operational') return { health: 'operational', native: '' }
  return { health: worst.health, native: worst.alert.status }
}

/** Planned work that is announced for later harms nothing now; of work that has not ended when it should have, nothing is known. */
function healthOf(alert: Alert, observedAt: Instant): Health {
  const { from, until } = windowOf(alert)
  if (!isPlanned(alert) || alert.status !== 'ongoing' || from === undefined || until === undefined) return 'unknown'
  if (observedAt < from) return 'operational'
  return observedAt <= until ? 'under_maintenance' : 'unknown'
}

function isPlanned(alert: Alert): boolean {
  return /\bmaintenance\b/iu.test(alert.subject) || windowOf(alert).from !== undefined
}

/** The window as the newest entry prints it that has one: "Start Time: 2020-11-10 11:00:00 UTC". */
function windowOf({ entries }: Alert): { readonly from?: Instant; readonly until?: Instant } {
  for (const { message } of entries) {
    const from = lineOf(message, /^Start Time: {0,5}([^\r\n]{1,40})/mu)
    const until = lineOf(message, /^End Time: {0,5}([^\r\n]{1,40})/mu)
    if (from && until) return { from, until }
  }
  return {}
}

function lineOf(message: string, pattern: RegExp): Instant | undefined {
  return instantFromIso(pattern.exec(message)?.[1]?.trim())
}

function sorted(placed: readonly Placed[], observedAt: Instant): Pick<Part, 'incidents' | 'maintenances'> {
  const groups = [...Map.groupBy(placed, ({ alert }) => alert.id).values()].flatMap(([first, ...copies]): Placed[] =>
    first ? [{ ...first, regions: [first, ...copies].flatMap(({ regions }) => regions) }] : [],
  )
  return {
    incidents: groups.filter(({ alert }) => !isPlanned(alert)).map(toIncident),
    maintenances: groups.filter(({ alert }) => isPlanned(alert)).map((one) => toMaintenance(one, observedAt)),
  }
}

const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['ongoing', 'unknown'],
  ['resolved', 'resolved'],
])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map([
  // From the announcement on.
  ['ongoing', 'unknown'],
  ['resolved', 'completed'],
])

function toIncident(one: Placed): Incident {
  const { alert, place } = one
  return told({
    ...toEntry(one),
    phase: mapped(incidentPhases, alert.status, place, 'status'),
    startedAt: timeAt(alert.start_date, place, 'start_date'),
  })
}

/** Work whose window lies ahead is scheduled; of what is "ongoing" after that, nothing tells how far it is. */
function toMaintenance(one: Placed, observedAt: Instant): Maintenance {
  const { alert, place } = one
  const { from, until } = windowOf(alert)
  if (from === undefined) omit(place, 'entries', alert.subject, 'planned work without a window that can be read')
  const phase = mapped(maintenancePhases, alert.status, place, 'status')
  const isAhead = alert.status === 'ongoing' && from !== undefined && from > observedAt
  return told({
    ...toEntry(one),
    phase: isAhead ? ('scheduled' as const) : phase,
    createdAt: timeAt(alert.start_date, place, 'start_date'),
    scheduledFor: from,
    scheduledUntil: until,
  })
}

function toEntry({ alert, place, regions }: Placed): Omit<Incident, 'phase' | 'impact'> {
  return told({
    nativeId: alert.id,
    title: cleanName(alert.subject),
    nativePhase: alert.status,
    updatedAt: alert.updated_at ? timeAt(alert.updated_at, place, 'updated_at') : undefined,
    components: regions.length === 0 ? undefined : regions,
    updates: oldestFirst(
      alert.entries.map(({ message, updated_at: postedAt }, index) =>
        told({
          body: cleanBody(message.replaceAll('\r\n', '\n')),
          format: 'text' as const,
          postedAt: postedAt ? timeAt(postedAt, placeIn(place, 'entries', index), 'updated_at') : undefined,
        }),
      ),
    ),
  })
}
