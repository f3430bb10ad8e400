import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { statsig } from '../../parsers/statsig/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const base = 'https://acme.github.io/statuspage'
const logUrl = `${base}/logs/google_report.log`

function context(observedAt: string, keys?: string[]) {
  return { page: { url: base }, params: keys ? { keys } : {}, observedAt: instant(observedAt) }
}

describe.skipIf(skipsCaptures)('parsers/statsig, on recorded files', () => {
  const log = readCapture('statsig/google_report.log')
  const last = log.trimEnd().split('\n').at(-1) ?? ''
  const [stamp = '', word = ''] = last.split(', ')
  const document = documentOf('text', log, logUrl)

  it('reads the last check of a log, in UTC', () => {
    const checkedAt = new Date(`${stamp.replace(' ', 'T')}:00Z`)
    const soonAfter = new Date(checkedAt.getTime() + 600_000).toISOString()

    const snapshot = statsig.parse({ logs: [document] }, context(soonAfter))

    expect(word).toBe('success')
    expect(snapshot.sourceUpdatedAt).toBe(checkedAt.toISOString())
    expect(snapshot.components?.map(({ name, native, health }) => [name, native, health])).toStrictEqual([['google', word, 'operational']])
  })

  it('says nothing of a service that was not checked for years', () => {
    const snapshot = statsig.parse({ logs: [document] }, context('2026-11-20T06:00:00.000Z'))

    expect(snapshot.components?.map(({ health }) => health)).toStrictEqual(['unknown'])
    expect(snapshot.omissions.map(({ reason }) => reason)).toStrictEqual(['the last check is more than a day old'])
  })

  it('reads a log without its address as one of a service without a name, and claims nothing of others', () => {
    const snapshot = statsig.parse({ logs: [documentOf('text', log, base)] }, context('2021-06-16T21:00:00.000Z'))

    expect(snapshot.components?.map(({ nativeId, name, health }) => [nativeId, name, health])).toStrictEqual([
      ['unnamed', '', 'operational'],
    ])
    expect(snapshot.omissions.map(({ path }) => path)).toStrictEqual(['logs.log[0].url'])
    expect(snapshot.coverage.components).toBe('none')
  })

  it('finds the services in the list, and asks for the log of each', () => {
    const home = documentOf('html', readCapture('statsig/index.html'))
    const config = readCapture('statsig/urls.cfg')
    const keys = config
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, line.indexOf('=')))

    const settings = statsig.settingsOf?.({ home, probes: { '/urls.cfg': documentOf('text', config) } })

    expect(settings).toStrictEqual({ keys })
    expect(statsig.sources.logs.urls({ url: base }, { keys })).toStrictEqual(keys.map((key) => `${base}/logs/${key}_report.log`))
    expect(statsig.settingsOf?.({ home })).toBeUndefined()
  })
})

describe('parsers/statsig', () => {
  it.each([
    ['markup', '<!DOCTYPE html>\n<html></html>\n', logUrl, 'shape'],
    ['a log without its end', '2026-11-20 05:00, succ', logUrl, 'shape'],
    ['an empty log', '\n', logUrl, 'empty'],
    ['another address', '2026-11-20 05:00, success\n', `${base}/urls.cfg`, 'foreign'],
    ['a last line of another kind', '2026-11-20 05:00, success\nyesterday, success\n', logUrl, 'shape'],
  ])('refuses %s', (_what, text, url, kind) => {
    const documents = { logs: [documentOf('text', text, url)] }

    expect(() => statsig.parse(documents, context('2026-11-20T06:00:00.000Z'))).toThrow(new RegExp(`^${kind}: `, 'u'))
  })

  it.each([
    ['success', 'operational'],
    ['failed', 'major_outage'],
    ['skipped', 'unknown'],
  ])('takes %s for %s', (word, health) => {
    const documents = { logs: [documentOf('text', `2026-11-20 05:00, failed\n2026-11-20 05:30, ${word}, 120 ms\n`, logUrl)] }

    const snapshot = statsig.parse(documents, context('2026-11-20T06:00:00.000Z', ['google']))

    expect(snapshot.components?.map((component) => [component.native, component.health])).toStrictEqual([[word, health]])
  })

  it('keeps two logs without a name apart', () => {
    const documents = { logs: ['failed', 'success'].map((word) => documentOf('text', `2026-11-20 05:00, ${word}\n`, `${base}/`)) }

    const { components = [] } = statsig.parse(documents, context('2026-11-20T06:00:00.000Z'))

    expect(components.map(({ nativeId, health }) => [nativeId, health])).toStrictEqual([
      ['unnamed #1', 'major_outage'],
      ['unnamed #2', 'operational'],
    ])
  })

  it('reads on behind a line that is no check, and lists it', () => {
    const text = '2026-11-20 04:00, success\n<<<<<<< HEAD\n2026-11-20 05:00, failed\n'

    const snapshot = statsig.parse({ logs: [documentOf('text', text, logUrl)] }, context('2026-11-20T06:00:00.000Z'))

    expect(snapshot.components?.map(({ health }) => health)).toStrictEqual(['major_outage'])
    expect(snapshot.omissions.map(({ path, native }) => [path, native])).toStrictEqual([['logs.log[0].lines', 1]])
  })

  it('takes a check that no calendar has, or that lies ahead, for none', () => {
    for (const stamp of ['2026-02-30 05:00', '2026-11-25 05:00']) {
      const documents = { logs: [documentOf('text', `${stamp}, success\n`, logUrl)] }

      const [component] = statsig.parse(documents, context('2026-11-20T06:00:00.000Z')).components ?? []

      expect(component?.health).toBe('unknown')
    }
  })

  it('recognises a fork without the footer by its template', () => {
    const home = documentOf('html', '<html><body><div id="statusSquareTemplate" class="statusSquare $color"></div></body></html>')

    expect(detect({ home }, [statsig])[0]?.identified).toBe(true)
  })

  it.each(['', 'not a list', 'a=1\nb=2', '<html>a=https://example.com</html>'])('sees no list of services in %j', (text) => {
    const home = documentOf('html', '<html></html>')

    expect(statsig.settingsOf?.({ home, probes: { '/urls.cfg': documentOf('text', text) } })).toBeUndefined()
  })
})
