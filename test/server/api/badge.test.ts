import { describe, expect, it } from 'vitest'
import { badgeSvg } from '../../../server/api/badge.ts'
import { incident, now, page, secondsAfter, vendor } from '../../support/rows.ts'
import { first, parseXml } from '../feeds/well-formed.ts'
import { createTestServer } from '../harness.ts'

const green = '#1a7f37'

function read(svg: string): ReturnType<typeof parseXml> {
  return parseXml(`<?xml version="1.0" encoding="UTF-8"?>\n${svg}`)
}

describe('server/api/badge.ts', () => {
  it.each([
    { health: 'operational', trust: 'fresh', green: true, words: 'operational' },
    { health: 'operational', trust: 'fresh', green: false, words: 'incident open' },
    { health: 'unknown', trust: 'stale', green: false, words: 'unknown' },
    { health: 'unknown', trust: 'unknown', green: false, words: 'unknown' },
    { health: 'partial_outage', trust: 'fresh', green: false, words: 'partial outage' },
    { health: 'major_outage', trust: 'stale', green: false, words: 'major outage when last read' },
    { health: 'under_maintenance', trust: 'fresh', green: false, words: 'under maintenance' },
  ] as const)('says "$words" for $health and $trust, in green only if nothing speaks against it', ({ words, ...reading }) => {
    const svg = badgeSvg({ name: 'V', ...reading })

    expect(first(read(svg), 'title')?.text).toBe(`V: ${words}`)
    expect(svg.includes(green)).toBe(reading.green)
  })

  it('holds a hostile name', () => {
    const svg = badgeSvg({ name: `"><script>\u0000${'👩‍👩‍👧‍👦'.repeat(60)}`, health: 'unknown', trust: 'stale', green: false })

    expect(first(read(svg), 'title')?.text).toMatch(/^"><script>(?:👩‍👩‍👧‍👦){29,31}…: unknown$/u)
  })

  it('loses its green with time, and with an incident', async () => {
    const server = await createTestServer({
      vendor: [vendor('a'), vendor('b')],
      page: [page('a'), page('b')],
      incident: [incident('b', 'i1')],
    })
    async function badge(id: string): Promise<string> {
      return (await server.get(`/badge/${id}.svg`)).text()
    }

    expect((await badge('a')).includes(green)).toBe(true)
    expect((await badge('b')).includes(green)).toBe(false)
    server.setNow(secondsAfter(now, 3_600))
    expect(await badge('a')).toContain('a: unknown')
  })
})
