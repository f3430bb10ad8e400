import { printable } from '../http/sanitize.ts'
import type { Feed, FeedItem } from './feed.ts'

/** JSON Feed 1.1. */
export function jsonFeed(feed: Feed): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: printable(feed.title),
    description: printable(feed.description),
    home_page_url: feed.homeUrl,
    feed_url: feed.selfUrl,
    ...(feed.nextUrl === null ? {} : { next_url: feed.nextUrl }),
    language: 'en',
    items: feed.items.map(item),
  })
}

function item({ id, title, url, externalUrl, html, text, author, tags, published, updated }: FeedItem): object {
  return {
    id,
    url,
    ...(externalUrl === null ? {} : { external_url: externalUrl }),
    title: printable(title),
    content_html: html,
    content_text: printable(text),
    date_published: published,
    date_modified: updated,
    authors: [{ name: printable(author) }],
    tags: tags.map(printable),
  }
}
