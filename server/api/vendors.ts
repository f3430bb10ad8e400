import { sliceAfter } from '../../data/store/cursor.ts'
import { earliest } from '../../data/trust.ts'
import type { VendorReading } from '../../data/store/readings.ts'
import type { Board, ServerRequest, Shown } from '../context.ts'
import { conditionalAnswer, shownOf } from '../http/caching.ts'
import { problem } from '../http/problem.ts'
import { json, list } from './answers.ts'
import { listParameters, readQuery } from './query.ts'

export async function listVendors(c: ServerRequest): Promise<Response> {
  const query = readQuery(c, listParameters)
  const board = await c.get('server').board()
  return conditionalAnswer(c, shownOf(board), () => list(c, sliceAfter(board.vendors, query)))
}

/** The vendor that the path names, watched or not, and what showing it depends on. */
export async function findVendor(
  c: ServerRequest,
  id: string = c.req.param('id') ?? '',
): Promise<{ vendor: VendorReading; shown: Shown; board: Board } | null> {
  const server = c.get('server')
  const board = await server.board()
  const watched = board.byId.get(id)
  if (watched) return { vendor: watched, shown: shownOf(board, id), board }
  const vendor = await server.store.vendor(id)
  return (
    vendor && {
      vendor,
      shown: {
        tag: `${shownOf(board).tag} ${vendor.trust} ${vendor.trustReason}`,
        freshUntil: earliest(vendor.pages.map((page) => page.freshUntil)),
      },
      board,
    }
  )
}

export function noVendor(c: ServerRequest): Response {
  return problem(c, 404, 'There is no such vendor')
}

export async function oneVendor(c: ServerRequest): Promise<Response> {
  readQuery(c, {})
  const found = await findVendor(c)
  return found ? conditionalAnswer(c, found.shown, () => json(c, found.vendor)) : noVendor(c)
}

export async function listComponents(c: ServerRequest): Promise<Response> {
  const query = readQuery(c, listParameters)
  const found = await findVendor(c)
  if (!found) return noVendor(c)
  return conditionalAnswer(c, found.shown, async () => list(c, sliceAfter(await c.get('server').store.components(found.vendor.id), query)))
}
