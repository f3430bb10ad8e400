import { describe, expect, it } from 'vitest'
import { failureOf, isFailure, mayFallBack } from '../../crawler/failure.ts'
import { FetchError, type FetchErrorContext, type FetchErrorKind } from '../../crawler/fetch/errors.ts'
import { ParseError } from '../../parsers/errors.ts'
import type { Refusal } from '../../parsers/fingerprint.ts'

const url = 'https://status.example.com/api'
const unclaimed: Refusal = { reason: 'unclaimed', what: 'nobody lives here', match: ({ body }) => body.text.includes('for sale') }

interface Case {
  readonly kind: FetchErrorKind
  readonly detail: string
  readonly context?: Partial<FetchErrorContext>
  readonly outcome: string
  readonly says: string
  readonly understood: boolean
  readonly mayFallBack: boolean
}

const cases: readonly Case[] = [
  { kind: 'timeout', detail: 'deadline', outcome: 'unreachable', says: 'timeout deadline', understood: true, mayFallBack: false },
  { kind: 'dns', detail: 'dns_notfound', outcome: 'unreachable', says: 'dns dns_notfound', understood: true, mayFallBack: false },
  { kind: 'tls', detail: 'cert_expired', outcome: 'unreachable', says: 'tls cert_expired', understood: true, mayFallBack: false },
  { kind: 'connection', detail: 'reset', outcome: 'unreachable', says: 'connection reset', understood: true, mayFallBack: false },
  {
    kind: 'status',
    detail: 'server_error',
    context: { httpStatus: 503 },
    outcome: 'refused',
    says: 'status 503',
    understood: true,
    mayFallBack: true,
  },
  {
    kind: 'status',
    detail: 'rate_limited',
    context: { httpStatus: 429 },
    outcome: 'refused',
    says: 'status 429',
    understood: true,
    mayFallBack: false,
  },
  {
    kind: 'status',
    detail: 'not_found',
    context: { httpStatus: 404, body: 'gone' },
    outcome: 'refused',
    says: 'status 404',
    understood: false,
    mayFallBack: true,
  },
  {
    kind: 'status',
    detail: 'not_found',
    context: { httpStatus: 404, body: 'this name is for sale' },
    outcome: 'refused',
    says: 'foreign nobody lives here',
    understood: false,
    mayFallBack: false,
  },
  {
    kind: 'status',
    detail: 'forbidden',
    context: { httpStatus: 403, body: '', headers: { 'x-amzn-waf-action': 'captcha' } },
    outcome: 'refused',
    says: 'challenge a bot challenge of AWS WAF',
    understood: false,
    mayFallBack: false,
  },
  {
    kind: 'wrong_medium',
    detail: 'unexpected_content',
    context: { httpStatus: 200, body: '<html>Hello</html>' },
    outcome: 'unparseable',
    says: 'wrong_medium unexpected_content',
    understood: false,
    mayFallBack: true,
  },
  {
    kind: 'challenge',
    detail: 'cloudflare',
    context: { httpStatus: 403 },
    outcome: 'refused',
    says: 'challenge cloudflare',
    understood: false,
    mayFallBack: false,
  },
  {
    kind: 'too_large',
    detail: 'body_too_large',
    outcome: 'refused',
    says: 'too_large body_too_large',
    understood: true,
    mayFallBack: true,
  },
  { kind: 'redirect', detail: 'redirect_loop', outcome: 'refused', says: 'redirect redirect_loop', understood: true, mayFallBack: false },
  {
    kind: 'forbidden_address',
    detail: 'blocked_address',
    outcome: 'refused',
    says: 'forbidden_address blocked_address',
    understood: true,
    mayFallBack: false,
  },
  { kind: 'browser', detail: 'not_installed', outcome: 'unreachable', says: 'browser not_installed', understood: true, mayFallBack: true },
]

describe('crawler/failure.ts', () => {
  it.each(cases)('says of $kind ($detail, $context.httpStatus): $outcome, $says', ({ kind, detail, context, ...expected }) => {
    const failure = failureOf(new FetchError(kind, detail, { url, ...context }), [unclaimed])

    expect(failure).toMatchObject({ outcome: expected.outcome, understood: expected.understood })
    expect(`${failure.kind} ${failure.detail}`).toBe(expected.says)
    expect(mayFallBack(failure)).toBe(expected.mayFallBack)
  })

  it.each([
    { kind: 'shape', falls: true },
    { kind: 'missing', falls: true },
    { kind: 'empty', falls: true },
    { kind: 'foreign', falls: false },
  ] as const)('takes a document of kind $kind for not understood', ({ kind, falls }) => {
    const failure = failureOf(new ParseError(kind, 'what is wrong'), [])

    expect(failure).toMatchObject({ outcome: 'unparseable', kind, detail: 'what is wrong', understood: false })
    expect(mayFallBack(failure)).toBe(falls)
    expect(isFailure(failure)).toBe(true)
  })

  it('gives the same failure the same digest, whatever the address', () => {
    const [a, b] = ['https://a.example', 'https://b.example'].map((where) =>
      failureOf(new FetchError('timeout', 'deadline', { url: where }), []),
    )
    const other = failureOf(new FetchError('timeout', 'connect_timeout', { url }), [])

    expect(a?.digest).toBe(b?.digest)
    expect(other.digest).not.toBe(a?.digest)
  })
})
