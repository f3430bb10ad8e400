import { z } from 'zod'
import type { FetchedPage } from '../fingerprint.ts'
import { jsonAfter } from '../lib/embedded.ts'
import { definePlatform, type Source, type When } from '../platform.ts'
import { fingerprints, refusals } from './fingerprint.ts'
import { nextPage, parse } from './parse.ts'

interface Params {
  readonly accountId: number
}

export const freshstatus = definePlatform({
  id: 'freshstatus',
  title: 'Freshstatus',
  homepage: 'https://www.freshworks.com/status-page/',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'The maker documents the keyed API alone; the public one is known from the code of programs that read it.',
  provides: { components: 'full', incidents: 'recent', updates: 'recent', maintenances: 'recent', history: 'full', regions: 'none' },
  evidence: 'documented',
  authority: 'api',
  fingerprints,
  refusals,
  params: z.strictObject({ accountId: z.int().min(1) }),
  settingsOf,
  // One host answers for every page of the product.
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 2 },
  sources: {
    components: source('poll', 'public-components', ''),
    open: source('poll', 'public-incidents', '&end_time__isempty=true'),
    incidents: source('moved', 'public-incidents', ''),
    history: { ...source('history', 'public-incidents', ''), next: nextPage },
  },
  parse,
})

const Account = z.object({ id: z.int().min(1) })

/** The state of the page names the account; where the account is gone, it says so instead. */
function settingsOf({ home }: FetchedPage): Params | undefined {
  try {
    const account = Account.safeParse(jsonAfter({ ...home, body: { medium: 'html', text: home.body.text } }, '"accountDetails":'))
    return account.success ? { accountId: account.data.id } : undefined
  } catch {
    // State that was cut off names nobody.
    return undefined
  }
}

function source(when: When, list: string, query: string): Source<'json', Params> {
  const base = `https://public-api.freshstatus.io/v1/${list}/`
  return { medium: 'json', via: 'http', when, urls: (_page, { accountId }) => [`${base}?account_id=${accountId}${query}`] }
}
