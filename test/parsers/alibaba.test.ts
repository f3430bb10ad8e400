import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { alibaba } from '../../parsers/alibaba/index.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

const context = { page: { url: 'https://status.alibabacloud.com' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }
const Raw = z.object({
  data: z.array(z.object({ id: z.number(), title: z.string(), startTime: z.number(), endTime: z.number(), lastUpdateTime: z.number() })),
})

describe.skipIf(skipsCaptures)('parsers/alibaba, on the captured answer', () => {
  it('has every event with its times, and its title without the brackets', () => {
    const text = readCapture('alibaba/listHistoryEvent.json')
    const { data } = Raw.parse(JSON.parse(text))

    const { incidents, omissions } = alibaba.parse({ events: [documentOf('json', text)] }, context)

    expect(data.length).toBeGreaterThan(3)
    expect(incidents).toStrictEqual(
      data.map(({ id, title, startTime, endTime, lastUpdateTime }) => ({
        nativeId: String(id),
        title: title.slice(title.indexOf(']') + 1).trim(),
        phase: 'resolved',
        nativePhase: title.slice(title.indexOf('[') + 1, title.indexOf(']')),
        startedAt: new Date(startTime).toISOString(),
        resolvedAt: new Date(endTime).toISOString(),
        updatedAt: new Date(lastUpdateTime).toISOString(),
      })),
    )
    expect(omissions).toStrictEqual([])
  })
})

describe('parsers/alibaba', () => {
  it('takes no answer that is said to have failed', () => {
    const failed = { data: [], total: 0, code: 500, success: false }

    expect(() => alibaba.parse({ events: [documentOf('json', JSON.stringify(failed))] }, context)).toThrow(/^shape: /u)
  })

  it('lists a time that is none, and tells no end of what is not over', () => {
    const event = {
      id: '9',
      title: '[Incident] Slow',
      eventType: 'ALARM',
      startTime: 5,
      endTime: 1_795_160_000_000,
      products: [{ name: 'Store' }],
    }
    const text = JSON.stringify({ data: [event], code: 200, success: true })

    const { incidents, omissions } = alibaba.parse({ events: [documentOf('json', text)] }, context)

    expect(incidents).toStrictEqual([
      { nativeId: '9', title: 'Slow', phase: 'unknown', nativePhase: 'Incident', components: [{ name: 'Store' }] },
    ])
    expect(omissions.map(({ path }) => path)).toStrictEqual(['events.data[0].startTime'])
  })
})
