import type { Fault } from './errors.ts'

/** An address that may be asked, taken apart once. */
export interface Target {
  /** Without fragment. */
  readonly href: string
  readonly origin: string
  readonly path: string
  readonly hostname: string
  readonly isSecure: boolean
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Takes a URL apart, or says why it cannot be asked. One parser for check and use: the URL standard's. */
export function parseTarget(url: string): Target | Fault {
  const parsed = URL.parse(url)
  return parsed ? targetOf(parsed, 'forbidden_address') : { kind: 'forbidden_address', detail: 'bad_url' }
}

/** Where a 3xx answer to `from` leads, or why nobody goes there. */
export function followRedirect(from: Target, status: number, location: string | undefined): Target | Fault {
  if (!redirectStatuses.has(status) || location === undefined) return { kind: 'redirect', detail: 'no_location' }
  const parsed = URL.parse(location, from.href)
  if (!parsed) return { kind: 'redirect', detail: 'bad_location' }
  const target = targetOf(parsed, 'redirect')
  if ('kind' in target) return target
  if (from.isSecure && !target.isSecure) return { kind: 'redirect', detail: 'downgrade' }
  return target
}

export function isPermanent(status: number): boolean {
  return status === 301 || status === 308
}

function targetOf(url: URL, kind: 'forbidden_address' | 'redirect'): Target | Fault {
  const { protocol } = url
  if (protocol !== 'https:' && protocol !== 'http:') return { kind, detail: 'scheme' }
  // We send no credentials, and dropping them would ask for another document than the one named.
  if (url.username !== '' || url.password !== '') return { kind, detail: 'credentials' }
  const { origin } = url
  const path = url.pathname + url.search
  return { href: origin + path, origin, path, hostname: url.hostname, isSecure: protocol === 'https:' }
}
