import type { Instant } from '../../parsers/model.ts'
import type { Feed, FeedItem } from './feed.ts'
import { branch, emptyElement, leaf, xmlDeclaration } from './xml.ts'

/** RSS 2.0, with the self link that the RSS board's profile asks for. */
export function rss(feed: Feed): string {
  const channel = [
    leaf('title', feed.title),
    leaf('link', feed.homeUrl),
    leaf('description', feed.description),
    leaf('language', 'en'),
    emptyElement('atom:link', { rel: 'self', type: 'application/rss+xml', href: feed.selfUrl }),
    ...(feed.nextUrl === null ? [] : [emptyElement('atom:link', { rel: 'next', type: 'application/rss+xml', href: feed.nextUrl })]),
    ...(feed.updated === null ? [] : [leaf('lastBuildDate', rfc822(feed.updated))]),
    leaf('ttl', '5'),
    ...feed.items.map(item),
  ]
  const namespaces = { 'xmlns:atom': 'http://www.w3.org/2005/Atom', 'xmlns:dc': 'http://purl.org/dc/elements/1.1/' }
  return xmlDeclaration + branch('rss', [branch('channel', channel)], { version: '2.0', ...namespaces })
}

function item({ id, title, url, html, author, tags, published }: FeedItem): string {
  return branch('item', [
    leaf('title', title),
    leaf('link', url),
    leaf('guid', id, { isPermaLink: 'false' }),
    leaf('pubDate', rfc822(published)),
    leaf('dc:creator', author),
    ...tags.map((tag) => leaf('category', tag)),
    leaf('description', html),
  ])
}

/** "Tue, 09 Apr 2024 07:25:00 GMT". */
function rfc822(at: Instant): string {
  return new Date(at).toUTCString()
}
