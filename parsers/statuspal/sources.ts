import { z } from 'zod'
import { absoluteUrl } from '../lib/html.ts'
import { readJson } from '../lib/json.ts'
import type { Document, Source } from '../platform.ts'
import { History } from './schema.ts'

/** Pages live in one of two regions, under a name that the page's own address need not show. */
export const Params = z.strictObject({ subdomain: z.string().regex(/^[a-z0-9-]{1,100}$/u), region: z.enum(['io', 'eu']) })
export type Params = z.infer<typeof Params>

function api({ region, subdomain }: Params, path: string): string {
  return `https://statuspal.${region}/api/v2/status_pages/${subdomain}/${path}`
}

export const sources = {
  summary: { medium: 'json', via: 'http', when: 'poll', urls: (_page, params) => [api(params, 'summary')] } satisfies Source<
    'json',
    Params
  >,
  incidents: {
    medium: 'json',
    via: 'http',
    when: 'history',
    urls: (_page, params) => [api(params, 'incidents?limit=100')],
    next: nextPage,
  } satisfies Source<'json', Params>,
  home: { medium: 'html', via: 'http', when: 'fallback', urls: ({ url }) => [url] } satisfies Source<'html', Params>,
} as const

/** The address that the page of the list itself names as the next one, on the same host. */
function nextPage(document: Document<'json'>): string | undefined {
  const next = History.safeParse(readJson(document)).data?.links.next
  if (!next || !/^(?:https:\/\/|\/|\?)/u.test(next)) return undefined
  const address = absoluteUrl(next, document.url)
  return address !== undefined && URL.parse(address)?.host === URL.parse(document.url)?.host ? address : undefined
}
