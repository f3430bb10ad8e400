import type { VendorReading } from '../../data/store/readings.ts'
import type { Frame } from '../components/layout.tsx'
import type { Board, ServerContext } from '../context.ts'

/** What pages share on their way from the context to the view. */

export function frameOf(server: ServerContext, { newest }: Board): Frame {
  return { now: server.now(), assets: server.assets, newest }
}

/**
 * What a page shows beyond health and trust: when each reading was made. Without it in the ETag a 304 would keep
 * "read 40 s ago" on the screen for hours.
 */
export function readingTimes(vendors: readonly VendorReading[]): string {
  const latest = vendors.reduce((newest, { checkedAt }) => (checkedAt !== null && checkedAt > newest ? checkedAt : newest), '')
  return `-${latest}`
}
