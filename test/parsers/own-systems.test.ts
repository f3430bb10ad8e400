import { describe, expect, it } from 'vitest'
import { adobe } from '../../parsers/adobe/index.ts'
import { detect } from '../../parsers/fingerprint.ts'
import { hetzner } from '../../parsers/hetzner/index.ts'
import { platformById, platforms } from '../../parsers/registry.ts'
import { riot } from '../../parsers/riot/index.ts'
import { playstation } from '../../parsers/playstation/index.ts'
import { zendesk } from '../../parsers/zendesk/index.ts'
import { documentOf, fixtureCases, instant } from '../support/documents.ts'

/** Vendors' own systems: their host or a saved document of theirs gives them away, and vendors that moved are where they went. */

const blank = '<!DOCTYPE html><html><body>Loading</body></html>'
const own = ['adobe', 'hetzner', 'infomaniak', 'nintendo', 'paypal', 'playstation', 'ringcentral', 'riot', 'xbox', 'zendesk'] as const

function identified(page: Parameters<typeof detect>[0]): readonly string[] {
  return detect(page, Object.values(platforms)).flatMap((match) => (match.identified ? [match.platform] : []))
}

describe('parsers/fingerprint, on pages of vendors with a system of their own', () => {
  it.each([
    ['https://status.adobe.com/', 'adobe'],
    ['https://status.hetzner.com/en', 'hetzner'],
    ['https://infomaniakstatus.com/', 'infomaniak'],
    ['https://www.nintendo.co.jp/netinfo/en_US/index.html', 'nintendo'],
    ['https://www.paypal-status.com/product/production', 'paypal'],
    ['https://status.playstation.com/en-us/', 'playstation'],
    ['https://status.ringcentral.com/', 'ringcentral'],
    ['https://status.riotgames.com/valorant?region=eu', 'riot'],
    ['https://valorant.secure.dyn.riotcdn.net/channels/public/x/status/eu.json', 'riot'],
    ['https://support.xbox.com/en-US/xbox-live-status', 'xbox'],
    ['https://status.zendesk.com/', 'zendesk'],
  ])('knows %s by its host', (url, platform) => {
    expect(identified({ home: documentOf('html', blank, url) })).toStrictEqual([platform])
  })

  it.each([
    'https://www.nintendo.co.jp/hardware/',
    'https://support.xbox.com/en-US/help',
    'https://paypal-status.example/',
    'https://status.playstation.com.example/',
  ])('claims nothing of %s', (url) => {
    expect(identified({ home: documentOf('html', blank, url) })).toStrictEqual([])
  })

  const saved = own.flatMap((platform) =>
    fixtureCases(platform)
      .filter(({ capture }) => capture.states.includes('open-incident') || capture.states.length === 0)
      .flatMap((fixture) =>
        Object.entries(fixture.documents((source) => platformById(platform)?.sources[source]?.medium ?? 'text')).map(
          ([source, [document]]) => ({
            platform,
            name: `${platform}: ${fixture.name}, ${source}`,
            source,
            text: document?.body.text ?? '',
          }),
        ),
      ),
  )
  // Lists of names alone, and announced work of JSON:API, look like anybody's.
  const plain = ['adobe: open-incident, registry', 'zendesk: open-incident, services', 'zendesk: open-incident, maintenances']

  it.each(saved.filter(({ name }) => !plain.includes(name)))('knows a saved document: $name', ({ platform, text }) => {
    expect(identified({ home: documentOf('text', text, 'file:///tmp/saved') })).toStrictEqual([platform])
  })

  it.each([
    'https://www.stripestatus.com/',
    'https://public-cloud.status-ovhcloud.com/',
    'https://www.cloudflarestatus.com/',
    'https://www.dockerstatus.com/',
  ])('takes %s for Statuspage, where its vendor went', (url) => {
    const [clear] = fixtureCases('statuspage').filter(({ name }) => name === 'all-clear')
    const summary = clear?.documents((source) => platformById('statuspage')?.sources[source]?.medium ?? 'text')['summary']?.[0]
    if (!summary) throw new Error('the case all-clear has no summary')

    expect(identified({ home: documentOf('html', blank, url), probes: { '/api/v2/summary.json': summary } })).toStrictEqual(['statuspage'])
  })
})

describe('parsers/riot', () => {
  it.each([
    ['https://status.riotgames.com/valorant?region=EU&locale=en_US', { product: 'valorant', region: 'eu' }],
    ['https://status.riotgames.com/lol?region=euw', { product: 'lol', region: 'euw' }],
    ['https://status.riotgames.com/lor?region=americas', { product: 'bacon', region: 'americas' }],
    ['https://status.riotgames.com/lol', undefined],
    ['https://status.riotgames.com/chess?region=euw', undefined],
    ['https://status.riotgames.com/lol?region=../x', undefined],
  ])('reads its settings out of %s', (url, settings) => {
    expect(riot.settingsOf?.({ home: documentOf('html', blank, url) })).toStrictEqual(settings)
  })
})

describe('parsers/playstation', () => {
  const [clear] = fixtureCases('playstation').filter(({ name }) => name === 'all-clear')
  const documents = clear?.documents(() => 'json')['status'] ?? []
  const [first] = documents.map((document) => documentOf('json', document.body.text, document.url))
  const context = { page: { url: 'https://status.playstation.com' }, observedAt: instant('2026-11-20T09:00:30.000Z') }

  it('concludes nothing from what is missing where a region did not come', () => {
    const alone = playstation.parse({ status: first ? [first] : [] }, { ...context, params: {} })
    const asked = playstation.parse({ status: first ? [first] : [] }, { ...context, params: { regions: ['SCEA'] } })

    expect(alone.coverage).toStrictEqual({ components: 'none', incidents: 'none', maintenances: 'none' })
    expect(asked.coverage).toStrictEqual({ components: 'full', incidents: 'open', maintenances: 'open' })
  })
})

