import { describe, expect, it } from 'vitest'
import { atomXml, rssXml } from './build-feed.ts'
import { historyHtml, incidentHtml } from './build-html.ts'
import { historyProps } from './build-json.ts'
import { commerceLayer2024 } from './commerce-layer.ts'
import { maintenance, openIncident } from './example-page.ts'
import { contextFor, read } from './reading.ts'

const newYork = contextFor('https://status.example.com', 'America/New_York')
const incident = incidentHtml(openIncident, 'x1inc0000001', '2026-03-02T16:31:00.000Z')
const finished = incidentHtml(maintenance, 'x1mnt0000003', '2026-03-02T16:05:00.000Z')
const atom = atomXml(openIncident, '2026-03-02T16:31:00.000Z')
const history = historyHtml(
  commerceLayer2024,
  historyProps(commerceLayer2024, [['April', 2024, 1, 30]], ['2024-02-01T00:00:00Z', '2024-04-30T23:59:59Z']),
  '2024-04-22T15:00:00Z',
)

describe('parsers/statuspage/incident-page', () => {
  it('tells a finished maintenance for what it is', () => {
    const { incidents, maintenances } = read({ incidentPage: finished })
    const [done] = maintenances ?? []

    expect(incidents).toBeUndefined()
    expect([done?.phase, done?.nativePhase, done?.nativeImpact, done?.resolvedAt]).toStrictEqual([
      'completed',
      'Completed',
      'maintenance',
      '2026-02-25T08:20:00.000Z',
    ])
    expect(done?.updates?.map(({ phase }) => phase)).toStrictEqual(['scheduled', 'in_progress', 'verifying', 'completed'])
    expect(done?.components?.map(({ name }) => name)).toStrictEqual(['API', 'API'])
  })

  it('tells a report on a maintenance, which stays completed', () => {
    const [done] =
      read({ incidentPage: finished.replace('Completed\n', 'Postmortem\n').replace('whitespace-pre-wrap">Done', 'markdown-display">Done') })
        .maintenances ?? []

    expect([done?.phase, done?.nativePhase, done?.reports?.map(({ body }) => body)]).toStrictEqual(['completed', 'Postmortem', ['Done.']])
  })

  it('of an open incident knows no end', () => {
    const [entry] = read({ incidentPage: incident }).incidents ?? []

    expect([entry?.phase, entry?.resolvedAt]).toStrictEqual(['monitoring', undefined])
  })

  it('reads a stamp by its text where the exact one is missing', () => {
    const [entry] = read({ incidentPage: incident.replaceAll(/ data-datetime-unix="\d+"/gu, '') }, newYork).incidents ?? []

    expect(entry?.updates?.map(({ postedAt }) => postedAt)).toStrictEqual([
      '2026-03-02T15:01:00.000Z',
      '2026-03-02T15:20:00.000Z',
      '2026-03-02T15:55:00.000Z',
      '2026-03-02T16:30:00.000Z',
    ])
  })

  it('has no time where there is none to be read, and keeps the order of the page', () => {
    const { incidents = [], omissions } = read({
      incidentPage: incident.replaceAll(/ data-datetime-unix="\d+"/gu, '').replaceAll(' EST', ' Ortszeit'),
    })

    expect(incidents[0]?.updates?.map(({ native, postedAt }) => [native, postedAt])).toStrictEqual([
      ['Investigating', undefined],
      ['Identified', undefined],
      ['Update', undefined],
      ['Monitoring', undefined],
    ])
    expect(omissions).toHaveLength(4)
  })

  it('says where the sentence on what was affected is another', () => {
    const { incidents = [], omissions } = read({ incidentPage: incident.replace('This incident affected', 'Betroffen') })

    expect(incidents[0]).not.toHaveProperty('components')
    expect(omissions).toStrictEqual([
      {
        path: 'incidentPage.components',
        native: 'Betroffen: API (Webhooks (EU)).',
        reason: 'not the sentence that names the affected components',
      },
    ])
  })

  it.each([
    [
      'the form',
      incident.replace('name="incident_code" value="x1inc0000001"', 'name="incident_code" value="x1inc0000009"'),
      'x1inc0000009',
    ],
    [
      'the canonical address',
      unnamed().replace('</head>', '<link rel="canonical" href="http://status.example.com/incidents/x1inc0000008"></head>'),
      'x1inc0000008',
    ],
    [
      'the address for sharing',
      unnamed().replace('</head>', '<meta property="og:url" content="http://status.example.com/incidents/x1inc0000007"></head>'),
      'x1inc0000007',
    ],
  ])('knows its code from %s', (_what, incidentPage, code) => {
    expect(read({ incidentPage }).incidents?.[0]?.nativeId).toBe(code)
  })

  it.each([
    ['no code', unnamed(), 'missing: no name or no code of an incident at h1.incident-name'],
    ['no name', incident.replace('incident-name', 'gone'), 'missing: no name or no code of an incident at h1.incident-name'],
    ['no updates', incident.replaceAll('update-row', 'gone'), 'empty: an incident without updates at .update-row'],
    ['no end', incident.slice(0, -10), 'shape: a page that was cut off'],
    [
      'the layout of the home page',
      incident.replace('status-incident', 'status-index'),
      'shape: another page of this platform at .status-incident',
    ],
  ])('refuses a page with %s', (_what, incidentPage, message) => {
    expect(() => read({ incidentPage })).toThrow(message)
  })

  function unnamed(): string {
    return incident.replace('name="incident_code"', 'name="gone"')
  }
})

