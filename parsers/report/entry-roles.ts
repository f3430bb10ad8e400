/** What an entry of a timeline tells: something is wrong, it is repaired, the incident is closed. */

const onset =
  /\b(?:outage|incident|impact|disruption)s? (?:begins?|began|starts?|started)|\bstart of (?:the )?(?:incident|outage|impact)|\b(?:goes|went|hard|is|are|site|service|server|pods?) (?:\w+ )?down\b|\b(?:fail(?:s|ed|ing|ures?)?|errors?|error-rate|crash\w*|unavailab\w*|unreachable|unresponsive|inaccessible|to zero|stall\w*|stops?|stopped|stuck|degrad\w*|alert(?:s|ed)?|alarms?|paged|report(?:s|ed)?|detect\w*|notice[sd]?|aware|outage|time[- ]?outs?|timing out|out of memory|5\d\ds?|5xx|elevated|spikes?|slow\w*|oom\w*|evict\w*|disconnect\w*|refus\w+|rejects?|rejected|hang(?:s|ing)?|hung|freezes?|grow(?:s|ing)? past|expire[sd]?|can(?:not|'t| not)|issues?|problems?|unable|dropp?(?:ed|s)?|killed|lost|los(?:es|ing)|climb\w*|broken|breaks?|broke|missing|complain\w*|unhealthy|backlog\w*|exhaust\w*|overload\w*|no longer)\b|障害|エラー|検知|故障|告警|异常|störung|ausfall|fehler|alarm|nicht erreichbar|panne|erreurs?/iu
/** "Ends without problems", "no errors so far". */
const harmless = /\b(?:without|no)(?: any| further| new| more)? (?:\w+ )?(?:problems?|issues?|errors?|failures?|alerts?)\b/giu
/** Said outright, near the beginning of the entry. */
const outrightOnset =
  /\b(?:outage|incident|impact|issue|disruption|problem)s? (?:begins?|began|starts?|started)\b|\bstart of (?:the )?(?:incident|outage|impact|issue)\b|障害発生|故障开始/iu
const things =
  'sites?|services?|websites?|APIs?|apps?|applications?|systems?|servers?|databases?|hubs?|clusters?|functionality|access|nodes?|pods?|everything|all'
const fine =
  'recovered|restored|healthy|fixed|repaired|okay|ok|fine|operational|normal|online|available|reachable|accessible|responding|working|functional|stable|running|up'
const repaired = new RegExp(
  [
    String.raw`\b(?:is|are|was|were|been|fully|now|seems?|${things})\s+(?:\w+\s+){0,2}(?:recovered|restored|healthy|fixed|repaired|okay|ok|fine|operational|back to normal|normal|online|up and running)\b`,
    String.raw`\b(?:${things}) (?:(?:is|are|was|were|now|back|again|all) ){0,3}(?:${fine})\b`,
    String.raw`\b(?:is|are) (?:now )?(?:working|available|accessible|reachable|functional|stable|serving (?:traffic|requests))\b`,
    String.raw`\b(?:detects?|shows?|reports?) (?:\w+ ){0,3}healthy\b`,
    String.raw`\b(?:is|are|was|were|warnings?|errors?|alerts?|problems?|issues?) gone\b|\bback (?:at|within|to) (?:\w+ ){0,2}(?:normal|usual|expected|acceptable|healthy|its|their) ?(?:\w+ )?(?:levels?|limits?|rates?|values?|ranges?|performance)\b|\bthat (?:[\w-]+ ){1,3}(?:worked|recovered|succeeded)\b|\bback (?:online|up|to (?:normal|life|baseline|usual|expected|100 ?%|0|zero))\b|\b(?:comes?|came|coming) back\b`,
    String.raw`\breturn(?:ed|s|ing)? to (?:\w+ ){0,2}(?:normal|100 ?%|baseline)|\bnormali[sz](?:es|ed)\b|\bas usual\b|\b(?:caught|catch(?:es)?|catching) up\b|\b(?:launch|start|run|work|load|behave|boot)(?:e?s|ed|ing)? (?:\w+ )?as (?:expected|normal|before)\b|\b(?:queue|backlog|mempool)s? (?:\w+ ){0,2}(?:drained|cleared|emptied|empty)\b`,
    String.raw`\bfully recover\w*|\brecover(?:ed|s)\b|\bre-?open(?:ed|s)?\b|\bsuccessfully restart\w*|\bmitigated\b|\brepaired\b|\brestored\b`,
    String.raw`\b(?:fix|hotfix|patch|revert|roll-?back|workaround) (?:is |was |has been )?(?:\w+ )?(?:deployed|live|rolled out|released|applied|in place)\b`,
    String.raw`\b(?:roll-?back|revert|fail-?over|restore) (?:is |was |has been )?(?:complete[ds]?|finished|successful)\b`,
    String.raw`\b(?:errors?|alerts?|error rates?) (?:\w+ )?(?:stop(?:ped|s)?|cease[sd]?|subside[sd]?|clear(?:ed|s)?|drop(?:ped|s)? to zero|resolved?)\b`,
    String.raw`\b(?:created|work(?:s|ed|ing)?|succe(?:ed|eds|eded|eding|ssful)|process(?:es|ing)|serving|respond(?:s|ing)|running|accessible|available|healthy|normal|okay|fine|up|online|reachable|functional|functioning|operational|operating|usable|runs?|starts?|starting|boots?|launch(?:es)?|loads?|connects?|resolves?) (?:once )?again\b`,
    String.raw`\b(?:once again|again|once more) (?:fully )?(?:${fine})\b|\bstabili[sz]ed\b`,
    String.raw`\bconfirm(?:s|ed)? (?:(?:to be|it|is|as|that|now|be) ){0,2}(?:${fine})\b`,
    String.raw`\b(?:is|are|was|were) (?:now |all )?back\b(?! to (?!normal))`,
    String.raw`\b\w+ing normally\b|\bgreen\b|\b(?:went|goes|gets?|got) through(?: again)?\b|\b(?:is|are|was|were) (?:fully )?(?!down|fail|broken|unavail|slow|degrad|offline|affect|impact|unreach|stuck|timing|crash|late|lost|un)\w+ again\b`,
    String.raw`\b(?:is|are) (?!affect|degrad|impact|delay|block|reject|dropp|report|alert|restart|stopp|crash|fail)\w+ed again\b`,
    String.raw`\bworks? (?:from all|for (?:all|every)|as expected|normally|fine)\b`,
    String.raw`\bno (?:further|more|new) (?:errors?|failures?|alerts?|time-?outs?|reports?)\b|\b(?:${things}|writes?|reads|traffic|processing|deliver\w+|deploy\w*|operations?|ingest\w*|logins?|uploads?|jobs?|builds?) (?:\w+ ){0,2}resum(?:ed|es)\b`,
    String.raw`\b(?:health ?checks?|checks|probes|tests) (?:are )?(?:pass(?:ing|es)?|green|succeed\w*)\b`,
    String.raw`\b(?:backlogs?|queues?) (?:(?:is|was|were|has been|have been|fully) ){0,2}(?:drained|cleared|processed|empty)\b`,
    String.raw`\b(?:issue|problem|bug|error) (?:is |was |has been )?(?:fixed|solved)\b|\bnormal (?:operations?|service|functionality)\b`,
    String.raw`(?:^|[,;:.] )(?:[\w-]+ ){1,3}(?:working|restored|recovered|healthy|online|available|operational|functional)[\s.!]*$`,
    String.raw`(?:[,;.]|\band) (?:[\w-]+ ){1,2}(?:works?|start|starts|succeeds?|ok|okay|fine)[\s.!]*$`,
    '復旧|解消|恢复|修复|behoben|wiederhergestellt|rétabli',
  ].join('|'),
  'giu',
)
const outrightRepair = /\b(?:outage|impact|disruption|issue|problem)s? (?:ends?|ended|over)\b|\bend of (?:the )?(?:outage|impact)\b/giu
const resolved =
  /\b(?:(?:incident|issue|outage|problem|everything)\s+)?(?:(?:is|was|has been|considered|officially|marked(?: as)?|declared)\s+)*(?:resolved|closed)\b|\bincident (?:ends?|ended|over)\b|\ball[- ]clear\b/giu
const closedOutright =
  /\b(?:incident|outage|issue|problem)s? (?:[a-z]+ ){0,3}(?:resolved|closed|over|ended)\b(?! again)|^\W*(?:resolved|closed)\b(?! again)|\b(?:clos|resolv)(?:ed?|ing|es) (?:the )?incident\b|\ball[- ]clear\b/giu
/** What stands before the word takes it back: "not fixed", "believed to be", "attempt to restore". */
const doubted =
  /\b(?:not|n't|never|without|believ\w+|attempt\w*|tr(?:y|ied|ying)|hop\w+|until|once|if|should|would|could|seem(?:ed)? to be|partial\w*|some|no|will|expect\w*|to get|to bring|waiting|make sure|ensur\w+|see (?:if|whether)|permanent|long[- ]term|proper|definitive|follow-?up|check(?:ed|ing|s)? (?:that|if|whether))\b[^.;,]{0,22}$/iu
const recurring =
  /\b(?:issues?|errors?|problems?|outages?|failures?|alerts?|incident|timeouts?)\s+(?:\w+\s+){0,2}(?:begins?|starts?|began|started|occurs?|occurred|appears?|appeared|returns?|returned)(?: \w+)? again\b|\b(?:down|fail(?:s|ed|ing)?|broken|unavailable|unreachable) again\b|\b(?<!not |will |to )recurr?(?:ed|s|ence|ing)\b|\b(?:second|third|another|new|final) (?:\w+ ){0,2}(?:outage|incident|failure|wave|spike|attack|episode|occurrence)\b/iu

export function isOnset(text: string): boolean {
  return onset.test(text.replaceAll(harmless, ''))
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
  return says(text, repaired) && !recurring.test(text)
}

export function isClosing(text: string): boolean {
  return says(text, resolved)
}

/** The incident was declared over: said of itself, not of a tree or a ticket. */
export function isClosedOutright(text: string): boolean {
  return says(text, closedOutright)
}

export function isRecurrence(text: string): boolean {
  return recurring.test(text)
}

function says(text: string, pattern: RegExp): boolean {
  for (const match of text.matchAll(pattern)) {
    const before = text.slice(Math.max(0, match.index - 40), match.index)
    if (/\bnot\b/iu.test(match[0])) continue
    // What somebody else repaired ("the provider updates their status page") is not this incident.
    if (!doubted.test(before) && !/\bstatus ?page\b/iu.test(text.slice(0, match.index))) return true
  }
  return false
}
