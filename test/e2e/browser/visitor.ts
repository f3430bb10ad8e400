import { execFileSync } from 'node:child_process'
import { inject } from 'vitest'
import { type BrowserClient, type BrowserClientOptions, createBrowserClient } from '../../../crawler/fetch/browser.ts'
import type { BrowserEvent } from '../../../crawler/fetch/browser/garage.ts'
import { usualSettling } from '../../../crawler/fetch/browser/settling.ts'
import { createGuard } from '../../../crawler/fetch/guard.ts'
import { parseNetworks } from '../../../crawler/fetch/address.ts'
import { classifyRefusal } from '../../../parsers/lib/refusal.ts'
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

interface Process {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** The processes of every browser that this process has started, by what their command line says. */
export function browserProcesses(says = /./u): readonly Process[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/u.exec(line) ?? []
      // What has ended and waits for its parent is no process any more.
      return command === undefined || state?.startsWith('Z') === true ? [] : [{ pid: Number(pid), parent: Number(parent), command }]
    })
  const ours = new Set([process.pid])
  for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid)
  const path = inject('browserPath')
  return all.filter(({ pid, command }) => pid !== process.pid && ours.has(pid) && command.startsWith(path) && says.test(command))
}

/** The first process of the browser: it has no type. */
export function mainProcess(): number {
  const main = browserProcesses().find(({ command }) => !command.includes('--type='))
  if (!main) throw new Error('no browser is running')
  return main.pid
}