describe('parsers/statuspage/feed', () => {
  it('reads the same from Atom and from RSS', () => {
    const [fromAtom, fromRss] = [read({ atom }, newYork), read({ rss: rssXml(openIncident, '2026-03-02T16:31:00.000Z') }, newYork)]

    expect(fromRss).toStrictEqual(fromAtom)
    expect(fromAtom.coverage).toStrictEqual({ components: 'none', incidents: 'recent', maintenances: 'recent' })
    expect(fromAtom).not.toHaveProperty('health')
  })

  it('tells maintenances from incidents by their labels, or by the sentence that announces them', () => {
    const labelled = read({ atom: atomXml(maintenance, '2026-03-02T16:05:00.000Z') }, newYork)
    const announced = read({ atom: atom.replace('Deliveries are late.', 'THIS IS A SCHEDULED EVENT Mar 2, 10:00 - 12:00 EST') }, newYork)

    expect([labelled.incidents?.length, labelled.maintenances?.length]).toStrictEqual([0, 3])
    expect(announced.maintenances?.map(({ nativeId }) => nativeId)).toStrictEqual(['x1inc0000001'])
  })

  it('goes on with a text that has paragraphs of its own', () => {
    const text = atom.replace(
      'A queue is full.',
      'A queue is full.&lt;/p&gt;&lt;p&gt;So is another.&lt;/p&gt;Third.&lt;ul&gt;&lt;li&gt;One&lt;/li&gt;&lt;/ul&gt;',
    )

    const [entry] = read({ atom: text }, newYork).incidents ?? []

    expect(entry?.updates).toHaveLength(4)
    expect(entry?.updates?.[1]?.body).toBe('A queue is full.\nSo is another.\nThird.\nOne\nIt is being drained.')
  })

  it('calls an entry by its number where it has no link', () => {
    const numbered = atom.replaceAll(/ {4}<link [^>]*>\n/gu, '')

    expect(read({ atom: numbered }, newYork).incidents?.map(({ nativeId }) => nativeId)).toStrictEqual(['900000', '900001'])
  })

  it('does not say that an entry without a text has no updates', () => {
    const [entry] = read({ atom: atom.replaceAll(/<content type="html">[^<]*<\/content>/gu, '') }, newYork).incidents ?? []

    expect(entry).not.toHaveProperty('updates')
    expect(entry?.updatedAt).toBe('2026-03-02T16:30:00.000Z')
  })

  it('does without the name of the page where the title is of another form', () => {
    expect(read({ atom: atom.replace(' Status - Incident History', '') }, newYork).page).toStrictEqual({})
  })

  it('reads a feed without entries', () => {
    expect(read({ atom: atom.replaceAll(/<entry>[\s\S]*<\/entry>/gu, '') }).incidents).toStrictEqual([])
  })

  it.each([
    [
      'ULIDs in its links',
      atom.replaceAll('/incidents/x1inc0000001', '/incidents/01JMDK9XYNY6RXSED6SDWW50WY'),
      'foreign: a feed with links of another kind',
    ],
    ['links elsewhere', atom.replaceAll('/incidents/', '/posts/'), 'foreign: a feed with links of another kind'],
    [
      'no entries and another title',
      atom.replace(' Status - Incident History', '').replaceAll(/<entry>[\s\S]*<\/entry>/gu, ''),
      'foreign: a feed with a title of another kind',
    ],
    ['no end', atom.slice(0, -10), 'shape: XML that ends before its elements do'],
  ])('refuses a feed with %s', (_what, text, message) => {
    expect(() => read({ atom: text }, newYork)).toThrow(message)
  })
})

describe('parsers/statuspage/history', () => {
  it('reads the page for readers by the properties inside it', () => {
    const { incidents, authority, page, components } = read({ history })

    expect([authority, page]).toStrictEqual([
      'embedded-state',
      { nativeId: 'c7w1page0001', name: 'Commerce Layer', timeZone: 'Europe/Rome' },
    ])
    expect(incidents).toStrictEqual([
      {
        nativeId: 'zr2t0kfxdbsg',
        title: 'API/Dashboard/Applications back to normal',
        url: 'https://status.example.com/incidents/zr2t0kfxdbsg',
        impact: 'critical',
        nativeImpact: 'critical',
      },
    ])
    expect(components).toHaveLength(5)
  })

  it.each([
    ['no properties', history.replace('data-react-props', 'data-gone'), 'missing: no history in the page'],
    ['broken properties', history.replace('data-react-props="{', 'data-react-props="'), 'shape: not well-formed JSON'],
    [
      'properties of another kind',
      history.replace('&quot;months&quot;', '&quot;weeks&quot;'),
      'missing: a required field is absent at months',
    ],
    [
      "another platform's id",
      history.replace('&quot;id&quot;:&quot;c7w1page0001&quot;}', '&quot;id&quot;:&quot;124692&quot;}'),
      'shape: not the structure of this document: custom at page_status.page.id',
    ],
  ])('refuses a page with %s', (_what, text, message) => {
    expect(() => read({ history: text })).toThrow(message)
  })
})
