import { globSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Component, Incident, Maintenance, Snapshot } from '../../../parsers/model.ts'
import { statuspage } from '../../../parsers/statuspage/index.ts'
import { capturesFolder, hasCaptures, readCapture, skipsCaptures } from '../../support/captures.ts'
import { documentOf, instant } from '../../support/documents.ts'

/** The pages' own text, read with expressions over the markup as it stands and `Date`: no tree, no parser of ours. */

const incidentPages = capturesOf('statuspage/**/incident-*.html')
const homePages = capturesOf('statuspage/**/home-*.html')
const histories = capturesOf('statuspage/**/history-page-*.json')

describe.skipIf(skipsCaptures)('parsers/statuspage/incident-page, on captured pages', () => {
  it('has pages to read', () => {
    expect(incidentPages.length).toBeGreaterThan(20)
  })

  it.each(incidentPages)('$file tells its title, impact and every post to the second', ({ file, text }) => {
    const markup = bodyOf(text)
    const rows = [...markup.matchAll(/<h2 class="update-title[^>]*>\s*(.*?)\s*<\/h2>([\s\S]*?)data-datetime-unix="(\d+)"/gu)]
    const [, classes = '', title = ''] = /<h1 class="([^"]*)">(.*?)<\/h1>/u.exec(markup) ?? []

    const entry = onlyEntry(parse('incidentPage', text))

    expect(entry.nativeId).toBe(/incident-(\w+)\.html/u.exec(file)?.[1])
    expect(entry.title).toBe(decode(title))
    expect(entry.nativeImpact).toBe(/impact-(\w+)/u.exec(classes)?.[1])
    expect(entry.updates?.map(({ native, postedAt }) => [native, postedAt])).toStrictEqual(
      rows.map(([, label, , at]) => [label, new Date(Number(at)).toISOString()]).toReversed(),
    )
    expect(entry.resolvedAt).toBe(
      rows.flatMap(([, label, , at]) => (/Resolved|Completed/u.test(label ?? '') ? new Date(Number(at)).toISOString() : []))[0],
    )
  })

  it.each(incidentPages)('$file keeps every text, and a report with its markup', ({ text }) => {
    const rows = bodyOf(text).split('<div class="row update-row">').slice(1)
    const plain = rows.flatMap((row) => /<span class="whitespace-pre-wrap">([\s\S]*?)<\/span>/u.exec(row)?.[1] ?? []).map(plainText)
    const reports = rows.filter((row) => row.includes('class="markdown-display"'))

    const { updates = [], reports: told = [] } = onlyEntry(parse('incidentPage', text))

    expect(updates.filter(({ format }) => format === 'text').map(({ body }) => unspaced(body))).toStrictEqual(
      plain.map(unspaced).toReversed(),
    )
    expect(told).toHaveLength(reports.length)
    for (const { body, format, publishedAt } of told) {
      expect(format).toBe('html')
      expect(text).toContain(body.slice(0, 40))
      expect(publishedAt).toBeDefined()
    }
  })

  it.each(incidentPages)('$file names the components of its sentence', ({ text }) => {
    const sentence = /affected:([^<]*)\.\s*</u.exec(bodyOf(text))?.[1]?.trim()

    const { components } = onlyEntry(parse('incidentPage', text))

    expect(components?.length ?? 0).toBe(sentence === undefined ? 0 : sentence.split(/, | and /u).length)
    for (const { name } of components ?? []) expect(sentence).toContain(name)
  })
})

