import type { Instant } from '../../parsers/model.ts'

/** A feed before it is written in one of the formats. Titles are plain text, `html` is safe, every address is absolute. */
export interface Feed {
  /** Stable name of the feed within this server: its path and what filters it. */
  readonly key: string
  readonly title: string
  readonly description: string
  readonly homeUrl: string
  readonly selfUrl: string
  /** Where older items are; null at the end. */
  readonly nextUrl: string | null
  /** When the newest item was observed; null for an empty feed. No clock is read for it. */
  readonly updated: Instant | null
  readonly items: readonly FeedItem[]
}

export interface FeedItem {
  /** Never changes, whatever becomes of the item's text. */
  readonly id: string
  readonly title: string
  readonly url: string
  /** The vendor's own page about it. */
  readonly externalUrl: string | null
  readonly html: string
  readonly text: string
  readonly author: string
  readonly tags: readonly string[]
  readonly published: Instant
  readonly updated: Instant
}

export function newestOf(items: readonly FeedItem[]): Instant | null {
  return items.reduce<Instant | null>((newest, { updated }) => (newest === null || updated > newest ? updated : newest), null)
}
