import { join } from 'node:path'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { starterIds } from '../../data/catalog/catalog.ts'
import type { VendorReading } from '../../data/store/readings.ts'
import { Vendor } from '../../server/api/schemas.ts'
import { getAll } from '../support/api.ts'
import { logLines, openWorkshop, servedUrl, type Workshop } from '../support/processes.ts'
import { startProxyServer } from '../support/proxy-server.ts'

/** What a machine without a way out meets: every request goes to a proxy on loopback that lets none pass. */
const proxies: readonly { readonly what: string; readonly onConnect: (socket: Socket) => void }[] = [
  { what: 'a proxy that refuses', onConnect: (socket) => socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n') },
  { what: 'a proxy that reaches nobody', onConnect: (socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n') },
  { what: 'a proxy that hangs up', onConnect: (socket) => socket.destroy() },
]

describe('crawler/side-by-side.ts', () => {
  let workshop: Workshop

  beforeEach(() => {
    workshop = openWorkshop()
  })

  afterEach(async () => {
    await workshop.close()
  })

  it.each(proxies)(
    'says behind $what that nothing can be reached, and shows nothing green',
    async ({ onConnect }) => {
      const proxy = await startProxyServer({ targetPort: 9, onConnect })
      const running = workshop.start('crawler/start.ts', [], {
        DATABASE_URL: `sqlite:${join(workshop.folder, 'statuswire.db')}`,
        HTTP_PROXY: proxy.url,
        HTTPS_PROXY: proxy.url,
        PORT: '0',
      })
      const url = await servedUrl(running)

      const vendors = await untilTried(url)
      const page = await fetch(url)
      const html = await page.text()
      const { code, stderr } = await running.stop()
      await proxy.close()

      const said = logLines(stderr).filter((line) => JSON.stringify(line).includes('no vendor at all can be reached'))
      expect(said).toEqual([expect.objectContaining({ level: 'warn', msg: expect.stringContaining('`npm run demo`') })])
      expect(vendors.map(({ id }) => id)).toEqual(starterIds)
      for (const { id, health, lastHealth, trust, trustReason, green } of vendors) {
        expect({ id, health, lastHealth, trust, green }).toEqual({
          id,
          health: 'unknown',
          lastHealth: null,
          trust: 'unknown',
          green: false,
        })
        expect(trustReason).toMatch(/^never read: /u)
      }
      expect(page.status).toBe(200)
      expect(html).toContain('Commerce Layer')
      expect(html).toContain('npm run demo')
      expect(html).not.toContain('href="#mark-operational"')
      expect(code).toBe(0)
    },
    120_000,
  )
})

/** The vendors, once every page was tried. */
async function untilTried(url: string): Promise<readonly VendorReading[]> {
  for (;;) {
    const vendors = await getAll(`${url}/api/v1/vendors`, Vendor)
    if (vendors.length > 0 && vendors.every(({ checkedAt }) => checkedAt !== null)) return vendors
    await sleep(100)
  }
}
