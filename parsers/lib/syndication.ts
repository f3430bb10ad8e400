import { z } from 'zod'
import { ParseError } from '../errors.ts'
import type { Instant } from '../model.ts'
import type { Document } from '../platform.ts'
import { readJson, readWire } from './json.ts'
import { looseArray, present, told } from './schema.ts'
import { instantFromRfc822 } from './stamp.ts'
import { instantFromIso } from './time.ts'
import { child, readXml, textOf, type XmlElement } from './xml.ts'

/** RSS 2.0, RSS 1.0 (RDF), Atom and JSON Feed as input: one shape for all four. */
export interface Feed {
  readonly title?: string
  readonly link?: string
  readonly generator?: string
  readonly updatedAt?: Instant
  readonly items: readonly FeedItem[]
  /** Items that could not be read at all. */
  readonly dropped: number
}

export interface FeedItem {
  /** `id`, `guid` or `rdf:about`, as it stands. */
  readonly id?: string
  readonly title?: string
  readonly link?: string
  readonly publishedAt?: Instant
  readonly updatedAt?: Instant
  /** The longest text that the item carries. */
  readonly content?: string
  readonly contentFormat: 'html' | 'text'
  readonly categories: readonly string[]
}

export function readFeed(document: Document<'xml'>): Feed {
  const root = readXml(document)
  if (root.name === 'feed') return atomFeed(root)
  if (root.name === 'rss') return rssFeed(root, child(root, 'channel')?.children ?? [])
  if (root.name === 'rdf:rdf') return rssFeed(root, root.children)
  throw new ParseError('shape', 'XML that is no feed', { url: document.url, excerpt: root.name })
}

function atomFeed(feed: XmlElement): Feed {
  const entries = feed.children.filter(({ name }) => name === 'entry')
  return told({
    title: textOf(feed, 'title'),
    link: linkOf(feed),
    generator: textOf(feed, 'generator'),
    updatedAt: instantFromIso(textOf(feed, 'updated')),
    items: entries.map((entry) => {
      const content = child(entry, 'content') ?? child(entry, 'summary')
      return told({
        id: textOf(entry, 'id'),
        title: textOf(entry, 'title'),
        link: linkOf(entry),
        publishedAt: instantFromIso(textOf(entry, 'published')),
        updatedAt: instantFromIso(textOf(entry, 'updated')),
        content: content?.text,
        contentFormat: content?.attributes['type'] === 'html' ? ('html' as const) : ('text' as const),
        categories: entry.children.flatMap(({ name, attributes }) => (name === 'category' ? (attributes['term'] ?? []) : [])),
      })
    }),
    dropped: 0,
  })
}

/** RSS 2.0 keeps its items inside the channel, RSS 1.0 beside it. */
function rssFeed(root: XmlElement, siblings: readonly XmlElement[]): Feed {
  const channel = child(root, 'channel') ?? root
  return told({
    title: textOf(channel, 'title'),
    link: textOf(channel, 'link'),
    generator: textOf(channel, 'generator'),
    updatedAt: dateOf(channel, 'lastbuilddate') ?? dateOf(channel, 'pubdate') ?? dateOf(channel, 'dc:date'),
    items: siblings
      .filter(({ name }) => name === 'item')
      .map((item) =>
        told({
          id: textOf(item, 'guid') ?? item.attributes['rdf:about'],
          title: textOf(item, 'title'),
          link: textOf(item, 'link') ?? linkOf(item),
          publishedAt: dateOf(item, 'pubdate') ?? dateOf(item, 'dc:date'),
          updatedAt: dateOf(item, 'atom:updated') ?? dateOf(item, 'dcterms:modified'),
          content: textOf(item, 'content:encoded') ?? textOf(item, 'description'),
          contentFormat: 'html' as const,
          categories: item.children.flatMap(({ name, text }) => (name === 'category' ? [text.trim()] : [])),
        }),
      ),
    dropped: 0,
  })
}

function dateOf(parent: XmlElement, name: string): Instant | undefined {
  const text = textOf(parent, name)
  return text === undefined ? undefined : (instantFromRfc822(text) ?? instantFromIso(text))
}

/** The link to the page itself: `alternate`, or the one without a relation. */
function linkOf(parent: XmlElement): string | undefined {
  const links = parent.children.filter(({ name, attributes }) => name.endsWith('link') && attributes['href'] !== undefined)
  return links.find(({ attributes }) => (attributes['rel'] ?? 'alternate') === 'alternate')?.attributes['href']
}

const JsonFeed = z.object({
  version: z.string().startsWith('https://jsonfeed.org/version/'),
  title: z.string().nullish(),
  home_page_url: z.string().nullish(),
  items: looseArray(
    z.object({
      id: z.union([z.string(), z.number()]).transform(String),
      url: z.string().nullish(),
      title: z.string().nullish(),
      content_html: z.string().nullish(),
      content_text: z.string().nullish(),
      date_published: z.string().nullish(),
      date_modified: z.string().nullish(),
      tags: z.array(z.string()).nullish(),
    }),
  ),
})

export function readJsonFeed(document: Document<'json'>): Feed {
  const feed = readWire(JsonFeed, readJson(document), document.url)
  const { kept, dropped } = present(feed.items)
  return told({
    title: feed.title ?? undefined,
    link: feed.home_page_url ?? undefined,
    items: kept.map((item) =>
      told({
        id: item.id,
        title: item.title ?? undefined,
        link: item.url ?? undefined,
        publishedAt: instantFromIso(item.date_published),
        updatedAt: instantFromIso(item.date_modified),
        content: item.content_html ?? item.content_text ?? undefined,
        contentFormat: item.content_html ? ('html' as const) : ('text' as const),
        categories: item.tags ?? [],
      }),
    ),
    dropped,
  })
}
