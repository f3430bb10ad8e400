import { describe, expect, it } from 'vitest'
import { auth0 } from '../../parsers/auth0/index.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.auth0.com' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }

const at = '2026-11-20T05:00:00.000Z'

function page(regions: readonly object[], end = '</html>'): string {
  const state = JSON.stringify({ props: { pageProps: { activeIncidents: regions } } })
  return `<!doctype html><html><body><script id="__NEXT_DATA__" type="application/json">${state}</script></body>${end}`
}

function region(...incidents: readonly object[]): object {
  return { region: 'US-1', environment: 'Production', response: { incidents } }
}

describe('parsers/auth0', () => {
  it.each([
    ['a placeholder', { id: '', status: 'operational' }, 'operational'],
    ['a placeholder with another word', { id: '', status: 'calm' }, 'unknown'],
    ['an incident graded none', { id: 'a', status: 'identified', impact: 'none' }, 'unknown'],
    ['an incident without a grade', { id: 'a', status: 'identified' }, 'unknown'],
    ['a minor incident', { id: 'a', status: 'identified', impact: 'minor' }, 'degraded_performance'],
    ['a critical incident', { id: 'a', status: 'investigating', impact: 'critical' }, 'major_outage'],
    ['an incident that is over', { id: 'a', status: 'postmortem', impact: 'critical' }, 'unknown'],
    [
      'an incident with a time that it was planned for',
      { id: 'a', status: 'identified', impact: 'major', scheduled_for: at },
      'partial_outage',
    ],
    ['work that goes on', { id: 'a', status: 'verifying', impact: 'maintenance' }, 'under_maintenance'],
  ])('a region with %s', (_what, entry, health) => {
    const { components } = auth0.parse({ home: [documentOf('html', page([region(entry)]))] }, context)

    expect(components?.[0]?.children).toMatchObject([{ nativeId: 'production/us-1', health }])
  })

  it.each([
    ['a page without its state', '<html></html>', 'foreign'],
    ['no regions', page([]), 'empty'],
    ['a page that was cut off', page([region()], ''), 'shape'],
  ])('refuses %s', (_what, text, kind) => {
    expect(() => auth0.parse({ home: [documentOf('html', text)] }, context)).toThrow(new RegExp(`^${kind}: `, 'u'))
  })

  it('tells an incident from work that was planned', () => {
    const incident = { id: 'a', name: 'Slow', status: 'identified', impact: 'major', scheduled_for: at }
    const work = { id: 'b', name: 'Move', status: 'scheduled', impact: 'none', scheduled_for: at }

    const { incidents, maintenances, omissions } = auth0.parse({ home: [documentOf('html', page([region(incident, work)]))] }, context)

    expect(incidents).toMatchObject([{ nativeId: 'a', phase: 'identified', impact: 'major' }])
    expect(maintenances).toMatchObject([{ nativeId: 'b', phase: 'scheduled', scheduledFor: at }])
    expect(omissions).toStrictEqual([])
  })

  it('lists a region that comes twice', () => {
    const { components, omissions } = auth0.parse(
      { home: [documentOf('html', page([region(), region({ id: '', status: 'operational' })]))] },
      context,
    )

    expect(components?.[0]?.children).toHaveLength(1)
    expect(omissions).toMatchObject([{ reason: 'a region that comes twice' }])
  })
})
