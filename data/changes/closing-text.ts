import type { Update } from '../../parsers/model.ts'

/**
 * Which updates are incident reports in all but name. Many vendors publish what went wrong in the post that closes the
 * incident, or in an article, and never call it a report.
 *
 * The rule: the update closes the incident (its label says resolved or postmortem), or has no label of its own and says in
 * its text that it is over; it has the length of two sentences; and it looks back: it names the time by the clock twice
 * (from when to when), or once, or a length of time, together with a cause.
 */

/** Characters; those of a script without letters count three times. */
const shortest = 160
/** What is read of a longer text to decide. */
const longest = 20_000

const markup = /<[^<>]{0,2000}>/gu
const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu
const clock = /(?<!\d)(?:[01]?\d|2[0-3])(?:[:.h]|\s?Uhr\s?)[0-5]\d(?!\d)|(?<!\d)1?\d\s?[ap]\.?m\b|(?<!\d)[012]?\d\s?[時时点點시]/giu
const duration = /(?<!\d)\d{1,4}\s?(?:-\s?)?(?:min(?:ute|uten)?s?|hours?|hrs?|heures?|Stunden?|分|小时|時間|시간)(?![a-z])/iu
const causes = new RegExp(
  [
    'root cause|caused by|the cause|because|due to|as a result of|result(?:ed|ing) from|triggered by|attributed to|stemm(?:ed|ing) from',
    'originated (?:in|from)|led to|introduced by|owing to',
    'Ursache|aufgrund|verursacht|wegen|ausgelöst',
    'en raison|caus[ée]e? par|à cause|dû à|due à|provoqué',
    '原因|由于|因为|导致|により|によって|起因|원인|때문',
  ].join('|'),
  'iu',
)
const endings = new RegExp(
  [
    'resolved|restored|recovered|mitigated|operating normally|back to normal|has been fixed|was fixed|fully functional',
    'behoben|wiederhergestellt|gelöst',
    'résolu|rétabli|corrigé',
    '解消|復旧|恢复|修复|已解决|해결|복구',
  ].join('|'),
  'iu',
)

export function isReportInAllButName({
  phase,
  body,
  format,
}: Pick<Update, 'body' | 'format'> & { phase?: Update['phase'] | null }): boolean {
  if (phase === 'postmortem') return body.trim() !== ''
  const isUnlabelled = phase === undefined || phase === null || phase === 'unknown'
  if (phase !== 'resolved' && !isUnlabelled) return false
  if (body.length * 3 < shortest) return false
  const text = format === 'text' ? body.slice(0, longest) : body.slice(0, longest).replace(markup, ' ')
  if (text.trim().length + 2 * (text.match(ideographs)?.length ?? 0) < shortest) return false
  if (isUnlabelled && !endings.test(text)) return false
  const clocks = text.match(clock)?.length ?? 0
  return clocks >= 2 || ((clocks === 1 || duration.test(text)) && causes.test(text))
}
