import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { hund } from '../../parsers/hund/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant, fixtureCases } from '../support/documents.ts'

const context = { page: { url: 'https://status.example.com' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const folder = 'hund/doc-examples'

const RawIssue = z.looseObject({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  label: z.string().nullable(),
  updated_at: z.number(),
  began_at: z.number(),
  ended_at: z.number().nullable(),
  schedule: z.looseObject({ starts_at: z.number(), ends_at: z.number() }).nullable(),
  components: z.looseObject({ data: z.array(z.looseObject({ id: z.string(), name: z.string() })) }),
  updates: z.looseObject({
    data: z.array(z.looseObject({ id: z.string(), label: z.string().nullable(), body: z.string(), effective_after: z.number() })),
  }),
})

function paged(data: readonly unknown[]): object {
  return { type: 'paged_array', has_more: false, data }
}

function update(id: string, label: string, at: number): object {
  return { id, type: 'update', label, body: label, effective_after: at }
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

describe.skipIf(skipsCaptures)("parsers/hund, on the makers' own examples", () => {
  it('reads the issues: the same id twice is one, as it was told last', () => {
    const text = readCapture(`${folder}/issues-collection.json`)
    const raw = z.object({ data: z.array(RawIssue) }).parse(JSON.parse(text)).data
    const [older, newest] = raw.toSorted((a, b) => a.updated_at - b.updated_at)

    const { maintenances, incidents } = hund.parse({ issues: [documentOf('json', text)] }, context)
    const [read] = maintenances ?? []

    expect(incidents).toStrictEqual([])
    expect(maintenances).toHaveLength(new Set(raw.map(({ id }) => id)).size)
    expect(read?.title).toBe(newest?.title)
    expect(read?.startedAt).toBe(iso(newest?.began_at ?? 0))
    expect(read?.resolvedAt).toBe(iso(newest?.ended_at ?? 0))
    expect(read?.scheduledFor).toBe(iso(older?.schedule?.starts_at ?? 0))
    expect(read?.phase).toBe('completed')
    expect(read?.components?.map(({ nativeId, name }) => [nativeId, name])).toStrictEqual(
      newest?.components.data.map(({ id, name }) => [id, name]),
    )
    const posts = [{ id: newest?.id, body: newest?.body }, ...(newest?.updates.data ?? []).map(({ id, body }) => ({ id, body }))]
    expect(new Set(read?.updates?.map(({ nativeId, body }) => `${nativeId} ${body}`))).toStrictEqual(
      new Set(posts.map(({ id, body }) => `${id} ${body}`)),
    )
  })

  it('reads the names of the components, and claims no state', () => {
    const text = readCapture(`${folder}/components-collection.json`)
    const raw = z.object({ data: z.array(z.looseObject({ id: z.string(), name: z.string() })) }).parse(JSON.parse(text)).data

    const { components, health } = hund.parse({ components: [documentOf('json', text)] }, context)

    expect(components?.map(({ nativeId, name }) => [nativeId, name])).toStrictEqual(raw.map(({ id, name }) => [id, name]))
    expect(components?.every((component) => component.health === 'unknown')).toBe(true)
    expect(health).toBeUndefined()
  })
})

describe('parsers/hund', () => {
  it('tells no updates and no components in full where the lists go on elsewhere', () => {
    const issue = {
      id: '5c06ee978fbb652ab878c3b8',
      type: 'issue',
      title: 'Slow',
      body: 'Looking',
      label: 'investigating',
      scheduled: false,
      standing: true,
      resolved: false,
      created_at: 1_795_166_400,
      updates: { ...paged([update('u1', 'monitoring', 1_795_170_000)]), has_more: true },
      components: { ...paged([{ id: 'c1', type: 'component', name: 'API' }]), has_more: true },
    }
    const documents = [issue, { ...issue, id: 'b', updates: undefined, components: undefined }]

    const { incidents = [], omissions } = hund.parse({ issues: [documentOf('json', JSON.stringify(paged(documents)))] }, context)

    expect(incidents.map(({ phase, updates, components }) => [phase, updates, components])).toStrictEqual([
      ['monitoring', undefined, undefined],
      ['investigating', undefined, undefined],
    ])
    expect(omissions.map(({ path }) => path)).toStrictEqual(['issues.data[0].updates', 'issues.data[1].updates'])
  })

  const [clear] = fixtureCases('hund').filter(({ name }) => name === 'all-clear')
  const home = clear?.documents(() => 'html')['home']?.[0]?.body.text ?? ''

  it.each([
    ['a component without its state', home.replace("<span class='operational state icon'", '<span'), 'missing'],
    ['a component without its id', home.replace('/components/', '/parts/'), 'missing'],
    ['a bar without a state', home.replace("class='operational state-bar'", "class='state-bar'"), 'missing'],
    ['a page without groups', home.replace(/<section class='groups'>[^]*?<footer>/u, '<footer>'), 'empty'],
    ['another page', home.replaceAll('state-bar', 'bar'), 'foreign'],
  ])('refuses %s', (_what, text, kind) => {
    expect(text).not.toBe(home)
    expect(() => hund.parse({ home: [documentOf('html', text)] }, context)).toThrow(new RegExp(`^${kind}: `, 'u'))
  })

  it('takes a notice of what was called off for no incident', () => {
    const [open] = fixtureCases('hund').filter(({ name }) => name === 'open-incident')
    const text = open?.documents(() => 'html')['home']?.[0]?.body.text ?? ''
    const cancelled = text.replace('issue-notice--header issue upcoming', 'issue-notice--header issue cancelled')

    const { maintenances = [] } = hund.parse({ home: [documentOf('html', cancelled)] }, context)

    expect(cancelled).not.toBe(text)
    expect(maintenances.map(({ phase }) => phase)).toContain('cancelled')
  })

  it('takes the worse of two states of one component', () => {
    const [first = ''] = /<div class='item clickable'>[^]*?\n\n<\/div>/u.exec(home) ?? []
    const text = home.replace('</section>\n\n<footer>', `${first.replaceAll('operational', 'outage')}</section>\n\n<footer>`)

    const { components } = hund.parse({ home: [documentOf('html', text)] }, context)

    expect(text).not.toBe(home)
    expect(components?.[0]?.children[0]?.health).toBe('major_outage')
  })

  it('takes the components of a page whose one group bears no name for a plain list', () => {
    const text = home.replaceAll(/<h2>[^<]{0,100}<\/h2>/gu, '')

    const { components } = hund.parse({ home: [documentOf('html', text)] }, context)

    expect(components?.map(({ group }) => group)).toStrictEqual([false, false, false])
  })

  it('reads texts in several languages, an invented label and a closed issue that was opened again', () => {
    const issue = {
      id: 'a'.repeat(24),
      type: 'issue',
      title: { de: 'Störung', fr: 'Panne' },
      label: 'mystery',
      body: { en: 'Down', de: 'Aus' },
      specialization: 'general',
      scheduled: false,
      standing: true,
      resolved: false,
      created_at: 1_795_000_000,
      updates: paged([update('2', 'addendum', 1_795_000_900), update('1', 'resolved', 1_795_000_600)]),
    }

    const snapshot = hund.parse({ issues: [documentOf('json', JSON.stringify(paged([issue])))] }, context)
    const [incident] = snapshot.incidents ?? []

    expect(incident?.title).toBe('Störung')
    expect(incident?.phase).toBe('unknown')
    expect(incident?.updates?.map(({ phase, body }) => [phase, body])).toStrictEqual([
      ['unknown', 'Down'],
      ['resolved', 'resolved'],
      [undefined, 'addendum'],
    ])
    expect(snapshot.omissions.map(({ native }) => native)).toStrictEqual(['mystery'])
  })
})
