import { describe, expect, it } from 'vitest'
import { detect, type FetchedPage } from '../../parsers/fingerprint.ts'
import { site24x7 } from '../../parsers/site24x7/index.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const encId = 'qKvuIOePXvtI4qyqapqOIxRcyjyiconjqR9XrH4Qacm='
const context = { page: { url: 'https://status.example.com' }, params: { encId }, observedAt: instant('2025-03-06T15:00:00.000Z') }
const captures = capturedFiles().filter(({ platform, file }) => platform === 'site24x7' && file.endsWith('.rss'))
const byWord: Readonly<Record<string, string>> = {
  Operational: 'operational',
  Informational: 'unknown',
  'Degraded Performance': 'degraded_performance',
  'Under Maintenance': 'under_maintenance',
  'Partial Outage': 'partial_outage',
  'Major Outage': 'major_outage',
}

describe.skipIf(skipsCaptures)('parsers/site24x7, on captured feeds', () => {
  it.each(captures)('$file: tells every component, namesakes too', ({ file }) => {
    const xml = readCapture(file)
    const items = xml.split('<item>').slice(1)
    const stated = items.map((item) => / is (?<word>[^<]+)<\/description>/u.exec(item)?.groups?.['word'] ?? '')
    const dates = [...xml.matchAll(/<pubDate>([^<]+)</gu)].map(([, text = '']) => new Date(text).toISOString()).toSorted()

    const { components = [], page, sourceUpdatedAt, omissions } = site24x7.parse({ rss: [documentOf('xml', xml)] }, context)

    expect(components.map(({ name, native }) => `${name} - ${native}`)).toEqual(items.map((item) => /<title>([^<]+)</u.exec(item)?.[1]))
    expect(components.map(({ health }) => health)).toEqual(stated.map((word) => byWord[word]))
    expect(new Set(components.map(({ nativeId }) => nativeId)).size).toBe(items.length)
    expect(`${page.name} - Status`).toBe(/<title>([^<]+)</u.exec(xml)?.[1])
    expect(sourceUpdatedAt).toBe(dates.at(-1))
    expect(omissions).toEqual([])
  })

  it.each(captures)('$file: is recognised by its feed', ({ file }) => {
    const home = documentOf('html', '<html></html>')

    const [match] = detect({ home, probes: { '/rss': documentOf('xml', readCapture(file)) } }, [site24x7])

    expect(match?.identified).toBe(true)
  })
})

describe('parsers/site24x7', () => {
  function pageOf(script: string): FetchedPage {
    return { home: documentOf('html', `<html><script>${script}</script></html>`, 'https://status.example.com/') }
  }

  it.each([
    { script: `statuspages.globals.statuspageDetails = {"enc_statuspage_id":"${encId}","status":1}`, expected: { encId } },
    { script: `statuspages.globals.encodedStatuspageId =\`${encId}\`;`, expected: { encId } },
    { script: '{"enc_statuspage_id":"x"}', expected: undefined },
  ])('finds $expected in $script', ({ script, expected }) => {
    expect(site24x7.settingsOf?.(pageOf(script))).toEqual(expected)
    expect(detect(pageOf(script), [site24x7])[0]?.identified).toBe(expected ? true : undefined)
  })

  it('takes no summary of another page', () => {
    const component = { enc_component_id: 'c1', display_name: 'API', component_status: 1 }
    const data = { current_status: [component], statuspage_details: { enc_statuspage_id: 'another-page-id=' } }

    expect(() => site24x7.parse({ summary: [documentOf('json', JSON.stringify({ data }))] }, context)).toThrow(/^foreign: another tenant/u)
  })
})
