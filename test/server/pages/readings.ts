import { incidentNumbers } from '../../../data/incident-numbers.ts'
import type {
  EvidenceReading,
  HonestyReading,
  IncidentReportReading,
  ReportListing,
  ReportWindowReading,
} from '../../../data/store/report-readings.ts'
import type { HistoryReading } from '../../../data/store/uptime.ts'
import { type DayUptime, lastDays, type Uptime } from '../../../data/uptime.ts'
import { Instant } from '../../../parsers/model.ts'
import type { ReportTime } from '../../../parsers/report/model.ts'
import type {
  ComponentReading,
  IncidentReading,
  MaintenanceReading,
  PageReading,
  RevisionReading,
  UpdateReading,
  VendorReading,
} from '../../../data/store/readings.ts'

/** Readings by hand: what a store would answer, without one. */

/** The present of these tests. */
export const now = Instant.parse('2026-05-04T12:00:00.000Z')

/** `minutes` before the present; negative ones lie ahead. */
export function ago(minutes: number): Instant {
  return Instant.parse(new Date(Date.parse(now) - minutes * 60_000).toISOString())
}

export function page(vendorId: string, given: Partial<PageReading> = {}): PageReading {
  return {
    id: `${vendorId}-page`,
    vendorId,
    url: `https://status.${vendorId}.example/`,
    platform: 'statuspage',
    authority: 'api',
    health: 'operational',
    native: 'All Systems Operational',
    lastHealth: 'operational',
    lastHealthAt: ago(1),
    trust: 'fresh',
    trustReason: null,
    doubts: [],
    checkedAt: ago(1),
    readAt: ago(1),
    changedAt: ago(3000),
    sourceUpdatedAt: ago(60),
    freshUntil: ago(-3),
    ...given,
  }
}

/** A vendor of one page that says the same. */
export function vendor(name: string, given: Partial<VendorReading> = {}): VendorReading {
  const id = given.id ?? name.toLowerCase().replace(/[^a-z0-9]+/gu, '-')
  const health = given.health ?? 'operational'
  const trust = given.trust ?? 'fresh'
  const { openIncidents = 0 } = given
  const { id: _id, url: _url, vendorId: _vendorId, platform: _platform, authority: _authority, ...reading } = page(id)
  const { sourceUpdatedAt: _stamp, freshUntil: _until, ...said } = reading
  const { category: _category, homepage: _homepage, name: _name, openIncidents: _open, green: _green, pages: _pages, ...read } = given
  return {
    ...said,
    id,
    name,
    homepage: `https://${id}.example`,
    category: 'Hosting',
    health,
    openIncidents,
    green: health === 'operational' && trust === 'fresh' && openIncidents === 0,
    pages: [page(id, { freshUntil: trust === 'fresh' ? ago(-3) : null, ...read, id: `${id}-page` })],
    ...given,
  }
}

export function neverRead(name: string, reason: string | null): VendorReading {
  const silent = { lastHealth: null, lastHealthAt: null, native: null, readAt: null, changedAt: null } as const
  const trustReason = reason === null ? 'never read' : `never read: ${reason}`
  return vendor(name, { ...silent, health: 'unknown', trust: 'unknown', trustReason, checkedAt: reason === null ? null : ago(1) })
}

export function component(vendorId: string, name: string, given: Partial<ComponentReading> = {}): ComponentReading {
  return {
    id: `${vendorId}-${(given.path ?? []).join('-')}-${name}`.replace(/[^a-zA-Z0-9]+/gu, '-'),
    vendorId,
    pageId: `${vendorId}-page`,
    nativeId: name,
    name,
    path: [],
    health: 'operational',
    native: 'operational',
    description: null,
    trust: 'fresh',
    changedAt: ago(200),
    ...given,
  }
}

export function update(id: string, body: string, given: Partial<UpdateReading> = {}): UpdateReading {
  return {
    id,
    phase: 'investigating',
    native: 'Investigating',
    body,
    format: 'text',
    postedAt: ago(30),
    editedAt: null,
    revisions: 1,
    ...given,
  }
}

const entry = {
  nativeId: 'native',
  url: 'https://status.example/incidents/1',
  nativePhase: null,
  closedSeenAt: null,
  removedAt: null,
  firstPostedAt: null,
  updatedAt: null,
  open: true,
  doubts: [],
  components: [],
  updates: [],
  startedAt: null,
} as const

