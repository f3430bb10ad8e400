import { describe, expect, it } from 'vitest'
import type { LiveEvent } from '../../server/live.ts'
import { insert } from '../support/database.ts'
import { change, now, page, secondsAfter, vendor } from '../support/rows.ts'
import { createTestServer, type TestServer } from './harness.ts'

async function listening(): Promise<{ server: TestServer; events: LiveEvent[]; stop: () => void }> {
  const server = await createTestServer({ vendor: [vendor('v')], page: [page('v')], change: [change('v', 'k1')] })
  const events: LiveEvent[] = []
  const stop = server.live.subscribe((event) => events.push(event))
  return { server, events, stop }
}

function kinds(events: readonly LiveEvent[]): readonly string[] {
  return events.map((event) => (event.kind === 'changes' ? event.changes.map((row) => row.id).join(' ') : event.kind))
}

describe('server/live.ts', () => {
  it('tells listeners each new change once, in order, and nothing from before', async () => {
    const { server, events } = await listening()

    await server.live.look()
    await insert(server.database, { change: [change('v', 'k2'), change('v', 'k3')] })
    await server.live.look()
    await server.live.look()

    expect(kinds(events)).toEqual(['k2 k3'])
  })

  it('tells more changes than fit one look-up', async () => {
    const { server, events } = await listening()
    await server.live.look()
    await insert(server.database, { change: Array.from({ length: 1_100 }, (_, index) => change('v', `n${index}`)) })

    await server.live.look()

    expect(events.flatMap((event) => (event.kind === 'changes' ? event.changes : []))).toHaveLength(1_100)
  })

  it('passes over what came while nobody listened', async () => {
    const { server, events, stop } = await listening()
    await server.live.look()
    stop()
    await insert(server.database, { change: [change('v', 'k2')] })
    await server.live.look()
    server.live.subscribe((event) => events.push(event))

    await server.live.look()

    expect(events).toEqual([])
    expect(server.live.listeners()).toBe(1)
  })

  it('begins again where the database was replaced by one with fewer changes', async () => {
    const { server, events } = await listening()
    await server.live.look()
    await server.database.db.deleteFrom('change').execute()
    await server.live.look()
    await insert(server.database, { change: [change('v', 'again')] })

    await server.live.look()

    expect(kinds(events)).toEqual(['again'])
  })

  it('tells that a reading went stale although nothing changed', async () => {
    const { server, events } = await listening()
    for (let look = 0; look < 4; look++) await server.live.look()

    server.setNow(secondsAfter(now, 3_600))
    for (let look = 0; look < 4; look++) await server.live.look()

    expect(kinds(events)).toEqual(['readings'])
  })

  it('tells the end', async () => {
    const { server, events } = await listening()

    server.live.stop()

    expect(kinds(events)).toEqual(['end'])
  })
})
