import { describe, expect, it } from 'vitest'
import { detect, type FetchedPage } from '../../parsers/fingerprint.ts'
import { leaves, pageHealth, type Snapshot } from '../../parsers/model.ts'
import { uptimerobot } from '../../parsers/uptimerobot/index.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

interface Row {
  readonly monitorId: number
  readonly name: string
  readonly statusClass: string
}
interface Answer {
  readonly psp?: { readonly monitors: readonly Row[]; readonly totalMonitors: number }
  readonly monitor?: Row
  readonly statistics: { readonly counts: Readonly<Record<'up' | 'down' | 'paused', number>>; readonly count_result: string }
}

const list = 'https://stats.example.com/api/getMonitorList/aBcDe-1234'
const settings = { host: 'https://stats.example.com', key: 'aBcDe-1234' }
const context = { page: { url: 'https://status.example.com' }, params: settings, observedAt: instant('2025-03-08T16:00:00.000Z') }
const captures = capturedFiles().filter(({ platform, file }) => platform === 'uptimerobot' && file.endsWith('.json'))

function read(text: string): Snapshot {
  return uptimerobot.parse({ monitors: [documentOf('json', text, `${list}?page=1`)] }, context)
}

/** Word by word, as the page paints them. */
const colours: Readonly<Record<string, string>> = { success: 'operational', warning: 'degraded_performance', danger: 'major_outage' }

describe.skipIf(skipsCaptures)('parsers/uptimerobot, on captured pages', () => {
  it.each(captures)('$file: tells every monitor that is listed', ({ file }) => {
    const answer: Answer = JSON.parse(readCapture(file))
    const rows = answer.psp?.monitors ?? (answer.monitor ? [answer.monitor] : [])
    const { up, down, paused } = answer.statistics.counts

    const { components = [], coverage } = read(readCapture(file))

    expect(leaves(components).map(({ nativeId, name, native, health }) => [nativeId, name, native, health])).toEqual(
      rows.map(({ monitorId, name, statusClass }) => [`${monitorId}`, name, statusClass, colours[statusClass] ?? 'unknown']),
    )
    expect(coverage.components).toBe(rows.length === up + down + paused ? 'full' : 'none')
  })

  it.each(captures)('$file: is fine where something is up and nothing down', ({ file }) => {
    const answer: Answer = JSON.parse(readCapture(file))
    const { up, down } = answer.statistics.counts

    const snapshot = read(readCapture(file))

    expect(snapshot.native).toBe(answer.statistics.count_result)
    expect(pageHealth(snapshot) === 'operational').toBe(up > 0 && down === 0)
    expect(snapshot.incidents).toBeUndefined()
  })

  it.each(captures)('$file: has a next page where monitors are left', ({ file }) => {
    const answer: Answer = JSON.parse(readCapture(file))
    const listed = answer.psp?.monitors.length ?? 1
    const next = uptimerobot.sources.monitors.next(documentOf('json', readCapture(file), `${list}?page=1`))

    expect(next).toBe((answer.psp?.totalMonitors ?? 1) > listed ? `${list}?page=2` : undefined)
  })
})

describe('parsers/uptimerobot', () => {
  function pageOf(script: string): FetchedPage {
    return { home: documentOf('html', `<html><script>${script}</script></html>`, 'https://status.example.com/') }
  }

  it.each([
    { script: `window.pspApiPath = '${list}';`, expected: settings },
    { script: 'window.pspApiPath="/api/getMonitorList/x1"', expected: { host: 'https://status.example.com', key: 'x1' } },
    { script: 'window.pspApiPath = apiPath', expected: undefined },
  ])('$script tells $expected', ({ script, expected }) => {
    const page = pageOf(script)

    expect(uptimerobot.settingsOf?.(page)).toEqual(expected)
    expect(detect(page, [uptimerobot])[0]?.identified).toBe(expected ? true : undefined)
    expect(uptimerobot.sources.events.urls(context.page, expected)).toHaveLength(expected ? 1 : 0)
  })

  it('is not known by a badge on another page', () => {
    const page = pageOf('fetch("https://stats.uptimerobot.com/api/getMonitorList/aBcDe-1234")')

    expect(detect(page, [uptimerobot]).filter(({ identified }) => identified)).toEqual([])
  })

  it('does not take a page for fine of which a monitor is counted nowhere', () => {
    const monitors = ['success', 'success', 'success'].map((statusClass, index) => ({
      monitorId: index + 1,
      name: `M${index}`,
      statusClass,
    }))
    function counted(up: number) {
      return { psp: { perPage: 30, totalMonitors: 3, monitors }, statistics: { counts: { up, down: 0, paused: 0 } } }
    }

    expect(read(JSON.stringify({ status: 'ok', ...counted(3) })).health).toBe('operational')
    expect(read(JSON.stringify({ status: 'ok', ...counted(2) })).health).toBe('unknown')
    expect(read(JSON.stringify({ status: 'ok', ...counted(2) })).omissions.map(({ path }) => path)).toStrictEqual([
      'monitors.statistics.counts',
    ])
  })
})
