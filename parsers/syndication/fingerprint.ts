import type { z } from 'zod'
import { ParseError } from '../errors.ts'
import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { evidence } from '../lib/evidence.ts'
import { absoluteUrl, loadHtml } from '../lib/html.ts'
import { titleOf } from '../lib/refusal.ts'
import { readFeed, readJsonFeed, type Feed } from '../lib/syndication.ts'
import { isOfIncidents, type Params, readItem, subjectIn } from './schema.ts'

type Answer = FetchedPage['home']

/** Where pages keep the feeds of their incidents. */
const usualPaths = ['/history.atom', '/feed.rss', '/feed.atom', '/rss', '/history.rss']

export const fingerprints: PlatformFingerprints = {
  resort: 1,
  probes: usualPaths,
  evidence: [
    evidence('probeShape', 'hint', 'a feed whose entries state phases', '2026-11', (page) => {
      const seen = seenFeed(page)
      return seen && seen.feed.items.length > 0 ? seen.url : undefined
    }),
    evidence('selector', 'hint', 'a link to a feed of incidents', '2026-11', (page) => linkedFeed(page)?.feedUrl),
    evidence('generator', 'hint', 'a title that speaks of status or incidents', '2026-11', (page) =>
      subjectIn(seenFeed(page)?.feed.title ?? titleOf(page.home)),
    ),
  ],
}

/** The feed that was seen, else the one that the page links. */
export function settingsOf(page: FetchedPage): z.input<typeof Params> | undefined {
  const seen = seenFeed(page)
  if (seen) return seen.isJson ? { feedUrl: seen.url, format: 'json' } : { feedUrl: seen.url }
  return linkedFeed(page)
}

interface Seen {
  readonly url: string
  readonly isJson: boolean
  readonly feed: Feed
}

/** The page itself where its address is that of a feed, else the first of the usual paths that answers with one. */
function seenFeed({ home, probes = {} }: FetchedPage): Seen | undefined {
  for (const answer of [home, ...usualPaths.flatMap((path) => probes[path] ?? [])]) {
    const read = readAny(answer)
    if (
      read &&
      isOfIncidents(
        read.feed,
        read.feed.items.map((item) => readItem(item, answer.finalUrl)),
      )
    )
      return read
  }
  return undefined
}

function readAny({ finalUrl, status, headers, body: { text } }: Omit<Answer, 'url'>): Seen | undefined {
  const beginning = text.slice(0, 2000).trimStart()
  const isJson = beginning.startsWith('{') && beginning.includes('jsonfeed.org/version/')
  if (!isJson && !/<(?:rss|feed|rdf:RDF)[\s>]/u.test(beginning)) return undefined
  const document = { url: finalUrl, finalUrl, status, headers }
  try {
    const feed = isJson
      ? readJsonFeed({ ...document, body: { medium: 'json', text } })
      : readFeed({ ...document, body: { medium: 'xml', text } })
    return { url: finalUrl, isJson, feed }
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}

const feedTypes: ReadonlyMap<string, 'xml' | 'json'> = new Map([
  ['application/rss+xml', 'xml'],
  ['application/atom+xml', 'xml'],
  ['application/rdf+xml', 'xml'],
  ['application/feed+json', 'json'],
])

/**
 * The feed of a page that speaks of status itself, where the link does so as well: by its title, or by a word of its address.
 * One at a usual path was asked for, and is no feed of incidents, or it would have been seen.
 */
function linkedFeed({ home }: FetchedPage): z.input<typeof Params> | undefined {
  const head = home.body.text.slice(0, 200_000)
  if (subjectIn(titleOf(home)) === undefined || !/rel=["']?alternate/iu.test(head)) return undefined
  const asked = new Set(usualPaths.flatMap((path) => [home.url, home.finalUrl].map((url) => url.replace(/\/$/u, '') + path)))
  const $ = loadHtml({ url: home.finalUrl, body: { medium: 'html', text: head } })
  for (const element of $('link[rel="alternate"][href]').toArray()) {
    const format = feedTypes.get($(element).attr('type')?.toLowerCase() ?? '')
    const feedUrl = absoluteUrl($(element).attr('href'), home.finalUrl)
    if (format === undefined || feedUrl === undefined) continue
    const path = URL.parse(feedUrl)?.pathname ?? ''
    const isOfStatus =
      subjectIn(($(element).attr('title') ?? '').replaceAll('-', ' ')) ?? /(?:status|incident|outage|history)/iu.exec(path)?.[0]
    if (isOfStatus !== undefined && !asked.has(feedUrl)) return format === 'json' ? { feedUrl, format } : { feedUrl }
  }
  return undefined
}
