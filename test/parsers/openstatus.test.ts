import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { classifyRefusal } from '../../parsers/lib/refusal.ts'
import { openstatus } from '../../parsers/openstatus/index.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.acme.example' }, params: {}, observedAt: instant('2026-06-11T08:00:00.000Z') }
const link = '<link rel="alternate" type="application/json" href="https://status.acme.example/api/status/summary.json"/>'
const image = '<meta property="og:image" content="https://www.openstatus.dev/api/og/page?slug=acme"/>'
const footer = '<footer>powered by <a href="https://www.openstatus.dev">openstatus</a></footer>'

describe('parsers/openstatus', () => {
  it.each([
    { what: 'the preview image', html: image, identified: true },
    { what: 'the link and the footer', html: link + footer, identified: true },
    // Another product links to a summary at the same address.
    { what: 'the link alone', html: link, identified: false },
    { what: 'the footer alone', html: footer, identified: false },
  ])('$what: identified = $identified', ({ html, identified }) => {
    const [match] = detect({ home: documentOf('html', `<!DOCTYPE html><html><body>${html}</body></html>`) }, [openstatus])

    expect(match?.identified).toBe(identified)
  })

  it('knows a page for some readers alone', () => {
    const login = documentOf('html', footer, 'https://status.acme.example/en/login')

    expect(classifyRefusal(login, openstatus.refusals)?.reason).toBe('login_wall')
  })

  const head = { page: { name: 'Acme', url: 'https://status.acme.example', updated_at: null }, status: { indicator: 'none' } }

  it('takes no headline for fine that rests on no component', () => {
    const summary = { ...head, components: [], incidents: [], scheduled_maintenances: [] }

    const snapshot = openstatus.parse({ summary: [documentOf('json', JSON.stringify(summary))] }, context)

    expect(snapshot.health).toBe('unknown')
    expect(snapshot.omissions).toHaveLength(1)
  })

  it('tells the health of no component that nothing checks, where the feed stands alone', () => {
    const feed = {
      title: 'Acme',
      status: 'success',
      monitors: [{ id: 1, name: 'API', status: 'success' }],
      pageComponents: [
        { id: 5, name: 'API', monitorId: 1 },
        { id: 6, name: 'Mail', monitorId: null },
      ],
      statusReports: [],
      maintenances: [],
    }

    const { components } = openstatus.parse({ feedAlone: [documentOf('json', JSON.stringify(feed))] }, context)

    expect(components?.map(({ name, health }) => [name, health])).toStrictEqual([
      ['API', 'operational'],
      ['Mail', 'unknown'],
    ])
  })
})
