import type { Instant } from '../../parsers/model.ts'
import type { EntryKind } from '../database/schema.ts'
import type { Database } from '../database/open.ts'
import { type Activity, loadActivity, loadPollCounts, type PollOutcome } from './activity.ts'
import { loadChanges, loadNewestChange } from './changes.ts'
import { loadComponents, loadKnownComponents } from './components.ts'
import { loadEntryUrls } from './entries.ts'
import type { ChangeFilter, EntryFilter, Slice } from './filters.ts'
import { loadIncident, loadIncidents } from './incidents.ts'
import { type InstanceBrowser, loadBrowsers } from './instances.ts'
import { loadMaintenance, loadMaintenances } from './maintenances.ts'
import type { ChangeReading, ComponentReading, IncidentReading, MaintenanceReading, RevisionReading, VendorReading } from './readings.ts'
import type { HonestyReading, IncidentReportReading, ReportFilter, ReportListing } from './report-readings.ts'
import { loadHonesty, loadIncidentReports, loadReports } from './reports.ts'
import { type EntryStamps, loadRevisions, loadStamps } from './revisions.ts'
import { type HistoryReading, loadHistory } from './uptime.ts'
import { loadVendor, loadVendorNames, loadVendors } from './vendors.ts'

/** Every read of the store. Unwatched vendors are left out of lists unless they are asked for by id. */
export interface Reader {
  newestChange(): Promise<number>
  /** Watched vendors in the order of the watch list. */
  vendors(): Promise<readonly VendorReading[]>
  vendor(id: string): Promise<VendorReading | null>
  /** Names by vendor id. */
  vendorNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Leaves, page order. */
  components(vendorId: string): Promise<readonly ComponentReading[]>
  /** Which of these component ids exist, removed components included. */
  knownComponents(ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Uptime and the numbers of incidents over the last `days` days. */
  history(vendorId: string, days: number): Promise<HistoryReading | null>
  incidents(filter: EntryFilter): Promise<Slice<IncidentReading>>
  incident(id: string): Promise<IncidentReading | null>
  incidentRevisions(id: string): Promise<readonly RevisionReading[]>
  /** The reports of those incidents that have one, with everything, by incident id. */
  incidentReports(ids: readonly string[]): Promise<ReadonlyMap<string, IncidentReportReading>>
  /** One report an incident, newest first. */
  reports(filter: ReportFilter): Promise<Slice<ReportListing>>
  /** Lag and hidden downtime over all reports of a vendor; null where there is no such vendor. */
  honesty(vendorId: string): Promise<HonestyReading | null>
  maintenances(filter: EntryFilter): Promise<Slice<MaintenanceReading>>
  maintenance(id: string): Promise<MaintenanceReading | null>
  maintenanceRevisions(id: string): Promise<readonly RevisionReading[]>
  changes(filter: ChangeFilter): Promise<Slice<ChangeReading>>
  /** The vendor's own address of each incident and maintenance that has one. */
  entryUrls(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** When our clock saw each entry first and last change. */
  stamps(kind: EntryKind, ids: readonly string[]): Promise<ReadonlyMap<string, EntryStamps>>
  activity(): Promise<Activity>
  /** The browsers of the crawlers that have been seen since a moment. */
  browsers(since: Instant): Promise<readonly InstanceBrowser[]>
  pollCounts(since: Instant): Promise<ReadonlyMap<PollOutcome, number>>
}

/** The reads of one database; trust is judged by `now` at the moment of each call. */
export function createReader({ db, dialect }: Pick<Database, 'db' | 'dialect'>, now: () => Instant): Reader {
  return {
    newestChange: () => loadNewestChange(db),
    vendors: () => loadVendors(db, now()),
    vendor: (id) => loadVendor(db, id, now()),
    vendorNames: (ids) => loadVendorNames(db, ids),
    components: (vendorId) => loadComponents(db, vendorId, now()),
    knownComponents: (ids) => loadKnownComponents(db, ids),
    history: (vendorId, days) => loadHistory(db, vendorId, days, now()),
    incidents: (filter) => loadIncidents(db, filter, now()),
    incident: (id) => loadIncident(db, id, now()),
    incidentRevisions: (id) => loadRevisions(db, 'incident', id),
    incidentReports: (ids) => loadIncidentReports(db, ids),
    reports: (filter) => loadReports({ db, dialect }, filter),
    honesty: (vendorId) => loadHonesty(db, vendorId),
    maintenances: (filter) => loadMaintenances(db, filter, now()),
    maintenance: (id) => loadMaintenance(db, id, now()),
    maintenanceRevisions: (id) => loadRevisions(db, 'maintenance', id),
    changes: (filter) => loadChanges(db, filter),
    entryUrls: (ids) => loadEntryUrls(db, ids),
    stamps: (kind, ids) => loadStamps(db, kind, ids),
    activity: () => loadActivity(db),
    browsers: (since) => loadBrowsers(db, since),
    pollCounts: (since) => loadPollCounts(db, since),
  }
}

export type { ChangeFilter, EntryFilter, Slice } from './filters.ts'
