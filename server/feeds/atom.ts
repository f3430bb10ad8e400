import type { Feed, FeedItem } from './feed.ts'
import { branch, emptyElement, leaf, xmlDeclaration } from './xml.ts'

/** An empty feed has a date too, and it must not move from one answer to the next. */
const beforeAnything = '1970-01-01T00:00:00.000Z'

/** Atom, RFC 4287. */
export function atom(feed: Feed): string {
  const children = [
    leaf('id', `urn:statuswire:feed:${encodeURI(feed.key)}`),
    leaf('title', feed.title),
    leaf('subtitle', feed.description),
    leaf('updated', feed.updated ?? beforeAnything),
    emptyElement('link', { rel: 'self', type: 'application/atom+xml', href: feed.selfUrl }),
    emptyElement('link', { rel: 'alternate', type: 'text/html', href: feed.homeUrl }),
    ...(feed.nextUrl === null ? [] : [emptyElement('link', { rel: 'next', type: 'application/atom+xml', href: feed.nextUrl })]),
    branch('author', [leaf('name', 'Statuswire')]),
    leaf('generator', 'Statuswire'),
    ...feed.items.map(entry),
  ]
  return xmlDeclaration + branch('feed', children, { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': 'en' })
}

function entry({ id, title, url, externalUrl, html, author, tags, published, updated }: FeedItem): string {
  return branch('entry', [
    leaf('id', `urn:statuswire:${id}`),
    leaf('title', title),
    leaf('updated', updated),
    leaf('published', published),
    emptyElement('link', { rel: 'alternate', type: 'text/html', href: url }),
    ...(externalUrl === null ? [] : [emptyElement('link', { rel: 'related', href: externalUrl })]),
    branch('author', [leaf('name', author)]),
    ...tags.map((tag) => emptyElement('category', { term: tag })),
    leaf('content', html, { type: 'html' }),
  ])
}
