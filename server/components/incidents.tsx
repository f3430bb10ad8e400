import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Instant } from '../../parsers/model.ts'
import type { AffectedReading, IncidentReading, MaintenanceReading } from '../../data/store/readings.ts'
import { FactLine } from './fact-line.tsx'
import { ImpactBadge } from './marks.tsx'
import { Doubted } from './reading.tsx'
import { Relative, Span, Time } from './time.tsx'
import { numeral, phaseWords } from './words.ts'

/** Entries as lists show them: one line of title, one of facts. */

const namedComponents = 4

export function incidentPath(id: string): string {
  return `/incidents/${encodeURIComponent(id)}`
}

export function vendorPath(id: string): string {
  return `/vendors/${encodeURIComponent(id)}`
}

/** The first few names and how many more there are. */
export function AffectedNames({ components }: { readonly components: readonly AffectedReading[] }): JSX.Element | null {
  if (components.length === 0) return null
  const rest = components.length - namedComponents
  return (
    <span class="affected">
      {components.slice(0, namedComponents).map((component, index) => (
        <>
          {index > 0 ? ', ' : ''}
          <bdi>{component.name}</bdi>
        </>
      ))}
      {rest > 0 ? ` and ${numeral(rest)} more` : ''}
    </span>
  )
}

/** How an incident stands: its phase, or why it counts as closed without one. */
export function incidentPhaseWords(incident: Pick<IncidentReading, 'open' | 'phase' | 'removedAt' | 'closedSeenAt'>): string {
  if (incident.removedAt !== null) return 'Removed from the page'
  if (incident.closedSeenAt !== null && !incident.open) return 'No longer listed as open'
  return phaseWords[incident.phase ?? 'unknown']
}

interface IncidentRowProps {
  readonly incident: IncidentReading
  readonly now: Instant
  readonly excerpt: string | null
  /** Not where the components stand beside the row anyway. */
  readonly namesComponents: boolean
}

export function IncidentRow({ incident, now, excerpt, namesComponents }: IncidentRowProps): JSX.Element {
  const began = incident.startedAt ?? incident.firstPostedAt
  return (
    <li class="entry" id={`i-${incident.id}`}>
      <p class="entry-title">
        <a href={incidentPath(incident.id)}>
          <bdi>{incident.title}</bdi>
        </a>
      </p>
      <FactLine>
        <ImpactBadge impact={incident.impact} isOpen={incident.open} />
        <span>{incidentPhaseWords(incident)}</span>
        {began === null ? null : <IncidentTimes incident={incident} began={began} now={now} />}
        <Doubted doubts={incident.doubts} />
      </FactLine>
      {namesComponents ? <AffectedNames components={incident.components} /> : null}
      {excerpt === null ? null : (
        <p class="excerpt">
          <bdi>{excerpt}</bdi>
        </p>
      )}
    </li>
  )
}

function IncidentTimes({ incident, began, now }: { incident: IncidentReading; began: Instant; now: Instant }): JSX.Element {
  if (incident.open)
    return (
      <span>
        began <Relative at={began} now={now} />
      </span>
    )
  return (
    <span>
      <Time at={began} />
      {incident.resolvedAt === null ? null : (
        <>
          {', lasted '}
          <Span from={began} until={incident.resolvedAt} />
        </>
      )}
    </span>
  )
}

/** "4 May 2026, 02:00 UTC", "for 2 h, in 40 min". */
export function MaintenanceTimes({ maintenance, now }: { readonly maintenance: MaintenanceReading; readonly now: Instant }): JSX.Element {
  const { scheduledFor, scheduledUntil } = maintenance
  if (scheduledFor === null) return <p class="facts">no time told</p>
  return (
    <>
      <p>
        <Time at={scheduledFor} />
      </p>
      <FactLine>
        {scheduledUntil === null ? null : (
          <span>
            for <Span from={scheduledFor} until={scheduledUntil} />
          </span>
        )}
        {scheduledFor > now && maintenance.open ? <Relative at={scheduledFor} now={now} /> : null}
      </FactLine>
    </>
  )
}
