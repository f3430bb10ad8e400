import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { instatus } from '../../parsers/instatus/index.ts'
import type { Component } from '../../parsers/model.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, fixtureCases, instant } from '../support/documents.ts'

/** What the payloads say, walked as they stand and by other means than the parser's: `Date` for times, a scan for texts. */

const RawText = z.union([z.string(), z.looseObject({ default: z.string() }).transform((text) => text.default)])
const RawRow = z.looseObject({
  id: z.string(),
  name: RawText,
  status: z.string(),
  order: z.number(),
  group: z.looseObject({ id: z.string(), name: RawText, order: z.number() }).nullish(),
})
const RawNotice = z.looseObject({
  id: z.string(),
  name: RawText,
  status: z.string(),
  impact: z.string(),
  started: z.string(),
  resolved: z.string().nullish(),
  components: z.array(z.looseObject({ id: z.string() })).optional(),
  updates: z.array(z.looseObject({ id: z.string(), status: z.string(), started: z.string(), message: RawText })).optional(),
})
const RawState = z.looseObject({
  site: z.looseObject({ id: z.string(), name: RawText, mainStatus: z.string(), components: z.array(RawRow) }),
  activeIncidents: z.array(RawNotice),
  activeMaintenances: z.array(z.unknown()),
  dailyGroupedNotices: z.array(z.looseObject({ notices: z.array(RawNotice) })),
  notices: z.record(z.string(), RawNotice),
})
const RawAnswer = z.looseObject({
  page: z.looseObject({ name: z.string(), url: z.string(), status: z.string() }),
  components: z.array(RawRow).optional(),
  activeIncidents: z.array(RawNotice.extend({ url: z.string(), updatedAt: z.string() })).default([]),
})

const rows = capturedFiles().filter(({ platform, origin }) => platform === 'instatus' && origin === 'real')
const homes = rows.filter(({ file }) => file.endsWith('.html'))
const answers = rows.filter(({ file }) => file.endsWith('.json'))
const healths: Readonly<Record<string, string>> = {
  UP: 'operational',
  OPERATIONAL: 'operational',
  UNDERMAINTENANCE: 'under_maintenance',
  DEGRADEDPERFORMANCE: 'degraded_performance',
  PARTIALOUTAGE: 'partial_outage',
  MAJOROUTAGE: 'major_outage',
  ONEMAJOROUTAGE: 'major_outage',
  SOMEMAJOROUTAGE: 'major_outage',
}
const impacts: Readonly<Record<string, string>> = {
  OPERATIONAL: 'none',
  DEGRADEDPERFORMANCE: 'minor',
  PARTIALOUTAGE: 'major',
  MAJOROUTAGE: 'critical',
}

function contextOf(url: string): Parameters<typeof instatus.parse>[1] {
  return { page: { url }, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') }
}

function at(text: string | null | undefined): string | undefined {
  return text ? new Date(text).toISOString() : undefined
}

/** The state as the page's own script or flight has it, cut out by hand. */
function stateIn(html: string): z.infer<typeof RawState> {
  const script = /<script id="__NEXT_DATA__"[^>]*>(.*?)<\/script>/su.exec(html)?.[1]
  if (script !== undefined)
    return RawState.parse(z.looseObject({ props: z.looseObject({ pageProps: z.unknown() }) }).parse(JSON.parse(script)).props.pageProps)
  const flight = [...html.matchAll(/self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)/gu)]
    .map((match) => z.string().parse(JSON.parse(match[1] ?? '""')))
    .join('')
  const row = flight.split('\n').find((line) => line.includes('"activeIncidents":[')) ?? ''
  return RawState.parse(holderOf(JSON.parse(row.slice(row.indexOf(':') + 1))))
}

function holderOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if ('activeIncidents' in value) return value
  return Object.values(value)
    .map((inner: unknown) => holderOf(inner))
    .find((found) => found !== undefined)
}

function flat(components: readonly Component[] = [], group = ''): readonly object[] {
  return components.flatMap(({ nativeId, name, native, health, group: isGroup, children }) =>
    isGroup ? flat(children, name) : [{ group, nativeId, name, native, health }],
  )
}

function expectedRows(raw: readonly z.infer<typeof RawRow>[]): readonly object[] {
  const byOrder = raw.toSorted((a, b) => a.order - b.order)
  const places = byOrder.map((row) => ({ row, first: row.group?.order ?? row.order }))
  return places
    .toSorted((a, b) => a.first - b.first)
    .map(({ row }) => ({ group: row.group?.name ?? '', nativeId: row.id, name: row.name, native: row.status, health: healths[row.status] }))
}

