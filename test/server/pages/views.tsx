import { load, type CheerioAPI } from 'cheerio'
import type { JSX } from 'hono/jsx/jsx-runtime'
import type { ComponentReading, IncidentReading, MaintenanceReading, RevisionReading, VendorReading } from '../../../data/store/readings.ts'
import type { HonestyReading, IncidentReportReading, ReportListing } from '../../../data/store/report-readings.ts'
import type { HistoryReading } from '../../../data/store/uptime.ts'
import type { MaintenanceVersions } from '../../../server/components/entry-lists.tsx'
import type { Frame } from '../../../server/components/layout.tsx'
import type { Move } from '../../../server/components/page-facts.tsx'
import { versionsByUpdate } from '../../../server/components/version-steps.ts'
import { DashboardView } from '../../../server/pages/dashboard.tsx'
import { IncidentView } from '../../../server/pages/incident.tsx'
import { MaintenancesView } from '../../../server/pages/maintenances.tsx'
import { NotFoundView } from '../../../server/pages/not-found.tsx'
import type { ReportQuery } from '../../../server/pages/report-filter.ts'
import { ReportsView } from '../../../server/pages/reports.tsx'
import { VendorView } from '../../../server/pages/vendor.tsx'
import { now } from './readings.ts'

/** Every page as the browser would read it, over readings by hand. */

const frame: Frame = {
  now,
  assets: { css: '/public/app.css', js: '/public/app.js', icon: '/public/favicon.svg', digest: '', files: new Map() },
}

async function read(view: JSX.Element): Promise<CheerioAPI> {
  return load(String(await view))
}

export interface Shown {
  readonly vendors?: readonly VendorReading[]
  readonly incidents?: readonly IncidentReading[]
  readonly components?: readonly ComponentReading[]
  readonly query?: Readonly<Record<string, string>>
}

export async function dashboard({ vendors = [], incidents = [], components = [], query = {} }: Shown): Promise<CheerioAPI> {
  const filter = {
    name: query['name'] ?? '',
    health: query['health'] ?? '',
    category: query['category'] ?? '',
    all: query['all'] === 'yes',
  }
  return read(<DashboardView frame={frame} vendors={vendors} incidents={incidents} components={components} filter={filter} />)
}

export interface ShownVendor {
  readonly components?: readonly ComponentReading[]
  readonly open?: readonly IncidentReading[]
  readonly past?: readonly IncidentReading[]
  readonly maintenances?: readonly MaintenanceReading[]
  /** Of its maintenances, by their ids. */
  readonly versions?: Readonly<Record<string, readonly RevisionReading[]>>
  readonly history?: HistoryReading
  readonly honesty?: HonestyReading
  readonly moves?: ReadonlyMap<string, Move>
  readonly next?: string
  readonly cursor?: string
  readonly filter?: string
}

function versionsOf(revisions: Readonly<Record<string, readonly RevisionReading[]>>): MaintenanceVersions {
  return new Map(Object.entries(revisions).map(([id, all]) => [id, versionsByUpdate(all)]))
}

export async function vendorPage(of: VendorReading, shown: ShownVendor): Promise<CheerioAPI> {
  return read(
    <VendorView
      frame={frame}
      vendor={of}
      components={shown.components ?? []}
      open={shown.open ?? []}
      past={{ rows: shown.past ?? [], next: shown.next ?? null }}
      maintenances={shown.maintenances ?? []}
      versions={versionsOf(shown.versions ?? {})}
      history={shown.history ?? null}
      honesty={shown.honesty ?? null}
      moves={shown.moves ?? new Map()}
      cursor={shown.cursor ?? null}
      filter={shown.filter ?? ''}
    />,
  )
}

export async function incidentPage(
  of: VendorReading,
  incident: IncidentReading,
  revisions: readonly RevisionReading[],
  report: IncidentReportReading | null = null,
): Promise<CheerioAPI> {
  return read(<IncidentView frame={frame} vendor={of} incident={incident} report={report} revisions={revisions} />)
}

export async function maintenancesPage(
  open: readonly MaintenanceReading[],
  past: readonly MaintenanceReading[],
  vendorNames: Readonly<Record<string, string>>,
  revisions: Readonly<Record<string, readonly RevisionReading[]>> = {},
): Promise<CheerioAPI> {
  return read(
    <MaintenancesView
      frame={frame}
      open={open}
      past={{ rows: past, next: null }}
      versions={versionsOf(revisions)}
      cursor={null}
      vendorNames={new Map(Object.entries(vendorNames))}
    />,
  )
}

export interface ShownReports {
  readonly query?: Partial<ReportQuery>
  readonly fault?: string
  readonly next?: string
  readonly cursor?: string
}

export async function reportsPage(reports: readonly ReportListing[], shown: ShownReports = {}): Promise<CheerioAPI> {
  return read(
    <ReportsView
      frame={frame}
      query={{ q: '', vendor: '', cause: '', from: '', to: '', ...shown.query }}
      reports={{ rows: reports, next: shown.next ?? null }}
      fault={shown.fault ?? null}
      cursor={shown.cursor ?? null}
    />,
  )
}

export async function notFoundPage(path: string): Promise<CheerioAPI> {
  return read(<NotFoundView frame={frame} path={path} />)
}

/** The text of what matches, blocks set apart, with runs of white space as one. */
export function textOf($: CheerioAPI, selector: string): string {
  const copy = $(selector).clone().append(' ')
  copy.find('p, li, dt, dd, h2, h3, div, ul, ol').append(' ')
  return copy.text().replace(/\s+/gu, ' ').trim()
}
