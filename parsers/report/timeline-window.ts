import type { Candidate } from './candidate.ts'
import type { Draft } from './document.ts'
import { isClosedOutright, isClosing, isOnset, isOutrightOnset, isOutrightRepair, isRecurrence, isRepair } from './entry-roles.ts'
import { evidenceOf } from './evidence.ts'
import { closestPair, exactPair, type Told } from './stated-length.ts'
import type { Entry } from './timeline.ts'

/** The window that a timeline tells: from the first entry in which something is wrong to the last in which it is repaired. */

const harmless =
  /\bno(?:-| )op\b|\b(?:no|without|zero)(?: any)? (?:\w+ ){0,2}(?:user|customer|production|visible|service|end-user|external|public)(?:[- ]facing)? impact\b|\bno (?:impact|outage|downtime|disruption) (?:to|on|for|was|occurred)\b|\bimpact(?: on \w+)?\W{1,6}none\b|\b(?:did|does) not (?:impact|affect) (?:any )?(?:users|customers|production)\b|\bfalse alarm\b|\bnear[- ]miss\b|\bno (?:\w+ )?(?:users|customers) (?:were|was) (?:affected|impacted)\b|\b(?:users|customers) (?:were|was) not (?:affected|impacted)\b/iu
const longestMs = 30 * 86_400_000

interface Dated extends Told {
  readonly at: NonNullable<Entry['at']>
}

export function timelineWindows(draft: Draft, entries: readonly Entry[]): readonly Candidate[] {
  if (entries.length < 2 || harmless.test(draft.plain.text)) return []
  const told = entries.flatMap((entry): Dated[] =>
    entry.at ? [{ at: entry.at, ms: entry.at.ms, text: wordsOf(draft, entry), from: entry.from, to: entry.to }] : [],
  )
  const pair = exactPair(draft, told)
  const whole = byWords(told)
  if (!whole) return pair ? [candidateOf(draft, pair)] : []
  if (!pair) return [candidateOf(draft, closestPair(draft, told, whole.start, whole.end) ?? whole)]
  // A stated length that spans two entries beats the reading of words; said of a span within, it concerns a part.
  const isWhole = pair.isMeasured || pair.start.ms <= whole.start.ms || pair.end.ms === whole.end.ms
  return isWhole ? [candidateOf(draft, pair)] : [whole, pair].map((one) => candidateOf(draft, one))
}

function byWords(told: readonly Dated[]): { readonly start: Dated; readonly end: Dated } | undefined {
  const start = told.find(({ text }) => isOutrightOnset(text)) ?? told.find(({ text }) => isOnset(text))
  if (!start) return undefined
  const later = told.filter(({ ms }) => ms > start.ms)
  // An outage that comes again has more windows than one, and nothing says which entries belong to which.
  if (later.some(({ text }) => isRecurrence(text))) return undefined
  // What is repaired after the incident was closed is the clearing up.
  const closed = later.find(({ text }) => isClosedOutright(text))
  const open = later.filter(({ ms }) => ms <= (closed?.ms ?? ms))
  const end = [isOutrightRepair, isRepair]
    .flatMap((says) => [open, later].map((list) => list.findLast(({ text }) => says(text))))
    .concat(later.findLast(({ text }) => isClosing(text)))
    .find((entry) => entry !== undefined)
  return end && end.ms - start.ms < longestMs ? { start, end } : undefined
}

function candidateOf(draft: Draft, { start, end }: { readonly start: Dated; readonly end: Dated }): Candidate {
  return {
    start: start.at,
    end: end.at,
    score: 3,
    isApproximate: true,
    from: start.from,
    evidence: [start, end].map(({ from, to }) => evidenceOf(draft.plain, from, Math.min(to, from + 400))),
  }
}

/** An entry's own text, with the label that stands before its time. */
function wordsOf({ plain }: Draft, { from, moment, text }: Entry): string {
  const label = plain.text.slice(from, moment.from).replaceAll(/[\s*#|-]+/gu, ' ')
  return `${label.trim()} ${text}`.trim().slice(0, 600)
}
