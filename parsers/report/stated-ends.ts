import type { Candidate } from './candidate.ts'
import { type Dated, blockAt, dated } from './dating.ts'
import type { Draft } from './document.ts'
import { durationsIn } from './durations.ts'
import { evidenceAt, sentenceAt, sentenceIndexAt } from './evidence.ts'
import { isTimed, type Timed } from './moments.ts'
import { endWeight, isAhead, isElsewhere, startWeight } from './roles.ts'
import { lastFrom } from './search.ts'
import { epochMs } from '../lib/time.ts'

/** A start and an end that two sentences of the prose state, or one of them and a length. */

const longestMs = 120 * 86_400_000
const foreignMs = 2 * 3_600_000
const slackMs = 5 * 60_000
/** The weight of an end of a part: "most customers had recovered". */
const leastOfEnd = 2.5
const hourMs = 3_600_000
/** Times of the prose that are looked at for one that follows. */
const mostLookedAt = 300
const mostFollowedMs = 7 * 86_400_000

/** An end before its start, or a start after the post that reports it, is somebody's slip: not claimed. */
export function isPlausible({ setting }: Pick<Draft, 'setting'>, start: Dated, end: Dated | undefined, offset: number): boolean {
  if (end && (end.ms <= start.ms || end.ms - start.ms > longestMs)) return false
  // A zone that only the page has, and a window long over at the first post: the clock was somebody's own.
  const isForeign =
    start.zone === null && end !== undefined && setting.firstPost !== undefined && end.ms < epochMs(setting.firstPost) - foreignMs
  if (isForeign && start.day.year !== 'open') return false
  const posted = blockAt(setting, offset)?.postedAt
  return posted === undefined || start.day.year === 'open' || start.ms <= epochMs(posted) + slackMs
}

/** Whether the prose goes on telling times after the start: one of them is the end, and nothing tells which. */
export function isFollowed({ moments, setting }: Draft, { start, from }: Pick<Candidate, 'start' | 'from'>): boolean {
  const block = blockAt(setting, from)
  const { text } = setting
  return moments.all.slice(0, mostLookedAt).some((moment) => {
    if (!isTimed(moment) || moment.from === from || blockAt(setting, moment.from) !== block) return false
    if (isAhead(flat(text.slice(Math.max(0, moment.from - 160), moment.from)), flat(text.slice(moment.to, moment.to + 80)))) return false
    const at = dated(setting, moment)
    return at !== undefined && at.ms > start.ms && at.ms - start.ms < mostFollowedMs
  })
}

interface Weighed {
  readonly weight: number
  readonly at: Dated
  readonly moment: Timed
}

/** The start and the end that two sentences state, of the newest text that states them. */
export function statedEnds(draft: Draft, inTimeline: (offset: number) => boolean): Candidate | undefined {
  const { moments, setting, plain } = draft
  const within = new Set(moments.spans.flatMap(({ start, end }) => [start.from, end.from]))
  const starts: Weighed[] = []
  const ends: Weighed[] = []
  for (const moment of moments.all) {
    if (!isTimed(moment) || inTimeline(moment.from) || within.has(moment.from)) continue
    const sentence = sentenceAt(draft, moment.from)
    if (!sentence || draft.stampLines.has(lastFrom(draft.lines, moment.from)?.from ?? 0)) continue
    const before = flat(plain.text.slice(Math.max(sentence.from, moment.from - 160), moment.from))
    const after = flat(plain.text.slice(moment.to, Math.min(sentence.to, moment.to + 200)))
    if (isAhead(before, after) || isElsewhere(`${before} ${after}`)) continue
    const at = dated(setting, moment)
    if (!at || !isPlausible(draft, at, undefined, moment.from)) continue
    const start = startWeight(before, after, textsAfter(draft, moment.from, 1)[0] ?? '')
    const end = endWeight(before, after)
    if (start >= 3 && start >= end) starts.push({ weight: start, at, moment })
    else if (end >= leastOfEnd) ends.push({ weight: end, at, moment })
  }
  const start = bestStart(draft, starts)
  if (!start) return undefined
  const block = blockAt(setting, start.moment.from)
  const later = ends
    .filter(
      ({ moment }) =>
        blockAt(setting, moment.from) === block || recency(setting, moment) > recency(setting, start.moment) || starts.length === 1,
    )
    .map((end) => afterMidnight(draft, start, end))
    .filter(({ at }) => at.ms > start.at.ms && at.ms - start.at.ms < longestMs)
  const end = wholeEnd(later) ?? partialEnd(draft, later)
  const evidence = [evidenceAt(draft, start.moment.from), ...(end ? [evidenceAt(draft, end.moment.from)] : [])]
  const isApproximate = start.moment.isApproximate || (end?.moment.isApproximate ?? false)
  return { start: start.at, end: end?.at, score: start.weight, isApproximate, from: start.moment.from, evidence }
}

