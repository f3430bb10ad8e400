import { describe, expect, it } from 'vitest'
import { latestFirst, listedLatestFirst, oldestFirst } from '../../../parsers/lib/updates.ts'
import { instant } from '../../support/documents.ts'

const [early, late] = [instant('2026-11-19T09:00:00.000Z'), instant('2026-11-20T09:00:00.000Z')]

describe('parsers/lib/updates', () => {
  it('puts the entry first that began last, and last what tells no time', () => {
    const entries = [
      { nativeId: 'untold', title: '' },
      { nativeId: 'begun', title: '', startedAt: early, createdAt: late },
      { nativeId: 'made', title: '', createdAt: instant('2026-11-18T09:00:00.000Z') },
      { nativeId: 'planned', title: '', scheduledFor: late },
      { nativeId: 'posted', title: '', updates: [{ body: '', format: 'text' as const, postedAt: instant('2026-11-17T09:00:00.000Z') }] },
    ]

    expect(latestFirst(entries).map(({ nativeId }) => nativeId)).toStrictEqual(['planned', 'begun', 'made', 'posted', 'untold'])
  })

  it('does the same to both lists of a snapshot, where they are told', () => {
    const [older, newer] = [
      { nativeId: 'older', title: '', createdAt: early },
      { nativeId: 'newer', title: '', createdAt: late },
    ]
    const coverage = { components: 'none', incidents: 'recent', maintenances: 'recent' } as const
    const snapshot = { platform: 'acme', authority: 'api', observedAt: late, page: {}, coverage, omissions: [] } as const

    expect(listedLatestFirst({ ...snapshot, incidents: [older, newer] })).toStrictEqual({ ...snapshot, incidents: [newer, older] })
    expect(listedLatestFirst({ ...snapshot, maintenances: [older, newer] })).toStrictEqual({ ...snapshot, maintenances: [newer, older] })
  })

  it('turns updates round, and sorts them only where each has a time', () => {
    const [first, second] = [
      { body: 'first', format: 'text', postedAt: early },
      { body: 'second', format: 'text', postedAt: late },
    ] as const

    expect(oldestFirst([first, second])).toStrictEqual([first, second])
    expect(oldestFirst([second, { body: 'untold', format: 'text' }, first]).map(({ body }) => body)).toStrictEqual([
      'first',
      'untold',
      'second',
    ])
  })
})
