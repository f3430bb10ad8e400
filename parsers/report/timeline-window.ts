import type { Draft } from './document.ts'
import { durationsIn } from './durations.ts'
import { evidenceOf } from './evidence.ts'
import { isImpact } from './roles.ts'
import { lastFrom } from './search.ts'
import type { Entry } from './timeline.ts'
import type { Candidate } from './candidate.ts'

/** The window that a timeline tells: from the first entry in which something is wrong to the last in which it is repaired. */

const onset =
  /\b(?:outage|incident|impact|disruption)s? (?:begins?|began|starts?|started)|\bstart of (?:the )?(?:incident|outage|impact)|\b(?:goes|went|hard|is|are|site|service|server|pods?) (?:\w+ )?down\b|\b(?:fail(?:s|ed|ing|ures?)?|errors?|error-rate|crash\w*|unavailab\w*|unreachable|unresponsive|inaccessible|to zero|stall\w*|stops|stopped|stuck|degrad\w*|alert(?:s|ed)?|alarms?|paged|report(?:s|ed)?|detect\w*|notice[sd]?|aware|outage|time-?outs?|5\d\ds?|elevated|spikes?|slow\w*|oom\w*|evict\w*|expired?|can(?:not|'t| not)|issues?|problems?|unable|dropp?(?:ed|s)?)\b|障害|エラー|検知|故障|告警|异常|störung|ausfall|panne|erreurs?/iu
const repaired =
  /\b(?:(?:is|are|was|were|been|fully|now|all|everything|seems?|services?|full service|site|system|functionality)\s+(?:\w+\s+){0,2}(?:recovered|restored|healthy|fixed|repaired|okay|ok|fine|operational|back to normal|normal|online|up and running)|back (?:online|up|to normal)|return(?:ed|s|ing)? to (?:\w+ )?normal|fully recover\w*|recovered|fix (?:is |was )?(?:\w+ )?deployed|re-?open(?:ed|s)?\b|successfully restart\w*|mitigated|repaired|restored|errors? (?:\w+ )?(?:stopp?(?:ed|s)?|cease[sd]?|subside[sd]?|clear(?:ed|s)?)|(?:created|working|processing|serving|responding|running|accessible|available|healthy) again)|復旧|解消|恢复|修复|behoben|wiederhergestellt|rétabli/iu
const resolved =
  /\b(?:(?:incident|issue|outage|problem|everything)\s+)?(?:(?:is|was|has been|considered|officially|marked(?: as)?|declared)\s+)*(?:resolved|closed)\b|\bincident (?:ends?|ended|over)\b|\ball[- ]clear\b/iu
const doubted =
  /\b(?:not|n't|never|without|believ\w+|attempt\w*|tr(?:y|ied|ying)|hop\w+|until|once|if|should|would|could|seem(?:ed)? to be|partial\w*|some|no)\b[^.;,]{0,22}$/iu
/** The timeline says in so many words where it began and where it ended. */
const outrightStart =
  /\b(?:outage|incident|impact|issue|disruption|problem)s? (?:begins?|began|starts?|started)\b|\bstart of (?:the )?(?:incident|outage|impact|issue)\b|障害発生|故障开始/iu
const outrightEnd = /\b(?:outage|impact|disruption|issue|problem)s? (?:ends?|ended|over)\b|\bend of (?:the )?(?:outage|impact)\b/iu
const again =
  /\b(?:begins?|began|starts?|started|occurs?|down|fail\w*|issues?|outage|errors?)\b[^.]{0,20}\bagain\b|\b(?<!not |will |to )recurr?(?:ed|s|ence|ing)\b|\b(?:second|third|another|new) (?:outage|incident|failure)\b/iu
const harmless =
  /\bno(?:-| )op\b|\bno (?:\w+ ){0,2}(?:user|customer|production|visible|service|end-user|external) (?:facing )?impact\b|\bno (?:impact|outage|downtime|disruption) (?:to|on|for|was|occurred)\b|\bdid not (?:impact|affect) (?:any )?(?:users|customers|production)\b|\bfalse alarm\b|\bnear[- ]miss\b|\bno (?:users|customers) (?:were|was) (?:affected|impacted)\b/iu
const longestMs = 30 * 86_400_000

export function timelineWindows(draft: Draft, entries: readonly Entry[]): readonly Candidate[] {
  if (entries.length < 2 || harmless.test(draft.plain.text)) return []
  const told = entries.flatMap((entry) => (entry.at ? [{ ...entry, at: entry.at }] : []))
  const words = told.map((entry) => ({ ...entry, text: wordsOf(draft, entry) }))
  const byLength = confirmedByLength(draft, words)
  const start = words.find(({ text }) => outrightStart.test(text.slice(0, 60))) ?? words.find(({ text }) => onset.test(text))
  const end = start
    ? (lastOf(words, outrightEnd, start.at.ms) ?? lastOf(words, repaired, start.at.ms) ?? lastOf(words, resolved, start.at.ms))
    : undefined
  const isRepeated = start !== undefined && words.some(({ text, at }) => at.ms > start.at.ms && again.test(text) && !repaired.test(text))
  const whole = start && end && !isRepeated && end.at.ms - start.at.ms < longestMs ? candidateOf(draft, start, end) : undefined
  if (!whole) return byLength ? [byLength] : []
  if (!byLength) return [whole]
  // A stated length that spans two entries beats the reading of words; one inside the whole concerns a part.
  const isSameEnd = byLength.end?.ms === whole.end?.ms
  return isSameEnd || byLength.start.ms < whole.start.ms
    ? [byLength]
    : byLength.start.ms === whole.start.ms
      ? [byLength]
      : [whole, byLength]
}

type Told = Entry & { readonly at: NonNullable<Entry['at']> }

function lastOf(entries: readonly Told[], pattern: RegExp, after: number): Told | undefined {
  return entries.findLast(({ text, at }) => {
    if (at.ms <= after) return false
    for (const match of text.matchAll(new RegExp(pattern, 'giu'))) {
      const before = text.slice(Math.max(0, match.index - 40), match.index)
      // What somebody else repaired ("the provider updates their status page") is not this incident.
      if (!doubted.test(before) && !/\bstatus ?page\b/iu.test(text.slice(0, match.index))) return true
    }
    return false
  })
}

/** "It took 1 hour and 31 minutes from the start to the fix": one pair of entries lies exactly that far apart. */
function confirmedByLength(draft: Draft, entries: readonly Told[]): Candidate | undefined {
  const lengths = draft.sentences
    .filter(
      ({ from, text }) =>
        from >= (lastFrom(entries, from)?.to ?? 0) &&
        text.length < 600 &&
        isImpact(text) &&
        !/\b(?:timeout|every|per|interval|TTL|will|delays? (?:of|up)|wait)\b/iu.test(text),
    )
    .flatMap(({ text }) => durationsIn(text).map(({ minutes }) => minutes))
  for (const minutes of new Set(lengths)) {
    if (minutes < 5) continue
    const pairs = entries.slice(0, 200).flatMap((start) => {
      const end = entries.findLast(({ at }) => at.ms - start.at.ms === minutes * 60_000)
      return end ? [{ start, end }] : []
    })
    const fitting = pairs.filter(({ start, end }) => start === entries[0] || onset.test(start.text) || repaired.test(end.text))
    const [pair] = fitting
    if (pair && fitting.length === 1 && (repaired.test(pair.end.text) || onset.test(pair.start.text)))
      return candidateOf(draft, pair.start, pair.end)
  }
  return undefined
}

function candidateOf(draft: Draft, start: Told, end: Told): Candidate {
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
  return `${plain.text
    .slice(from, moment.from)
    .replaceAll(/[\s*#|-]+/gu, ' ')
    .trim()} ${text}`
    .trim()
    .slice(0, 600)
}