function wholeEnd(later: readonly Weighed[]): Weighed | undefined {
  return (
    later
      .filter(({ weight }) => weight >= 3)
      // Of two that say it about as plainly, the later one is the end of all.
      .toSorted((a, b) => Math.max(4, b.weight) - Math.max(4, a.weight) || b.at.ms - a.at.ms)
      .at(0)
  )
}

/** That most of it was repaired is an end only where the text tells no time after it. */
function partialEnd(draft: Draft, later: readonly Weighed[]): Weighed | undefined {
  const last = later.toSorted((a, b) => b.at.ms - a.at.ms).at(0)
  return last && !isFollowed(draft, { start: last.at, from: last.moment.from }) ? last : undefined
}

/** "At 19:20 ... At 01:14": an end without a day of its own that lies before its start is on the next day. */
function afterMidnight({ setting }: Draft, start: Weighed, end: Weighed): Weighed {
  if (end.moment.day || start.at.ms - end.at.ms < hourMs || start.at.ms - end.at.ms > 24 * hourMs) return end
  const at = dated(setting, end.moment, { day: { ...end.at.day, serial: end.at.day.serial + 1 } })
  return at && isPlausible({ setting }, at, undefined, end.moment.from) ? { ...end, at } : end
}

function bestStart({ setting }: Draft, starts: readonly Weighed[]): Weighed | undefined {
  const newest = Math.max(...starts.map(({ moment }) => recency(setting, moment)))
  const own = starts.filter(({ moment }) => recency(setting, moment) === newest)
  return own.toSorted((a, b) => Math.min(4, b.weight) - Math.min(4, a.weight) || a.moment.from - b.moment.from).at(0)
}

function recency(setting: Draft['setting'], moment: Timed): number {
  const block = blockAt(setting, moment.from)
  if (block?.isPostmortem) return Number.MAX_SAFE_INTEGER
  return block?.postedAt === undefined ? 0 : epochMs(block.postedAt)
}

/** Start plus duration, or the end that the timeline tells. */
export function withEnd(draft: Draft, prose: Candidate, fromTimeline: readonly Candidate[]): Candidate | undefined {
  const sentence = sentenceAt(draft, prose.from)
  const near = sentence ? [sentence.text, ...textsAfter(draft, prose.from, 2)] : []
  const lengths = near.flatMap((text) => {
    const isStated =
      /\b(?:lasted|lasting|duration|(?:for|during) (?:about |approximately |around |roughly |a total of |nearly )?\d{1,3}|\d{1,3} ?(?:minutes?|mins?|hours?) of (?:\w+ ){0,3}(?:downtime|outage|unavailability|disruption|degradation)|total(?:l?ing)? (?:downtime|outage|duration)|took|dauerte|pendant)\b|\b\d{1,3}[- ]?(?:minute|hour|min)s?\b[^.]{0,40}\b(?:outage|disruption|failure|downtime|degradation|interruption|incident)\b|\b(?:minutes?|mins?|hours?) (?:later|before|until)\b/iu.test(
        text,
      )
    return isStated ? durationsIn(text) : []
  })
  const [length] = lengths
  const [told] = fromTimeline
  if (length) {
    const minutes = new Set(lengths.map((one) => one.minutes))
    const end = minutes.size === 1 ? endAfter(draft, prose, length.minutes) : undefined
    if (end) return { ...prose, end, isApproximate: true }
  }
  if (!told?.end || told.end.ms <= prose.start.ms || told.end.ms - prose.start.ms > longestMs) return undefined
  return { ...prose, end: told.end, isApproximate: true, evidence: [...prose.evidence, ...told.evidence.slice(-1)] }
}

function endAfter(draft: Draft, { start, from }: Candidate, minutes: number): Dated | undefined {
  const moment = draft.moments.all.find((other) => other.from === from)
  if (!moment || !isTimed(moment)) return undefined
  const total = moment.clock.hour * 60 + moment.clock.minute + minutes
  const day = { ...start.day, serial: start.day.serial + Math.floor(total / 1440) }
  const clock = { ...moment.clock, hour: Math.floor((total % 1440) / 60), minute: total % 60 }
  return dated(draft.setting, { ...moment, clock }, { day })
}

/** The sentences before the one that holds the offset. */
export function textsBefore(draft: Draft, offset: number, count: number): readonly string[] {
  const index = sentenceIndexAt(draft, offset)
  return draft.sentences.slice(Math.max(0, index - count), Math.max(0, index)).map(({ text }) => text)
}

/** The sentences after the one that holds the offset. */
export function textsAfter(draft: Draft, offset: number, count: number): readonly string[] {
  const index = sentenceIndexAt(draft, offset)
  return draft.sentences.slice(index + 1, index + 1 + count).map(({ text }) => text)
}

function flat(text: string): string {
  return text.replaceAll(/[*_`]/gu, '').replaceAll(/\s+/gu, ' ')
}
