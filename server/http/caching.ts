import type { Board, ServerRequest, Shown } from '../context.ts'

/** What a response that shows these vendors' readings depends on; `extra` is whatever else it shows. */
export function shownOf(board: Board, vendorId: string | null = null, extra = ''): Shown {
  const one = vendorId === null ? null : (board.byId.get(vendorId) ?? null)
  const pages = vendorId === null ? board.vendors.flatMap((vendor) => vendor.pages) : (one?.pages ?? [])
  return { tag: `${board.newest}-${board.digest}${extra}`, pages }
}

/**
 * Answers 304 where the client already has what would be sent; else what `render` gives, with ETag and Cache-Control.
 */
export async function conditional(c: ServerRequest, shown: Shown, render: () => Response | Promise<Response>): Promise<Response> {
  const response = await render()
  response.headers.set('etag', `W/"${shown.tag}"`)
  return response
}
