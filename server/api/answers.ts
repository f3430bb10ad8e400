import type { Slice } from '../../data/store/filters.ts'
import type { ServerRequest } from '../context.ts'
import { baseUrl } from '../http/headers.ts'

/** JSON answers, alone and in lists. */

export function json(c: ServerRequest, value: unknown, headers: Record<string, string> = {}): Response {
  return c.body(JSON.stringify(value), 200, { 'content-type': 'application/json; charset=utf-8', ...headers })
}

/** `{data, next}`, and the next part's address as a Link header too. */
export function list(c: ServerRequest, { rows, next }: Slice<unknown>): Response {
  return json(c, { data: rows, next }, next === null ? {} : { link: `<${nextUrl(c, next)}>; rel="next"` })
}

/** The same address with another cursor. */
export function nextUrl(c: ServerRequest, cursor: string): string {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.set('cursor', cursor)
  return `${baseUrl(c)}${pathname}?${searchParams.toString()}`
}
