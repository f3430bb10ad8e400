import { describe, expect, it } from 'vitest'
import { nextPage } from '../../parsers/infomaniak/parse.ts'
import { infomaniak } from '../../parsers/infomaniak/index.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://infomaniakstatus.com' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const files = capturedFiles()
  .filter(({ file }) => file.startsWith('other-bespoke/infomaniak/'))
  .map(({ file }) => file)

interface Raw {
  readonly data: readonly {
    readonly id: number
    readonly url: string
    readonly type: string
    readonly status: string
    readonly description: {
      readonly title: string
      readonly translations: readonly { readonly language: string; readonly title: string }[]
    }
    readonly comments: readonly { readonly started_at: number | string }[]
    readonly services: readonly { readonly name: string }[]
    readonly started_at: number
    readonly ended_at: number | null
  }[]
}

describe.skipIf(skipsCaptures)('parsers/infomaniak, on captured pages', () => {
  it('has captures to read', () => expect(files).toHaveLength(3))

  it.each(files)('%s: every event with its kind, its words, its services and its times', (file) => {
    const text = readCapture(file)
    const raw: Raw = JSON.parse(text)

    const { incidents = [], maintenances = [], health, components } = infomaniak.parse({ events: [documentOf('json', text)] }, context)

    expect([health, components]).toStrictEqual([undefined, undefined])
    expect(incidents.length + maintenances.length).toBe(raw.data.length)
    for (const event of raw.data) {
      const isPlanned = event.type.includes('maintenance')
      const read = (isPlanned ? maintenances : incidents).find(({ nativeId }) => nativeId === `${event.id}`)
      const begun = new Date(event.started_at * 1000).toISOString()
      const ended = event.ended_at === null ? undefined : new Date(event.ended_at * 1000).toISOString()
      const english = event.description.translations.filter(({ language }) => language === 'en').map(({ title }) => title)[0]
      expect(read).toMatchObject({ url: event.url, nativeImpact: event.type, nativePhase: event.status })
      expect(read?.title).toBe(english ?? event.description.title)
      expect(read?.components?.map(({ name }) => name)).toStrictEqual(event.services.map(({ name }) => name))
      expect([read?.startedAt, Reflect.get(read ?? {}, 'scheduledFor')]).toStrictEqual(isPlanned ? [undefined, begun] : [begun, undefined])
      expect(read?.resolvedAt).toBe(ended)
      expect(read?.phase).toBe(ended === undefined ? 'unknown' : isPlanned ? 'completed' : 'resolved')
      expect(read?.updates).toHaveLength(1 + event.comments.length)
      const posted = event.comments.flatMap(({ started_at: at }) => (typeof at === 'number' ? [new Date(at * 1000).toISOString()] : []))
      expect(read?.updates?.flatMap(({ postedAt }) => postedAt ?? [])).toStrictEqual(posted)
    }
  })

  it('grades nothing as none, and finds the two words for how bad it is', () => {
    const graded = files.flatMap((file) => infomaniak.parse({ events: [documentOf('json', readCapture(file))] }, context).incidents ?? [])

    expect(new Set(graded.map(({ nativeImpact, impact }) => `${nativeImpact} ${impact}`))).toStrictEqual(
      new Set(['critical critical', 'impacting minor']),
    )
  })

  it('lists a clock without a zone, and believes it nowhere', () => {
    const text = readCapture('other-bespoke/infomaniak/acronis-swiss-backup.json')

    const { omissions, incidents = [] } = infomaniak.parse({ events: [documentOf('json', text)] }, context)

    expect(omissions.map(({ native }) => native)).toStrictEqual(['2024-03-20 08:53:32'])
    expect(incidents.find(({ nativeId }) => nativeId === '2263529')?.updates?.map(({ postedAt }) => postedAt)).toStrictEqual([
      undefined,
      undefined,
    ])
  })

  it('walks on to the next page until the last', () => {
    const url = 'https://api.infomaniak.com/2/events?locale=en'
    const text = readCapture('other-bespoke/infomaniak/acronis-swiss-backup.json')

    expect(nextPage(documentOf('json', text, url))).toBe(`${url}&page=2`)
    expect(nextPage(documentOf('json', text.replace('"page": 1', '"page": 3'), url))).toBeUndefined()
  })
})