export function incident(vendorId: string, id: string, given: Partial<IncidentReading> = {}): IncidentReading {
  const times = { firstPostedAt: ago(40), updatedAt: ago(10), startedAt: ago(45), resolvedAt: null }
  return {
    ...entry,
    ...times,
    id,
    vendorId,
    title: id,
    impact: 'minor',
    nativeImpact: 'minor',
    phase: 'investigating',
    report: null,
    ...given,
  }
}

export function maintenance(vendorId: string, id: string, given: Partial<MaintenanceReading> = {}): MaintenanceReading {
  return { ...entry, id, vendorId, title: id, phase: 'scheduled', scheduledFor: ago(-600), scheduledUntil: ago(-720), ...given }
}

export function revision(given: Partial<RevisionReading>): RevisionReading {
  return {
    subject: 'update',
    updateId: null,
    seenFrom: ago(60),
    seenUntil: null,
    title: null,
    impact: null,
    phase: null,
    native: null,
    startedAt: null,
    resolvedAt: null,
    scheduledFor: null,
    scheduledUntil: null,
    components: null,
    body: null,
    format: null,
    postedAt: null,
    ...given,
  }
}

export function evidence(text: string): EvidenceReading {
  return { text, from: 0, to: text.length }
}

export function reportWindow(
  start: ReportTime | null,
  end: ReportTime | null,
  given: Partial<ReportWindowReading> = {},
): ReportWindowReading {
  return { start, end, role: 'main', certainty: 'exact', zone: 'UTC', evidence: [evidence('It was down.')], ...given }
}

const figures = { reportLagSeconds: null, statedDowntimeSeconds: null, postedDowntimeSeconds: null, reason: 'no_window' } as const

const facts = {
  kind: 'report',
  url: null,
  title: null,
  publishedAt: null,
  genre: 'incident',
  causeCategory: 'unknown',
  causeEvidence: null,
  affectedSharePercent: null,
  affectedShareEvidence: null,
  affectedComponents: [],
  thirdParties: [],
  windows: [],
  figures,
} as const

/** A report of one version that states nothing but its text. */
export function incidentReport(body: string, given: Partial<IncidentReportReading> = {}): IncidentReportReading {
  const { format = 'text', digest = 'd1', kind = 'report' } = given
  const versions = [{ digest, kind, title: null, body, format, publishedAt: null, seenFrom: ago(60), seenUntil: null }]
  return { ...facts, incidentId: 'i', digest, body, format, sections: [], timeline: [], versions, ...given }
}

export function listedReport(vendorId: string, incidentId: string, given: Partial<ReportListing> = {}): ReportListing {
  const incidentTimes = { startedAt: ago(5000), resolvedAt: ago(4900), datedAt: ago(600) }
  return {
    ...facts,
    ...incidentTimes,
    incidentId,
    vendorId,
    vendorName: vendorId,
    incidentTitle: incidentId,
    impact: null,
    excerpt: '',
    ...given,
  }
}

export function honesty(given: Partial<HonestyReading> = {}): HonestyReading {
  return {
    vendorId: 'v',
    reports: 0,
    lag: { reports: 0, medianSeconds: null, p90Seconds: null },
    downtime: { reports: 0, statedSeconds: 0, postedSeconds: 0, hiddenSeconds: 0 },
    grade: null,
    ...given,
  }
}

/** Ninety days of a vendor: the worst of each by its distance from today, else operational and all observed. */
export function history(worst: Readonly<Record<number, Partial<DayUptime>>>, given: Partial<HistoryReading> = {}): HistoryReading {
  const calendar = lastDays(90, Date.parse(now))
  const daily = calendar.map(({ date, from, until }, index) => {
    const seconds = (until - from) / 1000
    return { date, worst: 'operational' as const, ...uptime({ seconds, operationalSeconds: seconds }), ...worst[89 - index] }
  })
  const periods = [1, 7, 30, 90].map((days) => ({ days, ...uptime({ seconds: days * 86_400 }) }))
  return { from: ago(90 * 24 * 60), until: now, periods, daily, incidents: incidentNumbers([]), components: new Map(), ...given }
}

export function uptime(given: Partial<Uptime> = {}): Uptime {
  const { seconds = 86_400 } = given
  const spent = { operationalSeconds: seconds, degradedSeconds: 0, downSeconds: 0, maintenanceSeconds: 0 }
  return { seconds, observedSeconds: seconds, ...spent, uptime: 1, coverage: 1, ...given }
}
