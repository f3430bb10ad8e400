import { z } from 'zod'
import type { Source } from '../platform.ts'

/** The id stands in the page's script. */
export const Params = z.strictObject({ encId: z.string().regex(/^[\w=-]{10,200}$/u) })
export type Params = z.infer<typeof Params>

/** Every answer comes from the page's own host. The address without the id is the one that the maker's clients ask. */
export const sources = {
  summary: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: ({ url }, { encId }) => [`${url}/sp/api/public/summary_details/statuspages/${encId}?timezone=UTC`],
  } satisfies Source<'json', Params>,
  own: { medium: 'json', via: 'http', when: 'fallback', urls: ({ url }) => [`${url}/sp/api/u/summary_details`] } satisfies Source<
    'json',
    Params
  >,
  rss: { medium: 'xml', via: 'http', when: 'fallback', urls: ({ url }) => [`${url}/rss`] } satisfies Source<'xml', Params>,
} as const
