import type { Draft } from './document.ts'
import { evidenceAt } from './evidence.ts'
import type { CauseCategory, Evidence } from './model.ts'

/** What a report gives as the cause, by the words of the sentences that speak of causes. */

const words: readonly (readonly [CauseCategory, number, RegExp])[] = [
  [
    'certificate',
    6,
    /\b(?:certificates?|certs?|TLS|SSL)\b[^.]{0,80}\b(?:expir\w*|renew\w*|revo\w*|outdated|invalid|reissue\w*)|\b(?:expired|outdated|invalid) (?:\w+ ){0,2}(?:certificates?|certs?)|zertifikat/giu,
  ],
  [
    'power',
    6,
    /\b(?:power (?:outages?|loss(?:es)?|failures?|supply|suppl\w+|distribution|feeds?|events?|issues?|cuts?|network|grid)|(?:loss|lost|lose) (?:of )?power|UPS|generators?|cooling|overheat\w*|HVAC|stromausfall)\b/giu,
  ],
  [
    'security',
    5,
    /\b(?:DDoS|denial[- ]of[- ]service|attack(?:s|ers?|ed)?|unauthori[sz]ed(?! err)|compromised|vulnerabilit\w+|breach|malicious|exploit\w*|credentials|abuse|bots?|scrap(?:ers?|ing))\b/giu,
  ],
  ['dns', 4, /\b(?:DNS(?:SEC)?|name ?servers?|Route ?53|name resolution|domain registra\w+|registrar)\b/giu],
  [
    'hardware',
    4,
    /\b(?:hardware|disk failures?|(?:failed|faulty|defective|broken|bad) (?:\w+ )?(?:disks?|drives?|switch(?:es)?|hosts?|servers?|routers?|cards?|memory|RAM)|(?:disks?|drives?|switch(?:es)?|routers?|controllers?|NICs?|motherboards?) (?:\w+ ){0,5}(?:failed|died|broke)|RAID|DIMM|line card|physical (?:server|host)|hypervisor)\b/giu,
  ],
  [
    'third-party',
    4,
    /\b(?:third[- ]part(?:y|ies)|upstream (?:provider|vendor|issue|outage|incident|service|dependency)s?|(?:cloud|hosting|infrastructure|payment|telecom|network|internet|data ?cent(?:er|re)|service|external|CDN|SaaS|email|co-location|colocation)[- ](?:service )?(?:provider|vendor|partner|supplier|carrier)s?|(?:provider|vendor|issuer)(?:'s|-side)|our (?:\w+ ){0,2}(?:host|hoster|provider|vendor|supplier|registrar|carrier)\b|external to|outside of \w+(?:'s)? infrastructure|(?:AWS|Amazon|GCP|Google(?: Cloud)?|Azure|Microsoft|Git[Hh]ub|GitLab|Bitbucket|Cloudflare|Fastly|Akamai|Heroku|Twilio|Stripe|Let's Encrypt|CloudFront|Equinix|Docker ?Hub|Slack|Okta|Auth0|OpenAI)(?:'s)? (?:\w+ ){0,2}(?:outage|incident|issues?|degradation|disruption|failure|bug|CI process|problem|maintenance|change|services? reports|announced))\b/giu,
  ],
  [
    'network',
    3,
    /\b(?:network(?:ing)? (?:issue|outage|failure|partition|change|configuration|congestion|connectivity|equipment|device|link|error|problem|path|hardware)\w*|BGP|fib(?:er|re)(?: cut)?|packet loss|rout(?:ing|er|es)\b|peering|backbone|NAT gateways?|MTU|load[- ]balancers?|connectivity|firewall)\b/giu,
  ],
  [
    'capacity',
    3,
    /\b(?:capacity|overload\w*|overwhelm\w*|OOM\w*|out of memory|out-of-memory|(?:disk|storage) (?:space|usage|full)|no (?:available )?(?:disk )?space|(?:disks?|storage|volumes?|file ?systems?|drives?|partitions?)\b[^.]{0,40}\b(?:full|filled up|out of space)|file ?system (?:is |was )?full|full (?:root )?file ?system|(?:insufficient|exhaust\w*|lack of|ran out of|run out of|running out of|depleted|starv\w*|saturat\w*) ?(?:\w+ ){0,3}(?:memory|disk|space|resources?|connections?|threads?|CPU|storage|quota|capacity|nodes|IP|pool|file)?|(?:traffic|load|request|usage|memory|CPU|utili[sz]ation) (?:spikes?|surges?|increases?)|(?:high|elevated|heavy|increased|unexpected|unusual\w*|excessive|additional) (?:\w+ )?(?:load|traffic|memory|CPU|volume|demand|usage|utili[sz]ation)|resource (?:limits?|guarantees?|exhaustion|constraints?|contention)|overcommit\w*|rate limit\w*|throttl\w*|autoscal\w*|scal(?:e|ing) limits?|thundering herd|too many|quotas?|limits? (?:was |were |being |been )?(?:exceeded|reached|hit)|insufficient|backlog|queue (?:depth|build)|connection pool)\b/giu,
  ],
  [
    'database',
    2,
    /\b(?:databases?|DB|postgres\w*|mysql|mariadb|mongo\w*|redis|cassandra|SQL|replicas?|replication|quer(?:y|ies)|deadlocks?|vacuum|clickhouse|elasticsearch|datenbank)\b/giu,
  ],
  [
    'config-change',
    3.5,
    /\b(?:mis-?configur\w*|configur(?:ation|ing|ed)?(?: \w+){0,2} (?:changes?|errors?|mistakes?|updates?|issues?|problems?)|(?:incorrect|wrong|invalid|bad|missing|erroneous|faulty|outdated|inadvertent\w*|accidental\w*|improper\w*)(?:ly)? (?:\w+ ){0,2}(?:config\w*|settings?|values?|records?|rules?|permissions?|granted|scope|removed|deleted|changed|parameters?)|(?:changed?|updat\w+|modif\w+) (?:to |of |in )?(?:\w+ ){0,3}(?:config\w*|settings?|rules?|flags?|polic(?:y|ies)|permissions?)|feature flags?|infrastructure (?:changes?|modifications?)|not (?:correctly |properly )?configured|config(?:uration)?)\b/giu,
  ],
  [
    'deploy',
    3,
    /\b(?:deploy(?:s|ed|ing|ments?)?|releas(?:e|ed|es|ing)|roll-?outs?|rolled out|upgrad(?:e|ed|es|ing)|new version|code changes?|version bump|(?:was|were|been) (?:merged|shipped)|pushed|introduced (?:by|in|with|through|a)|recent (?:change|update))\b/giu,
  ],
  [
    'maintenance',
    2.5,
    /\b(?:(?:scheduled|planned|routine|internal|regular|platform|database|system) maintenance|maintenance (?:activity|job|work|window|operation|task|event|tasks)s?|maintenance|(?:clusters?|EKS|AKS|GKE|Kubernetes|k8s|nodes?|node groups?|databases?|platform|OS|kernel|postgres\w*|mysql)(?: \w+)? (?:upgrad\w+|roll-?overs?|recycl\w+|drain\w*)|(?:cordon|drain)(?:ed|ing)?|migrat(?:ion|ing|ed)|decommission\w*)\b/giu,
  ],
  [
    'software-bug',
    3,
    /\b(?:bugs?|defects?|race conditions?|memory leaks?|regressions?|logic errors?|null pointer|unhandled|exceptions?|infinite loop|edge[- ]cases?|software (?:issue|error|defect|problem)|incorrect(?:ly)? (?:handl\w+|logic|assum\w+)|unexpected (?:response|behaviou?r|condition|input|error|state)|did not handle|failed to handle|code path|coding error|subsystem)\b/giu,
  ],
]

