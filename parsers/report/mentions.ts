import type { Draft } from './document.ts'
import { evidenceAt } from './evidence.ts'
import type { Evidence, Named } from './model.ts'
import { isImpact } from './roles.ts'

/** What a report says was affected, how much of it, and whose services it names. */

const share = /(?<![\d.,<>+-])(?<number>\d{1,3}(?:\.\d{1,3})?) ?(?:%|percent\b|per cent\b|Prozent\b)(?<after>[^.;]{0,90})/giu
const whole =
  /^ of (?:(?:all|the|our|total|their|its|active|those|these|affected|global|overall|incoming|inbound|outbound|customer|api|\w+) ){0,5}(?:users?|customers?|requests?|traffic|calls?|clients?|accounts?|merchants?|transactions?|payments?|messages?|emails?|sessions?|jobs?|builds?|workflows?|runs?|deliver\w+|events?|queries|operations?|organi[sz]ations?|workspaces?|servers?|nodes?|hosts?|connections?|sites?|websites?|stores?|orders?|shops?|repositor\w+|tenants?|devices?|pages?|uploads?|downloads?|pushes|pulls?|calls|impact window|\d+-minute impact window)\b/iu
const rate = /\b(?:error|failure|failed)[- ]?(?:rate|ratio)?s?\b[^.;%]{0,60}$/iu
const notShare =
  /\b(?:cpu|memory|disk|ram|utili[sz]ation|usage|capacity|threshold|alert\w*|SLA|uptime|availability of|success(?: rate)?|recover\w+|restored|rolled? ?out|rollout|canary|normal(?: levels)?|below|complete[d]?|mitigated|reduc\w+|faster|sampl\w+|discount|credit|handles|serves)\b[^.;%]{0,40}$/iu

/** The headline share: the first one that says how much of the users or requests suffered. */
export function shareOf(draft: Draft): { readonly percent: number | null; readonly evidence: Evidence | null } {
  let best: { percent: number; from: number; score: number } | undefined
  for (const { from, to, text } of draft.sentences) {
    if (text.length > 2000 || !/%|per ?cent|Prozent/iu.test(text) || !isImpact(text)) continue
    const section = draft.sections.findLast((other) => from >= other.from && from < other.to)
    const place = section?.names.some((name) => name === 'corrective_actions' || name === 'lessons' || name === 'root_cause')
      ? -5
      : section?.names.some((name) => name === 'summary' || name === 'impact')
        ? 1
        : 0
    const raw = draft.plain.text.slice(from, to)
    for (const match of raw.matchAll(share)) {
      const percent = Number(match.groups?.['number'])
      const before = raw.slice(Math.max(0, match.index - 70), match.index)
      if (percent <= 0 || percent > 100 || notShare.test(before)) continue
      const isWhole = whole.test(match.groups?.['after'] ?? '')
      const score = place + (isWhole ? 2 : rate.test(before) ? 1 : -3)
      if (score > (best?.score ?? 0)) best = { percent, from, score }
    }
  }
  return best ? { percent: best.percent, evidence: evidenceAt(draft, best.from) } : { percent: null, evidence: null }
}

const affected =
  /^(?:this (?:incident|scheduled maintenance) (?:affected|impacted)|services? affected|affected (?:services?|components?|products?)|components? affected)\s*:\s*(?<list>.{2,2000}?)\.?$/iu

/** "This incident affected: A, B (C, D) and E", and the page's own names where the prose has them. */
export function affectedIn(draft: Draft, components: readonly string[]): readonly Named[] {
  const { lines, plain } = draft
  const named = new Map<string, Named>()
  function add(name: string, from: number): void {
    const key = name.toLowerCase()
    if (name.length > 1 && !named.has(key)) named.set(key, { name, evidence: evidenceAt(draft, from) })
  }
  for (const line of lines) {
    const list = affected.exec(line.text)?.groups?.['list']
    if (list !== undefined) for (const name of namesIn(list)) add(name, line.from)
  }
  const low = plain.text.toLowerCase()
  for (const component of components.slice(0, 500)) {
    const at = component.length < 3 ? -1 : wordAt(low, component.toLowerCase())
    if (at !== -1) add(component, at)
  }
  return [...named.values()].slice(0, 200)
}

