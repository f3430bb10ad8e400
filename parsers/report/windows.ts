import type { Candidate } from './candidate.ts'
import { blockAt, datedSpan } from './dating.ts'
import type { Draft } from './document.ts'
import { evidenceAt, sentenceAt, sentenceIndexAt } from './evidence.ts'
import { labelledWindow } from './labelled-window.ts'
import type { ReportWindow } from './model.ts'
import type { Span } from './moments.ts'
import { isAhead, spanScore } from './roles.ts'
import { lastFrom } from './search.ts'
import { isFollowed, isPlausible, statedEnds, textsAfter, textsBefore, withEnd } from './stated-ends.ts'
import type { Entry } from './timeline.ts'
import { timelineWindows } from './timeline-window.ts'
import { epochMs } from '../lib/time.ts'

const aside: ReadonlySet<string> = new Set(['corrective_actions', 'lessons', 'resolution', 'detection'])
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
  const [first, ...parts] = chosen(draft, strong)
  // Fields for the two ends say it of the whole; a span told after them concerns a part.
  if (labelled?.end && (!first || first.from > labelled.from)) return finished([labelled, ...insideOf(labelled, strong)])
  const prose = statedEnds(draft, inTimeline)
  // So do two sentences, where the span is told after the first of them and lies between what they tell.
  if (first && prose && isSoonAfter(prose, first) && insideOf(prose, [first]).length > 0)
    return finished([prose, ...insideOf(prose, strong)])
  if (first) return finished([first, ...parts])
  const fromTimeline = timelineWindows(draft, entries)
  if (prose?.end) return finished([prose, ...insideOf(prose, spans)])
  const start = prose?.start
  const ended = start ? withEnd(draft, prose, fromTimeline) : undefined
  if (ended) return finished([ended])
  const spare = chosen(draft, spans)
  if (spare.length > 0) return finished(spare)
  if (fromTimeline.length > 0) return finished(fromTimeline)
  return finished(prose && prose.score >= 4 && !isFollowed(draft, prose) ? [prose] : [])
}

/** In the same breath: further down, a span is as likely the one that counts. */
function isSoonAfter({ from }: Candidate, later: Candidate): boolean {
  return later.from > from && later.from - from < 400
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
    const before = plain.text.slice(Math.max(sentence?.from ?? span.from, span.from - 400), span.from)
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
