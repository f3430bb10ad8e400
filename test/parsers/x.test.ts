import { describe, expect, it } from 'vitest'
import { x } from '../../parsers/x/index.ts'
import { detect } from '../../parsers/fingerprint.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://docs.x.com/status' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const heading = '\n## Incident history\n'

describe('parsers/x', () => {
  it.each([
    ['no components', `<Tooltip tip="Operational">x</Tooltip>${heading}`, 'empty'],
    [
      'a component without a state',
      `<Card title="API"></Card><Card title="Ads"><Tooltip tip="Operational">x</Tooltip></Card>${heading}`,
      'missing',
    ],
    ['another page', '# Introduction', 'foreign'],
  ])('refuses %s', (_what, text, kind) => {
    expect(() => x.parse({ page: [documentOf('text', text)] }, context)).toThrow(new RegExp(`^${kind}: `, 'u'))
  })

  it('reads a state that is not in an attribute', () => {
    const text = `<Card title="API"><Tooltip>Operational.</Tooltip></Card>${heading}All systems are operational in the past.`

    const snapshot = x.parse({ page: [documentOf('text', text)] }, context)

    expect(snapshot.components).toMatchObject([{ nativeId: 'api', health: 'operational', native: 'Operational.' }])
    expect(snapshot.health).toBeUndefined()
    expect(x.sources.page.urls(context.page, {}, { entries: [] })).toStrictEqual(['https://docs.x.com/status.md'])
  })

  it.each([
    ['**All systems are operational.**', 'operational'],
    ['Not all systems are operational.', undefined],
    ['All systems are operational except the API.', undefined],
  ])('takes the headline %s for %s', (line, health) => {
    const text = `# Status\n\n${line}\n\n<Card title="API"><Tooltip tip="Degraded">x</Tooltip></Card>${heading}`

    expect(x.parse({ page: [documentOf('text', text)] }, context).health).toBe(health)
  })

  it.each([
    ['https://docs.x.com/status', true],
    ['https://docs.x.com/status-codes', undefined],
  ])('%s is its page: %s', (url, identified) => {
    expect(detect({ home: documentOf('html', '<html></html>', url) }, [x])[0]?.identified).toBe(identified)
  })
})
