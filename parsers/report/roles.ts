import { isRepair } from './entry-roles.ts'

/** What a sentence says about a time that stands in it: the words of impact, of its start and its end, and of everything else. */

const impact =
  /\b(?:experienc\w*|errors?|outages?|down(?:time)?|unavailab\w*|degrad\w*|disrupt\w*|fail(?:s|ed|ing|ures?)?|delay\w*|latenc\w*|slow\w*|impact\w*|affect\w*|unable|time(?:d )?-?outs?|interrupt\w*|intermittent\w*|loss|inaccessib\w*|difficult\w*|longer than (?:usual|normal|expected)|higher than (?:usual|normal)|offline|unreachable|unresponsive|elevated|crash\w*|incident|paused|not (?:working|available|able|processed|delivered|written|accessible)|missing|prevent(?:s|ed|ing)|incorrect\w*|could ?n[o']t|were not|was not|stopped|exposure|exposed|5\d\ds?|issues?|problems?|declin\w*|stale|stuck|delivered late|dropped|duplicated?|incomplete|rejected)\b|störung|ausfall|ausgefallen|nicht (?:erreichbar|verfügbar|möglich)|beeinträchtig|fehler|eingeschränkt|verzögerung|unterbrech|probleme?\b|panne|indisponib|perturb|erreurs?|interruption|lenteur|dégrad|incident|障害|不具合|エラー|接続でき|利用でき|できない|遅延|停止|影響|欠落|故障|异常|異常|无法|無法|中断|影响|不可用|延迟|失败|错误|宕机/iu

/** Somebody suffered it: the strongest sign that a span is the impact. */
const suffered =
  /\b(?:(?:we|customers?|users?|clients?|merchants?|developers?|some|all|many|requests?|calls|services?|platform|members?)\b[^.]{0,60}\b(?:experienc\w*|saw|see|noticed|noted|observed|encountered|suffered|were (?:unable|affected|impacted|not able)|was (?:unavailable|degraded|affected|impacted|down|inaccessible)|were (?:unavailable|degraded|down|failing|delayed)|went down|failed|may have|might have|could not|couldn't|had)|(?:impact|outage|incident|disruption|degradation|downtime)s? (?:lasted|occurred|happened|began|started|was|took place|window|duration|period|time)|(?:primary )?(?:period|window|duration) of (?:the )?(?:impact|outage|incident))\b|kam es|konnten|waren|ont (?:été|subi|rencontré)|a été|\bexperienced (?:\w+,? ){0,3}(?:increased|elevated|errors?|outages?|degrad\w*|delays?|latenc\w*|disruptions?|downtime|failures?|issues?|problems?|timeouts?)\b|\b(?:re-?occurr?ed|recurred|same (?:issue|problem))\b|発生|影響|出现|导致/iu

const ahead =
  /\b(?:will|would (?:take|last|be|need|continue)|next update|another update|further update|an update|expect(?:s|ed|ing)?|anticipat\w*|ETA|scheduled (?:for|to)|no later than|plan(?:s|ned)? (?:to|for)|should be|upcoming|until further|please|going to|aim(?:ing)? to|estimate(?:d|s)? (?:time|completion|resolution)|nächste|prochaine|次回|予定|预计|計画)\b[^.;]{0,80}$/iu
const orSooner = /^[^.]{0,40}\b(?:or sooner|or as soon as|if we have additional)\b/iu
const others =
  /\b(?:previous|earlier|prior|similar|another|separate|unrelated|last (?:week|month|year)'?s?) (?:incident|outage|issue|event|maintenance)s?\b|\b(?:upstream|provider|vendor|AWS|Amazon|Azure|Google|GCP|GitHub|Cloudflare|Fastly|Akamai|Heroku|Twilio)(?:'s)? (?:reported|confirmed|posted|published|announced|declared|updates?|status page|acknowledged)\b/iu
const workers = String.raw`(?:team|engineers?|administrators?|operators?|staff|responders?|we)\b[^.]{0,40}\b`
const work =
  '(?:attempt(?:ed)?|tried|examined?|investigat(?:ed|ing|e)|work(?:ed|ing)|monitor(?:ed|ing)|review(?:ed)?|restart(?:ed)?|deploy(?:ed|ing)?|appl(?:y|ied)|test(?:ed|ing)?|perform(?:ed|ing)?|analy[sz]ed|debugg?ed|rolled|migrated|migrating|scal(?:ed|ing)|implemented|discussed|met)'
const teamBefore = new RegExp(String.raw`\b${workers}${work}\b`, 'iu')
const teamAfter = new RegExp(String.raw`^\s*,?\s*(?!and\b|but\b)(?:the |our )?(?:\w+ ){0,2}${workers}${work}\b`, 'iu')
const maintenance = /\bmaintenance\b|\b(?:scheduled|planned|routine) (?:upgrade|migration)\b|\bwartung|メンテナンス|维护/iu
const submitted =
  /\b(?:data|logs?|objects?|records?|events?|messages?|emails?|files?|requests?|metrics|tokens|builds?|jobs?|accounts?)\b[^.]{0,40}\b(?:submitted|uploaded|sent|created|generated|received|requested|written|made|triggered)\b[^.]{0,40}$/iu

/** "... were not affected": the span is that of the others. */
const spared = /^[^.;]{0,60}\b(?:(?:is|are|was|were) (?:not|never) (?:affected|impacted)|unaffected|unimpacted)\b/iu
const unharmed =
  /\b(?:without|no)(?: any)? (?:\w+ ){0,2}(?:errors?|impact|issues?|problems?|downtime|outages?|interruptions?)\b(?! (?:page|message|code))/iu

export function isImpact(text: string): boolean {
  return impact.test(text)
}

/** Whether the words before or after put the time into the future. */
export function isAhead(before: string, after: string): boolean {
  return ahead.test(before.slice(-110)) || orSooner.test(after)
}

export function isElsewhere(text: string): boolean {
  return others.test(text)
}

/** How much a sentence speaks for a span in it to be the impact. Below 2 nothing does. */
export function spanScore(before: string, after: string, sentence: string): number {
  let score = 0
  if (impact.test(sentence)) score += 2
  if (suffered.test(sentence)) score += 2
  if ((isWorkBefore(before) || teamAfter.test(after)) && !suffered.test(`${before} ${after}`)) score -= 3
  if (others.test(sentence)) score -= 2
  if (maintenance.test(sentence) && !suffered.test(sentence)) score -= 3
  if (submitted.test(before)) score -= 1
  if ((unharmed.test(sentence) && !suffered.test(sentence)) || spared.test(after)) score -= 3
  return score
}

/** "We examined the logs from ...", but not "we are investigating an outage between ...". */
function isWorkBefore(before: string): boolean {
  const match = teamBefore.exec(before)
  return match !== null && !impact.test(before.slice(match.index + match[0].length))
}

const glue =
  '(?:[\\s,(*_~:]|(?<!\\p{L})(?:at|as of|as at|on|around|about|approximately|approx\\.?|roughly|circa|ca\\.?|as early as|shortly after|just after|from|the|same|next|following|day|morning|evening|night|time|was|is|of|in|by|um|gegen|ab|à|vers|le|am|den|date|utc)(?!\\p{L})){0,9}$'
const startBefore = new RegExp(
  String.raw`\b(?<verb>(?:began|started|caused|triggered) (?:the |an? )?(?:\w+ ){0,2}(?:outage|incident|disruption|downtime|issue|failure)|start(?:ed|ing|s)?|beg(?:an|in|inning|ins|un)|commenc\w+|since|onset|first (?:occurred|observed|appeared|noticed|seen|reported)|occurred|happened|took place|went (?:down|offline|dark)|became (?:\w+ )?(?:unavailable|unresponsive|unreachable|inaccessible|degraded|overloaded|unstable)|stopped (?:respond|work|process|accept|serv|deliver|receiv)\w*|crashed|failed|expired|lost (?:power|connectivity)|(?:minutes?|hours?),? (?:starting|beginning|from)|(?:began|started) (?:to )?(?:fail|see|experienc|throw|tim[ei]|crash|degrad|drop|slow|increas|climb|ris|spik|grow|pil|stall|hang|return|reject|receiv|exhibit|suffer|los)\w*(?: \w+){0,4}|(?:unable to|not able to|could not|couldn't|cannot) [^.;,\d]{0,40}from|(?:unavailable|down|offline|unreachable|degraded|inaccessible) for (?:about |approximately |around |roughly )?[\w.]+ (?:minutes?|hours?)|begun to (?:grow|fail|rise|climb|drop)|(?:errors?|outage|unavailable|down|offline|broken|failing|degraded|degradation|issues?|timeouts?|failures?|problems?|inaccessible|unreachable) (?:\w+ ){0,2}from|seit|ab|depuis|begann(?:en)?|a (?:débuté|commencé)|dès|à partir de)${glue}`,
  'iu',
)
const workSubject =
  /\b(?:maintenance|deploy\w*|roll-?out|release|migration|upgrade|job|task|investigat\w*|work|scan|backup|rollback|roll-back|failover|restart\w*|mitigat\w*|recover\w*|engineers?|team|process of|monitoring|import|index\w*|re-?build\w*|patch\w*|call|meeting|fix)\b(?<rest>[^.;]{0,30})$/iu
const startAfter =
  /^[\s,)*_]*(?:(?:[^.;]|\.(?=\S)){0,140}?)\b(?:went (?:down|offline|dark)|became (?:\w+ )?(?:unavailable|unresponsive|unreachable|inaccessible|degraded|overloaded|unstable|slow)|(?:began|started|begun) (?:to )?(?:get\w* (?:errors?|reports)|fail\w*|affect\w*|experienc\w*|see(?:ing)?\b|return\w* (?:errors?|5)|crash\w*|throw\w*|error\w*|drop\w*|degrad\w*|time?ing out|reject\w*|impact\w*|observ\w*|climb\w*|ris(?:e|ing)|increas\w*|spik\w*|grow\w*|receiv\w* (?:errors|5\d\d))|caused (?:an? |the )?(?:\w+ )?(?:outage|incident|disruption|degradation)|experienc(?:ed|ing)|suffered|encountered|stopped \w+ing|crashed|lost (?:power|connectivity|network)|(?:took|brought|knocked|pulled) (?:\w+ ){1,5}(?:offline|down)|(?:loss|outages?|failures?|disruption|incident|degradation|errors?|crash|interruption|spike)\b[^.;]{0,60}\b(?:began|started|occurred|happened)\b|(?:was|were) (?:down|unavailable|unable|unreachable|inaccessible|disconnected|cut off|logged out|interrupted|declined|rejected|refused|dropped)|introduced (?:a|an) (?:\w+ )?(?:fault|bug|error|regression|problem|defect)|fiel(?:en)? [^.;]{0,60}\baus\b|(?:errors?|error rates?|latenc\w+|time-?outs?|response times?|failures?|failure rates?) (?:\w+ ){0,2}(?:rose|increased|spiked|climbed|jumped|grew|went up)|(?:which|that) (?:\w+ )?(?:broke|took down|brought down|blocked|crashed)|ran out of|kam es|ausgefallen|est tombé)/iu
/** "It began at", after what was said of the impact. */
const pronoun = /\b(?:it|this|that)\s*$/iu
/** "From 14:05 UTC, mails were delayed." */
const opensWith = /^\W*(?:from|since|starting(?: at| from)?|beginning(?: at)?)[\s(~]*(?:(?:about|around|approximately)\s*)?$/iu
const startFailed =
  /^[\s,)*_]*(?:(?:[^.;]|\.(?=\S)){0,70}?)\b(?:failed|failing|errors|unusual|dropped|degraded|slowed?|spiked?|exhausted|failure)\b/iu
/** What monitoring saw at a time was so at that time. */
const seen =
  /^[\s,)*_]*(?:(?:[^.;]|\.(?=\S)){0,90}?)\b(?:detected|observed|noticed|flagged|spotted|registered|recorded|discovered|saw|seeing|showing|showed|alerted|(?:became|made) aware|notified|received (?:alerts?|reports?|notifications?))\b(?: \w+){0,4} (?:increas\w+|elevated|spikes?|rise|drop|delays?|errors?|exceptions|failures|timeouts|latency|issues?|problems?|loss|outage|disruption|unavailab\w+|degradation)\b|^[\s,)*_]*(?:(?:[^.;]|\.(?=\S)){0,60}?)\b(?:delays?|errors?|exceptions|failures|timeouts|latency)\b[^.;]{0,50}\b(?:detected|observed|noticed)\b/iu
const attempt = /^[^.;]{0,60}\b(?:attempt|deploy\w*|roll-?out|rollback|fix|we|engineers?|team)\b/iu
const cause =
  /\b(?:deployed|rolled out|released|pushed|merged|applied|upgraded|migrated|launched|updated|changed|enabled|switched|removed|deleted|renamed|triggered|by (?:mistake|accident)|accidentally|mistakenly|inadvertently|unintentionally|failed over|restarted|rebooted|initiated|began|started)\b/iu
const consequence =
  /^(?:during (?:the|this|that)|as a result|this (?:caused|resulted|led|change|deploy\w*|meant|triggered)|immediately|shortly|within (?:seconds|minutes)|after (?:this|the) (?:deploy|change|release|roll)|(?:all|every|our|the|most|many|some)\b[^.]{0,60}\b(?:was|were|went|became) (?:\w+ )?(?:down|unavailable|unreachable|offline|inaccessible|broken)\b|(?:all |some |many )?(?:users?|customers?|clients?|members?|people)\b[^.]{0,40}\b(?:lost|could not|couldn't|were unable|received|experienced|were logged)\b)/iu

/** How much the words around a time speak for it to be when the impact began: 0 is nothing, 5 says so outright. */
export function startWeight(before: string, after: string, next: string): number {
  const match = startBefore.exec(before)
  const subject = match ? (/[^.;]{0,80}$/u.exec(before.slice(Math.max(0, match.index - 80), match.index))?.[0] ?? '') : ''
  // "Deployments failing globally starting at" is no work.
  const isWork = !impact.test(workSubject.exec(subject)?.groups?.['rest'] ?? 'failed')
  // "Seit 16:10 Uhr ist er wieder erreichbar" tells an end.
  if (match && !isWork && !/^[^.;]{0,40}\bwieder\b/iu.test(after)) {
    const isImpactNear = impact.test(`${before} ${after}`) || startAfter.test(after) || pronoun.test(subject)
    if (isImpactNear) return 5
  }
  // "At 10:40 all sites were recovering in a degraded state".
  if (/^[^.;]{0,60}\b(?:recover|restor|resolv|mitigat|improv|repair|fix)\w*/iu.test(after)) return 0
  if (opensWith.test(before) && impact.test(/^[^.;]{0,90}/u.exec(after)?.[0] ?? '')) return 4
  if (startAfter.test(after) && !/\b(?:until|till|by)\b[\s\w~]{0,16}$/iu.test(before)) return 4
  if (
    /\b(?:at|on|around|approximately|about|starting|from)\b[\s\w~(]{0,16}$/iu.test(before) &&
    startFailed.test(after) &&
    !attempt.test(after)
  )
    return 3
  if (seen.test(after)) return 3
  const isCause = cause.test(after) && !/\b(?:fix|revert|rollback|mitigation)\b/iu.test(after)
  return isCause && consequence.test(next) && impact.test(next) ? 3 : 0
}

const endBefore = new RegExp(
  String.raw`\b(?<verb>until|till|(?:is|was|were) over|ended|ending|resolved|restored|recovered|mitigated|fixed|corrected|repaired|completed|concluded|cleared|back to normal|returned to normal(?: \w+){0,3}|(?:full |complete )?recovery|operational|online|subsided|stopped|bis|jusqu'à|behoben|wiederhergestellt|rétabli\w*|résolu\w*)${glue}`,
  'iu',
)
/** "We mitigated this through a rollback of the change at 00:18". */
const endEarlier =
  /\b(?:(?:mitigat|resolv|restor|fix|repair|recover)ed\b(?! the incident\b)|resolving|return(?:ed|ing) (?:\w+ ){0,3}to (?:\w+ )?(?:normal|operation)|(?:operating|working|functioning) normally|(?:been|is|are|was|were) (?:stable|healthy|available|working|online|operational|up))[^.;:]{0,130}\b(?:at|by|before|as (?:of|at)|effective|since)\s+(?:(?:about|around|approximately|roughly)\s+)?$|\b(?:mitigated|resolved|restored|fixed|recovered)\b[^.;]{0,130}\band for (?:all|everyone|everybody|the (?:rest|remaining|others?))\b[^.;,\d]{0,40}\b(?:at|by)\s*$/iu
const endAfter =
  /^[\s,)*_]*(?:(?:[^.;]|\.(?=\S)){0,140}?)\b(?:recovered|restored|resolved|to resolve the|mitigated|repaired|(?:returned|back|returning) to (?:\w+ ){0,2}(?:normal|operational|healthy|baseline|expected)\w*|(?:fully |completely )?operational|back (?:online|up)|came back|came online|stopped (?:receiving|seeing|returning) errors|no (?:longer|further)|error-free|fully functional|functioning normally|operating normally|cleared|full recovery|which (?:\w+ )?(?:fixed|resolved|restored|solved|ended|mitigated)|behoben|wiederhergestellt|wieder (?:erreichbar|verfügbar|normal)|rétabli\w*|résolu\w*|復旧|解消|恢复|修复)/iu
const partly =
  /\b(?:largely|mostly|partial\w*|some|began to|started to|starting to|beginning to|signs of|initial(?:ly)? (?:recover|restor|mitigat|fix|improv)\w*|gradual\w*|most|majority|improv\w*|believed|appeared|thought)\b/iu
const wholly = /\b(?:fully|full|all|complete(?:d|ly)?|entire\w*|every|normal)\b/iu

const closing =
  /\b(?:resolved|closed) the incident\b|\bincident (?:was |has been )?(?:\w+ )?(?:resolved|closed)\b|\b(?:declared|marked|considered|deemed)\b[^.]{0,30}\b(?:resolved|closed|over)\b/iu

const impactEnded =
  /\b(?:impact|outage|disruption|downtime|degradation|errors?|failures?)\b[^.;\d]{0,30}\b(?:ended|stopped|ceased|subsided)\s+(?:at|by|around)\s*$/iu

/** How much the words around a time speak for it to be when the impact ended. */
export function endWeight(before: string, after: string): number {
  const isBefore = endBefore.test(before) || endEarlier.test(before)
  const isAfter = endAfter.test(after)
  const isSaid = isBefore || isAfter
  if (!isSaid && !isRepairAt(before, after)) return 0
  const around = `${before.slice(-90)} ${after.slice(0, 140)}`
  const base = !isSaid ? 3 : isBefore && isImpactEnd(before, after) ? 4 : isAfter ? 4 : 2
  // "Impact ended at": nothing says it more plainly.
  const plainly = impactEnded.test(before) ? 2 : 0
  // Closing the incident comes after the end of the impact.
  const isClosing = closing.test(`${before.slice(-60)} ${/^(?:(?! and )[^,;]){0,60}/u.exec(after)?.[0] ?? ''}`)
  return base + plainly + (wholly.test(around) ? 1 : 0) - (partly.test(around) ? 1.5 : 0) - (isClosing ? 1 : 0)
}

/** "It was responding again at 08:58", "By 19:32 the application was accessible once again". */
function isRepairAt(before: string, after: string): boolean {
  if (!/\b(?:at|by|as of|around|approximately|about)\s*$/iu.test(before)) return false
  return isRepair(/[^.;]{0,120}$/u.exec(before)?.[0] ?? '') || isRepair(/^[^.;]{0,140}/u.exec(after)?.[0] ?? '')
}

/** "The job completed at" ends a job; "completed at ..., fully resolving the issue" ends the impact. */
function isImpactEnd(before: string, after: string): boolean {
  return (
    !/\b(?:completed|finished)\b/iu.test(before.slice(-40)) ||
    /resolv|restor|recover|incident|outage|impact|issue/iu.test(`${before.slice(-80)} ${after}`)
  )
}
