import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ParseError } from '../../parsers/errors.ts'
import { definePlatform } from '../../parsers/platform.ts'
import { statuspage } from '../../parsers/statuspage/index.ts'
import { openPollBench, type PollBench } from './poll-bench.ts'
import { paths } from './site.ts'

/** A platform that the page was on once, and that cannot make anything of what it answers now. */
const former = definePlatform({
  id: 'former',
  title: 'Former',
  homepage: 'https://former.example',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'made up for this test',
  provides: { components: 'full', incidents: 'open', updates: 'open', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'markup',
  fingerprints: { probes: [], evidence: [] },
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 0, maximumConcurrentPerHost: 1 },
  sources: { home: { medium: 'html', via: 'http', when: 'poll', urls: (page) => [page.url] } },
  parse() {
    throw new ParseError('foreign', 'a page of another platform')
  },
})

describe('crawler/poll.ts, a page that has moved to another platform', () => {
  let bench: PollBench

  beforeEach(async () => {
    bench = await openPollBench({ movedFrom: former })
    // It was read there before, and told an incident under an id of its own.
    await bench.poll(0)
    await bench.database.db.updateTable('page').set({ platform: 'former', native_id: 'elsewhere' }).execute()
  })
  afterEach(() => bench.close())

  it('is read on the platform that recognises it, in the same poll', async () => {
    const { poll, recorded } = await bench.poll(60)

    expect(poll).toMatchObject({ type: 'read', platform: 'statuspage' })
    expect(recorded.changes).toContain('page_migrated')
    expect(await bench.page()).toMatchObject({ platform: 'statuspage', failures: 0, understood: 1 })
  })

  it('is looked at again only now and then while nobody recognises it', async () => {
    const welcome = {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html><title>Welcome</title><p>Nothing here</p></html>',
    }
    for (const path of Object.values(paths)) bench.site.answers.set(path, welcome)
    const asked: number[] = []

    for (let turn = 1; turn <= 5; turn++) asked.push((await bench.poll(turn * 600)).requests.length)

    expect(await bench.page()).toMatchObject({ platform: 'former', failures: 5, understood: 0 })
    expect(asked[1]).toBeLessThan(asked[0] ?? 0)
    expect(asked[3]).toBe(asked[1])
  })
})

describe("crawler/poll.ts, a page that answers at its old address in another product's words", () => {
  it('is read by that product, and its move is told', async () => {
    const bench = await openPollBench({ movedFrom: statuspage })
    await bench.poll(0)
    const summary = {
      page: { id: '01HV2Z3X4Y5W6V7T8S9R0Q1P2N', name: 'Acme', url: bench.site.url, updated_at: '2026-03-02T16:30:00Z' },
      status: { indicator: 'major', description: 'Partial System Outage' },
      components: [{ id: '01HV2Z3X4Y5W6V7T8S9R0Q1P2A', name: 'Website', status: 'full_outage', position: 0 }],
    }
    for (const path of Object.values(paths)) bench.site.answers.set(path, { status: 404 })
    const headers = { 'content-type': 'application/json' }
    bench.site.answers.set(paths.summary, { status: 200, headers, body: JSON.stringify(summary) })

    const { poll, recorded } = await bench.poll(60)

    expect(poll).toMatchObject({ type: 'read', platform: 'incidentio' })
    expect(recorded.changes).toContain('page_migrated')
    expect(await bench.page()).toMatchObject({ platform: 'incidentio', native: 'Partial System Outage', failures: 0 })
    await bench.close()
  })
})

const feed = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:acme</id><title>Acme Status: incident history</title>
<entry><id>tag:acme:1</id><title>Slow pages</title><updated>2026-02-28T12:00:00Z</updated><published>2026-02-28T12:00:00Z</published>
<link href="https://status.acme.example/incidents/1"/>
<content type="html">&lt;p&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - Pages are quick again.&lt;/p&gt;</content></entry></feed>`

describe('crawler/platforms.ts, a page of which only a feed is left', () => {
  it('is not taken for one that has moved to its feed', async () => {
    const bench = await openPollBench({ movedFrom: statuspage })
    await bench.poll(0)
    for (const path of Object.values(paths)) bench.site.answers.set(path, { status: 404 })
    bench.site.answers.set('/feed.atom', { status: 200, headers: { 'content-type': 'application/atom+xml' }, body: feed })

    const { poll } = await bench.poll(60)

    expect(poll).toMatchObject({ type: 'failed' })
    expect(await bench.page()).toMatchObject({ platform: 'statuspage', failures: 1 })
    await bench.close()
  })
})
