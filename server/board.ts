import { hash } from 'node:crypto'
import type { Instant } from '../parsers/model.ts'
import type { Reader } from '../data/store/reader.ts'
import type { PageReading, VendorReading } from '../data/store/readings.ts'
import { earliest } from '../data/trust.ts'
import type { Board } from './context.ts'

/**
 * One look at the watched vendors serves every request for `keepMs`, but never past the moment at which one of its
 * readings goes stale. Requests that come while it is being taken share it.
 */
export function createBoard(store: Pick<Reader, 'newestChange' | 'vendors'>, now: () => Instant, keepMs: number): () => Promise<Board> {
  let taken: { readonly board: Promise<Board>; readonly at: number; readonly until: Instant | null } | undefined
  return async () => {
    if (taken && performance.now() - taken.at < keepMs && (taken.until === null || now() <= taken.until)) return taken.board
    const look = { board: takeLook(store), at: performance.now(), until: null }
    taken = look
    try {
      const board = await look.board
      if (taken === look) taken = { ...look, until: board.freshUntil }
      return board
    } catch (error) {
      if (taken === look) taken = undefined
      throw error
    }
  }
}

/** The newest change is looked up first: what lands in between is shown early, and its change makes a new tag. */
async function takeLook(store: Pick<Reader, 'newestChange' | 'vendors'>): Promise<Board> {
  const newest = await store.newestChange()
  const vendors = await store.vendors()
  return {
    newest,
    vendors,
    byId: new Map(vendors.map((vendor) => [vendor.id, vendor])),
    digest: hash('sha1', JSON.stringify(vendors.map(shownOfVendor)), 'base64url'),
    freshUntil: earliest(vendors.flatMap((vendor) => vendor.pages.map((page) => page.freshUntil))),
  }
}

function shownOfVendor({ id, name, homepage, category, trustReason, openIncidents, green, doubts, pages }: VendorReading): unknown {
  return [id, name, homepage, category, trustReason, openIncidents, green, doubts, pages.map(shownOfPage)]
}

function shownOfPage({ id, url, platform, authority, health, native, lastHealth, trust, trustReason }: PageReading): unknown {
  return [id, url, platform, authority, health, native, lastHealth, trust, trustReason]
}
