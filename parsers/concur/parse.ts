import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type * as model from '../model.ts'
import type { Component, Health, Impact, IncidentPhase, Phase, Snapshot } from '../model.ts'
import type { Context, Document, Documents, Source } from '../platform.ts'
import { Banner, bannerPath, Day, type Incident, Incidents, type Message, type Params, StatusHistory } from './schema.ts'

const allDataCenters = ['us2', 'eu2', 'apj1', 'usg']
/** What incidents call a data centre that the requests name otherwise. */
const aliases: ReadonlyMap<string, string> = new Map([['concur cloud for public sector', 'usg']])

export const sources = {
  status: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: (page, { dataCenters = allDataCenters }) =>
      dataCenters.map((name) => `${page.url}/api/open/status_history?data_center=${name}&utc_offset=%2B0000`),
  } satisfies Source<'json', Params>,
  banner: { medium: 'json', via: 'http', when: 'poll', urls: (page) => [page.url + bannerPath] } satisfies Source<'json', Params>,
  incidents: {
    medium: 'json',
    via: 'http',
    when: 'history',
    urls: (page) => [`${page.url}/api/open/incidents`],
  } satisfies Source<'json', Params>,
}

export function parse({ status = [], banner = [], incidents = [] }: Documents<typeof sources>, context: Context<Params>): Snapshot {
  const { dataCenters = allDataCenters } = context.params
  const parts = [
    ...(status.length > 0 ? [parseStatus(status, dataCenters, banner.length > 0)] : []),
    ...banner.map(parseBanner),
    ...incidents.map(parseIncidents),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('concur', context.observedAt, parts)
}

const healths: ReadonlyMap<string, Health> = new Map([
  ['normal', 'operational'],
  ['degradation', 'degraded_performance'],
  ['disruption', 'partial_outage'],
])
const impacts: ReadonlyMap<string, Impact> = new Map([
  ['degradation', 'minor'],
  ['disruption', 'major'],
])
const phases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['INVESTIGATION', 'investigating'],
  ['RESOLVED', 'resolved'],
])
const messagePhases: ReadonlyMap<string, Phase> = new Map([
  ['Issue Identified', 'identified'],
  ['Issue Resolved', 'resolved'],
  ['Issue Identified and Resolved', 'resolved'],
  ['Root Cause Analysis', 'postmortem'],
])
const reportType = 'Root Cause Analysis'

/**
 * One document for each data centre, which its address alone names; an incident stands in those that it concerns, and with the
 * banner they tell all that goes on.
 */
function parseStatus(documents: readonly Document<'json'>[], asked: readonly string[], hasBanner: boolean): Part {
  const top = topOf('status')
  const read = documents.map((document, index) => parseDataCenter(document, documents.length > 1 ? placeIn(top, 'documents', index) : top))
  const centers = read.map(({ center }) => center)
  // A data centre whose answer is missing is not gone.
  const isWhole = centers.includes('') || asked.every((center) => centers.includes(center))
  return {
    authority: 'api',
    components: read.flatMap(({ components }) => components),
    incidents: [...new Map(read.flatMap(({ incidents }) => incidents.map((incident) => [incident.nativeId, incident] as const))).values()],
    coverage: { components: isWhole ? 'full' : 'none', incidents: isWhole && hasBanner ? 'open' : 'none' },
    omissions: top.omissions,
  }
}

interface DataCenter {
  /** As the request named it; empty where the document's address does not tell. */
  readonly center: string
  readonly components: readonly Component[]
  readonly incidents: readonly model.Incident[]
}

function parseDataCenter(document: Document<'json'>, top: Place): DataCenter {
  const { data } = readWire(StatusHistory, readJson(document), document.url)
  const services = Object.entries(data)
  if (services.length === 0) throw new ParseError('empty', 'no services', { url: document.url, path: 'data' })
  const center = cleanName(URL.parse(document.url)?.searchParams.get('data_center') ?? '').toLowerCase()
  const leaves = services.map(
    ([
      name,
      {
        'Current Status': { status },
      },
    ]) => ({
      nativeId: cleanName(center === '' ? name.toLowerCase() : `${center}/${name.toLowerCase()}`),
      name: cleanName(name),
      health: mapped(healths, status, placeIn(top, `data.${name}`), 'status'),
      native: status,
      group: false,
      children: [],
    }),
  )
  return {
    center,
    components:
      center === ''
        ? leaves
        : [{ nativeId: center, name: center.toUpperCase(), health: 'unknown', native: '', group: true, children: leaves }],
    incidents: services.flatMap(([name, states]) => incidentsIn(states, placeIn(top, `data.${name}`), document.url)),
  }
}

