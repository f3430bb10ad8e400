import type { Candidate } from './candidate.ts'
import { type Dated, blockAt, dated, datedSpan } from './dating.ts'
import type { Draft } from './document.ts'
import { durationsIn } from './durations.ts'
import { evidenceAt, sentenceAt, sentenceIndexAt } from './evidence.ts'
import { labelledWindow } from './labelled-window.ts'
import type { ReportWindow } from './model.ts'
import { isTimed, type Span, type Timed } from './moments.ts'
import { endWeight, isAhead, isElsewhere, spanScore, startWeight } from './roles.ts'
import { lastFrom } from './search.ts'
import type { Entry } from './timeline.ts'
import { timelineWindows } from './timeline-window.ts'
import { epochMs } from '../lib/time.ts'

const aside: ReadonlySet<string> = new Set(['corrective_actions', 'lessons', 'resolution', 'detection'])
const longestMs = 120 * 86_400_000
const foreignMs = 2 * 3_600_000
const slackMs = 5 * 60_000
/** From here on a span of the prose is claimed. */
const enough = 2
/** From here on it is beyond doubt, and more words prove no more. */
const certain = 4

/** The windows that the text states, the main one first. None is better than a wrong one. */
export function windowsOf(draft: Draft, entries: readonly Entry[]): readonly ReportWindow[] {
  const inTimeline = coverOf(entries)
  const spans = spanCandidates(draft, inTimeline)
  const strong = spans.filter(({ score }) => score >= certain)
  const labelled = labelledWindow(draft)
  if (strong.length > 0) return finished(chosen(draft, strong))
  if (labelled?.end) return finished([labelled])
  const fromTimeline = timelineWindows(draft, entries)
  const prose = statedEnds(draft, inTimeline)
  if (prose?.end) return finished([prose, ...insideOf(prose, spans)])
  const start = prose?.start
  const ended = start ? withEnd(draft, prose, fromTimeline) : undefined
  if (ended) return finished([ended])
  const spare = chosen(draft, spans)
  if (spare.length > 0) return finished(spare)
  if (fromTimeline.length > 0) return finished(fromTimeline)
  return finished(prose && prose.score >= 4 ? [prose] : [])
}

/** Whether an offset lies in one of the entries, which do not overlap. */
function coverOf(entries: readonly Entry[]): (offset: number) => boolean {
  return (offset) => offset < (lastFrom(entries, offset)?.to ?? 0)
}

function spanCandidates(draft: Draft, inTimeline: (offset: number) => boolean): readonly Candidate[] {
  const { setting, moments, title, plain } = draft
  return moments.spans.flatMap((span): Candidate[] => {
    if (inTimeline(span.from)) return []
    const isInTitle = title !== undefined && span.from >= title.from && span.from < title.to
    const sentence = sentenceAt(draft, span.from)
    if (!sentence && !isInTitle) return []
    const before = plain.text.slice(sentence?.from ?? span.from, span.from)
    const after = plain.text.slice(span.to, span.to + 80)
    if (isAhead(before, after)) return []
    const ends = datedSpan(setting, span)
    if (!ends || !isPlausible(draft, ends.start, ends.end, span.from)) return []
    const text = plain.text.slice(Math.max(sentence?.from ?? 0, span.from - 400), Math.min(sentence?.to ?? span.to, span.to + 400))
    const around = contextOf(draft, span, text)
    const score = (isInTitle ? 4 : spanScore(before, after, `${text} ${around}`)) + placeScore(draft, span)
    if (score < enough) return []
    const isApproximate = span.start.isApproximate || span.end.isApproximate
    return [{ ...ends, score, isApproximate, from: span.from, evidence: [evidenceAt(draft, span.from)] }]
  })
}

/** Where a span stands says what it is, too: impact in the summary, work in the resolution. */
function placeScore(draft: Draft, span: Span): number {
  const { sections, plain, lines } = draft
  const section = sections.findLast(({ bodyFrom, from, to }) => (span.from >= bodyFrom || span.from >= from) && span.from < to)
  const label = plain.text.slice(Math.max(lastFrom(lines, span.from)?.from ?? 0, span.from - 100), span.from)
  const labelled = /\b(?:duration|impact|outage|incident|downtime|when|time(?: of)?|period|window)\b[^.]{0,30}[:|]\s*\**[^.]{0,40}$/iu.test(
    label,
  )
    ? 3
    : 0
  const opening = isOpening(draft, span.from) ? 2 : 0
  if (!section) return labelled + opening
  if (section.names.includes('summary') || section.names.includes('impact')) return labelled + 2
  return section.names.some((name) => aside.has(name)) ? labelled - 2 : labelled + opening
}

