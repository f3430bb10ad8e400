import { definePlatform, type PageRef, type Source, type When } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse } from './parse.ts'
import { Params } from './schema.ts'

/** One host answers for every product. */
const api = 'https://api.status.salesforce.com/v1'

type Settings = { readonly product?: string | undefined }

export const sources = {
  instances: from('poll', (page, own) => [`${api}/instances/status/preview?childProducts=false${narrowed('products', page, own)}`]),
  incidents: from('moved', () => [`${api}/incidents?limit=100`]),
  maintenances: from('moved', (page, own) => [`${api}/maintenances?limit=100${narrowed('product', page, own)}`]),
  product: from('fallback', (page, own) => [productOf(page, own)].flatMap((product) => (product ? [`${api}/products/${product}`] : []))),
  // The words for the keys: they change a title, so that only an archive that holds them reads them.
  localizations: from('archive', () => [`${api}/localizations?locale=en`]),
}

function from(when: When, urls: Source<'json', Settings>['urls']): Source<'json', Settings> {
  return { medium: 'json', via: 'http', when, urls }
}

/** The page of one product says so itself: /products/Heroku. */
function productOf({ url }: PageRef, { product }: Settings): string | undefined {
  return product ?? /\/products\/([\w-]{1,60})(?:\/|$)/u.exec(url)?.[1]
}

function narrowed(name: string, page: PageRef, params: Settings): string {
  const product = productOf(page, params)
  return product === undefined ? '' : `&${name}=${product}`
}

export const salesforce = definePlatform({
  id: 'salesforce',
  title: 'Salesforce Trust',
  homepage: 'https://status.salesforce.com',
  kind: 'bespoke',
  documentation: [{ url: 'https://developer.salesforce.com/docs/mytrust-api/overview.html', read: '2026-11-20' }],
  documentationNote:
    'what the makers document today is the successor, behind a login; the public API was read from its answers and its clients',
  provides: { components: 'full', incidents: 'recent', updates: 'full', maintenances: 'recent', history: 'recent', regions: 'full' },
  evidence: 'recorded',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: Params,
  // All instances are more than a megabyte.
  politeness: { minimumIntervalSeconds: 120, maximumConcurrentPerHost: 2 },
  sources,
  parse,
})
