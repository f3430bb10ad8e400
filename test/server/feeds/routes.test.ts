import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  affected,
  change,
  component,
  entryVersion,
  hourAgo,
  incident,
  now,
  page,
  readAt,
  resolved,
  secondsAfter,
  update,
  vendor,
} from '../../support/rows.ts'
import { createTestServer, type TestServer } from '../harness.ts'
import { all, first, parseXml } from './well-formed.ts'

const JsonFeed = z.object({
  title: z.string(),
  home_page_url: z.string(),
  feed_url: z.string(),
  next_url: z.string().optional(),
  items: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      external_url: z.string().optional(),
      title: z.string(),
      content_html: z.string(),
      content_text: z.string(),
      date_published: z.string(),
      date_modified: z.string(),
      tags: z.array(z.string()),
    }),
  ),
})
type JsonFeed = z.infer<typeof JsonFeed>

async function readFeed(server: TestServer, path: string): Promise<JsonFeed> {
  return JsonFeed.parse(await server.json(path))
}

const rows = {
  vendor: [vendor('v', { name: 'Vendor' }), vendor('w', { name: 'Other' })],
  page: [page('v'), page('w')],
  component: [component('v-page', 'c1', { name: 'API' })],
  incident: [
    incident('v', 'i1', { title: 'Logins fail', impact: 'major' }),
    incident('w', 'i2', { url: 'javascript:alert(1)', ...resolved }),
  ],
  incident_version: [entryVersion('i1', 'a'), entryVersion('i2', 'a', { seen_from: secondsAfter(hourAgo, 60) })],
  incident_component: [affected('i1', 0, { native_id: 'native-c1', name: 'API' })],
  incident_update: [update('i1', 'u1', { body: 'We <b>look</b><script>alert(1)</script>', format: 'html' })],
  change: [
    change('v', 'k1', { title: 'Logins fail', after: { impact: 'minor' }, backfilled: 1 }),
    change('v', 'k2', { kind: 'incident_impact', title: 'Logins fail', before: 'minor', after: 'major', observed_at: hourAgo }),
    change('v', 'k3', {
      kind: 'component_health',
      subject_kind: 'component',
      subject_id: 'c1',
      title: 'API',
      before: 'operational',
      after: 'major_outage',
    }),
    change('w', 'k4', {
      subject_id: 'i2',
      title: 'Elsewhere',
      kind: 'incident_update_edited',
      update_id: 'u9',
      before: { body: 'It is <i>bad</i>', native: 'Update', format: 'html' },
      after: { body: 'It was bad\n<script>', native: 'Update' },
    }),
    change('v', 'k5', {
      kind: 'page_failed',
      subject_kind: 'page',
      subject_id: 'v-page',
      title: 'Vendor status',
      after: { kind: 'status', detail: 'server_error' },
    }),
    change('v', 'k6', {
      kind: 'maintenance_scheduled',
      subject_kind: 'maintenance',
      subject_id: 'm1',
      title: 'Upgrade',
      after: { scheduledFor: now, scheduledUntil: null },
    }),
  ],
} as const

