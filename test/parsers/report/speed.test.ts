import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIncidentReport } from '../../../parsers/report/index.ts'

/** What texts are made of that were written to slow a reader down. */
const units = [
  '\n', ' ', '1', ':', '12:34 ', '12:34:56:', '1:', '#', '# a\n', '# Summary\n', '*', '**a** ', '[', '[a](', '<', '<a ', '<!--', '<script>', '&', '`', '```\n', '| ',
  '| 12:34 | x |\n', '- 12:34 UTC - error\n', '- 2020-01-01 12:34 UTC: down\n', 'Posted May 03, 2023 - 10:00 UTC\n', '2020-01-01 ', '01/02/2024 ', 'UTC ',
  'All times in UTC\n', '50% of users failed ', 'between ', 'about ~ ', '(', '.', '- ', '13h30 ', 'Impact: x\n', 'May 3, 2023 · resolved May 4\nminor\nTitle\n',
  'until 10:00 ', '=', '_', 'https://', '~', '\\*', 'a, ', 'we the team ', 'errors ', 'Root cause: ', '障害', '10点', '9 Uhr ', 'a', '5 minutes ', 'resolved ', 'May ', '.a',
] // prettier-ignore

function secondsFor(body: string, format: 'markdown' | 'html'): number {
  const before = process.cpuUsage()
  readIncidentReport({ body, format })
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

/** The least of three, where one is not quick enough by itself: what else the machine does only ever adds. */
function leastFor(body: string, format: 'markdown' | 'html'): number {
  const first = secondsFor(body, format)
  return first < 0.05 ? first : Math.min(first, secondsFor(body, format), secondsFor(body, format))
}

describe('parsers/report', () => {
  it.each(units)('takes no more than in proportion for a text of %j', (unit) => {
    // Below the length from which a text is cut off, so that the whole of it is read.
    const short = unit.repeat(Math.ceil(50_000 / unit.length))
    const long = unit.repeat(Math.ceil(200_000 / unit.length))

    for (const format of unit.includes('<') || unit === 'a' ? (['markdown', 'html'] as const) : (['markdown'] as const)) {
      const base = leastFor(short, format)
      // Four times the text: sixteen times the work would be quadratic. Fractions of a hundredth of a second prove nothing.
      expect(leastFor(long, format)).toBeLessThan(Math.max(0.15, base * 10))
    }
  })

  it('takes no more than in proportion for texts of two kinds of pieces', () => {
    fc.assert(
      fc.property(fc.constantFrom(...units), fc.constantFrom(...units), (one, other) => {
        const pair = `${one}${other}`
        const base = secondsFor(pair.repeat(Math.ceil(30_000 / pair.length)), 'markdown')

        expect(secondsFor(pair.repeat(Math.ceil(120_000 / pair.length)), 'markdown')).toBeLessThan(Math.max(0.3, base * 12))
      }),
      { numRuns: 25 },
    )
  })

  it.each([
    [
      'a million characters of prose',
      'On May 3, 2023 between 10:00 and 11:00 UTC customers experienced errors because the database failed. '.repeat(9900),
    ],
    ['a million line breaks', '\n'.repeat(1_000_000)],
    ['100,000 lines', 'a\n'.repeat(100_000)],
    ['digits and colons', '12:34:5 6:7 '.repeat(83_000)],
    ['a million digits', '1'.repeat(1_000_000)],
  ])('reads %s in a fraction of a second', (_what, body) => {
    // 0.2 s on a free machine; a test machine that is shared gets twice that.
    expect(leastFor(body, 'markdown')).toBeLessThan(0.4)
  })

  it('has no pattern that repeats a repetition', () => {
    const folder = new URL('../../../parsers/report/', import.meta.url)
    const nested = readdirSync(folder).flatMap((file) =>
      readFileSync(new URL(file, folder), 'utf8')
        .split('\n')
        .filter((line) => /\((?:\?:)?[^()|]*[^\\][+*]\)[+*]/u.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )

    expect(nested).toStrictEqual([])
  })
})
