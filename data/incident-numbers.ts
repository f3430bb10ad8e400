import type { Impact } from '../parsers/model.ts'

/** Pure: what a vendor's incidents of a period come to. Moments are milliseconds since the epoch. */

export interface IncidentFacts {
  readonly impact: Impact | null
  readonly startedAt: number | null
  readonly resolvedAt: number | null
  readonly firstPostedAt: number | null
  /** The post that says it is resolved, else the last one that is no postmortem. */
  readonly lastPostedAt: number | null
  /** Its times are days, or its posts bear times at which they cannot have been posted: nothing is reckoned with them. */
  readonly isVague: boolean
}

/** A mean over those incidents of which both moments are known. */
export interface Mean {
  readonly meanSeconds: number | null
  readonly incidents: number
}

export interface IncidentNumbers {
  readonly count: number
  readonly byImpact: Readonly<Record<Impact, number>>
  /** From the first to the last post of each incident that is not without impact; what overlaps is counted once. */
  readonly postedDowntimeSeconds: number
  readonly postedDowntime: Mean
  /** From the stated start to the first post, of those whose start is stated as a minute earlier than that or more. */
  readonly timeToAcknowledge: Mean
  /** From the stated start, or else the first post, until it was resolved. */
  readonly timeToResolve: Mean
}

/** A start that is no earlier than this before the first post is the moment of that post, as most platforms fill it in. */
const minuteMs = 60_000

export function incidentNumbers(incidents: readonly IncidentFacts[]): IncidentNumbers {
  const precise = incidents.filter((incident) => !incident.isVague)
  const posted = precise
    .filter(({ impact }) => impact !== 'none')
    .flatMap(({ firstPostedAt, lastPostedAt }) => stretchOf(firstPostedAt, lastPostedAt))
  return {
    count: incidents.length,
    byImpact: countByImpact(incidents),
    postedDowntimeSeconds: Math.floor(lengthTogether(posted) / 1000),
    postedDowntime: meanOf(posted),
    timeToAcknowledge: meanOf(
      precise
        .flatMap(({ startedAt, firstPostedAt }) => stretchOf(startedAt, firstPostedAt))
        .filter(([from, until]) => until - from >= minuteMs),
    ),
    timeToResolve: meanOf(precise.flatMap(({ startedAt, firstPostedAt, resolvedAt }) => stretchOf(startedAt ?? firstPostedAt, resolvedAt))),
  }
}

function countByImpact(incidents: readonly IncidentFacts[]): Record<Impact, number> {
  const counts: Record<Impact, number> = { none: 0, minor: 0, major: 0, critical: 0, unknown: 0 }
  for (const { impact } of incidents) counts[impact ?? 'unknown'] += 1
  return counts
}

type Stretch = readonly [from: number, until: number]

function stretchOf(from: number | null, until: number | null): readonly Stretch[] {
  return from === null || until === null || until < from ? [] : [[from, until]]
}

function meanOf(stretches: readonly Stretch[]): Mean {
  const sum = stretches.reduce((total, [from, until]) => total + until - from, 0)
  return { meanSeconds: stretches.length === 0 ? null : Math.round(sum / stretches.length / 1000), incidents: stretches.length }
}

function lengthTogether(stretches: readonly Stretch[]): number {
  let end = -Infinity
  let length = 0
  for (const [from, until] of stretches.toSorted((a, b) => a[0] - b[0])) {
    length += Math.max(0, until - Math.max(from, end))
    end = Math.max(end, until)
  }
  return length
}
