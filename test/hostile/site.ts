import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen } from '../support/fault-server.ts'
import { type Answer, type Answers, fixture, pageUrl } from './cases.ts'

/** A web on loopback in which every name leads to this one server: it answers as it is told to. */
export interface HostileSite {
  readonly url: string
  answers: Answers
  close(): Promise<void>
}

const sources: Readonly<Record<string, string>> = {
  '/': 'home',
  '/api/v2/summary.json': 'summary',
  '/api/v2/incidents.json': 'incidents',
  '/api/v2/scheduled-maintenances.json': 'maintenances',
  '/history.atom': 'atom',
  '/history.rss': 'rss',
}

export async function openHostileSite(): Promise<HostileSite> {
  const server = createServer((request, response) => send(answerTo(request), port, response))
  const port: number = await listen(server)
  const site: HostileSite = {
    url: `${pageUrl}:${port}`,
    answers: {},
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  function answerTo({ headers, url }: IncomingMessage): Answer | undefined {
    const host = URL.parse(`http://${headers.host}`)?.hostname ?? ''
    const elsewhere = site.answers[host]
    if (elsewhere) return elsewhere
    const source = host === new URL(pageUrl).hostname ? sources[(url ?? '/').split('?')[0] ?? '/'] : undefined
    return (source === undefined ? undefined : site.answers[source]) ?? site.answers['*']
  }

  return site
}

function send(answer: Answer | undefined, port: number, response: ServerResponse): void {
  const { status = 404, headers = {}, cutAfter } = answer ?? {}
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replaceAll('{port}', String(port))]))
  const body = answer ? bodyOf(answer) : Buffer.from('')
  const hasBody = status !== 204 && status !== 304
  response.writeHead(status, hasBody ? { ...named, 'content-length': String(body.length) } : named)
  if (cutAfter === undefined) response.end(hasBody ? body : undefined)
  else response.write(body.subarray(0, cutAfter), () => response.destroy())
}

function bodyOf({ file, repeat, end }: Answer): Buffer {
  return Buffer.concat([
    file === undefined ? Buffer.from('') : fixture(file),
    Buffer.from(repeat ? repeat.text.repeat(repeat.times) : ''),
    Buffer.from(end ?? ''),
  ])
}
