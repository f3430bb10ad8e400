import { describe, expect, it } from 'vitest'
import { createTestServer } from '../harness.ts'

describe('server/http/assets.ts', () => {
  it('lets a file with its hash be kept for good, and one without be asked for anew', async () => {
    const server = await createTestServer()
    const { css, js, icon } = server.context.assets

    const [hashed, plain, wrong] = await Promise.all([server.get(css), server.get('/public/app.css'), server.get('/public/app.css?v=old')])

    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect([plain, wrong].map((each) => each.headers.get('cache-control'))).toEqual(['no-cache', 'no-cache'])
    expect(await Promise.all([css, js, icon].map(async (path) => (await server.get(path)).headers.get('content-type')))).toEqual([
      'text/css; charset=utf-8',
      'text/javascript; charset=utf-8',
      'image/svg+xml; charset=utf-8',
    ])
  })

  it('answers 304 for a file that the browser has', async () => {
    const server = await createTestServer()
    const etag = (await server.get('/public/app.js')).headers.get('etag') ?? ''

    expect((await server.get('/public/app.js', { 'if-none-match': etag })).status).toBe(304)
    expect((await server.get('/public/app.js', { 'if-none-match': '"other"' })).status).toBe(200)
  })

  it.each(['/public/', '/public/%2e%2e%2fconfig.ts', '/public/app.css/', '/public/__proto__', '/public/nothing.css'])(
    'has nothing at %s',
    async (path) => {
      const server = await createTestServer()

      expect((await server.get(path)).status).toBe(404)
    },
  )
})
