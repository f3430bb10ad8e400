import type { Next } from 'hono'
import type { ServerRequest } from '../context.ts'

/** What every answer carries, and what a browser of another site may read. */

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const securityHeaders = Object.entries({
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
})

/** All that is here is public and read without credentials. */
const sharingHeaders = Object.entries({
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Link, Retry-After',
})

export async function standardHeaders(c: ServerRequest, next: Next): Promise<void> {
  await next()
  const { headers } = c.res
  for (const [name, value] of securityHeaders) headers.set(name, value)
  for (const [name, value] of sharingHeaders) headers.set(name, value)
}

export function preflight(c: ServerRequest): Response {
  return c.body(null, 204, {
    allow: allowedMethods,
    'access-control-allow-methods': allowedMethods,
    'access-control-allow-headers': 'Accept, Cache-Control, If-None-Match, Last-Event-ID',
    'access-control-max-age': '86400',
  })
}

export const allowedMethods = 'GET, HEAD, OPTIONS'

/** Address that links begin with: as configured, else as this request came in. */
export function baseUrl(c: ServerRequest): string {
  return c.get('server').config.publicUrl ?? new URL(c.req.url).origin
}
