import type { Refusal, RefusalReason } from '../fingerprint.ts'

/**
 * Answers that come in place of a status page whatever the platform: bot challenges, login walls, parked domains. Every
 * mark is one that only the interstitial itself carries: a page behind the same wall, once let through, is none.
 */

type Answer = Parameters<Refusal['match']>[0]

/** The first refusal that recognises the answer. A platform's own ones go before the general ones. */
export function classifyRefusal(answer: Answer, refusals: readonly Refusal[] = []): Refusal | undefined {
  return [...refusals, ...generalRefusals].find((known) => known.match(answer))
}

/** The part of a body in which such marks stand. */
function beginning(answer: Answer): string {
  return answer.body.text.slice(0, 100_000)
}

/** The title of an HTML body, on one line. */
export function titleOf(answer: Answer): string {
  const text = beginning(answer)
  const start = text.search(/<title[\s>]/iu)
  if (start === -1) return ''
  const open = text.indexOf('>', start)
  const end = text.indexOf('<', open)
  return open === -1 || end === -1 ? '' : text.slice(open + 1, Math.min(end, open + 300)).trim()
}

const generalRefusals: readonly Refusal[] = [
  refusal('challenge', 'a bot challenge of Cloudflare', (answer) => {
    if (answer.headers['cf-mitigated'] === 'challenge') return true
    return beginning(answer).includes('_cf_chl_opt') || /^(?:Just a moment\.\.\.|Attention Required! \| Cloudflare)$/u.test(titleOf(answer))
  }),
  refusal('challenge', 'a bot challenge of AWS WAF', ({ headers }) => /^(?:challenge|captcha)$/u.test(headers['x-amzn-waf-action'] ?? '')),
  refusal('challenge', 'a bot challenge of Akamai', (answer) => {
    const text = beginning(answer)
    return text.includes('sec-if-cpt-container') || (titleOf(answer) === 'Access Denied' && text.includes('errors.edgesuite.net'))
  }),
  refusal('challenge', 'a bot challenge of DataDome', (answer) => beginning(answer).includes('captcha-delivery.com')),
  refusal('challenge', 'a bot challenge of HUMAN (PerimeterX)', (answer) => /px-captcha|window\._pxAppId/u.test(beginning(answer))),
  refusal('challenge', 'a bot challenge of Imperva', (answer) => {
    const text = beginning(answer)
    return text.includes('Incapsula incident ID') || (text.length < 3000 && text.includes('_Incapsula_Resource'))
  }),
  refusal('login_wall', 'a login form', (answer) => {
    if (!/^(?:[^<]{1,200} [-–|·] )?(?:sign[ -]?in|log[ -]?in)(?: (?:to|[-–|·]) [^<]{1,200})?$/iu.test(titleOf(answer))) return false
    return /type=["']?password|oktacdn\.com|SAMLRequest|data-se=["']/u.test(beginning(answer))
  }),
  refusal('login_wall', "an identity provider's page", ({ finalUrl }) => {
    const host = URL.parse(finalUrl)?.hostname ?? ''
    // Their makers have status pages of their own.
    if (host.startsWith('status.')) return false
    return host === 'accounts.google.com' || host === 'login.microsoftonline.com' || /\.(?:okta|onelogin|auth0)\.com$/u.test(host)
  }),
  refusal('unclaimed', 'a parked domain', (answer) =>
    /sedoparking\.com|parkingcrew\.net|parklogic\.com|bodis\.com|<script[^>]{1,200}\/\/(?:www\.)?hugedomains\.com/u.test(beginning(answer)),
  ),
]

function refusal(reason: RefusalReason, what: string, match: (answer: Answer) => boolean): Refusal {
  return { reason, what, match }
}
