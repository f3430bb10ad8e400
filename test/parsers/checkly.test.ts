import { describe, expect, it } from 'vitest'
import { checkly } from '../../parsers/checkly/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const page = { url: 'https://acme.checkly-status-page.com' }
const context = { page, params: {}, observedAt: instant('2026-07-27T15:00:00Z') }

describe.skipIf(skipsCaptures)('parsers/checkly, on the open incidents of a real page', () => {
  it.each(['checkly/mistral-20260727.json', 'checkly/mistral/incidents-2026-07-27.json'])('%s', (file) => {
    const text = readCapture(file)
    const { incidents = [], components, coverage, omissions } = checkly.parse({ unresolved: [documentOf('json', text)] }, context)
    const told = [...text.matchAll(/"([^"]+)":"([^"]*)"/gu)].map(([, key = '', value = '']) => [key, value] as const)
    function all(key: string): readonly string[] {
      return told.filter(([name]) => name === key).map(([, value]) => value)
    }
    const [incident] = incidents

    expect(incidents).toHaveLength(1)
    expect(incident).toMatchObject({
      nativeId: all('id')[0],
      title: all('name')[0],
      nativeImpact: all('severity')[0],
      nativePhase: all('lastUpdateStatus')[0],
      phase: all('lastUpdateStatus')[0]?.toLowerCase(),
      startedAt: new Date(all('created_at')[0] ?? '').toISOString(),
      updatedAt: new Date(all('updated_at')[0] ?? '').toISOString(),
      components: [{ nativeId: all('id')[1], name: all('name')[1] }],
    })
    expect(incident?.updates?.map(({ nativeId, body, native, postedAt }) => [nativeId, body, native, postedAt])).toStrictEqual([
      [all('id')[2], all('description')[0], all('status')[0], all('publicIncidentUpdateDate')[0]],
    ])
    expect(components).toBeUndefined()
    expect(coverage).toStrictEqual({ components: 'none', incidents: 'open', maintenances: 'none' })
    expect(omissions).toStrictEqual([])
  })
})

describe('parsers/checkly', () => {
  it('finds the slug in the state of the page, or in its host', () => {
    const home = documentOf('html', '<script>["maintenance-windows-acme-eu"]</script>', 'https://status.acme.example/')

    expect(checkly.settingsOf?.({ home })).toStrictEqual({ slug: 'acme-eu' })
    expect(checkly.settingsOf?.({ home: documentOf('html', '<p></p>', `${page.url}/`) })).toStrictEqual({ slug: 'acme' })
    expect(checkly.settingsOf?.({ home: documentOf('html', '<p></p>', 'https://status.acme.example/') })).toBeUndefined()
    expect(checkly.sources.unresolved.urls(page, { slug: 'acme' }, { entries: [] })).toStrictEqual([
      'https://acme.checkly-status-page.com/api/status-page/acme/unresolved-incidents',
    ])
    expect(checkly.sources.unresolved.urls(page, {}, { entries: [] })).toStrictEqual([])
  })

  it('takes no service for fine whose incidents were not told', () => {
    const groups = [{ name: 'API', services: [{ id: 'a', name: 'Orders', days: [{ events: [] }] }] }]
    const uptime = documentOf('json', JSON.stringify({ metadata: [], uptime: groups, partialError: true }))
    const { components, coverage } = checkly.parse({ uptime: [uptime] }, context)

    expect(components?.[0]?.children.map(({ health }) => health)).toStrictEqual(['unknown'])
    expect(coverage.components).toBe('none')
  })
})
