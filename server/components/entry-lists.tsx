import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Instant } from '../../parsers/model.ts'
import type { IncidentReading, MaintenanceReading } from '../../data/store/readings.ts'
import { webAddress } from '../http/sanitize.ts'
import { latestExcerpt } from './excerpt.ts'
import { FactLine } from './fact-line.tsx'
import { AffectedNames, IncidentRow, MaintenanceTimes, vendorPath } from './incidents.tsx'
import { Doubts } from './reading.tsx'
import { Timeline } from './timeline.tsx'
import type { VersionStep } from './version-steps.ts'
import { phaseWords, plural } from './words.ts'

/** Lists of incidents and of maintenances, and the way to their older parts. */

interface IncidentListProps {
  readonly id: string
  readonly incidents: readonly IncidentReading[]
  readonly now: Instant
}

export function IncidentList({ id, incidents, now }: IncidentListProps): JSX.Element {
  return (
    <ul class="entries" id={id}>
      {incidents.map((incident) => (
        <IncidentRow incident={incident} now={now} excerpt={incident.open ? latestExcerpt(incident) : null} namesComponents />
      ))}
    </ul>
  )
}

interface OlderProps {
  readonly path: string
  /** What the list was asked for by, as it stands in the address; '' for all. */
  readonly query?: string
  /** Cursor of the part shown and of the next one; null at the newest and at the oldest end. */
  readonly cursor: string | null
  readonly next: string | null
  /** Id of the list that the links lead to. */
  readonly target: string
  readonly noun: string
}

export function Older({ path, query = '', cursor, next, target, noun }: OlderProps): JSX.Element | null {
  if (cursor === null && next === null) return null
  return (
    <nav class="paging" aria-label={`Older ${noun}`}>
      {cursor === null ? null : (
        <a href={`${path}${query === '' ? '' : `?${query}`}#${target}`} rel="first">
          Newest {noun}
        </a>
      )}
      {next === null ? (
        <span class="facts">These are the oldest that are known.</span>
      ) : (
        <a href={`${path}?${query === '' ? '' : `${query}&`}before=${encodeURIComponent(next)}#${target}`} rel="next">
          Older {noun}
        </a>
      )}
    </nav>
  )
}

export function soonestFirst(maintenances: readonly MaintenanceReading[]): readonly MaintenanceReading[] {
  return maintenances.toSorted((a, b) => ((a.scheduledFor ?? '') < (b.scheduledFor ?? '') ? -1 : 1))
}

/** Every version of the updates of a maintenance, by its id; only of those that were edited. */
export type MaintenanceVersions = ReadonlyMap<string, ReadonlyMap<string, readonly VersionStep[]>>

const noVersions: ReadonlyMap<string, readonly VersionStep[]> = new Map()

interface MaintenanceListProps {
  readonly id: string
  readonly maintenances: readonly MaintenanceReading[]
  /** Names by vendor id; null where the page is that of one vendor. */
  readonly vendorNames: ReadonlyMap<string, string> | null
  readonly versions: MaintenanceVersions
  readonly now: Instant
}

export function MaintenanceList({ id, maintenances, vendorNames, versions, now }: MaintenanceListProps): JSX.Element {
  return (
    <ul class="entries" id={id}>
      {maintenances.map((maintenance) => (
        <MaintenanceRow maintenance={maintenance} vendorNames={vendorNames} versions={versions} now={now} />
      ))}
    </ul>
  )
}

/** More than these announced ones fold. */
const shownMaintenances = 5

/** The same with all but the first few folded, for where maintenances are not the matter. */
export function FoldedMaintenances({ id, maintenances, ...shown }: MaintenanceListProps): JSX.Element {
  const rest = maintenances.slice(shownMaintenances)
  return (
    <>
      <MaintenanceList id={id} maintenances={maintenances.slice(0, shownMaintenances)} {...shown} />
      {rest.length === 0 ? null : (
        <details id={`${id}-rest`}>
          <summary>{plural(rest.length, 'more', 'more')}</summary>
          <MaintenanceList id={`${id}-more`} maintenances={rest} {...shown} />
        </details>
      )}
    </>
  )
}

interface MaintenanceRowProps extends Pick<MaintenanceListProps, 'vendorNames' | 'versions' | 'now'> {
  readonly maintenance: MaintenanceReading
}

function MaintenanceRow({ maintenance, vendorNames, versions, now }: MaintenanceRowProps): JSX.Element {
  const { id, vendorId, title, phase, removedAt, updates, components, doubts } = maintenance
  const page = webAddress(maintenance.url)
  return (
    <li class="entry planned" id={`m-${id}`}>
      <div class="when">
        <MaintenanceTimes maintenance={maintenance} now={now} />
      </div>
      <div>
        {vendorNames === null ? null : (
          <p class="entry-vendor">
            <a href={vendorPath(vendorId)}>
              <bdi>{vendorNames.get(vendorId) ?? vendorId}</bdi>
            </a>
          </p>
        )}
        <p class="entry-title">
          <bdi>{title}</bdi>
        </p>
        <FactLine>
          <span>{removedAt === null ? phaseWords[phase ?? 'unknown'] : 'Removed from the page'}</span>
          <AffectedNames components={components} />
          {page === null ? null : (
            <a href={page} rel="noreferrer">
              on the vendor’s page
            </a>
          )}
        </FactLine>
        <Doubts doubts={doubts} now={now} />
        {updates.length === 0 ? null : (
          <details id={`d-${id}`}>
            <summary>{plural(updates.length, 'update', 'updates')}</summary>
            <Timeline
              id={`timeline-${id}`}
              updates={updates}
              versions={versions.get(id) ?? noVersions}
              began={null}
              report={null}
              now={now}
            />
          </details>
        )}
      </div>
    </li>
  )
}
