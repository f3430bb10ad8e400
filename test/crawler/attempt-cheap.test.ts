import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { attemptPage } from '../../crawler/attempt.ts'
import type { HttpClient } from '../../crawler/fetch/http.ts'
import { emptyGathering } from '../../crawler/gather.ts'
import type { SourceStateTable } from '../../data/database/schema.ts'
import { sourceKey } from '../../data/store/due.ts'
import { ParseError } from '../../parsers/errors.ts'
import type { Snapshot } from '../../parsers/model.ts'
import { definePlatform, type Platform, type Source, type When } from '../../parsers/platform.ts'
import { instant } from '../support/documents.ts'
import { answer, type FaultServer, startFaultServer } from '../support/fault-server.ts'
import { createTestClient } from '../support/fetch-client.ts'
import { page as rowOfPage } from '../support/rows.ts'

const at = instant('2026-11-20T00:00:00.000Z')
const json = { 'content-type': 'application/json' }
const whole = answer({ headers: json, body: '{}' })
const unchanged = answer({ status: 304, headers: { etag: '"1"' } })

const snapshot: Snapshot = {
  platform: 'halves',
  authority: 'api',
  observedAt: at,
  page: {},
  health: 'operational',
  coverage: { components: 'none', incidents: 'none', maintenances: 'none' },
  omissions: [],
}

describe('crawler/attempt.ts, with two cheap sources', () => {
  let http: HttpClient
  let host: FaultServer
  let elsewhere: FaultServer

  beforeEach(async () => {
    http = createTestClient()
    host = await startFaultServer()
    elsewhere = await startFaultServer()
  })
  afterEach(async () => {
    await http.destroy()
    await host.close()
    await elsewhere.close()
  })

  it.each([
    { what: 'at a first reading costs what it would have told', known: [], a: whole, told: 'a' },
    { what: 'as it was before costs nothing', known: ['a'], a: unchanged, told: undefined },
    { what: 'while the other says something new costs no more', known: ['a', 'b'], a: whole, told: 'a' },
  ])('one that is missing $what', async ({ known, a, told }) => {
    host.on('/a', a)

    const { attempt, troubles } = await attemptWith(known)

    expect(troubles).toEqual(['b status'])
    expect(attempt).toMatchObject({ platform: 'halves' })
    expect('snapshot' in attempt ? attempt.snapshot : undefined).toEqual(told && { ...snapshot, native: told })
  })

  it('one that is missing though it was there, beside one that says the same, leaves the page unproved', async () => {
    host.on('/a', unchanged)

    const { attempt } = await attemptWith(['a', 'b'])

    expect(attempt).toMatchObject({ kind: 'status', detail: '404' })
  })

  it('both missing, as they were before, leave the page unread', async () => {
    const { attempt } = await attemptWith([])

    expect(attempt).toMatchObject({ kind: 'status', detail: '404' })
  })

  it('of a host that cannot be reached, another host is asked and that one is left alone', async () => {
    await host.close()
    elsewhere.on('/resort', whole)

    const { attempt, troubles } = await attemptWith([])

    expect(attempt).toMatchObject({ snapshot: { native: 'resort' } })
    expect(troubles).toEqual(['a connection', 'b connection'])
  })

  async function attemptWith(known: readonly string[]): Promise<{ readonly attempt: object; readonly troubles: readonly string[] }> {
    const states = known.map((name): [string, SourceStateTable] => {
      const url = host.url(`/${name}`)
      const row = { page_id: 'p', source: name, url, etag: '"1"', last_modified: null, body_hash: 'other', observed_at: at }
      return [sourceKey(name, url), row]
    })
    const page = rowOfPage('acme', { url: host.origin, content_digest: known.length > 0 ? 'before' : null })
    const toPoll = { page, sources: new Map(states), hasOpen: false, lastClosedAt: null }
    const gathering = emptyGathering()
    const attempt = await attemptPage(toPoll, halves(), at, gathering, { http, loadKnown: async () => [] })
    return { attempt, troubles: gathering.troubles.map(({ source, error }) => `${source} ${error.kind}`) }
  }

  /** A platform that says which of its sources it was told by. */
  function halves(): Platform {
    return definePlatform({
      id: 'halves',
      title: 'Halves',
      homepage: 'https://halves.example',
      kind: 'hosted',
      evidence: 'synthetic',
      documentation: [],
      documentationNote: 'made up for this test',
      provides: { components: 'none', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
      authority: 'api',
      fingerprints: { probes: [], evidence: [] },
      refusals: [],
      params: z.strictObject({}),
      politeness: { minimumIntervalSeconds: 0, maximumConcurrentPerHost: 1 },
      sources: {
        a: sourceAt('poll', host.url('/a')),
        b: sourceAt('poll', host.url('/b')),
        near: sourceAt('fallback', host.url('/near')),
        resort: sourceAt('fallback', elsewhere.url('/resort')),
      },
      parse(documents) {
        const told = Object.keys(documents)
        if (told.length === 0) throw new ParseError('missing', 'no document to read')
        return { ...snapshot, native: told.join(' ') }
      },
    })
  }
})

function sourceAt(when: When, url: string): Source<'json'> {
  return { medium: 'json', via: 'http', when, urls: () => [url] }
}