/** A report opens with what happened: one of its first two sentences. */
function isOpening(draft: Draft, offset: number): boolean {
  const index = sentenceIndexAt(draft, offset)
  return (
    draft.blocks.length === 1 &&
    index < 12 &&
    draft.sentences.slice(0, Math.max(0, index)).filter(({ text }) => text.length > 60).length < 2
  )
}

/** What the newest post says wins; a span that lies in another one is part of it. */
function chosen(draft: Draft, candidates: readonly Candidate[]): readonly Candidate[] {
  const newest = newestOf(draft, candidates)
  // What is told first is the whole, what follows its parts.
  const [main, ...others] = newest.toSorted((a, b) => Math.min(certain, b.score) - Math.min(certain, a.score) || a.from - b.from)
  if (!main) return []
  const rest = others.filter((other) => !isSame(main, other))
  return [main, ...rest.filter((other, index) => !rest.slice(0, index).some((earlier) => isSame(earlier, other)))]
}

function newestOf({ setting }: Draft, candidates: readonly Candidate[]): readonly Candidate[] {
  const ranked = candidates.map((candidate) => {
    const block = blockAt(setting, candidate.from)
    return {
      candidate,
      block,
      rank: block?.isPostmortem ? Number.MAX_SAFE_INTEGER : block?.postedAt === undefined ? 0 : epochMs(block.postedAt),
    }
  })
  const highest = Math.max(...ranked.map(({ rank }) => rank))
  return ranked.filter(({ rank }) => rank === highest).map(({ candidate }) => candidate)
}

/** A weaker span within what is claimed concerns a part of it. */
function insideOf({ start, end }: Candidate, spans: readonly Candidate[]): readonly Candidate[] {
  return spans.filter(
    (span) =>
      end !== undefined &&
      span.end !== undefined &&
      span.start.ms >= start.ms &&
      span.end.ms <= end.ms &&
      span.end.ms - span.start.ms < end.ms - start.ms,
  )
}

function isSame(a: Candidate, b: Candidate): boolean {
  return Math.abs(a.start.ms - b.start.ms) < 60_000 && Math.abs((a.end?.ms ?? 0) - (b.end?.ms ?? 0)) < 60_000
}

/** An end before its start, or a start after the post that reports it, is somebody's slip: not claimed. */
function isPlausible({ setting }: Pick<Draft, 'setting'>, start: Dated, end: Dated | undefined, offset: number): boolean {
  if (end && (end.ms <= start.ms || end.ms - start.ms > longestMs)) return false
  // A zone that only the page has, and a window long over at the first post: the clock was somebody's own.
  const isForeign =
    start.zone === null && end !== undefined && setting.firstPost !== undefined && end.ms < epochMs(setting.firstPost) - foreignMs
  if (isForeign && start.day.year !== 'open') return false
  const posted = blockAt(setting, offset)?.postedAt
  return posted === undefined || start.day.year === 'open' || start.ms <= epochMs(posted) + slackMs
}

interface Weighed {
  readonly weight: number
  readonly at: Dated
  readonly moment: Timed
}

