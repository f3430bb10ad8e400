import { beforeAll, describe, expect, it } from 'vitest'
import { table } from '../../server/app.tsx'
import { named } from '../../server/api/schemas.ts'
import { entryVersion, incident, maintenance, page, vendor } from '../support/rows.ts'
import { createTestServer, type TestServer } from './harness.ts'

const examples: Readonly<Record<string, string>> = {
  ':file': 'app.css',
  '/incidents/:id': '/incidents/i1',
  '/maintenances/:id': '/maintenances/m1',
  ':id{.+\\.svg}': 'v.svg',
}

/** An address of the pattern that exists in the scene. */
function example(pattern: string): string {
  const filled = Object.entries(examples).reduce((path, [part, value]) => path.replace(part, value), pattern)
  return filled.replace(':id', 'v')
}

const paths = table.map(([pattern]) => example(pattern))
const shortPaths = paths.filter((path) => !path.endsWith('/stream'))

describe('server/app.tsx', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await createTestServer({
      vendor: [vendor('v')],
      page: [page('v')],
      incident: [incident('v', 'i1')],
      incident_version: [entryVersion('i1', 'a')],
      maintenance: [maintenance('v', 'm1')],
      maintenance_version: [entryVersion('m1', 'a')],
    })
  })

  it.each(shortPaths)('answers %s with 200, a type, and the headers that every answer carries', async (path) => {
    const response = await server.get(path, { accept: 'text/html' })

    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': expect.stringMatching(/charset=utf-8/iu),
      'cache-control': expect.any(String),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      'access-control-allow-origin': '*',
    })
  })

  it.each(paths)('answers HEAD of %s like GET, without a body', async (path) => {
    const response = await server.app.request(path, { method: 'HEAD' })

    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })

  it.each(paths)('answers OPTIONS of %s as a preflight', async (path) => {
    const response = await server.app.request(path, { method: 'OPTIONS', headers: { origin: 'https://other.example' } })

    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS')
    expect(response.headers.get('access-control-allow-headers')).toContain('If-None-Match')
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('answers %s with 405 and what is allowed', async (method) => {
    const response = await server.app.request('/api/v1/vendors', { method })

    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    expect(named.Problem.parse(await response.json())).toMatchObject({ status: 405, title: 'Method Not Allowed' })
  })

  it.each([
    { path: '/api/v1/nothing', accept: 'text/html', type: 'application/problem+json; charset=utf-8' },
    { path: '/nothing', accept: '*/*', type: 'application/problem+json; charset=utf-8' },
    { path: '/nothing', accept: 'text/html,*/*', type: 'text/html; charset=UTF-8' },
    { path: '/nothing.php', accept: 'text/html', type: 'application/problem+json; charset=utf-8' },
    { path: '/public/..%2f..%2fpackage.json', accept: 'text/html', type: 'application/problem+json; charset=utf-8' },
    { path: '/public/nothing.css', accept: 'text/html', type: 'application/problem+json; charset=utf-8' },
    { path: '/api/v1/vendors/nobody', accept: '*/*', type: 'application/problem+json; charset=utf-8' },
    { path: '/api/v1/vendors/nobody/components', accept: '*/*', type: 'application/problem+json; charset=utf-8' },
    { path: '/api/v1/incidents/nothing', accept: '*/*', type: 'application/problem+json; charset=utf-8' },
    { path: '/api/v1/incidents/nothing/revisions', accept: '*/*', type: 'application/problem+json; charset=utf-8' },
    { path: '/api/v1/maintenances/nothing', accept: '*/*', type: 'application/problem+json; charset=utf-8' },
    { path: '/api/v1/maintenances/nothing/revisions', accept: '*/*', type: 'application/problem+json; charset=utf-8' },
    { path: '/vendors/nobody/feed.rss', accept: '*/*', type: 'application/problem+json; charset=utf-8' },
    { path: '/vendors/nobody/calendar.ics', accept: '*/*', type: 'application/problem+json; charset=utf-8' },
    { path: '/vendors/nobody/api/v2/status.json', accept: '*/*', type: 'application/problem+json; charset=utf-8' },
    { path: '/badge/nobody.svg', accept: '*/*', type: 'application/problem+json; charset=utf-8' },
    { path: '/vendors/nobody', accept: 'text/html', type: 'text/html; charset=UTF-8' },
    { path: '/vendors/%00', accept: 'text/html', type: 'text/html; charset=UTF-8' },
  ])('answers 404 for $path, to $accept as $type, and no 304 whatever the client says it has', async ({ path, accept, type }) => {
    const response = await server.get(path, { accept, 'if-none-match': '*' })

    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('answers 414 where the address is longer than 8,192 characters', async () => {
    const tooLong = await server.get(`/api/v1/incidents?q=${'x'.repeat(8_192)}`)

    expect(tooLong.status).toBe(414)
    expect(named.Problem.parse(await tooLong.json())).toMatchObject({ status: 414, title: 'URI Too Long' })
    expect((await server.get(`/api/v1/incidents?q=${'x'.repeat(200)}`)).status).toBe(200)
  })

  it('answers 500 without a word about the cause, which the log gets', async () => {
    const broken = await createTestServer()
    await broken.database.close()

    const response = await broken.get('/api/v1/vendors')
    const text = await response.text()

    expect(response.status).toBe(500)
    expect(named.Problem.parse(JSON.parse(text))).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'The server failed; its log says why',
      instance: '/api/v1/vendors',
    })
    expect(broken.faults).toHaveLength(1)
  })
})
