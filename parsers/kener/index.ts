import { z } from 'zod'
import { readSvelteData } from '../lib/devalue.ts'
import { readWire } from '../lib/json.ts'
import { definePlatform, type PageRef, type Source } from '../platform.ts'
import { fingerprints, settingsOf } from './fingerprint.ts'
import { loadedBy, parse } from './parse.ts'
import { Month } from './schema.ts'

const Params = z.strictObject({
  /** The major version: what there is to ask for differs. */
  version: z.union([z.literal(3), z.literal(4)]).optional(),
  /** Version 4: the monitors of the page. */
  tags: z.array(z.string()).max(100).optional(),
  /** Version 3: the categories that have a page of their own. */
  categories: z.array(z.string()).max(20).optional(),
})
type Params = z.infer<typeof Params>

/** An answer of the interface that needs a key: read out of archives alone. */
const keyed = { medium: 'json', via: 'http', when: 'archive', urls: () => [] } as const satisfies Source<'json'>

export const kener = definePlatform({
  id: 'kener',
  title: 'Kener',
  homepage: 'https://kener.ing',
  kind: 'selfhosted',
  documentation: [{ url: 'https://kener.ing/docs/v4/rss-feed', read: '2026-11-20' }],
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'full', regions: 'none' },
  evidence: 'recorded',
  authority: 'embedded-state',
  fingerprints,
  refusals: [],
  params: Params,
  settingsOf,
  politeness: { minimumIntervalSeconds: 30, maximumConcurrentPerHost: 1 },
  sources: {
    home: {
      medium: 'json',
      via: 'http',
      when: 'poll',
      urls: (page: PageRef, { categories = [] }: Params) => [
        `${page.url}/__data.json`,
        ...categories.map((name) => `${page.url}/__data.json?category=${encodeURIComponent(name)}`),
      ],
    } satisfies Source<'json', Params>,
    // Version 4 tells the monitors' state to the browser alone, and only of those that it asks for.
    monitors: {
      medium: 'json',
      via: 'http',
      when: 'poll',
      urls: (page: PageRef, { version, tags = [] }: Params) =>
        version === 4 && tags.length > 0
          ? [`${page.url}/dashboard-apis/monitor-bars?tags=${tags.map(encodeURIComponent).join(',')}&days=1`]
          : [],
    } satisfies Source<'json', Params>,
    events: {
      medium: 'json',
      via: 'http',
      when: 'moved',
      // From the beginning to 2100: one answer holds everything.
      post: '{"start_ts":1,"end_ts":4102444800}',
      urls: (page: PageRef, { version }: Params) => (version === 4 ? [`${page.url}/dashboard-apis/events-by-month`] : []),
    } satisfies Source<'json', Params>,
    upcoming: {
      medium: 'json',
      via: 'http',
      when: 'moved',
      urls: (page: PageRef, { version }: Params) => (version === 3 ? [`${page.url}/view/events/__data.json`] : []),
    } satisfies Source<'json', Params>,
    months: {
      medium: 'json',
      via: 'http',
      when: 'history',
      urls: (page: PageRef, { version }: Params) => (version === 3 ? [`${page.url}/incidents/__data.json`] : []),
      next: (document) => {
        const { redirect } = readSvelteData(document)
        if (redirect !== undefined) return URL.parse(`${redirect}/__data.json`, document.url)?.href
        const { prevMonthName } = readWire(Month, loadedBy(document), document.url)
        // There was no Kener before 2023.
        if (!prevMonthName || !/^[A-Z][a-z]{2,8}-20(?:2[3-9]|[3-9]\d)$/u.test(prevMonthName)) return undefined
        return URL.parse(`../${prevMonthName}/__data.json`, document.url)?.href
      },
    } satisfies Source<'json', Params>,
    // Where the data is not served by itself: the pages carry it for their own scripts. Any page of the site can be read.
    page: {
      medium: 'html',
      via: 'http',
      when: 'fallback',
      urls: (page: PageRef, { categories = [] }: Params) => [
        page.url,
        ...categories.map((name) => `${page.url}/?category=${encodeURIComponent(name)}`),
      ],
    } satisfies Source<'html', Params>,
    incidents: keyed,
    updates: keyed,
    monitorList: keyed,
    status: keyed,
    rss: { medium: 'xml', via: 'http', when: 'fallback', urls: (page: PageRef) => [`${page.url}/rss.xml`] } satisfies Source<'xml', Params>,
  },
  parse,
})