/** The start and the end that two sentences state, of the newest text that states them. */
function statedEnds(draft: Draft, inTimeline: (offset: number) => boolean): Candidate | undefined {
  const { moments, setting, plain } = draft
  const within = new Set(moments.spans.flatMap(({ start, end }) => [start.from, end.from]))
  const starts: Weighed[] = []
  const ends: Weighed[] = []
  for (const moment of moments.all) {
    if (!isTimed(moment) || inTimeline(moment.from) || within.has(moment.from)) continue
    const sentence = sentenceAt(draft, moment.from)
    if (!sentence || draft.stampLines.has(lineStart(plain.text, moment.from))) continue
    const before = flat(plain.text.slice(Math.max(sentence.from, moment.from - 160), moment.from))
    const after = flat(plain.text.slice(moment.to, Math.min(sentence.to, moment.to + 200)))
    if (isAhead(before, after) || isElsewhere(`${before} ${after}`)) continue
    const at = dated(setting, moment)
    if (!at || !isPlausible(draft, at, undefined, moment.from)) continue
    const start = startWeight(before, after, textsAfter(draft, moment.from, 1)[0] ?? '')
    const end = endWeight(before, after)
    if (start >= 3 && start >= end) starts.push({ weight: start, at, moment })
    else if (end >= 3) ends.push({ weight: end, at, moment })
  }
  const start = bestStart(draft, starts)
  if (!start) return undefined
  const block = blockAt(setting, start.moment.from)
  const later = ends
    .filter(({ moment }) => blockAt(setting, moment.from) === block || starts.length === 1)
    .map((end) => afterMidnight(draft, start, end))
    .filter(({ at }) => at.ms > start.at.ms && at.ms - start.at.ms < longestMs)
  const end = later.toSorted((a, b) => b.weight - a.weight || b.at.ms - a.at.ms).at(0)
  const evidence = [evidenceAt(draft, start.moment.from), ...(end ? [evidenceAt(draft, end.moment.from)] : [])]
  const isApproximate = start.moment.isApproximate || (end?.moment.isApproximate ?? false)
  return { start: start.at, end: end?.at, score: start.weight, isApproximate, from: start.moment.from, evidence }
}

/** "At 19:20 ... At 01:14": an end without a day of its own that lies before its start is on the next day. */
function afterMidnight({ setting }: Draft, start: Weighed, end: Weighed): Weighed {
  if (end.moment.day || end.at.ms > start.at.ms || start.at.ms - end.at.ms > 86_400_000) return end
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
function withEnd(draft: Draft, prose: Candidate, fromTimeline: readonly Candidate[]): Candidate | undefined {
  const sentence = sentenceAt(draft, prose.from)
  const near = sentence ? [sentence.text, ...textsAfter(draft, prose.from, 2)] : []
  const lengths = near.flatMap((text) => {
    const isStated =
      /\b(?:lasted|lasting|duration|for (?:about |approximately |around |roughly |a total of |nearly )?\d|total(?:l?ing)? (?:downtime|outage|duration)|took|dauerte|pendant)\b|\b\d{1,3}[- ]?(?:minute|hour|min)s?\b[^.]{0,40}\b(?:outage|disruption|failure|downtime|degradation|interruption|incident)\b/iu.test(
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

function finished(candidates: readonly Candidate[]): readonly ReportWindow[] {
  const [main] = candidates
  if (!main) return []
  return candidates.slice(0, 20).map((candidate): ReportWindow => {
    const { start, end, isApproximate, evidence } = candidate
    const isInside = candidate !== main && main.end !== undefined && start.ms >= main.start.ms && (end?.ms ?? start.ms) <= main.end.ms
    const isVague = isApproximate || start.isZoneOpen || end?.isZoneOpen === true
    const isInferred = start.isInferred || end?.isInferred === true
    const certainty = isVague ? 'approximate' : isInferred ? 'inferred-date' : 'exact'
    const isPart = isInside || (candidate !== main && candidate.score < main.score - 1)
    return {
      start: start.at,
      end: end?.at ?? null,
      role: isPart ? 'sub' : 'main',
      certainty,
      zone: start.zone ?? end?.zone ?? null,
      evidence,
    }
  })
}

/** "Between 13:17 and 14:18 UTC:" is explained by the list below it, a bare span in a list by the line above. */
function contextOf(draft: Draft, span: Span, text: string): string {
  if (text.trimEnd().endsWith(':')) return textsAfter(draft, span.from, 2).join(' ')
  return text.trim().length - (span.to - span.from) < 12 ? textsBefore(draft, span.from, 5).join(' ') : ''
}

/** The sentences before the one that holds the offset. */
function textsBefore(draft: Draft, offset: number, count: number): readonly string[] {
  const index = sentenceIndexAt(draft, offset)
  return draft.sentences.slice(Math.max(0, index - count), Math.max(0, index)).map(({ text }) => text)
}

/** The sentences after the one that holds the offset. */
function textsAfter(draft: Draft, offset: number, count: number): readonly string[] {
  const index = sentenceIndexAt(draft, offset)
  return draft.sentences.slice(index + 1, index + 1 + count).map(({ text }) => text)
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1
}

function flat(text: string): string {
  return text.replaceAll(/[*_`]/gu, '').replaceAll(/\s+/gu, ' ')
}
