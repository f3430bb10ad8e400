import { hash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { renderStatuspage } from '../../crawler/demo/statuspage-web.ts'
import type { StoryVendor } from '../../crawler/demo/story-model.ts'
import { pageAt } from '../../crawler/demo/story-state.ts'
import { listen } from '../support/fault-server.ts'

/** A status page on loopback whose moment, answers and moods a test decides. */
export interface Site {
  readonly url: string
  /** The moment of the page, in seconds after the story's beginning. */
  seconds: number
  /** `fresh`: a new ETag with every answer, and never a 304, as from behind some balancers. */
  validators: 'etag' | 'fresh'
  /** Paths that are answered otherwise: by these bytes, by what is made of the true answer, by a reset, or not at all. */
  readonly answers: Map<string, Override>
  readonly requests: Request[]
  close(): Promise<void>
}

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
export type Override = Answer | ((rendered: Answer) => Answer) | 'reset' | 'silence'

export interface Request {
  readonly path: string
  readonly isConditional: boolean
}

/** When the story begins. */
export const siteStart = Date.parse('2026-03-01T12:00:00.000Z')

export const paths = {
  summary: '/api/v2/summary.json',
  incidents: '/api/v2/incidents.json',
  maintenances: '/api/v2/scheduled-maintenances.json',
  home: '/',
  atom: '/history.atom',
  rss: '/history.rss',
} as const

/** What comes of the page, by the second: see `moments`. */
const story: StoryVendor = {
  id: 'acme',
  name: 'Acme',
  category: 'developer',
  timeZone: 'Etc/UTC',
  components: [{ name: 'API' }, { name: 'Dashboard' }],
  entries: [
    {
      kind: 'incident',
      key: 'old',
      repeats: false,
      titles: [{ at: -86_400, value: 'Slow pages' }],
      impacts: [{ at: -86_400, value: 'minor' }],
      components: ['Dashboard'],
      updates: [
        { at: -86_400, status: 'investigating', body: 'Pages are slow.' },
        { at: -80_000, status: 'resolved', body: 'Pages are quick again.' },
      ],
    },
    {
      kind: 'incident',
      key: 'errors',
      repeats: false,
      titles: [{ at: 1_000, value: 'Errors on the API' }],
      impacts: [{ at: 1_000, value: 'major' }],
      components: ['API'],
      updates: [
        { at: 1_000, status: 'investigating', body: 'We are looking.', affects: { API: 'partial_outage' } },
        { at: 2_000, status: 'resolved', body: 'It is over.', affects: { API: 'operational' } },
        { at: 3_000, status: 'postmortem', body: '## Summary\n\nA disk was full from noon on.' },
      ],
    },
    {
      kind: 'incident',
      key: 'mistake',
      repeats: false,
      titles: [{ at: 4_000, value: 'Posted by mistake' }],
      impacts: [{ at: 4_000, value: 'minor' }],
      components: ['API'],
      updates: [{ at: 4_000, status: 'investigating', body: 'Hello?' }],
      removedAt: 5_000,
    },
  ],
}

export const moments = { calm: 0, incident: 1_000, resolved: 2_000, postmortem: 3_000, mistake: 4_000, deleted: 5_000 } as const

export async function startSite(): Promise<Site> {
  const answers = new Map<string, Override>()
  const requests: Request[] = []
  let served = 0
  const site: Pick<Site, 'seconds' | 'validators'> = { seconds: 0, validators: 'etag' }

  function rendered(path: string, url: string): Answer {
    const rendering = renderStatuspage(path, pageAt(story, site.seconds, siteStart), { url, startedAt: siteStart })
    return rendering ? { headers: { 'content-type': rendering.type }, body: rendering.body } : { status: 404, body: 'Not found' }
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/'
    requests.push({ path, isConditional: 'if-none-match' in request.headers })
    const override = answers.get(path)
    if (override === 'silence') return
    if (override === 'reset') return void request.socket.resetAndDestroy()
    const truth = rendered(path, `http://${request.headers.host ?? ''}`)
    const { status = 200, headers = {}, body = '' } = typeof override === 'function' ? override(truth) : (override ?? truth)
    served++
    const etag = `"${site.validators === 'fresh' ? served : hash('sha1', body)}"`
    const withEtag = status === 200 ? { etag, ...headers } : headers
    if (status === 200 && request.headers['if-none-match'] === etag) response.writeHead(304, withEtag).end()
    else response.writeHead(status, withEtag).end(body)
  }

  const server = createServer(answer)
  const url = `http://127.0.0.1:${await listen(server)}`
  return Object.assign(site, {
    url,
    answers,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

export const html = { 'content-type': 'text/html' }
export const unavailable: Override = { status: 503, body: 'Back soon' }
export const login: Override = { headers: html, body: '<!doctype html><html><title>Sign in</title><input type="password"></html>' }

/** The rendered answer under some more headers. */
export function withHeaders(headers: Readonly<Record<string, string>>): Override {
  return (rendered) => ({ ...rendered, headers: { ...rendered.headers, ...headers } })
}

/** The rendered answer with something in its text replaced. */
export function replacing(pattern: RegExp, replacement: string): Override {
  return (rendered) => ({ ...rendered, body: (rendered.body ?? '').replace(pattern, replacement) })
}
