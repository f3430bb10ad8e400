import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { told } from '../lib/schema.ts'
import { type FeedItem, readFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import type { Incident, IncidentPhase } from '../model.ts'
import type { Document } from '../platform.ts'

/**
 * Other names of the feed lead to the nearest instance of the service: in the outage of West US on 2026-07-23 theirs was
 * empty for hours. From them nothing follows for what is not listed.
 */
const aliases = /^(?:status\.azure\.com|azurestatuscdn\.azureedge\.net|azure\.microsoft\.com|.{1,60}\.azurewebsites\.net)$/u

/** The open incidents. An empty feed says that none is listed, and nothing of how any service is. */
export function parseFeed(document: Document<'xml'>): Part {
  const feed = readFeed(document)
  if (!/\bAzure[ -]Status\b/iu.test(feed.title ?? '')) {
    throw new ParseError('foreign', 'a feed that is not of Azure', { url: document.url, excerpt: feed.title ?? '' })
  }
  const isAlias = [document.url, document.finalUrl].some((url) => aliases.test(URL.parse(url)?.hostname ?? ''))
  return {
    authority: 'feed',
    incidents: feed.items.map(incidentOf),
    coverage: { incidents: isAlias ? 'none' : 'open' },
    omissions: [],
  }
}

/** The link names whichever instance has answered, and the date is that of the first post, whose text is rewritten. */
function incidentOf({ id, title = '', content, publishedAt, categories }: FeedItem): Incident {
  const name = cleanName(title.trim())
  const state = stateOf(name)
  const nativeId = cleanName(id ?? name.toLowerCase()) || 'unnamed'
  return told({
    nativeId,
    title: name,
    phase: state?.phase ?? ('unknown' as const),
    nativePhase: state?.native,
    createdAt: publishedAt,
    // Services and regions alike, and nothing says which is which.
    components: categories.map((category) => ({ name: cleanName(category) })),
    updates:
      content === undefined ? undefined : [told({ nativeId, body: cleanBody(content), format: 'html' as const, postedAt: publishedAt })],
    reports:
      state?.phase === 'postmortem' && content !== undefined
        ? [told({ title: name, body: cleanBody(content), format: 'html' as const, publishedAt })]
        : undefined,
  })
}

const states: readonly { readonly phase: IncidentPhase; readonly pattern: RegExp }[] = [
  { phase: 'postmortem', pattern: /^\[?(?:(?:Preliminary|Final) )?(PIR|Post[ -]Incident Review)\b/u },
  // A state before the title or after its last dash: "resolved" in the middle may be of one region out of two.
  { phase: 'resolved', pattern: /^\[?(Resolved|RESOLVED|Mitigated|MITIGATED)(?:\]| *[:–—-] )(?!.*(?:ongoing|continu|partial|remain))/u },
  { phase: 'resolved', pattern: / [–—-] (?:Issue |Incident )?(Resolved|Mitigated)\.?$/u },
]

/** The state stands in the title alone. */
function stateOf(title: string): { readonly phase: IncidentPhase; readonly native: string } | undefined {
  for (const { phase, pattern } of states) {
    const native = pattern.exec(title)?.[1]
    if (native !== undefined) return { phase, native }
  }
  return undefined
}
