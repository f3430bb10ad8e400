import { z } from 'zod'
import { titleLabel } from '../lib/stated-phase.ts'
import type { Feed, FeedItem } from '../lib/syndication.ts'
import { type Body, readBody } from './body.ts'

/**
 * Any RSS 2.0, RSS 1.0, Atom or JSON Feed that tells incidents. What is on the wire is for `lib/syndication.ts`; here stands
 * what makes such a feed one of incidents. Seen in the feeds of Statuspage, incident.io, cState and xAI, 2026-07 to 2026-11.
 */

/** `feedUrl`: where the feed lies, which may be on another host; `format`: what it is written in, XML where nothing is said. */
export const Params = z.strictObject({
  feedUrl: z.url({ protocol: /^https?$/u }),
  format: z.enum(['xml', 'json']).exactOptional(),
})
export type Params = z.infer<typeof Params>

const subject = /\b(?:status|incidents?|outages?|disruptions?|service health|system health|maintenances?)\b/iu

/** The word by which a title says that it is about how a service does. */
export function subjectIn(title: string): string | undefined {
  return subject.exec(title.slice(0, 300))?.[0]
}

/** An item with the label of its title and its body taken apart. */
export interface ReadItem {
  readonly item: FeedItem
  readonly title: string
  readonly label?: string
  readonly body: Body
}

export function readItem(item: FeedItem, url: string): ReadItem {
  const { label, text } = titleLabel(item.title ?? '')
  const read = { item, title: text, body: readBody(item, url) }
  return label === undefined ? read : { ...read, label }
}

/** The word by which an item states a phase, in one of the places where such words stand. */
export function statedWord({ label, body }: ReadItem): string | undefined {
  return body.status ?? body.posts.find((post) => post.label !== undefined)?.label ?? label
}

/** A feed of incidents: one whose title says so. Its items have to state a phase, one of them at least; it may have none. */
export function isOfIncidents({ title = '' }: Feed, items: readonly ReadItem[]): boolean {
  return subjectIn(title) !== undefined && (items.length === 0 || items.some((item) => statedWord(item) !== undefined))
}
