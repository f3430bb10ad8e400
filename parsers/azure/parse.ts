import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, topOf } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import type { Health, Snapshot } from '../model.ts'
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
  const parts = [...post.map(parsePost), ...home.map(parseTables), ...feed.map(parseFeed)]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('azure', observedAt, parts)
}

const healths: ReadonlyMap<string, Health> = new Map([
  ['Available', 'operational'],
  ['Operational', 'operational'],
  ['ServiceRestored', 'operational'],
  ['ServiceDegradation', 'degraded_performance'],
  ['ServiceInterruption', 'major_outage'],
  ['Unknown', 'unknown'],
])

/** The same address has posts about other products under other names: this one speaks of Azure. */
function parsePost(document: Document<'json'>): Part {
  const { Title: title, Message: message, Status: status } = readWire(Post, readJson(document), document.url)
  const text = `${title ?? ''} ${message}`
  if (!/\bAzure\b/u.test(text) || /\bMicrosoft 365 admin cent/iu.test(text))
    throw new ParseError('foreign', 'a post that is not about Azure', { url: document.url })
  const top = topOf('post')
  return { authority: 'api', health: mapped(healths, status, top, 'Status'), native: cleanName(status), omissions: top.omissions }
}
