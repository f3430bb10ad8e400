import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { icalendar } from '../../../server/feeds/icalendar.ts'
import { printable } from '../../../server/http/sanitize.ts'
import { affected, at, change, entryVersion, hourAgo, maintenance, page, readAt, secondsAfter, update, vendor } from '../../support/rows.ts'
import { createTestServer } from '../harness.ts'

/** Properties of each event, unfolded and unescaped, by a reader that knows nothing of the writer. */
function readCalendar(text: string): readonly ReadonlyMap<string, string>[] {
  const lines = text.replaceAll('\r\n ', '').split('\r\n')
  const events: Map<string, string>[] = []
  for (const line of lines) {
    if (line === 'BEGIN:VEVENT') events.push(new Map())
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/su.exec(line) ?? []
    events.at(-1)?.set(
      name,
      value.replaceAll(/\\(.)/gsu, (_, sign: string) => (sign === 'n' ? '\n' : sign)),
    )
  }
  return events
}

const rows = {
  vendor: [vendor('v', { name: 'Vendor' }), vendor('w', { position: 1 })],
  page: [page('v'), page('w')],
  maintenance: [
    maintenance('v', 'm1', { title: 'Upgrade; of "a", b\\c' }),
    maintenance('v', 'm2', { phase: 'cancelled', is_open: 0, scheduled_for: at('2026-03-05T00:00:00Z'), scheduled_until: null }),
    maintenance('v', 'm3', {
      removed_at: readAt,
      is_open: 0,
      scheduled_for: at('2026-03-06T00:00:00Z'),
      scheduled_until: at('2026-03-05T00:00:00Z'),
    }),
    maintenance('w', 'm4', { scheduled_for: null }),
    maintenance('w', 'm5', { url: 'javascript:alert(1)' }),
  ],
  maintenance_version: ['m1', 'm2', 'm3', 'm4', 'm5']
    .flatMap((id) => [entryVersion(id, 'a')])
    .concat(entryVersion('m1', 'b', { seen_from: secondsAfter(hourAgo, 60) })),
  maintenance_update: [update('m1', 'u1', { body: 'Line one\nLine <b>two</b>', format: 'html' })],
  maintenance_component: [affected('m1', 0, { name: 'API' })],
  change: [change('v', 'k1', { subject_kind: 'maintenance', subject_id: 'm1', kind: 'maintenance_renamed' })],
} as const

describe('server/feeds/icalendar.ts', () => {
  it('writes each maintenance whose start is known, with a stable name and its number of versions', async () => {
    const server = await createTestServer(rows)

    const events = readCalendar(await (await server.get('/calendar.ics')).text())

    expect(events.map((event) => [event.get('UID'), event.get('STATUS')])).toEqual([
      ['m3@statuswire', 'CANCELLED'],
      ['m2@statuswire', 'CANCELLED'],
      ['m5@statuswire', 'CONFIRMED'],
      ['m1@statuswire', 'CONFIRMED'],
    ])
    expect(Object.fromEntries(events[3] ?? [])).toMatchObject({
      DTSTART: '20260302T020000Z',
      DTEND: '20260302T040000Z',
      DTSTAMP: '20260301T115930Z',
      'LAST-MODIFIED': '20260301T115930Z',
      SEQUENCE: '1',
      SUMMARY: 'Vendor: Upgrade; of "a", b\\c',
      DESCRIPTION: 'Affected: API\n\nLine one\nLine two',
      URL: 'https://status.v.example/incidents/m1',
    })
  })

  it('leaves out an end that is not after the start, and an address that is not of the web', async () => {
    const server = await createTestServer(rows)

    const events = readCalendar(await (await server.get('/calendar.ics')).text())

    expect(events.slice(0, 2).map((event) => event.has('DTEND'))).toEqual([false, false])
    expect(events[2]?.has('URL')).toBe(false)
  })

  it('keeps the calendar of a vendor to that vendor', async () => {
    const server = await createTestServer(rows)

    expect(readCalendar(await (await server.get('/vendors/w/calendar.ics')).text()).map((event) => event.get('UID'))).toEqual([
      'm5@statuswire',
    ])
  })

  it('breaks lines after 75 octets at most, ends each with CRLF, and loses no character of any text', async () => {
    const { context } = await createTestServer(rows)
    const given = await context.store.maintenance('m5')
    if (!given) throw new Error('no maintenance')
    const stamps = { firstObservedAt: hourAgo, lastObservedAt: readAt, versions: 1 }
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 100 }).map((units) => String.fromCharCode(...units)),
    )

    fc.assert(
      fc.property(anyText, anyText, (title, body) => {
        const text = icalendar(title, [
          {
            maintenance: {
              ...given,
              title,
              updates: [{ id: 'u', phase: null, native: null, body, format: 'text', postedAt: null, editedAt: null, revisions: 1 }],
            },
            stamps,
            vendorName: 'V',
          },
        ])
        const lines = text.split('\r\n')
        const [event] = readCalendar(text)

        expect(lines.at(-1)).toBe('')
        expect(lines.filter((line) => Buffer.byteLength(line) > 75 || /[\r\n]/u.test(line))).toEqual([])
        expect(event?.get('SUMMARY')).toBe(`V: ${printable(title)}`.replaceAll(/\r\n?/gu, '\n'))
        expect(event?.get('DESCRIPTION') ?? '').toBe(printable(body).trim().replaceAll(/\r\n?/gu, '\n'))
      }),
    )
  })

  it('begins and ends as a calendar that is published', () => {
    expect(icalendar('Empty', []).split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Statuswire//Statuswire//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'NAME:Empty',
      'X-WR-CALNAME:Empty',
      'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
      'X-PUBLISHED-TTL:PT15M',
      'END:VCALENDAR',
      '',
    ])
  })
})
