import { describe, expect, it } from 'vitest'
import { signal } from '../../parsers/signal/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.signal.org' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }

function page(symbol: string, sentence: string): string {
  return `<html><head><title>Signal Status</title></head><body><div><span id="symbol">${symbol}</span><br />${sentence}</div></body></html>`
}

describe.skipIf(skipsCaptures)('parsers/signal, on the captured page', () => {
  it('reads its sentence', () => {
    const html = readCapture('signal/Signal.html')

    const snapshot = signal.parse({ home: [documentOf('html', html)] }, context)

    expect(snapshot.health).toBe('operational')
    expect(html).toContain(snapshot.native)
    expect(snapshot.omissions).toStrictEqual([])
  })
})

describe('parsers/signal', () => {
  it.each([
    ['✓', 'Signal is up and running.', 'operational'],
    ['✓', 'Signal is up and running again after an outage.', 'unknown'],
    ['✗', 'Signal is up and running.', 'unknown'],
    ['✗', 'Signal is down.', 'unknown'],
    ['✗', 'Signal is experiencing technical difficulties. We are working hard.', 'partial_outage'],
  ])('%s %s', (symbol, sentence, health) => {
    const snapshot = signal.parse({ home: [documentOf('html', page(symbol, sentence))] }, context)

    expect(snapshot.health).toBe(health)
    expect(snapshot.omissions).toHaveLength(health === 'unknown' ? 1 : 0)
  })

  it('refuses a page without a sentence', () => {
    expect(() => signal.parse({ home: [documentOf('html', page('✓', ''))] }, context)).toThrow(/^missing: /u)
  })
})