describe('parsers/hetzner', () => {
  const [clear] = fixtureCases('hetzner').filter(({ name }) => name === 'all-clear')
  const text = clear?.documents(() => 'html')['home']?.[0]?.body.text ?? ''
  const context = { page: { url: 'https://status.hetzner.com' }, params: {}, observedAt: instant('2026-11-20T09:00:30.000Z') }

  it.each([
    ['null', 1],
    ['{"id":7,"incidentType":"outage","incidentState":"in_progress"}', 2],
    ['[{"id":7,"incidentType":"outage","incidentState":"in_progress"}]', 2],
  ])('reads the topmost notice as %s', (notice, count) => {
    const told = text.replace(/"topNotification":\s?\[\]/u, `"topNotification":${notice}`)

    const { incidents } = hetzner.parse({ home: [documentOf('html', told)] }, context)

    expect(told).not.toBe(text)
    expect(incidents).toHaveLength(count)
  })
})

describe('parsers/adobe', () => {
  const context = { page: { url: 'https://status.adobe.com' }, params: {}, observedAt: instant('2026-11-20T09:00:30.000Z') }

  it('says nothing by the registry alone, which tells how no product is', () => {
    const registry = JSON.stringify({ clouds: {}, products: { 1: { id: 1, name: 'Painter' } } })

    const { components, coverage } = adobe.parse({ registry: [documentOf('json', registry)] }, context)

    expect([components, coverage.components]).toStrictEqual([undefined, 'none'])
  })

  function eventOf(id: string, startedOn: number, status: string, severity: string): object {
    const history = { [startedOn]: { status, severity, statusTime: startedOn } }
    return { id, status, products: { 1: { id: 1, name: 'Painter', startedOn, history } }, startedOn, scheduledDate: startedOn }
  }

  it('knows the words of the format, and tells the newest first', () => {
    const incidents = { 1: eventOf('1', 1_794_000_000, 'closed', 'minor'), 2: eventOf('2', 1_795_000_000, 'reopened', 'maintenance') }
    const maintenance = {
      3: eventOf('3', 1_794_000_000, 'updated', 'maintenance'),
      4: eventOf('4', 1_795_000_000, 'started', 'maintenance'),
    }
    const events = { incidentEvent: { incidents, messages: {} }, maintenanceEvent: { maintenance, messages: {} } }

    const snapshot = adobe.parse({ events: [documentOf('json', JSON.stringify(events))] }, context)

    expect(snapshot.incidents?.map(({ nativeId, phase }) => [nativeId, phase])).toStrictEqual([
      ['2', 'unknown'],
      ['1', 'resolved'],
    ])
    expect(snapshot.incidents?.[0]?.components).toStrictEqual([{ nativeId: '1', name: 'Painter', health: 'under_maintenance' }])
    expect(snapshot.maintenances?.map(({ nativeId, phase }) => [nativeId, phase])).toStrictEqual([
      ['4', 'in_progress'],
      ['3', 'unknown'],
    ])
    expect(snapshot.omissions).toStrictEqual([])
  })
})

describe('parsers/zendesk', () => {
  const [clear] = fixtureCases('zendesk').filter(({ name }) => name === 'all-clear')
  const text = clear?.documents(() => 'json')['incidents']?.[0]?.body.text ?? ''
  const context = { page: { url: 'https://status.zendesk.com' }, params: {}, observedAt: instant('2026-11-20T09:00:30.000Z') }

  it('believes the end of an incident, and not the word that was left beside it', () => {
    const { incidents, omissions } = zendesk.parse({ incidents: [documentOf('json', text)] }, context)

    expect(incidents?.map(({ phase, nativePhase }) => [phase, nativePhase])).toStrictEqual([['resolved', undefined]])
    expect(omissions.map(({ path, native }) => [path, native])).toStrictEqual([['incidents.data[0].attributes.status', 'monitoring']])
  })

  it('tells how services are only beside a list of incidents', () => {
    const [open] = fixtureCases('zendesk').filter(({ name }) => name === 'open-incident')
    const { services = [], incidents = [], maintenances = [] } = open?.documents(() => 'json') ?? {}
    const [service, incident, work] = [services, incidents, maintenances].map((list) =>
      list.map(({ body, url }) => documentOf('json', body.text, url)),
    )
    if (!service || !incident || !work) throw new Error('the case open-incident has not all lists')

    expect(zendesk.parse({ services: service, incidents: incident }, context).components?.length).toBeGreaterThan(0)
    expect(zendesk.parse({ services: service, maintenances: work }, context).components).toBeUndefined()
    expect(zendesk.parse({ services: service }, context).components).toBeUndefined()
  })

  it('asks on behalf of an account where one is set', () => {
    expect(zendesk.sources.incidents.urls(context.page, { subdomain: 'acme' }, { entries: [] })).toStrictEqual([
      'https://status.zendesk.com/api/ssp/incidents.json?subdomain=acme',
    ])
  })

  it('asks for single incidents that no list tells whole, and for no maintenance', () => {
    const entry = { kind: 'incident' as const, nativeId: '7', open: true, changed: true, listed: false, hasReport: false }
    const entries = [entry, { ...entry, nativeId: '8', listed: true }, { ...entry, nativeId: '9', kind: 'maintenance' as const }]

    expect(zendesk.sources.incident.urls(context.page, {}, { entries })).toStrictEqual(['https://status.zendesk.com/api/incidents/7'])
  })
})