/** The present ones and those of each day, the present ones last: they are the newest word. */
function incidentsIn(states: Readonly<Record<string, unknown>>, place: Place, url: string): readonly model.Incident[] {
  const { 'Current Status': current, ...days } = states
  const dated = Object.entries(days).filter(([name]) => /^\d{4}-\d{2}-\d{2}T/u.test(name))
  return [...dated, ['Current Status', current] as const].flatMap(([name, state]) =>
    readWire(Day, state, url).incidents.map((incident, index) => toIncident(incident, placeIn(placeIn(place, name), 'incidents', index))),
  )
}

function parseIncidents(document: Document<'json'>): Part {
  const top = topOf('incidents')
  const { incidents } = readWire(Incidents, readJson(document), document.url)
  if (incidents.length === 0) throw new ParseError('empty', 'no incidents', { url: document.url, path: 'incidents' })
  return {
    authority: 'api',
    incidents: incidents.map((incident, index) => toIncident(incident, placeIn(top, 'incidents', index))),
    coverage: { incidents: 'recent' },
    omissions: top.omissions,
  }
}

/** While it is displayed, the banner is an incident of which nothing else is told; while it is not, its text says nothing. */
function parseBanner(document: Document<'json'>): Part {
  const top = topOf('banner')
  const { display, text } = readWire(Banner, readJson(document), document.url).data
  if (!display) return { authority: 'api', omissions: top.omissions }
  const body = cleanBody(textIn(text))
  return {
    authority: 'api',
    incidents: [{ nativeId: 'banner', title: cleanName(body), phase: 'unknown', impact: 'unknown', updates: [{ body, format: 'text' }] }],
    omissions: top.omissions,
  }
}

/** What it did to which services is all the title that there is. */
function toIncident(incident: Incident, place: Place): model.Incident {
  const { id, status, severity, affected_services: services, data_centers: centers, messages } = incident
  const phase = mapped(phases, status, place, 'status')
  const updates = messages.map((message, index) => toUpdate(message, placeIn(place, 'messages', index)))
  const reports = messages.filter(({ message_type: type }) => type === reportType)
  return told({
    nativeId: id,
    title: cleanName(`${(services ?? []).join(', ')} ${severity}`.trim()),
    phase,
    nativePhase: status,
    impact: mapped(impacts, severity, place, 'severity'),
    nativeImpact: severity,
    startedAt: timeAt(incident.start_date, place, 'start_date'),
    resolvedAt: phase === 'resolved' ? timeAt(incident.end_date, place, 'end_date') : undefined,
    createdAt: timeAt(incident.created_date, place, 'created_date'),
    components: services ? affectedBy(services, centers ?? []) : undefined,
    // They stand oldest first already.
    updates: oldestFirst(updates.toReversed()),
    reports: reports.length === 0 ? undefined : reports.map((message) => toReport(message, place)),
  })
}

function affectedBy(services: readonly string[], centers: readonly string[]): model.Incident['components'] {
  if (centers.length === 0) return services.map((service) => ({ name: cleanName(service) }))
  return centers.flatMap((center) =>
    services.map((service) => ({
      nativeId: cleanName(`${aliases.get(center.toLowerCase()) ?? center}/${service}`.toLowerCase()),
      name: cleanName(`${service} | ${center}`),
    })),
  )
}

function toUpdate({ id, message_type: type, body, created_date: createdDate }: Message, place: Place): model.Update {
  return told({
    nativeId: id,
    native: type,
    // A "Status Update" leaves the phase as it was.
    phase: type === 'Issue Status Update' ? undefined : mapped(messagePhases, type, place, 'message_type'),
    body: cleanBody(textIn(body)),
    format: 'text' as const,
    postedAt: timeAt(createdDate, place, 'created_date'),
  })
}

function toReport({ message_type: type, body, created_date: createdDate }: Message, place: Place): model.ReportText {
  return told({
    title: type,
    body: cleanBody(textIn(body)),
    format: 'text' as const,
    publishedAt: timeAt(createdDate, place, 'created_date'),
  })
}

/** In English where there is a choice. */
function textIn(text: Message['body']): string {
  if (typeof text === 'string') return text
  return text['en'] || (Object.values(text).find((one) => one) ?? '')
}