describe.skipIf(skipsCaptures)('parsers/statuspage/home, on captured pages', () => {
  it('has pages to read', () => {
    expect(homePages.length).toBeGreaterThan(15)
  })

  it.each(homePages)('$file has the components of the page, each under its group', ({ text }) => {
    const containers = bodyOf(text).split('<div class="component-container ').slice(1)
    const expected = containers.flatMap((container) => {
      const rows = [
        ...container.matchAll(
          /data-component-id="(\w+)"[\s\S]*?data-component-status="(\w+)"[\s\S]*?<span class="name">([\s\S]*?)<span\s+class="(?:component-status|tooltip-base)/gu,
        ),
      ]
      const [group] = rows
      const isGroup = container.startsWith('border-color is-group')
      return rows.map(([, id, status, name = ''], index) => [
        id,
        isGroup && index > 0 ? group?.[1] : undefined,
        plainText(name),
        status,
        status,
      ])
    })

    const snapshot = parse('home', text)

    expect(flatten(snapshot.components ?? [])).toStrictEqual(expected)
    expect(expected.length).toBe(text.split(/<div data-component-id="/u).length - 1)
  })

  it.each(homePages)('$file says how the page is', ({ text }) => {
    const word = /<body class="[^"]*status-(\w+)"/u.exec(text)?.[1]
    const banner = /<span class="status font-large">\s*(.*?)\s*<\/span>/u.exec(bodyOf(text))?.[1]
    const healths: Readonly<Record<string, string>> = {
      none: 'operational',
      minor: 'degraded_performance',
      major: 'partial_outage',
      critical: 'major_outage',
    }

    const snapshot = parse('home', text)

    expect([snapshot.health, snapshot.native]).toStrictEqual([healths[word ?? ''], banner ?? word])
    expect(snapshot.page.name).toBe(decode(/<title>(.*?) Status<\/title>/u.exec(text)?.[1] ?? ''))
    expect(snapshot.authority).toBe('markup')
    expect(snapshot.coverage.incidents).toBe('open')
  })

  it.each(homePages)('$file has the open and the past entries, dated by the days beside them', ({ text }) => {
    const expected = printedEntries(bodyOf(text))

    const { incidents = [], maintenances = [] } = parse('home', text)

    const shown = [...incidents, ...maintenances].map((entry) => [
      entry.nativeId,
      entry.title,
      entry.nativeImpact,
      entry.updates?.map(({ native, postedAt }) => [native, postedAt]),
    ])
    expect(new Set(shown.map((entry) => JSON.stringify(entry)))).toStrictEqual(new Set(expected.map((entry) => JSON.stringify(entry))))
    expect(shown).toHaveLength(expected.length)
  })

  it.each(homePages)('$file knows the window of each planned maintenance', ({ text }) => {
    const windows = [...bodyOf(text).matchAll(/incidents\/(\w+)"[^>]*>[^<]*<\/a>\s*<small class="pull-right" data-unix-time="(\d+)">/gu)]

    const { maintenances = [] } = parse('home', text)

    for (const [, id, from] of windows) {
      const planned = maintenances.find(({ nativeId }) => nativeId === id)
      expect(planned?.scheduledFor).toBe(new Date(Number(from) * 1000).toISOString())
      expect(Date.parse(planned?.scheduledUntil ?? '') - Number(from) * 1000).toBeGreaterThan(0)
      expect(Date.parse(planned?.scheduledUntil ?? '') - Number(from) * 1000).toBeLessThan(86_400_000)
    }
  })
})

const RawHistory = z.object({
  page_status: z.object({ page: z.object({ id: z.string() }) }),
  components: z.array(z.object({ id: z.string(), status: z.string(), group_id: z.string().nullable() })),
  months: z.array(z.object({ incidents: z.array(z.object({ code: z.string(), name: z.string(), impact: z.string() })) })),
})

describe.skipIf(skipsCaptures)('parsers/statuspage/history, on captured pages', () => {
  it.each(histories)('$file lists its incidents, and says nothing of their updates', ({ text }) => {
    const raw = RawHistory.parse(JSON.parse(text))
    const listed = raw.months.flatMap(({ incidents }) => incidents)

    const { incidents = [], maintenances = [], components = [], page, authority, coverage } = parse('historyJson', text)

    expect(incidents.map(({ nativeId, title, impact }) => [nativeId, title, impact])).toStrictEqual(
      listed.filter(({ impact }) => impact !== 'maintenance').map(({ code, name, impact }) => [code, name, impact]),
    )
    expect(maintenances.map(({ nativeId }) => nativeId)).toStrictEqual(
      listed.filter(({ impact }) => impact === 'maintenance').map(({ code }) => code),
    )
    expect([...incidents, ...maintenances].every((entry) => !('updates' in entry))).toBe(true)
    expect(new Set(flatten(components).map(([id, parent, , status]) => `${id} ${parent ?? null} ${status}`))).toStrictEqual(
      new Set(raw.components.map(({ id, group_id: parent, status }) => `${id} ${parent} ${status}`)),
    )
    expect([page.nativeId, authority, coverage.incidents]).toStrictEqual([raw.page_status.page.id, 'embedded-state', 'none'])
  })
})

function capturesOf(pattern: string): readonly { readonly file: string; readonly text: string }[] {
  return hasCaptures
    ? globSync(pattern, { cwd: capturesFolder })
        .toSorted()
        .map((file) => ({ file, text: readCapture(file) }))
    : []
}

function parse(source: 'incidentPage' | 'home' | 'historyJson', text: string): Snapshot {
  const context = { page: { url: 'https://status.example.com' }, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') }
  const document = source === 'historyJson' ? { historyJson: [documentOf('json', text)] } : { [source]: [documentOf('html', text)] }
  return statuspage.parse(document, context)
}

function onlyEntry({ incidents = [], maintenances = [] }: Snapshot): Incident | Maintenance {
  const [only, ...others] = [...incidents, ...maintenances]
  if (!only || others.length > 0) throw new Error('not one entry')
  return only
}

/** From the content on: before it stand style sheets that name the same classes. */
function bodyOf(text: string): string {
  return text.slice(text.indexOf('<div class="layout-content'))
}

function flatten(
  components: readonly Component[],
  parent?: string,
): readonly (readonly [string, string | undefined, string, string, string])[] {
  return components.flatMap(({ nativeId, name, native, health, children }) => [
    [nativeId, parent, name, native, health] as const,
    ...flatten(children, nativeId),
  ])
}

type PrintedEntry = readonly [
  id: string | undefined,
  title: string,
  impact: string | undefined,
  updates: readonly (readonly [string, string | undefined])[],
]

const updateRow = /<strong>([^<]*)<\/strong> -[\s\S]*?<small>\s*([\s\S]*?)\s*<\/small>/gu

function printedEntries(markup: string): readonly PrintedEntry[] {
  const [before = '', past = ''] = markup.split('id="past-incidents"')
  const open = before
    .split('<div class="unresolved-incident ')
    .slice(1)
    .map((piece) => printed(piece, piece.split('"')[0], undefined, piece))
  const planned = before.split('<div class="scheduled-maintenance">').slice(1).map(printedPlan)
  const closed = past
    .split('<div class="status-day ')
    .slice(1)
    .flatMap((day) => {
      const noon = Date.parse(`${plainText(/<div class="date[^>]*>([\s\S]*?)<\/div>/u.exec(day)?.[1] ?? '')} 12:00 UTC`)
      return day
        .split('<div class="incident-container">')
        .slice(1)
        .map((piece) => printed(piece, /impact-(\w+)/u.exec(piece)?.[0], noon, piece))
    })
  return [...open, ...planned, ...closed]
}

/** An announcement that stands alone has no label; "Scheduled" is what it is. */
function printedPlan(piece: string): PrintedEntry {
  const from = Number(/data-unix-time="(\d+)"/u.exec(piece)?.[1]) * 1000
  const sole = /<div class="update">(?:(?!<strong>\w+<\/strong> -)[\s\S])*?<small>\s*Posted on\s*([\s\S]*?)\s*<\/small>/u.exec(piece)?.[1]
  const [id, title, impact, updates] = printed(piece, undefined, from, piece)
  return [id, title, impact, sole === undefined ? updates : [['Scheduled', timeOf(sole, from)]]]
}

function printed(piece: string, classes: string | undefined, near: number | undefined, rows: string): PrintedEntry {
  const [, id, title = ''] = /href="[^"]*\/incidents\/(\w+)"[^>]*>([\s\S]*?)<\/a>/u.exec(piece) ?? []
  const impact = /impact-(\w+)/u.exec(classes ?? '')?.[1]
  const updates = [...rows.matchAll(updateRow)].map(
    ([, label = '', stamp = '']) => [label, timeOf(stamp, near ?? openedNear[id ?? ''])] as const,
  )
  return [id, decode(plainText(title)), impact, updates.toReversed()]
}

/** Of the open incidents on the captured pages, those whose first day stands in the charts. */
const openedNear: Readonly<Record<string, number>> = { rskb32nknbrx: Date.UTC(2021, 0, 1), ngfc753w7r4b: Date.UTC(2020, 10, 2) }

const offsets: Readonly<Record<string, string>> = {
  UTC: '+0000',
  GMT: '+0000',
  CET: '+0100',
  EST: '-0500',
  PST: '-0800',
  PDT: '-0700',
  JST: '+0900',
  'GMT+08:00': '+0800',
}

/** The year in which the time is closest to the other. */
function timeOf(stamp: string, near: number | undefined): string | undefined {
  const [, date, time, zone = ''] = /(\w+ +\d+), (\d\d:\d\d) ([\w+:]+)$/u.exec(plainText(stamp)) ?? []
  if (near === undefined) return undefined
  const times = [-1, 0, 1].map((step) => Date.parse(`${date} ${new Date(near).getUTCFullYear() + step} ${time} ${offsets[zone]}`))
  return new Date(times.toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near))[0] ?? Number.NaN).toISOString()
}

function plainText(markup: string): string {
  return decode(markup.replaceAll(/<[^>]*>/gu, ' '))
    .split(/\s+/u)
    .filter(Boolean)
    .join(' ')
    .replaceAll(' ,', ',')
}

/** Where a link ends and a bracket follows, the two differ by a blank. */
function unspaced(text: string): string {
  return text.replaceAll(/\s/gu, '')
}

function decode(text: string): string {
  return text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