describe.skipIf(skipsCaptures)('parsers/instatus, on captured pages', () => {
  it('has captures of each kind', () => {
    expect([homes.length, answers.length]).toStrictEqual([4, 3])
  })

  it.each(homes)('$file: tells components, what is open with its posts, and the closed ones', ({ file, vendor }) => {
    const html = readCapture(file)
    const state = stateIn(html)
    const url = vendor === 'linear' ? 'https://linearstatus.com' : 'https://status.mastodon.social'

    const snapshot = instatus.parse({ home: [documentOf('html', html)] }, contextOf(url))

    expect([snapshot.native, snapshot.health]).toStrictEqual([state.site.mainStatus, healths[state.site.mainStatus]])
    expect(snapshot.page).toStrictEqual({ nativeId: state.site.id, name: state.site.name, url })
    expect(flat(snapshot.components)).toStrictEqual(expectedRows(state.site.components))
    const open = state.activeIncidents.map(({ id }) => id)
    const told = new Set([
      ...open,
      ...state.dailyGroupedNotices.flatMap(({ notices }) => notices.map(({ id }) => id)),
      ...Object.keys(state.notices),
    ])
    expect(new Set(snapshot.incidents?.map(({ nativeId }) => nativeId))).toStrictEqual(told)
    expect(snapshot.incidents?.filter(({ phase }) => phase !== 'resolved').map(({ nativeId }) => nativeId)).toStrictEqual(open)
    expect(snapshot.maintenances).toStrictEqual([])
    for (const notice of [
      ...state.activeIncidents,
      ...state.dailyGroupedNotices.flatMap(({ notices }) => notices),
      ...Object.values(state.notices),
    ]) {
      const incident = snapshot.incidents?.find(({ nativeId }) => nativeId === notice.id)
      expect(incident).toMatchObject({
        title: notice.name,
        nativePhase: notice.status,
        phase: notice.status.toLowerCase(),
        nativeImpact: notice.impact,
        impact: impacts[notice.impact],
        startedAt: at(notice.started),
      })
      expect(incident?.resolvedAt).toBe(at(notice.resolved))
      // Two lists may tell them in another order.
      expect(new Set(incident?.components?.map(({ nativeId }) => nativeId))).toStrictEqual(new Set(notice.components?.map(({ id }) => id)))
      const posts = notice.updates?.toSorted((a, b) => Date.parse(a.started) - Date.parse(b.started))
      expect(posts === undefined || incident?.updates).toStrictEqual(
        posts === undefined ||
          posts.map((post) => ({
            nativeId: post.id,
            phase: post.status.toLowerCase(),
            native: post.status,
            body: post.message,
            format: 'markdown',
            postedAt: at(post.started),
          })),
      )
    }
    expect(snapshot.coverage).toStrictEqual({ components: 'full', incidents: 'open', maintenances: 'open' })
    expect(snapshot.omissions).toStrictEqual([])
  })

  it.each(answers)('$file: tells headline, components and what is open', ({ file }) => {
    const text = readCapture(file)
    const raw = RawAnswer.parse(JSON.parse(text))
    const source = raw.components ? 'components' : 'summary'

    const snapshot = instatus.parse({ [source]: [documentOf('json', text)] }, contextOf(raw.page.url))

    expect([snapshot.native, snapshot.health]).toStrictEqual([raw.page.status, healths[raw.page.status]])
    expect(snapshot.page).toStrictEqual({ name: raw.page.name, url: raw.page.url })
    expect(snapshot.components && flat(snapshot.components)).toStrictEqual(raw.components && expectedRows(raw.components))
    expect(snapshot.incidents).toStrictEqual(
      source === 'components'
        ? undefined
        : raw.activeIncidents.map((notice) => ({
            nativeId: notice.id,
            title: notice.name,
            url: notice.url,
            nativeImpact: notice.impact,
            nativePhase: notice.status,
            updatedAt: at(notice.updatedAt),
            impact: impacts[notice.impact],
            phase: notice.status.toLowerCase(),
            startedAt: at(notice.started),
          })),
    )
    expect(snapshot.omissions).toStrictEqual([])
  })

  it('lists what it could not read among the past entries', () => {
    const [open] = fixtureCases('instatus').filter(({ name }) => name === 'open-incident-home')
    const [home] = open?.documents(() => 'html')['notices'] ?? []
    const text = home?.body.text ?? ''
    const broken = text.replace('notices\\":{\\"', 'notices\\":{\\"x\\":{\\"id\\":7},\\"')
    const context = { page: open?.context.page ?? { url: '' }, params: {}, observedAt: instant('2026-03-10T12:00:00.000Z') }

    const { omissions } = instatus.parse({ notices: home ? [{ ...home, body: { medium: 'html', text: broken } }] : [] }, context)

    expect(broken).not.toBe(text)
    expect(omissions.map(({ path, reason }) => [path, reason])).toContainEqual(['notices.notices', 'entries that could not be read'])
  })
})
