/** What an entry of a timeline tells: something is wrong, it is repaired, the incident is closed. */

const onset =
  /\b(?:outage|incident|impact|disruption)s? (?:begins?|began|starts?|started)|\bstart of (?:the )?(?:incident|outage|impact)|\b(?:goes|went|hard|is|are|site|service|server|pods?) (?:\w+ )?down\b|\b(?:fail(?:s|ed|ing|ures?)?|errors?|error-rate|crash\w*|unavailab\w*|unreachable|unresponsive|inaccessible|to zero|stall\w*|stops|stopped|stuck|degrad\w*|alert(?:s|ed)?|alarms?|paged|report(?:s|ed)?|detect\w*|notice[sd]?|aware|outage|time-?outs?|5\d\ds?|elevated|spikes?|slow\w*|oom\w*|evict\w*|expired?|can(?:not|'t| not)|issues?|problems?|unable|dropp?(?:ed|s)?|killed|lost|broken|breaks?|broke|missing|complain\w*|unhealthy|backlog\w*|exhaust\w*|overload\w*)\b|障害|エラー|検知|故障|告警|异常|störung|ausfall|panne|erreurs?/iu
/** Said outright, near the beginning of the entry. */
const outrightOnset =
  /\b(?:outage|incident|impact|issue|disruption|problem)s? (?:begins?|began|starts?|started)\b|\bstart of (?:the )?(?:incident|outage|impact|issue)\b|障害発生|故障开始/iu
const repaired =
  /\b(?:(?:is|are|was|were|been|fully|now|all|everything|seems?|services?|full service|site|system|functionality|access|nodes)\s+(?:\w+\s+){0,2}(?:recovered|restored|healthy|fixed|repaired|okay|ok|fine|operational|back to normal|normal|online|up and running)|(?:detects?|shows?|reports?) (?:\w+ ){0,3}healthy|back (?:online|up|to normal|to life)|(?:comes?|came|coming) back\b|return(?:ed|s|ing)? to (?:\w+ ){0,2}(?:normal|100 ?%)|fully recover\w*|recovered|fix (?:is |was )?(?:\w+ )?deployed|re-?open(?:ed|s)?\b|successfully restart\w*|mitigated|repaired|restored|(?:errors?|alerts?) (?:\w+ )?(?:stopp?(?:ed|s)?|cease[sd]?|subside[sd]?|clear(?:ed|s)?)|(?:created|work(?:s|ing)?|processing|serving|responding|running|accessible|available|healthy|normal|okay|fine|up) again|(?:is|are) (?:now )?(?:working|available|accessible|reachable|functional|stable)|(?:issue|problem|bug|error) (?:is |was |has been )?(?:fixed|solved)|normal (?:operations?|service|functionality))|復旧|解消|恢复|修复|behoben|wiederhergestellt|rétabli/iu
const outrightRepair = /\b(?:outage|impact|disruption|issue|problem)s? (?:ends?|ended|over)\b|\bend of (?:the )?(?:outage|impact)\b/iu
const resolved =
  /\b(?:(?:incident|issue|outage|problem|everything)\s+)?(?:(?:is|was|has been|considered|officially|marked(?: as)?|declared)\s+)*(?:resolved|closed)\b|\bincident (?:ends?|ended|over)\b|\ball[- ]clear\b/iu
/** What stands before the word takes it back: "not fixed", "believed to be", "attempt to restore". */
const doubted =
  /\b(?:not|n't|never|without|believ\w+|attempt\w*|tr(?:y|ied|ying)|hop\w+|until|once|if|should|would|could|seem(?:ed)? to be|partial\w*|some|no|will|expect\w*|to get|to bring|waiting)\b[^.;,]{0,22}$/iu
const recurring =
  /\b(?:begins?|began|starts?|started|occurs?|down|fail\w*|issues?|outage|errors?)\b[^.]{0,20}\bagain\b|\b(?<!not |will |to )recurr?(?:ed|s|ence|ing)\b|\b(?:second|third|another|new) (?:outage|incident|failure)\b/iu

export function isOnset(text: string): boolean {
  return onset.test(text)
}

export function isOutrightOnset(text: string): boolean {
  const match = outrightOnset.exec(text)
  // In the middle of a story it looks back: "the logs around the start of the outage".
  return match !== null && (match.index < 60 || /^[\s).*!]*$/u.test(text.slice(match.index + match[0].length)))
}

export function isOutrightRepair(text: string): boolean {
  return says(text, outrightRepair)
}

export function isRepair(text: string): boolean {
  return says(text, repaired)
}

export function isClosing(text: string): boolean {
  return says(text, resolved)
}

export function isRecurrence(text: string): boolean {
  return recurring.test(text) && !repaired.test(text)
}

function says(text: string, pattern: RegExp): boolean {
  for (const match of text.matchAll(new RegExp(pattern, 'giu'))) {
    const before = text.slice(Math.max(0, match.index - 40), match.index)
    // What somebody else repaired ("the provider updates their status page") is not this incident.
    if (!doubted.test(before) && !/\bstatus ?page\b/iu.test(text.slice(0, match.index))) return true
  }
  return false
}
