import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { tinystatus } from '../../parsers/tinystatus/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.example.com' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }

describe.skipIf(skipsCaptures)('parsers/tinystatus, on a generated page', () => {
  const text = readCapture('tinystatus/index.html')
  const snapshot = tinystatus.parse({ home: [documentOf('html', text)] }, context)
  /** The lines as they stand: what comes before the first tag, and the last word before the end. */
  const lines = text.split('\n').filter((line) => line.startsWith('<li>'))

  it('reads every service with its word', () => {
    const truth = lines.map((line) => ({
      name: line.slice('<li>'.length, line.indexOf('<span')).trim(),
      native: line.slice(line.lastIndexOf("'>") + 2, line.indexOf('</span></li>')),
    }))

    expect(truth.length).toBeGreaterThan(1)
    expect(snapshot.components?.map(({ name, native }) => ({ name, native }))).toStrictEqual(truth)
    expect(snapshot.components?.map(({ health }) => health)).toStrictEqual(
      lines.map((line) => (line.includes("class='status success'") ? 'operational' : 'major_outage')),
    )
  })

  it('reads the headline, the clock and the free text', () => {
    const broken = lines.filter((line) => line.includes('status failed')).length
    const printed = text.slice(text.indexOf('Last check: ') + 'Last check: '.length).split('<')[0] ?? ''

    expect(snapshot.native).toBe(`${broken} Outage(s)`)
    expect(snapshot.health).toBe('partial_outage')
    expect(snapshot.sourceUpdatedAt).toBe(new Date(printed.replace('+0000', 'Z')).toISOString())
    expect(snapshot.omissions.map(({ native }) => native)).toStrictEqual(
      text
        .slice(text.indexOf('<h1>Incidents'))
        .split('\n')
        .filter((line) => line.startsWith('<p>'))
        .map((line) => line.slice('<p>'.length, -'</p>'.length)),
    )
  })
})

function page(panel: string, lines: string): string {
  return `<html><body><ul>${panel}</ul><ul>${lines}</ul></body></html>`
}

describe('parsers/tinystatus', () => {
  const fine = "<li>API <span class='status success'>Operational</span></li>"

  it.each([
    ['a colour without its word', "<li class='panel success-bg'></li>", fine, 'missing'],
    ['a page without services', "<li class='panel success-bg'>All Systems Operational</li>", '', 'empty'],
    ['a service without a name', "<li class='panel success-bg'>All Systems Operational</li>", fine.replace('API', ''), 'shape'],
    ['another page', '<li>All Systems Operational</li>', fine, 'foreign'],
  ])('refuses %s', (_what, panel, lines, kind) => {
    expect(() => tinystatus.parse({ home: [documentOf('html', page(panel, lines))] }, context)).toThrow(new RegExp(`^${kind}: `, 'u'))
  })

  it('keeps the worse of two statements about one service', () => {
    const broken = "<li>API <span class='status failed'>Disrupted</span></li>"

    for (const both of [broken + fine, fine + broken]) {
      const document = documentOf('html', page("<li class='panel failed-bg'>1 Outage(s)</li>", both))

      expect(tinystatus.parse({ home: [document] }, context).components?.map(({ health }) => health)).toStrictEqual(['major_outage'])
    }
  })

  it('recognises a page of the older script by its markup', () => {
    const [match] = detect({ home: documentOf('html', page("</ul><ul><li class='panel success-bg'>All Systems Operational</li>", fine)) }, [
      tinystatus,
    ])

    expect(match?.identified).toBe(true)
  })
})
