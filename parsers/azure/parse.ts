import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, topOf } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import { type Health, type Incident, isClosed, type Snapshot } from '../model.ts'
import type { Context, Document, Documents, PageRef, Source } from '../platform.ts'
import { parseFeed } from './feed.ts'
import { Post } from './schema.ts'
import { parseTables } from './table.ts'

/** The feed lists what is open; that nothing is wrong is stated elsewhere, in the post about Azure. */
export const sources = {
  feed: {
    medium: 'xml',
    via: 'http',
    when: 'poll',
    urls: () => ['https://rssfeed.azure.status.microsoft/en-us/status/feed/'],
  } satisfies Source<'xml'>,
  post: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: () => ['https://status.cloud.microsoft/api/posts/azure'],
  } satisfies Source<'json'>,
  home: { medium: 'html', via: 'http', when: 'fallback', urls: (page: PageRef) => [page.url] } satisfies Source<'html'>,
} as const

export function parse({ feed = [], post = [], home = [] }: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const feeds = feed.map(parseFeed)
  const open = feeds.flatMap(({ incidents = [] }) => incidents).find(({ phase }) => !isClosed(phase))
  const parts = [...post.map((document) => parsePost(document, open)), ...home.map(parseTables), ...feeds]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('azure', observedAt, parts)
}

/** As its address names it; what lies in a file has to name Azure itself, which the text about an outage need not. */
function isOfAzure(url: string, text: string): boolean {
  const name = /\/api\/posts\/([A-Za-z0-9]{1,40})\/?$/u.exec(URL.parse(url)?.pathname ?? '')?.[1]
  if (name !== undefined) return name.toLowerCase() === 'azure'
  return /\bAzure\b/u.test(text) && !/\bMicrosoft 365 admin cent/iu.test(text)
}

const healths: ReadonlyMap<string, Health> = new Map([
  ['Available', 'operational'],
  ['Operational', 'operational'],
  ['ServiceRestored', 'operational'],
  ['ServiceDegradation', 'degraded_performance'],
  ['ServiceInterruption', 'major_outage'],
  ['Unknown', 'unknown'],
])

/**
 * The same address has posts about other products under other names: this one speaks of Azure. It comes from another system
 * than the feed, and is not believed to say that all is well while the feed lists something that goes on.
 */
function parsePost(document: Document<'json'>, open: Incident | undefined): Part {
  const { Title: title, Message: message, Status: status } = readWire(Post, readJson(document), document.url)
  if (!isOfAzure(document.url, `${title ?? ''} ${message}`)) {
    throw new ParseError('foreign', 'a post that is not about Azure', { url: document.url })
  }
  const top = topOf('post')
  const stated = mapped(healths, status, top, 'Status')
  const isDoubtful = stated === 'operational' && open !== undefined
  if (isDoubtful) omit(top, 'Status', status, `the post says that all is well, the feed lists ${open.nativeId}`)
  return { authority: 'api', health: isDoubtful ? 'unknown' : stated, native: cleanName(status), omissions: top.omissions }
}
