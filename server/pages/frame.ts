import type { Trust } from '../../parsers/model.ts'
import type { VendorReading } from '../../data/store/readings.ts'
import type { Frame } from '../components/layout.tsx'
import type { Board, ServerContext } from '../context.ts'

/** What pages share on their way from the context to the view. */

export function frameOf(server: ServerContext, { newest }: Board): Frame {
  return { now: server.now(), assets: server.assets, newest }
}

/** A page says how long ago everything was: one made earlier than this is no longer what would be sent. */
const oldestMs = 10_000

/**
 * What a page shows beyond the board's digest, for its ETag: how old its readings are, and the trust of whatever is no
 * part of the board. Without it a 304 would keep "read 40 s ago" on the screen for hours.
 */
export function agesOf(
  server: ServerContext,
  vendors: readonly VendorReading[],
  others: readonly { readonly trust: Trust }[] = [],
): string {
  const latest = vendors.reduce((newest, { checkedAt }) => (checkedAt !== null && checkedAt > newest ? checkedAt : newest), '')
  return [latest, Math.floor(Date.parse(server.now()) / oldestMs), ...others.map(({ trust }) => trust)].join(' ')
}
