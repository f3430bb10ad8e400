import { z } from 'zod'
import type { Source } from '../platform.ts'

/** The id stands in the page's own header and in its script: 24 hexadecimal digits. */
export const Params = z.strictObject({ pageId: z.string().regex(/^[0-9a-f]{24}$/u) })
export type Params = z.infer<typeof Params>

const rss: Source<'xml', Params> = {
  medium: 'xml',
  via: 'http',
  when: 'moved',
  urls: (page, { pageId }) => [`${page.url}/pages/${pageId}/rss`],
}

/** A poll asks the public API, which forgets an entry as it ends; the feed then says how. */
export const sources = {
  status: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: (_page, { pageId }) => [`https://api.status.io/1.0/status/${pageId}`],
  } satisfies Source<'json', Params>,
  rss,
  // Past what the feed holds. Of one incident it tells no more than of all, but that may be what a file holds.
  history: {
    medium: 'html',
    via: 'http',
    when: 'history',
    urls: (page, { pageId }) => [`${page.url}/pages/history/${pageId}`],
  } satisfies Source<'html', Params>,
  incident: { medium: 'html', via: 'http', when: 'archive', urls: () => [] } satisfies Source<'html', Params>,
  feed: { ...rss, when: 'fallback' } satisfies Source<'xml', Params>,
} as const
