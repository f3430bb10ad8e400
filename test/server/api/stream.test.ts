import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { insert } from '../../support/database.ts'
import { change, now, page, secondsAfter, vendor } from '../../support/rows.ts'
import { createTestServer, type TestServer } from '../harness.ts'

const rows = {
  vendor: [vendor('v'), vendor('w')],
  page: [page('v'), page('w')],
  change: [change('v', 'k1'), change('w', 'k2'), change('v', 'k3', { backfilled: 1 })],
}

interface Event {
  readonly name: string
  readonly id: string
  readonly data: string
}

/** Reads what has been sent so far; more arrives by asking again. */
async function openStream(
  server: TestServer,
  query = '',
  headers: Record<string, string> = {},
): Promise<{ response: Response; events(): Promise<Event[]>; close(): Promise<void>; text(): string }> {
  const response = await server.get(`/api/v1/changes/stream${query}`, headers)
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let isDone = false
  async function drain(): Promise<void> {
    while (!isDone) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
      isDone = done
      if (value !== undefined) text += decoder.decode(value, { stream: true })
    }
  }
  const draining = drain()
  return {
    response,
    text: () => text,
    async events() {
      await wait(10)
      return text.split('\n\n').flatMap(parseEvent)
    },
    async close() {
      await reader?.cancel()
      await draining
    },
  }
}

function parseEvent(block: string): Event[] {
  const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]))
  const name = fields.get('event')
  return name === undefined ? [] : [{ name, id: fields.get('id') ?? '', data: fields.get('data') ?? '' }]
}

function told(events: readonly Event[]): readonly string[] {
  return events.map((event) => `${event.name} ${event.id}`.trim())
}

describe('server/api/stream.ts', () => {
  it('opens with a pause to keep before coming back, and tells nothing from before', async () => {
    const server = await createTestServer(rows)

    const stream = await openStream(server)

    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(stream.response.headers.get('cache-control')).toBe('no-store')
    expect(await stream.events()).toEqual([])
    expect(stream.text()).toMatch(/^retry: [2-4]\d{3}\n\n$/u)
    await stream.close()
  })

  it('tells new changes as they are found, each with its cursor and as the list shows it', async () => {
    const server = await createTestServer(rows)
    const stream = await openStream(server)
    await stream.events()
    await server.live.look()

    await insert(server.database, { change: [change('v', 'k4', { title: 'Two\nlines' }), change('v', 'k5', { backfilled: 1 })] })
    await server.live.look()
    const events = await stream.events()

    expect(told(events)).toEqual(['change 4'])
    expect(JSON.parse(events[0]?.data ?? '')).toMatchObject({
      cursor: 4,
      id: 'k4',
      title: 'Two\nlines',
      vendorName: 'v',
      words: 'Incident opened',
    })
    await stream.close()
  })

  it.each([
    { what: 'from Last-Event-ID on', query: '', id: '1', expected: ['change 2'] },
    { what: 'from ?after on', query: '?after=0', id: undefined, expected: ['change 1', 'change 2'] },
    { what: 'from Last-Event-ID rather than ?after', query: '?after=0', id: '1', expected: ['change 2'] },
    { what: 'for one vendor', query: '?vendor=v', id: '0', expected: ['change 1'] },
    { what: 'of one kind', query: '?kind=page_health', id: '0', expected: [] },
    { what: 'of one subject', query: '?subject=i1', id: '0', expected: ['change 1', 'change 2'] },
    { what: 'with backfilled ones', query: '?backfilled=true', id: '1', expected: ['change 2', 'change 3'] },
    { what: 'nothing, where nothing was missed', query: '', id: '3', expected: [] },
    { what: 'a reset for an id of another database', query: '', id: '4711', expected: ['reset 3'] },
    { what: 'a reset for an id that is none', query: '', id: 'DROP TABLE', expected: ['reset 3'] },
  ])('tells $what', async ({ query, id, expected }) => {
    const server = await createTestServer(rows)

    const stream = await openStream(server, query, id === undefined ? {} : { 'last-event-id': id })

    expect(told(await stream.events())).toEqual(expected)
    await stream.close()
  })

  it('tells a thousand missed changes, and of more than that only that there are too many', async () => {
    const server = await createTestServer({ ...rows, change: Array.from({ length: 1_001 }, (_, index) => change('v', `k${index}`)) })

    const most = await openStream(server, '', { 'last-event-id': '1' })
    const tooMany = await openStream(server, '', { 'last-event-id': '0' })

    expect(await most.events()).toHaveLength(1_000)
    expect(told(await tooMany.events())).toEqual(['reset 1001'])
    await most.close()
    await tooMany.close()
  })

  it('tells a change once that is found while the missed ones are looked up', async () => {
    const server = await createTestServer(rows)
    await server.live.look()
    const opening = openStream(server, '', { 'last-event-id': '0' })
    await insert(server.database, { change: [change('v', 'k4')] })
    const stream = await opening
    await server.live.look()

    expect(told(await stream.events())).toEqual(['change 1', 'change 2', 'change 4'])
    await stream.close()
  })

  it('tells that a reading went stale', async () => {
    const server = await createTestServer(rows)
    const stream = await openStream(server)
    for (let look = 0; look < 4; look++) await server.live.look()

    server.setNow(secondsAfter(now, 3_600))
    for (let look = 0; look < 4; look++) await server.live.look()

    expect(await stream.events()).toEqual([{ name: 'readings', id: '', data: '{}' }])
    await stream.close()
  })

  it('ends with the server', async () => {
    const server = await createTestServer(rows)
    const stream = await openStream(server)

    server.live.stop()
    await stream.close()

    expect(server.live.listeners()).toBe(0)
  })

  it('cuts off a reader that takes nothing, once 256 KiB wait for it', async () => {
    const server = await createTestServer(rows)
    const response = await server.get('/api/v1/changes/stream')
    await wait(10)
    await server.live.look()

    const body = 'x'.repeat(60_000)
    const listeners: number[] = []
    for (let index = 0; index < 7; index++) {
      await insert(server.database, { change: [change('v', `large-${index}`, { after: { body } })] })
      await server.live.look()
      listeners.push(server.live.listeners())
    }

    expect(listeners).toEqual([1, 1, 1, 1, 1, 0, 0])
    await response.body?.cancel()
  })

  it('waits for a slow reader that comes back for much', async () => {
    const body = 'x'.repeat(60_000)
    const server = await createTestServer({
      ...rows,
      change: Array.from({ length: 20 }, (_, index) => change('v', `k${index}`, { after: { body } })),
    })

    const stream = await openStream(server, '', { 'last-event-id': '0' })

    expect(told(await stream.events())).toHaveLength(20)
    await stream.close()
  })

  it('opens no more streams than allowed, and frees the place of one that is gone', async () => {
    const server = await createTestServer(rows)
    const open = await Promise.all([openStream(server), openStream(server), openStream(server)])

    const refused = await server.get('/api/v1/changes/stream')
    await open[0].close()
    const accepted = await openStream(server)

    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('30')
    expect(accepted.response.status).toBe(200)
    await Promise.all([open[1].close(), open[2].close(), accepted.close()])
    expect(server.live.listeners()).toBe(0)
  })

  it.each(['?vendor=nobody', '?kind=x', '?since=2026-01-01'])('refuses %s', async (query) => {
    const server = await createTestServer(rows)

    expect((await server.get(`/api/v1/changes/stream${query}`)).status).toBe(400)
  })
})
