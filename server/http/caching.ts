import { hash } from 'node:crypto'
import type { Instant } from '../../parsers/model.ts'
import { earliest } from '../../data/trust.ts'
import type { Board, ServerRequest, Shown } from '../context.ts'

/** What a response that shows these vendors' readings depends on; `extra` is whatever else it shows. */
export function shownOf(board: Board, vendorId: string | null = null, extra = ''): Shown {
  const pages = vendorId === null ? undefined : (board.byId.get(vendorId)?.pages ?? [])
  const freshUntil = pages === undefined ? board.freshUntil : earliest(pages.map((page) => page.freshUntil))
  return { tag: `${board.newest} ${board.digest} ${extra}`, freshUntil }
}

/** Answers 304 where the client has already what would be sent; else what `render` gives, to be asked for anew each time. */
export async function conditional(c: ServerRequest, shown: Shown, render: () => Response | Promise<Response>): Promise<Response> {
  return conditionalFor(c, shown, 'no-cache', render)
}

/**
 * The same for what may be kept for a moment: until a reading that it shows could go stale, and never longer than a few
 * seconds, for a change may come at any time.
 */
export async function conditionalAnswer(c: ServerRequest, shown: Shown, render: () => Response | Promise<Response>): Promise<Response> {
  const seconds = keepSeconds(shown.freshUntil, c.get('server').now())
  return conditionalFor(c, shown, `public, max-age=${seconds}, must-revalidate`, render)
}

const longestKeepSeconds = 5

function keepSeconds(freshUntil: Instant | null, now: Instant): number {
  const freshSeconds = freshUntil === null ? longestKeepSeconds : Math.floor((Date.parse(freshUntil) - Date.parse(now)) / 1000)
  return Math.max(0, Math.min(longestKeepSeconds, freshSeconds))
}

async function conditionalFor(
  c: ServerRequest,
  shown: Shown,
  cacheControl: string,
  render: () => Response | Promise<Response>,
): Promise<Response> {
  const etag = etagOf(c, shown)
  const headers = { etag, 'cache-control': cacheControl }
  if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
  const response = await render()
  if (response.status !== 200) return response
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

/** Weak: times of readings may differ between two answers of the same tag. The address is part of it, and our version. */
function etagOf(c: ServerRequest, shown: Shown): string {
  const { version } = c.get('server')
  return `W/"${hash('sha1', `${version} ${c.req.url} ${shown.tag}`, 'base64url')}"`
}

/** RFC 9110, 13.1.2: a list of tags or `*`, by weak comparison. */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const opaque = withoutWeakness(etag)
  return ifNoneMatch.split(',').some((part) => part.trim() === '*' || withoutWeakness(part.trim()) === opaque)
}

function withoutWeakness(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag
}