describe('server/feeds/routes.ts', () => {
  it('has one item for each change, newest first, in plain words and with the id of the change', async () => {
    const server = await createTestServer(rows)

    const { items } = await readFeed(server, '/feed.json')

    expect(items.map(({ id, title, url }) => ({ id, title, url }))).toEqual([
      { id: 'k6', title: 'Vendor: Maintenance announced for 2026-03-01 12:00 UTC – Upgrade', url: 'http://status.test/maintenances#m-m1' },
      { id: 'k5', title: 'Vendor: The page can no longer be read: answers with a server error', url: 'http://status.test/vendors/v' },
      { id: 'k4', title: 'Other: An update was edited: Update – Elsewhere', url: 'http://status.test/incidents/i2' },
      { id: 'k3', title: 'Vendor: Went from operational to major outage – API', url: 'http://status.test/vendors/v' },
      { id: 'k2', title: 'Vendor: Impact raised from minor to major – Logins fail', url: 'http://status.test/incidents/i1' },
    ])
    expect(items[4]).toMatchObject({
      date_published: hourAgo,
      date_modified: hourAgo,
      tags: ['v', 'incident_impact'],
      external_url: 'https://status.v.example/incidents/i1',
    })
  })

  it('shows an edit word by word, as safe HTML and as text, and no address that is not of the web', async () => {
    const server = await createTestServer(rows)

    const edit = (await readFeed(server, '/feed.json?vendor=w')).items[0]

    expect(edit?.content_html).toBe(
      '<p>An update was edited: Update – Elsewhere</p><blockquote><p>It <del>is</del> <ins>was</ins> bad<br /><ins>&lt;script&gt;</ins></p></blockquote>',
    )
    expect(edit?.content_text).toBe(
      'An update was edited: Update – Elsewhere\n\nRemoved: is\nAdded: was\nAdded: <script>\n\nNow:\nIt was bad\n<script>',
    )
    expect(edit?.external_url).toBeUndefined()
  })

  it.each([
    { query: 'backfilled=true', ids: ['k6', 'k5', 'k4', 'k3', 'k2', 'k1'] },
    { query: 'vendor=w', ids: ['k4'] },
    { query: 'kind=component_health', ids: ['k3'] },
    { query: 'impact=major', ids: ['k2'] },
    { query: 'component=c1', ids: ['k3', 'k2'] },
    { query: 'state=closed', ids: ['k4'] },
    { query: 'q=logins', ids: ['k2'] },
    { query: 'since=2026-03-01T11:30:00Z', ids: ['k6', 'k5', 'k4', 'k3'] },
    { query: 'limit=1', ids: ['k6'] },
    { query: 'items=incidents', ids: ['i1', 'i2'] },
    { query: 'items=incidents&impact=major', ids: ['i1'] },
    { query: 'items=incidents&state=closed', ids: ['i2'] },
  ])('filters by ?$query alike in every format', async ({ query, ids }) => {
    const server = await createTestServer(rows)

    const [json, rss, atom] = await Promise.all(['json', 'rss', 'atom'].map((format) => server.get(`/feed.${format}?${query}`)))
    const channel = first(parseXml((await rss?.text()) ?? ''), 'channel')
    const root = parseXml((await atom?.text()) ?? '')

    expect(new Set(JsonFeed.parse(await json?.json()).items.map((each) => each.id))).toEqual(new Set(ids))
    expect(new Set(all(channel, 'item').map((each) => first(each, 'guid')?.text))).toEqual(new Set(ids))
    expect(new Set(all(root, 'entry').map((each) => first(each, 'id')?.text))).toEqual(new Set(ids.map((id) => `urn:statuswire:${id}`)))
    expect([json, rss, atom].map((each) => each?.headers.get('content-type'))).toEqual([
      'application/feed+json; charset=utf-8',
      'application/rss+xml; charset=utf-8',
      'application/atom+xml; charset=utf-8',
    ])
  })

  it('has one item for each incident as it stands, dated by what was seen of it', async () => {
    const server = await createTestServer(rows)

    const { items } = await readFeed(server, '/feed.json?items=incidents')

    expect(items.find((each) => each.id === 'i1')).toMatchObject({
      title: 'Vendor: Logins fail',
      url: 'http://status.test/incidents/i1',
      external_url: 'https://status.v.example/incidents/i1',
      content_html:
        '<p>Impact: major. State: investigating. Affected: API.</p><p><b>Investigating, 2026-03-01 11:00 UTC</b></p>We <b>look</b>',
      date_published: hourAgo,
      date_modified: readAt,
      tags: ['v', 'major'],
    })
    expect(items.find((each) => each.id === 'i2')?.external_url).toBeUndefined()
  })

  it('keeps the feed of a vendor to that vendor, and says so', async () => {
    const server = await createTestServer(rows)

    const feed = await readFeed(server, '/vendors/w/feed.json')

    expect(feed.items.map((each) => each.id)).toEqual(['k4'])
    expect(feed).toMatchObject({
      title: 'Other – Statuswire',
      home_page_url: 'http://status.test/vendors/w',
      feed_url: 'http://status.test/vendors/w/feed.json',
    })
  })

  it('leads on to older items, and under the public address where one is set', async () => {
    const server = await createTestServer(rows, { publicUrl: 'https://wire.example' })

    const firstPart = await readFeed(server, '/feed.json?limit=3')
    const rest = await readFeed(server, (firstPart.next_url ?? '').replace('https://wire.example', ''))

    expect(firstPart.items[0]?.url).toMatch(/^https:\/\/wire\.example\//u)
    expect(firstPart.feed_url).toBe('https://wire.example/feed.json?limit=3')
    expect(rest.items.map((each) => each.id)).toEqual(['k3', 'k2'])
    expect(rest.next_url).toBeUndefined()
  })

  it('says the same of the same changes each time, an empty feed included', async () => {
    const [full, empty] = [await createTestServer(rows), await createTestServer()]

    for (const server of [full, empty]) {
      for (const format of ['json', 'rss', 'atom']) {
        const before = await (await server.get(`/feed.${format}`)).text()
        server.setNow(secondsAfter(now, 1))

        expect(await (await server.get(`/feed.${format}`)).text()).toBe(before)
      }
    }
    expect(first(parseXml(await (await empty.get('/feed.atom')).text()), 'updated')?.text).toBe('1970-01-01T00:00:00.000Z')
  })

  it.each([
    { path: '/feed.rss?items=updates', parameter: 'items' },
    { path: '/feed.rss?items=incidents&kind=page_failed', parameter: 'kind' },
    { path: '/vendors/v/feed.rss?vendor=w', parameter: 'vendor' },
    { path: '/feed.atom?impact=big', parameter: 'impact' },
    { path: '/feed.json?cursor=old', parameter: 'cursor' },
    { path: '/feed.json?component=none', parameter: 'component' },
  ])('refuses $path', async ({ path, parameter }) => {
    const server = await createTestServer(rows)

    const response = await server.get(path)

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ parameter })
  })
})
