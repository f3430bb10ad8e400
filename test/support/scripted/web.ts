import { hash } from 'node:crypto'
import { createServer } from 'node:http'
import type { VendorRow } from '../../../data/catalog/vendor-row.ts'
import { listen } from '../fault-server.ts'
import { scriptedDocuments } from './documents.ts'
import { scriptedPage } from './pages.ts'

export interface ScriptedWeb {
  /** The pages as rows of the configuration. */
  vendors(intervalSeconds: number): readonly VendorRow[]
  /** How often each page's summary was asked for. */
  readonly readings: readonly number[]
  close(): Promise<void>
}

export interface ScriptedWebOptions {
  readonly pages: number
  /** The step of a page when its summary is asked for once more; its other documents stay at that step. */
  readonly stepOf: (page: number, reading: number) => number
  /** Called before each answer, which waits for it. */
  readonly beforeAnswer?: () => Promise<void> | void
}

/** The scripted pages on loopback, each below a path of its own. */
export async function startScriptedWeb({ pages, stepOf, beforeAnswer }: ScriptedWebOptions): Promise<ScriptedWeb> {
  const readings = Array.from({ length: pages }, () => 0)
  const steps = Array.from({ length: pages }, () => 0)

  function documentAt(path: string): string | undefined {
    const [, number = '', rest = ''] = /^\/p(\d+)(\/.*)$/u.exec(path) ?? []
    const page = Number(number)
    if (number === '' || page >= pages) return undefined
    if (rest === '/api/v2/summary.json') {
      steps[page] = stepOf(page, readings[page] ?? 0)
      readings[page] = (readings[page] ?? 0) + 1
    }
    return scriptedDocuments(scriptedPage(page, steps[page] ?? 0))[rest]
  }

  const server = createServer((request, response) => {
    const body = documentAt(request.url ?? '/')
    void Promise.resolve(beforeAnswer?.()).then(() => {
      if (body === undefined) return response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>')
      const etag = etagOf(body)
      if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
      return response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', etag }).end(body)
    })
  })
  const url = `http://127.0.0.1:${await listen(server)}`
  return {
    readings,
    vendors: (intervalSeconds) =>
      readings.map((_, page) => ({
        id: vendorOf(page),
        name: `Vendor ${page}`,
        pages: [{ url: `${url}/p${page}`, platform: 'statuspage', intervalSeconds }],
      })),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function etagOf(body: string): string {
  return `"${hash('sha1', body)}"`
}

export function vendorOf(page: number): string {
  return `scripted-${page}`
}
