import { describe, expect, it } from 'vitest'
import type { Refusal } from '../../../parsers/fingerprint.ts'
import { classifyRefusal } from '../../../parsers/lib/refusal.ts'

type Answer = Parameters<Refusal['match']>[0]

const page = '<!DOCTYPE html><html><head><title>Example Status</title></head><body>All systems operational</body></html>'

describe('parsers/lib/refusal', () => {
  it.each([
    ["Cloudflare's header", answer({ headers: { 'cf-mitigated': 'challenge' } }), 'challenge'],
    ["Cloudflare's interstitial", answer({ text: titled('Just a moment...') }), 'challenge'],
    ["Cloudflare's block", answer({ text: titled('Attention Required! | Cloudflare') }), 'challenge'],
    ["Cloudflare's script", answer({ text: '<script>window._cf_chl_opt = {}</script>' }), 'challenge'],
    ["AWS WAF's header", answer({ headers: { 'x-amzn-waf-action': 'captcha' } }), 'challenge'],
    [
      "Akamai's block",
      answer({ text: `${titled('Access Denied')}<a href="https://errors.edgesuite.net/18.2">Reference</a>` }),
      'challenge',
    ],
    ["Akamai's proof of work", answer({ text: '<div id="sec-if-cpt-container"></div>' }), 'challenge'],
    ['DataDome', answer({ text: '<script src="https://ct.captcha-delivery.com/c.js"></script>' }), 'challenge'],
    ['HUMAN', answer({ text: '<div id="px-captcha"></div>' }), 'challenge'],
    ['Imperva', answer({ text: '<html><script src="/_Incapsula_Resource?SWJIYLWA=1"></script></html>' }), 'challenge'],
    ['Imperva after a while', answer({ text: `${'x'.repeat(5000)} Incapsula incident ID: 1` }), 'challenge'],
    ['a login form', answer({ text: `${titled('Example Status - Sign In')}<input type="password">` }), 'login_wall'],
    ['a login form by its name alone', answer({ text: `${titled('Login')}<input type='password'>` }), 'login_wall'],
    ['an identity provider', answer({ finalUrl: 'https://example.okta.com/app/x' }), 'login_wall'],
    ['a sign-in by Google', answer({ finalUrl: 'https://accounts.google.com/v3/signin' }), 'login_wall'],
    ['a parked domain', answer({ text: '<script src="https://www.parkingcrew.net/x.js"></script>' }), 'unclaimed'],
  ])('recognises %s', (_what, given, reason) => {
    expect(classifyRefusal(given)?.reason).toBe(reason)
  })

  it.each([
    ['a status page', answer({})],
    [
      "a status page behind Cloudflare's detection",
      answer({ text: `${page}<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>` }),
    ],
    ['a long page behind Imperva', answer({ text: `${page}${'x'.repeat(5000)}<script src="/_Incapsula_Resource"></script>` })],
    ["an identity provider's own status page", answer({ finalUrl: 'https://status.okta.com/' })],
    ['the status page of a login', answer({ text: titled('Login Status') })],
    ['an incident of signing in', answer({ text: titled('Example Status - Sign in fails') })],
    ['a component called login', answer({ text: `${titled('Example Status')}<input type="password">` })],
    ['a page about a challenge', answer({ text: titled('Just a moment of downtime') })],
    ['JSON', answer({ text: '{"page": {}}' })],
    ['nothing', answer({ text: '' })],
    ['a title without end', answer({ text: '<title>'.repeat(50_000) })],
  ])('takes no offence at %s', (_what, given) => {
    expect(classifyRefusal(given)).toBeUndefined()
  })

  it("asks a platform's own refusals first", () => {
    const own: Refusal = { reason: 'inactive', what: 'an inactive page', match: ({ body }) => body.text.includes('Just a moment') }

    expect(classifyRefusal(answer({ text: titled('Just a moment...') }), [own])).toBe(own)
  })
})

function answer(given: { text?: string; headers?: Record<string, string>; finalUrl?: string }): Answer {
  const { text = page, headers = {}, finalUrl = 'https://status.example.com/' } = given
  return { finalUrl, status: 200, headers, body: { medium: 'html', text } }
}

function titled(title: string): string {
  return `<!DOCTYPE html><html><head>\n<title>${title}</title></head><body></body></html>`
}
