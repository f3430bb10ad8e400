import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { statuscake } from '../../parsers/statuscake/index.ts'
import { documentOf, instant } from '../support/documents.ts'

const blank = '<html><body></body></html>'
const script = `<script>var PublicID = 'aC3mE0tEsT'; $.getJSON('https://app.statuscake.com/Workfloor/PublicReportHandler.php?PublicID=' + PublicID)</script>`
const badge = '<script>var url = "https://app.statuscake.com/Workfloor/PublicReportHandler.php?PublicID=aC3mE0tEsT"</script>'

describe('parsers/statuscake', () => {
  it.each([
    ['the address of a report', 'https://uptime.statuscake.com/?TestID=aC3mE0tEsT', blank, true, 'aC3mE0tEsT'],
    ['the newer address of a report', 'https://uptime.statuscake.com/aC3mE0tEsT', blank, true, 'aC3mE0tEsT'],
    ['a report under a name of its own', 'https://status.acme.example/', script, true, 'aC3mE0tEsT'],
    ['a page that only shows a badge', 'https://www.acme.example/', badge, false, undefined],
    ['the host without a report', 'https://uptime.statuscake.com/', blank, undefined, undefined],
    ["the makers' own pages", 'https://www.statuscake.com/pricing', blank, undefined, undefined],
  ])('by %s', (_what, url, text, identified, publicId) => {
    const home = documentOf('html', text, url)

    expect(detect({ home }, [statuscake])[0]?.identified).toBe(identified)
    expect(statuscake.settingsOf?.({ home })).toStrictEqual(publicId === undefined ? undefined : { publicId })
  })

  it('asks the one host that answers for all reports', () => {
    const urls = statuscake.sources.report.urls({ url: 'https://status.acme.example' }, { publicId: 'aC3mE0tEsT' })

    expect(urls).toStrictEqual(['https://app.statuscake.com/Workfloor/PublicReportHandler.php?PublicID=aC3mE0tEsT'])
  })

  it.each([
    [['Up', 'Down', 'Up'], 'major_outage'],
    [['Paused', 'Up'], 'unknown'],
    [['Up', 'Up'], 'operational'],
  ])('keeps the worse of what it says of one test: %j', (words, health) => {
    const report = { TestData: words.map((Status) => ({ TestID: 5, Name: 'API', Status })) }
    const context = {
      page: { url: 'https://status.acme.example' },
      params: { publicId: 'aC3mE0tEsT' },
      observedAt: instant('2026-11-20T06:00:00.000Z'),
    }

    const { components } = statuscake.parse({ report: [documentOf('json', JSON.stringify(report))] }, context)

    expect(components?.map((component) => [component.nativeId, component.health])).toStrictEqual([['5', health]])
  })

  it.each([
    ['a report behind a password', '{"Protected": true}', 'foreign'],
    ['a report without tests', '{"Title":"Acme","TestData":[]}', 'empty'],
    ['an answer without the list', '{"Title":"Acme"}', 'missing'],
    ['a script', 'callback({"TestData":[]})', 'shape'],
  ])('refuses %s', (_what, text, kind) => {
    const context = {
      page: { url: 'https://status.acme.example' },
      params: { publicId: 'aC3mE0tEsT' },
      observedAt: instant('2026-11-20T06:00:00.000Z'),
    }

    expect(() => statuscake.parse({ report: [documentOf('json', text)] }, context)).toThrow(new RegExp(`^${kind}: `, 'u'))
  })
})
