import { describe, expect, it } from 'vitest'
import { homeHtml } from './build-html.ts'
import { allClear, maintenance, openIncident } from './example-page.ts'
import { contextFor, read } from './reading.ts'

const clear = homeHtml(allClear, '2026-02-01T08:05:00.000Z')
const open = homeHtml(openIncident, '2026-03-02T16:31:00.000Z')
const planned = homeHtml(maintenance, '2026-03-02T16:05:00.000Z')
const newYork = contextFor('https://status.example.com', 'America/New_York')

describe('parsers/statuspage/home', () => {
  it('tells the page, its headline and its components as a tree', () => {
    const { page, health, native, components } = read({ home: clear })

    expect([page, health, native]).toStrictEqual([{ nativeId: 'x1page000001', name: 'Example' }, 'operational', 'All Systems Operational'])
    expect(components?.map(({ nativeId, group, children }) => [nativeId, group, children.length])).toStrictEqual([
      ['x1comp000001', false, 0],
      ['x1group00001', true, 3],
      ['x1comp000005', false, 0],
    ])
  })

  it('claims the open incidents whole, and of components and maintenances that it shows no more than some', () => {
    expect(read({ home: clear }).coverage).toStrictEqual({ components: 'none', incidents: 'open', maintenances: 'none' })
  })

  it('takes the headline from the body where incidents stand in its place', () => {
    expect([read({ home: open }).health, read({ home: open }).native]).toStrictEqual(['degraded_performance', 'minor'])
  })

  it('dates open incidents by the days on which the charts show them', () => {
    const [incident] = read({ home: open }, newYork).incidents ?? []

    expect(incident?.updates?.map(({ native, postedAt }) => [native, postedAt])).toStrictEqual([
      ['Investigating', '2026-03-02T15:01:00.000Z'],
      ['Identified', '2026-03-02T15:20:00.000Z'],
      ['Update', '2026-03-02T15:55:00.000Z'],
      ['Monitoring', '2026-03-02T16:30:00.000Z'],
    ])
  })

  it.each([
    ['there are no charts', open.replace(/ {2}var uptimeData = .*\n/u, '')],
    ['the charts cannot be read', open.replace('var uptimeData = {', 'var uptimeData = {{')],
    ['the charts have another form', open.replace(/var uptimeData = .*\n/u, 'var uptimeData = {"x": {"days": 7}}\n')],
    ['the charts begin after it', open.replaceAll('Mar <var', 'Jan <var')],
  ])('dates no open incident where %s, and says so', (_what, home) => {
    const { incidents, omissions } = read({ home }, newYork)

    expect(incidents?.[0]?.updates?.map(({ postedAt }) => postedAt)).toStrictEqual([undefined, undefined, undefined, undefined])
    expect(omissions.map(({ path, reason }) => [path, reason])).toStrictEqual([
      ['home.unresolved[0].updates', 'a time without a year or a zone, and no stamp beside it that would tell'],
    ])
  })

  it('believes an exact stamp before a text', () => {
    const exact = '<span class="ago" data-datetime-unix="1772465407512"></span>'

    const [incident] =
      read({ home: open.replaceAll(/<small>(?=Mar)/gu, `<small>${exact}`).replace(/ {2}var uptimeData = .*\n/u, '') }).incidents ?? []

    expect(incident?.updates?.map(({ postedAt }) => postedAt)).toStrictEqual(Array.from({ length: 4 }, () => '2026-03-02T15:30:07.512Z'))
  })

  it.each([
    ['EST, which means one zone', 'EST', '2026-02-20T09:00:00.000Z'],
    ['CST, which means two', 'CST', undefined],
    ['an offset', 'GMT-05:00', '2026-02-20T09:00:00.000Z'],
  ])('without knowing the zone of the page reads %s', (_what, zone, expected) => {
    const { maintenances = [] } = read({ home: planned.replaceAll(/ EST\b/gu, ` ${zone}`) })

    expect(maintenances.find(({ nativeId }) => nativeId === 'x1mnt0000002')?.updates?.[0]?.postedAt).toBe(expected)
  })

  it('knows the window of a planned maintenance, over the night in which the clocks change', () => {
    const { maintenances = [] } = read({ home: planned }, newYork)
    const upgrade = maintenances.find(({ nativeId }) => nativeId === 'x1mnt0000002')

    expect([upgrade?.phase, upgrade?.scheduledFor, upgrade?.scheduledUntil]).toStrictEqual([
      'scheduled',
      '2026-03-08T03:00:00.000Z',
      '2026-03-08T10:00:00.000Z',
    ])
  })

  it('has no end of a window that it cannot read', () => {
    const { maintenances = [] } = read({ home: planned.replace(' EDT\n</small>', ' Ortszeit\n</small>') }, newYork)
    const upgrade = maintenances.find(({ nativeId }) => nativeId === 'x1mnt0000002')

    expect(upgrade?.scheduledFor).toBe('2026-03-08T03:00:00.000Z')
    expect(upgrade).not.toHaveProperty('scheduledUntil')
  })

  it('takes a running maintenance, which stands among the incidents, for none of them', () => {
    const { incidents, maintenances } = read({ home: planned }, newYork)

    expect(incidents).toStrictEqual([])
    expect(maintenances?.map(({ nativeId, phase }) => [nativeId, phase])).toStrictEqual([
      ['x1mnt0000001', 'in_progress'],
      ['x1mnt0000002', 'scheduled'],
      ['x1mnt0000003', 'completed'],
    ])
  })

  it('is not led astray by the markup that operators write', () => {
    const body = '<strong>Please note</strong> the following<li>one<li>two<small>in small print</small>'

    const { incidents = [] } = read({ home: open.replace('Deliveries are late.', body) }, newYork)

    expect(incidents[0]?.updates?.[0]).toStrictEqual({
      phase: 'investigating',
      native: 'Investigating',
      body: 'Please note the following\none\ntwoin small print',
      format: 'text',
      postedAt: '2026-03-02T15:01:00.000Z',
    })
  })

  it('maps no label that it does not know, and keeps it', () => {
    const { incidents = [], omissions } = read(
      { home: open.replace('<strong>Monitoring</strong>', '<strong>Surveillance</strong>') },
      newYork,
    )

    expect([incidents[0]?.phase, incidents[0]?.nativePhase, incidents[0]?.updates?.at(-1)?.phase]).toStrictEqual([
      'unknown',
      'Surveillance',
      'unknown',
    ])
    expect(omissions).toContainEqual({ path: 'home.unresolved[0].phase', native: 'Surveillance', reason: 'a word that nobody has mapped' })
  })

  it('maps no status that it does not know, and keeps it', () => {
    const { components = [], omissions } = read({
      home: clear.replace('data-component-status="operational"', 'data-component-status="wobbly"'),
    })

    expect([components[0]?.health, components[0]?.native]).toStrictEqual(['unknown', 'wobbly'])
    expect(omissions).toStrictEqual([{ path: 'home.components[0].status', native: 'wobbly', reason: 'a word that nobody has mapped' }])
  })

  it('no longer claims to know every open incident where one has no link', () => {
    const { coverage, omissions } = read({ home: open.replace('href="/incidents/x1inc0000001"', 'href="#"') }, newYork)

    expect(coverage.incidents).toBe('none')
    expect(omissions).toContainEqual({
      path: 'home.unresolved[0]',
      native: 'Webhooks arrive late & twice',
      reason: 'an entry without a link of its own',
    })
  })

  it.each([
    ['no components', clear.replaceAll('data-component-id', 'data-gone'), 'empty: a page without components at [data-component-id]'],
    [
      'a component without a status',
      clear.replace('data-component-status="operational"', ''),
      'missing: a component without id or status at [data-component-status]',
    ],
    [
      'neither headline nor incidents',
      clear.replaceAll('page-status', 'page-gone'),
      'missing: neither a headline nor open incidents at .page-status',
    ],
    ['another layout', clear.replace('status-index', 'status-incident'), 'shape: another page of this platform at .status-index'],
    ['no end', clear.slice(0, -10), 'shape: a page that was cut off'],
    ['nothing of the platform', '<html><body>Status</body></html>', 'foreign: a page without a mark of this platform'],
  ])('refuses a page with %s', (_what, home, message) => {
    expect(() => read({ home })).toThrow(message)
  })
})
