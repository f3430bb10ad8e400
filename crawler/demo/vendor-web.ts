import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { VendorRow } from '../../data/catalog/vendor-row.ts'
import { renderStatuspage } from './statuspage-web.ts'
import { demoStory } from './story.ts'
import { pageAt } from './story-state.ts'

export interface VendorWebOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number
  /** Milliseconds; the story begins at its first value. */
  readonly clock?: () => number
}

export interface VendorWeb {
  readonly url: string
  /** Answers so far, by status. */
  readonly answers: Readonly<Record<number, number>>
  close(): Promise<void>
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The status pages of the story's vendors on loopback, each below a path of its own. */
export async function startVendorWeb({ port = 0, clock = Date.now }: VendorWebOptions = {}): Promise<VendorWeb> {
  const startedAt = clock()
  const answers: Record<number, number> = {}
  const server = createServer((request, response) => {
    const site = `http://${request.headers.host ?? '127.0.0.1'}`
    const answer = conditional(request, answerTo(request, { site, startedAt, elapsed: (clock() - startedAt) / 1000 }))
    answers[answer.status] = (answers[answer.status] ?? 0) + 1
    send(request, response, answer)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The vendor web has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    answers,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Moment {
  readonly site: string
  readonly startedAt: number
  readonly elapsed: number
}

function answerTo(request: IncomingMessage, { site, startedAt, elapsed }: Moment): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Method not allowed')
  const { pathname, search } = new URL(request.url ?? '/', site)
  const [, id = '', path = ''] = /^\/(?<id>[^/]*)(?<path>.*)$/u.exec(pathname) ?? []
  const vendor = demoStory.find((candidate) => candidate.id === id)
  if (!vendor) return plain(404, `The pages here: ${demoStory.map((candidate) => `${site}/${candidate.id}`).join(' ')}`)

  const page = pageAt(vendor, elapsed, startedAt)
  if (!page.reachable) return plain(503, 'The page cannot be had at the moment')
  const rendering = renderStatuspage(`${path}${path === '/history' ? search : ''}`, page, { url: `${site}/${id}`, startedAt })
  if (!rendering) return plain(404, 'Not found')
  return {
    status: 200,
    headers: { 'content-type': rendering.type, 'cache-control': 'max-age=0, must-revalidate', 'x-statuspage-version': 'demonstration' },
    body: rendering.body,
  }
}

function plain(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${body}\n` }
}

/** Gives a document its ETag, and 304 to who has it already. */
function conditional(request: IncomingMessage, answer: Answer): Answer {
  if (answer.status !== 200) return answer
  const etag = `W/"${createHash('sha256').update(answer.body).digest('hex').slice(0, 32)}"`
  const headers = { ...answer.headers, etag }
  return request.headers['if-none-match'] === etag ? { status: 304, headers, body: '' } : { ...answer, headers }
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  const length = status === 304 ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  response.writeHead(status, { ...headers, ...length }).end(request.method === 'HEAD' ? undefined : body)
}

/** The story's vendors as rows of the configuration. Polled often: what a real page does in a day happens here in minutes. */
export function demoVendors(baseUrl: string): readonly VendorRow[] {
  return demoStory.map(({ id, name, category }) => ({
    id,
    name,
    category,
    pages: [{ url: `${baseUrl}/${id}`, platform: 'statuspage', intervalSeconds: 5 }],
  }))
}