const causal =
  /\b(?:root[- ]causes?|caus(?:e|ed|ing)|due to|because|trigger(?:ed|ing|s)?|result(?:ed|ing)? (?:of|from|in)|as a result|led to|leading to|introduced|stem(?:med|ming)|originat\w+|attribut\w+|responsible for|contribut\w+|owing to|traced (?:back )?to|culprit|so that|meant that|starved)\b|verursacht|aufgrund|ursache|en raison|causé|à cause|原因|により|导致|由于/iu
const outright =
  /\b(?:root[- ]causes?(?: of [^.]{0,60})? (?:was|is|were|has been)|(?:was|were|is|been) (?:\w+ )?(?:caused|triggered|introduced) by|originated from|due to)\b/iu
const remedy =
  /\b(?:to (?:resolve|fix|mitigate|address|restore|remediate)|(?:deploy\w*|releas\w*|roll\w* out|appl\w*|implement\w*|push\w*|merged?) (?:\w+ ){0,3}(?:fix(?:es)?|hotfix|patch|mitigations?|workaround)|roll(?:ed|ing)? ?back|revert\w*|mitigated)\b/iu
const future =
  /\b(?:will|going forward|in the future|plan(?:ning)? to|we are (?:adding|implementing|improving|working)|should have|would have|to prevent)\b/iu
/** Sentences past this many add nothing but time. */
const mostSentences = 700
/** A sentence that only mentions a thing weighs less. */
const enough = 1.6

export function causeOf(draft: Draft): { readonly category: CauseCategory; readonly evidence: Evidence | null } {
  const totals = new Map<CauseCategory, { sum: number; best: number; at: number }>()
  for (const { from, text } of draft.sentences.slice(0, mostSentences)) {
    const weight = weightOf(draft, from, text)
    if (weight <= 0) continue
    for (const [category, specificity, pattern] of words) {
      const count = Math.min(2, [...text.slice(0, 1000).matchAll(pattern)].length)
      if (count === 0) continue
      const score = weight * specificity * (count === 2 ? 1.3 : 1)
      const total = totals.get(category) ?? { sum: 0, best: 0, at: from }
      totals.set(category, { sum: total.sum + score, best: Math.max(total.best, score), at: score > total.best ? from : total.at })
    }
  }
  const [first] = [...totals].toSorted(([, a], [, b]) => rank(b) - rank(a))
  if (!first || first[1].best < enough) return { category: 'unknown', evidence: null }
  return { category: first[0], evidence: evidenceAt(draft, first[1].at) }
}

/** The same sentence in ten posts says no more than in two. */
function rank({ sum, best }: { readonly sum: number; readonly best: number }): number {
  return best * 2 + Math.min(sum, best * 2)
}

function weightOf({ sections, title }: Draft, from: number, text: string): number {
  const section = sections.findLast((other) => from >= other.from && from < other.to)
  const names = section?.names ?? []
  if (names.includes('corrective_actions') || names.includes('lessons')) return 0
  if (future.test(text) && !causal.test(text)) return 0
  // What was done about it is not what it came from.
  if (remedy.test(text) && !outright.test(text)) return 0
  const place = names.includes('root_cause')
    ? 2
    : names.includes('timeline')
      ? 0.3
      : names.includes('summary') || names.length === 0
        ? 1
        : 0.8
  const isTitle = title !== undefined && from < title.to && from + text.length > title.from
  if (isTitle) return causal.test(text) ? 3 : 1.5
  const manner = outright.test(text) ? 3 : causal.test(text) ? 2 : names.includes('root_cause') ? 1 : 0.4
  return place * manner
}
