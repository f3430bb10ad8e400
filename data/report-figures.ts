import { epochMs, isInstant } from '../parsers/lib/time.ts'
import type { Instant } from '../parsers/model.ts'
import type { ReportTime, ReportWindow } from '../parsers/report/model.ts'

/**
 * What the windows that a report states and the stamps of its incident's posts give together. Nothing is derived where
 * the stamps do not say when the public was told.
 */

const reasons = [
  /** The text states no window of impact. */
  'no_window',
  /** The text tells several incidents: none of its windows is this one's alone. */
  'several_incidents',
  /** The main window lacks one of its ends, or the year of one, or ends before it starts. */
  'no_start',
  'no_end',
  'no_year',
  'reversed_window',
  /** No post has a stamp; the stamps are days only, or the page's clock is known to be set back. */
  'no_posts',
  'vague_stamps',
  /** The first post is older than the stated start: it was set back, or came early. */
  'posted_before_start',
  /** The first post is more than a week younger than the stated end: one of the two dates is not this incident's. */
  'posted_long_after',
  /** All posts were made within a minute, after the stated end. */
  'posted_at_once_after_end',
  /** All posts, the one that says resolved among them, were made within a minute: no record of how it went on. */
  'resolved_at_once',
  /** No post says that it is resolved: the posted downtime alone is not known. */
  'not_resolved',
] as const
export type FigureReason = (typeof reasons)[number]

export interface ReportFigures {
  /** From the stated start of the main window to the first public post. */
  readonly reportLagSeconds: number | null
  /** The union of the stated windows. */
  readonly statedDowntimeSeconds: number | null
  /** From the first post to the one that says resolved. */
  readonly postedDowntimeSeconds: number | null
  /** Why figures are null; null where none is. */
  readonly reason: FigureReason | null
}

/** The stamps of an incident's posts, its reports left out. */
export interface PostStamps {
  readonly firstAt: Instant | null
  readonly lastAt: Instant | null
  /** The last post that says resolved; where none does, the incident's own field. */
  readonly resolvedAt: Instant | null
  readonly isVague: boolean
}

type StatedWindow = Pick<ReportWindow, 'start' | 'end' | 'role'>

/** Posts this near to each other were made at once. */
const atOnceMs = 60_000
/** Vendors that tell of what is over do so within days. */
const longestSilenceMs = 7 * 86_400_000

/** `windows` as the report states them, the main one first; `parts` = how many incidents a text tells that tells several. */
export function reportFigures(windows: readonly StatedWindow[], parts: number, posts: PostStamps): ReportFigures {
  const main = windows.find(({ role }) => role === 'main')
  if (parts > 1) return nothing('several_incidents')
  if (!main) return nothing('no_window')
  if (main.start === null) return nothing('no_start')
  if (main.end === null) return nothing('no_end')
  const [start, end] = [momentOf(main.start), momentOf(main.end)]
  if (start === null || end === null) return nothing('no_year')
  if (end < start) return nothing('reversed_window')
  if (posts.isVague) return nothing('vague_stamps')
  if (posts.firstAt === null || posts.lastAt === null) return nothing('no_posts')
  const [first, last] = [epochMs(posts.firstAt), epochMs(posts.lastAt)]
  if (first < start) return nothing('posted_before_start')
  const resolved = posts.resolvedAt === null ? null : epochMs(posts.resolvedAt)
  const isAtOnce = last - first <= atOnceMs
  if (first - end > longestSilenceMs) return nothing('posted_long_after')
  if (isAtOnce && first >= end) return nothing('posted_at_once_after_end')
  if (isAtOnce && resolved !== null && resolved <= last) return nothing('resolved_at_once')
  const isResolved = resolved !== null && resolved >= first
  return {
    reportLagSeconds: secondsOf(first - start),
    statedDowntimeSeconds: secondsOf(unionMs(windows)),
    postedDowntimeSeconds: isResolved ? secondsOf(resolved - first) : null,
    reason: isResolved ? null : 'not_resolved',
  }
}

function nothing(reason: FigureReason): ReportFigures {
  return { reportLagSeconds: null, statedDowntimeSeconds: null, postedDowntimeSeconds: null, reason }
}

/** A moment whose year is open is none. */
function momentOf(time: ReportTime): number | null {
  return isInstant(time) ? epochMs(time) : null
}

/** Windows without a start or an end add nothing. */
function unionMs(windows: readonly StatedWindow[]): number {
  const whole = windows
    .flatMap(({ start, end }) => {
      const [from, until] = [start === null ? null : momentOf(start), end === null ? null : momentOf(end)]
      return from === null || until === null || until < from ? [] : [{ from, until }]
    })
    .toSorted((a, b) => a.from - b.from)
  let [sum, reached] = [0, -Infinity]
  for (const { from, until } of whole) {
    sum += Math.max(0, until - Math.max(from, reached))
    reached = Math.max(reached, until)
  }
  return sum
}

function secondsOf(ms: number): number {
  return Math.round(ms / 1000)
}