function namesIn(list: string): readonly string[] {
  const names: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index <= list.length; index += 1) {
    const sign = list[index]
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (sign !== undefined && (sign !== ',' || depth > 0)) continue
    names.push(
      ...(sign === undefined ? list.slice(start, index).split(/ and (?=[^()]{1,80}(?:\([^()]*\))?$)/u) : [list.slice(start, index)]),
    )
    start = index + 1
  }
  return names.map((name) => name.trim().replace(/[.;]$/u, '')).filter((name) => name !== '')
}

function wordAt(text: string, word: string): number {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const isFree = !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(text[at + word.length] ?? ' ')
    if (isFree) return at
  }
  return -1
}

/** Services that others stand on, by what reports call them. */
const parties: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'AWS',
    /\b(?:AWS|Amazon Web Services|Amazon (?:EC2|S3|RDS|Route ?53|CloudFront|Connect|DynamoDB|Aurora|EKS|SQS)|us-east-1|Route ?53|CloudFront)\b/u,
  ],
  ['Google Cloud', /\b(?:Google Cloud(?: Platform)?|GCP|GKE|Google Compute Engine|BigQuery)\b/u],
  ['Microsoft Azure', /\b(?:Azure|Microsoft Entra)\b/u],
  ['Cloudflare', /\bCloudflare\b/u],
  ['Fastly', /\bFastly\b/u],
  ['Akamai', /\bAkamai\b/u],
  ['GitHub', /\bGit[Hh]ub(?! \w+ issue)\b/u],
  ['GitLab', /\bGitLab\b/u],
  ['Bitbucket', /\bBitbucket\b/u],
  ['Atlassian', /\bAtlassian\b/u],
  ['Heroku', /\bHeroku\b/u],
  ['DigitalOcean', /\bDigitalOcean\b/u],
  ['Hetzner', /\bHetzner\b/u],
  ['OVHcloud', /\bOVH(?:cloud)?\b/u],
  ['Linode', /\bLinode\b/u],
  ['Equinix', /\bEquinix\b/u],
  ['Vercel', /\bVercel\b/u],
  ['Netlify', /\bNetlify\b/u],
  ['Stripe', /\bStripe\b/u],
  ['PayPal', /\bPayPal\b/u],
  ['Adyen', /\bAdyen\b/u],
  ['Twilio', /\bTwilio\b/u],
  ['SendGrid', /\bSend[Gg]rid\b/u],
  ['Mailgun', /\bMailgun\b/u],
  ['Slack', /\bSlack\b(?! (?:thread|channel|message|incident))/u],
  ['Datadog', /\bDatadog\b/u],
  ['PagerDuty', /\bPagerDuty\b/u],
  ['Sentry', /\bSentry\b/u],
  ['Auth0', /\bAuth0\b/u],
  ['Okta', /\bOkta\b/u],
  ["Let's Encrypt", /\b(?:Let's ?Encrypt|letsencrypt)\b/iu],
  ['MongoDB Atlas', /\bMongoDB Atlas\b/u],
  ['Snowflake', /\bSnowflake\b/u],
  ['Confluent', /\bConfluent\b/u],
  ['Docker Hub', /\bDocker ?Hub\b/u],
  ['npm', /\bnpm registry\b|\bnpmjs\b/u],
  ['OpenAI', /\bOpenAI\b/u],
  ['Anthropic', /\bAnthropic\b/u],
  ['NS1', /\bNS1\b/u],
  ['Level 3', /\b(?:Level ?3|CenturyLink|Lumen)\b/u],
]
const vendor = /^Incident Report for (?<name>.{1,80})$/u

/** Third parties named; the page's own maker is none. */
export function partiesIn(draft: Draft, url: string | undefined): readonly Named[] {
  const { plain, lines } = draft
  const own = `${lines
    .slice(0, 8)
    .flatMap(({ text }) => vendor.exec(text)?.groups?.['name'] ?? [])
    .join(' ')} ${url === undefined ? '' : (URL.parse(url)?.hostname ?? '')}`
  const flat = own.toLowerCase().replaceAll(/[^a-z0-9]/gu, '')
  return parties.flatMap(([name, pattern]) => {
    const match = pattern.exec(plain.bare)
    const isOwn = flat.includes(name.toLowerCase().replaceAll(/[^a-z0-9]/gu, ''))
    return match && !isOwn ? [{ name, evidence: evidenceAt(draft, match.index) }] : []
  })
}
