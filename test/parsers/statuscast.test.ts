import { describe, expect, it } from 'vitest'
import type { Component } from '../../parsers/model.ts'
import { statuscast } from '../../parsers/statuscast/index.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, fixtureCases, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.example.com' }, params: {}, observedAt: instant('2023-02-09T12:00:00.000Z') }
const captures = capturedFiles().filter(({ platform, file }) => platform === 'statuscast' && file.endsWith('.html'))
const months = 'January February March April May June July August September October November December'.split(' ')

/** "07 February 2023, 23:09 UTC" */
function utc(text: string): string {
  const [, day, month, year, hour, minute] = /(\d+) (\w+) (\d+), (\d+):(\d+)\s+UTC/u.exec(text) ?? []
  return new Date(Date.UTC(Number(year), months.indexOf(month ?? ''), Number(day), Number(hour), Number(minute))).toISOString()
}

function plain(text: string): string {
  const characters = text.replaceAll(/&#x([0-9a-f]+);/giu, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
  return characters.replaceAll('&amp;', '&').replaceAll(/\s+/gu, ' ').trim()
}

interface Row {
  readonly id: string
  readonly path: string
  readonly name: string
  readonly today: string
}

/** The rows of the grid, by the path of ids that each has. */
function gridOf(html: string): readonly Row[] {
  const table = html.slice(html.indexOf('class="historygrid"'), html.indexOf('</table>', html.indexOf('class="historygrid"')))
  return table
    .split('<tr data-id=')
    .slice(1)
    .map((row) => ({
      id: /^"(\d+)"/u.exec(row)?.[1] ?? '',
      path: /data-path="([^"]+)"/u.exec(row)?.[1] ?? '',
      name: plain(/class="notranslate">([^<]*)</u.exec(row)?.[1] ?? ''),
      today: /fa component-(\w+)/u.exec(row)?.[1] ?? '',
    }))
}

interface Printed {
  readonly id: string
  readonly type: string
  readonly status: string
  readonly title: string
  readonly began: string
  readonly posted: string
  readonly badges: readonly string[]
}

function printedOf(html: string): readonly Printed[] {
  return html
    .split('<div class="row no-gutters mb-3 incident-row"')
    .slice(1)
    .map((row) => ({
      id: /href="\/incident\/(\d+)"/u.exec(row)?.[1] ?? '',
      type: /incident-type-(\w+)/u.exec(row)?.[1] ?? '',
      status: /incident-status-(\w+)/u.exec(row)?.[1] ?? '',
      title: plain(/Incident Title">([^<]*)</u.exec(row)?.[1] ?? ''),
      began: utc(/Incident Date">([^<]*)</u.exec(row)?.[1] ?? ''),
      posted: utc(/Update Date">([^<]*)</u.exec(row)?.[1] ?? ''),
      badges: [...row.matchAll(/aria-label="Component Name">([^<]*)</gu)].map(([, name = '']) => plain(name)),
    }))
}

function pathsOf(
  components: readonly Component[],
  above: readonly string[] = [],
): readonly { readonly path: string; readonly component: Component }[] {
  return components.flatMap((component) => {
    const path = [...above, component.nativeId]
    return [{ path: path.join('-'), component }, ...pathsOf(component.children, path)]
  })
}

describe.skipIf(skipsCaptures)('parsers/statuscast, on captured pages', () => {
  it.each(captures)('$file: tells every component of the grid where it stands', ({ file }) => {
    const html = readCapture(file)
    const rows = gridOf(html)

    const { components = [], coverage } = statuscast.parse({ home: [documentOf('html', html)] }, context)
    const found = pathsOf(components)

    expect(rows.length).toBeGreaterThan(100)
    expect(coverage.components).toBe('full')
    expect(found.map(({ path, component }) => `${path} ${component.name} ${component.native}`)).toEqual(
      rows.map(({ path, name, today }) => `${path} ${name} ${today}`),
    )
    expect(found.filter(({ component }) => component.health === 'operational')).toHaveLength(
      rows.filter(({ today }) => today === 'available').length,
    )
    expect(found.every(({ component }) => component.group === component.children.length > 0)).toBe(true)
  })

  it.each(captures)('$file: tells every entry of every list, once', ({ file }) => {
    const html = readCapture(file)
    const printed = printedOf(html)
    const planned = printed.filter(({ type }) => type === 'scheduledmaintenance')
    const others = printed.filter((entry) => !planned.includes(entry))

    const { incidents = [], maintenances = [], health } = statuscast.parse({ home: [documentOf('html', html)] }, context)

    expect(printed.length).toBeGreaterThan(10)
    expect(health).toBeUndefined()
    expect(
      incidents.map(({ nativeId, title, nativeImpact, startedAt, updatedAt }) => [nativeId, title, nativeImpact, startedAt, updatedAt]),
    ).toEqual(others.map(({ id, title, type, began, posted }) => [id, title, type, began, posted]))
    expect(maintenances.map(({ nativeId, title, scheduledFor, phase }) => [nativeId, title, scheduledFor, phase])).toEqual(
      planned.map(({ id, title, began, status }) => [
        id,
        title,
        began,
        { closed: 'completed', future: 'scheduled', inprogress: 'in_progress' }[status],
      ]),
    )
    expect([...incidents, ...maintenances].map(({ components = [] }) => components.map(({ name }) => name))).toEqual(
      [...others, ...planned].map(({ badges }) => badges),
    )
  })
})

describe('parsers/statuscast', () => {
  it.each([
    { word: 'Available', health: 'operational' },
    { word: 'Unavailable', health: 'major_outage' },
    { word: 'Informational', health: 'unknown' },
    { word: 'Splendid', health: 'unknown' },
  ])('takes $word for $health', ({ word, health }) => {
    const text = JSON.stringify({ InEffectSince: '2026-03-02T10:41:00', StatusText: 'Normal', Status: word })

    const snapshot = statuscast.parse({ status: [documentOf('json', text)] }, context)

    expect([snapshot.health, snapshot.native]).toEqual([health, 'Normal'])
    expect(snapshot.omissions).toHaveLength(word === 'Splendid' ? 1 : 0)
    expect(snapshot.sourceUpdatedAt).toBeUndefined()
  })

  it.each([
    ['serviceunavailable', 'available', 'major', 'serviceunavailable'],
    ['serviceunavailable', 'degraded', 'minor', 'degraded'],
    ['informational', 'informational', 'none', 'informational'],
  ])('grades an entry of type %s whose components are %s at worst as %s', (type, worst, impact, native) => {
    const [open] = fixtureCases('statuscast').filter(({ name }) => name === 'open-incident')
    const html = open?.documents(() => 'html')['home']?.[0]?.body.text ?? ''
    const found = /incident-type-informational (incident-status-inprogress) incident-mostsevere-status-informational/u
    const text = html.replace(found, `incident-type-${type} $1 incident-mostsevere-status-${worst}`)

    const { incidents = [] } = statuscast.parse({ home: [documentOf('html', text)] }, context)

    expect(html).toMatch(found)
    expect(incidents.map((incident) => [incident.impact, incident.nativeImpact])).toContainEqual([impact, native])
  })
})
