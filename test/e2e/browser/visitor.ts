import { inject } from 'vitest'
import { type BrowserClient, type BrowserClientOptions, createBrowserClient } from '../../../crawler/fetch/browser.ts'
import type { BrowserEvent } from '../../../crawler/fetch/browser/garage.ts'
import { usualSettling } from '../../../crawler/fetch/browser/settling.ts'
import { createGuard } from '../../../crawler/fetch/guard.ts'
import { parseNetworks } from '../../../crawler/fetch/address.ts'
import { classifyRefusal } from '../../../parsers/lib/refusal.ts'
import { browserProcesses as processesOf } from '../../support/browser-processes.ts'
import { answer, type FaultServer, type Script, startFaultServer } from '../../support/fault-server.ts'

/** The crawler's browser, a site on loopback that it may visit, and an address beside it that it may not. */
export interface Visitor {
  readonly client: BrowserClient
  readonly events: readonly BrowserEvent[]
  readonly site: FaultServer
  close(): Promise<void>
}

const settling = {
  ...usualSettling,
  quietMilliseconds: 150,
  stillMilliseconds: 600,
  patienceMilliseconds: 1_500,
  hangingMilliseconds: 1_000,
}

export async function openVisitor(options: Partial<BrowserClientOptions> = {}): Promise<Visitor> {
  const site = await startFaultServer()
  const events: BrowserEvent[] = []
  const guard = createGuard({ opened: parseNetworks(['127.0.0.1/32']), dnsMilliseconds: 5_000, connectMilliseconds: 5_000 })
  const client = createBrowserClient({
    guard,
    product: 'Statuswire/test (+https://statuswire.test/contact)',
    search: () => Promise.resolve({ found: { path: inject('browserPath'), source: 'STATUSWIRE_BROWSER' }, tried: [] }),
    classify: (seen) => {
      const refusal = classifyRefusal(seen)
      return refusal?.reason === 'challenge' ? refusal.what : undefined
    },
    onEvent: (event) => events.push(event),
    ...options,
    limits: { settling, ...options.limits },
  })
  return {
    client,
    events,
    site,
    async close() {
      await client.close()
      await site.close()
    },
  }
}

/** A page of this body, with the script behind it. */
export function page(body: string, script = '', headers: Readonly<Record<string, string>> = {}): Script {
  const program = script === '' ? '' : `<script type="module">${script}</script>`
  return answer({
    headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
    body: `<!doctype html><html lang="en"><head><title>Acme Status</title><link rel="icon" href="data:,"></head><body>${body}${program}</body></html>`,
  })
}

/** Text enough for a page that has something to say. */
export const words = 'All services of Acme are doing what they should be doing today.'

/** The processes of every browser of this test, by what their command line says. */
export function browserProcesses(says?: RegExp): ReturnType<typeof processesOf> {
  return processesOf(inject('browserPath'), says)
}
