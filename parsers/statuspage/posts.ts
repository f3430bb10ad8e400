import { type CheerioAPI, lineOf, type Node, textOf } from '../lib/html.ts'
import { omit, type Place } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import type { Entries } from '../lib/statuspage-dialect.ts'
import { instantFromStamp, type Neighbour, readStamp } from '../lib/stamp.ts'
import {
  isMaintenancePhase,
  maintenanceImpact,
  toImpact,
  toIncidentPhase,
  toMaintenancePhase,
  toUpdatePhase,
} from '../lib/statuspage-words.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromEpochMs } from '../lib/time.ts'
import { oldestFirst } from '../lib/updates.ts'
import { isClosed, type AffectedComponent, type Instant, type Update } from '../model.ts'

/** What pages and feeds print of an update: no id, and a label instead of the status. */
export interface Post {
  readonly label?: string
  readonly body: string
  readonly format: 'text' | 'html'
  readonly postedAt?: Instant
}

/** An entry as pages and feeds print it, its posts newest first. */
export interface Printed {
  readonly nativeId: string
  readonly title: string
  readonly pageUrl: string
  /** The word of an `impact-...` class. */
  readonly impact?: string
  readonly posts: readonly Post[]
  /** The posts are there whole; else they tell the phase alone. */
  readonly isWhole: boolean
  readonly isPlanned?: boolean
  /** Whether the stamps are exact to the second: only then does the closing one say when the entry was resolved. */
  readonly isExact?: boolean
  readonly updatedAt?: Instant
  readonly components?: readonly AffectedComponent[]
  readonly scheduledFor?: Instant
  readonly scheduledUntil?: Instant
}

/** Adds an entry to the kind that its labels make it: a maintenance is never among the incidents. */
export function sortInto(kinds: Entries, printed: Printed, place: Place): void {
  const { nativeId, impact, posts, pageUrl } = printed
  const url = `${pageUrl}/incidents/${nativeId}`
  const title = cleanName(printed.title)
  const updates = oldestFirst(posts.map((post, index) => toUpdate(post, place, index)))
  // "Update" has no phase: the one before it stays.
  const nativePhase = posts.find(({ label }) => label !== undefined && label.toLowerCase() !== 'update')?.label
  const isPlanned = printed.isPlanned === true || impact === maintenanceImpact || posts.some(({ label }) => isMaintenancePhase(label ?? ''))
  const reports = updates
    .filter(({ phase, body }) => phase === 'postmortem' && body !== '')
    .map(({ body, format, postedAt }) => told({ title, body, format, url, publishedAt: postedAt }))
  const fields = {
    nativeId,
    title,
    url,
    nativeImpact: impact,
    nativePhase,
    updatedAt: printed.updatedAt,
    components: printed.components,
    updates: printed.isWhole ? updates : undefined,
    reports: printed.isWhole && reports.length > 0 ? reports : undefined,
  }
  if (isPlanned) {
    const phase = nativePhase === undefined ? undefined : toMaintenancePhase(nativePhase, place, 'phase')
    const resolvedAt = printed.isExact && isClosed(phase) ? closingStamp(posts) : undefined
    kinds.maintenances.push(
      told({ ...fields, phase, resolvedAt, scheduledFor: printed.scheduledFor, scheduledUntil: printed.scheduledUntil }),
    )
  } else {
    const phase = nativePhase === undefined ? undefined : toIncidentPhase(nativePhase, place, 'phase')
    const resolvedAt = printed.isExact && isClosed(phase) ? closingStamp(posts) : undefined
    kinds.incidents.push(
      told({ ...fields, phase, resolvedAt, impact: impact === undefined ? undefined : toImpact(impact, place, 'impact') }),
    )
  }
}

/** The platform's `resolved_at` is the time shown on the closing update: so in all 422 entries that tell both. */
function closingStamp(posts: readonly Post[]): Instant | undefined {
  return posts.find(({ label }) => /^(?:resolved|completed)$/iu.test(label ?? ''))?.postedAt
}

function toUpdate({ label, body, format, postedAt }: Post, place: Place, index: number): Update {
  return told({
    phase: label === undefined ? undefined : toUpdatePhase(label, place, `updates[${index}]`),
    native: label,
    body: cleanBody(body),
    format,
    postedAt,
  })
}

/** One printed update taken apart: its label, its text, and its stamp as it stands. */
export interface Row {
  readonly label?: string
  readonly body: string
  /** Milliseconds since 1970, where the page says so. */
  readonly epochMs?: string
  readonly stamp: string
}

/**
 * `<strong>Label</strong> - text <br> <small>stamp</small>`, in either order. Operators write markup of their own into the
 * text: it may begin with `strong` too, but not with a dash behind it, and a tag left open puts the stamp inside it.
 */
export function readRow($: CheerioAPI, element: Node): Row {
  const smalls = $(element).find('small')
  const stamped = smalls.filter((_, small) => $(small).find('var, [data-datetime-unix]').length > 0)
  const small = stamped.length > 0 ? stamped.first() : smalls.last()
  const stamp = lineOf(small).replace(/^Posted (?:on )?/u, '')
  const epochMs = $(element).find('[data-datetime-unix]').attr('data-datetime-unix')
  small.remove()
  const nodes = $(element).contents().toArray()
  const label = nodes.findIndex((node) => 'name' in node && node.name === 'strong')
  const body = textOf(nodes.slice(label + 1))
  const isLabelled = label !== -1 && body.startsWith('-') && textOf(nodes.slice(0, label)) === ''
  return told({
    label: isLabelled ? lineOf(nodes.slice(label, label + 1)) : undefined,
    body: isLabelled ? body.slice(1).trimStart() : textOf(nodes),
    epochMs,
    stamp,
  })
}

/**
 * Gives each row its moment, newest first: the next older one lies before it. `newest` is a stamp near the newest; a moment
 * earlier than `earliest` is out of its reach.
 */
export function datePosts(
  rows: readonly Row[],
  zone: string | undefined,
  newest: Neighbour | undefined,
  place: Place,
  earliest?: Instant,
): readonly Post[] {
  let neighbour = newest
  let undated: string | undefined
  const posts = rows.map(({ label, body, epochMs, stamp }): Post => {
    const moment = momentOf(epochMs, stamp, zone, neighbour)
    const postedAt = moment !== undefined && earliest !== undefined && moment < earliest ? undefined : moment
    if (postedAt) neighbour = { instant: postedAt, side: 'before' }
    else undated ??= stamp
    return told({ label, body, format: 'text' as const, postedAt })
  })
  if (undated !== undefined) omit(place, 'updates', undated, 'a time without a year or a zone, and no stamp beside it that would tell')
  return posts
}

export function momentOf(epochMs: string | undefined, stamp: string, zone: string | undefined, neighbour?: Neighbour): Instant | undefined {
  if (epochMs !== undefined && /^\d{10,14}$/u.test(epochMs)) return instantFromEpochMs(Number(epochMs))
  const read = readStamp(stamp)
  return read && instantFromStamp(read, zone, neighbour)
}
