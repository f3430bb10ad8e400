import type { Medium, PageRef, Source, When } from '../platform.ts'

/** A poll reads the page's own word alone: the page itself takes half a megabyte. Some hosts refuse everything but the feed. */
export const sources = {
  status: source('json', 'poll', '/status.json'),
  home: source('html', 'moved', ''),
  rss: source('xml', 'moved', '/rss'),
  page: source('html', 'fallback', ''),
  feed: source('xml', 'fallback', '/rss'),
} as const

function source<M extends Medium>(medium: M, when: When, path: string): Source<M> {
  return { medium, via: 'http', when, urls: (page: PageRef) => [page.url + path] }
}
