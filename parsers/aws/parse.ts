import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import type { Snapshot } from '../model.ts'
import type { Context, Documents, Medium, Source, When } from '../platform.ts'
import { parseEvents, readCatalogue } from './events.ts'
import { parseFeed } from './feed.ts'
import { parsePast } from './past.ts'

/**
 * A poll reads the events, and the catalogue by which their silence about a service is a statement; the catalogue, 1.2 MB,
 * answers that it is unchanged. The feeds name events in another way than the rest: to fall back on them would open
 * everything twice, so they are read from archives alone.
 */
export const sources = {
  currentevents: source('json', 'poll', 'https://health.aws.amazon.com/public/currentevents'),
  services: source('json', 'poll', 'https://servicedata-us-east-1-prod.s3.amazonaws.com/services.json'),
  data: source('json', 'archive', 'https://status.aws.amazon.com/data.json'),
  feed: source('xml', 'archive', 'https://status.aws.amazon.com/rss/all.rss'),
} as const

function source<M extends Medium>(medium: M, when: When, url: string): Source<M> {
  return { medium, via: 'http', when, urls: () => [url] }
}

export function parse(documents: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const { currentevents = [], services = [], data = [], feed = [] } = documents
  const catalogue = services[0] && readCatalogue(services[0])
  const parts: Part[] = [
    ...currentevents.map((document) => parseEvents(document, 'currentevents', catalogue)),
    ...data.map((document) => parsePast(document, 'data')),
    ...feed.map((document) => parseFeed(document, 'feed')),
  ]
  // The catalogue tells how no service is: without the events it would take back what thousands of them were said to be.
  if (parts.length === 0 && catalogue) parts.push({ authority: 'api', omissions: [] })
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('aws', observedAt, parts)
}
