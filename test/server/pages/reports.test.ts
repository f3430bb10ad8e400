import { load } from 'cheerio'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readReports } from '../../support/report-rows.ts'
import * as row from '../../support/rows.ts'
import { createTestServer, type TestServer } from '../harness.ts'
import { evidence, honesty, listedReport, vendor } from './readings.ts'
import { reportsPage, textOf, vendorPage } from './views.tsx'

const dayStamps = ['2026-02-01', '2026-02-10', '2026-02-20'].map((day) => row.at(`${day}T18:00:00Z`))
const bodies = [
  'Between 10:00 UTC and 11:00 UTC on 1 February 2026 uploads failed. The outage was caused by an expired certificate.',
  'Between 10:00 UTC and 11:00 UTC on 10 February 2026 sign-in failed. The outage was caused by a full disk of the database.',
  'Between 10:00 UTC and 11:00 UTC on 20 February 2026 mail was late. The outage was caused by an expired certificate at Cloudflare.',
]

const scene = {
  vendor: [
    row.vendor('one', { name: 'One Storage' }),
    row.vendor('two', { name: 'Two Storage' }),
    row.vendor('left', { name: 'Left', watched: 0 }),
  ],
  page: [row.page('one'), row.page('two'), row.page('left')],
  incident: [
    row.incident('one', 'i1', { ...row.resolved, title: 'Uploads fail' }),
    row.incident('two', 'i2', { ...row.resolved, title: 'Nobody can sign in' }),
    row.incident('left', 'i3', { ...row.resolved, title: 'Mail is late' }),
  ],
  ...readReports(
    bodies.map((body, index) => {
      const at = dayStamps[index] ?? row.now
      return row.report(`i${index + 1}`, { vendor_id: ['one', 'two', 'left'][index] ?? '', body, published_at: at, dated_at: at })
    }),
  ),
}

describe('server/pages/reports.tsx', () => {
  let server: TestServer

  beforeEach(async () => {
    server = await createTestServer(scene)
  })

  afterEach(async () => {
    await server.database.close()
    if (server.faults.length > 0) throw new AggregateError(server.faults, 'The server failed')
  })

  async function found(query: string): Promise<string[]> {
    const $ = load(await (await server.get(`/reports${query}`)).text())
    return $('#report-list .entry')
      .map((_, entry) => ($(entry).attr('id') ?? '').slice(2))
      .get()
  }

  it.each([
    { query: '', ids: ['i2', 'i1'] },
    { query: '?q=certificate', ids: ['i1'] },
    { query: '?q=UPLOADS+certificate', ids: ['i1'] },
    { query: '?q=sign+in', ids: ['i2'] },
    { query: '?q=nothing+of+it', ids: [] },
    { query: '?vendor=storage', ids: ['i2', 'i1'] },
    { query: '?vendor=two', ids: ['i2'] },
    { query: '?vendor=left', ids: ['i3'] },
    { query: '?cause=certificate', ids: ['i1'] },
    { query: '?from=2026-02-10', ids: ['i2'] },
    { query: '?to=2026-02-01', ids: ['i1'] },
    { query: '?from=2026-02-02&to=2026-02-09', ids: [] },
    { query: '?q=&vendor=&cause=&from=&to=', ids: ['i2', 'i1'] },
  ])('finds by $query: $ids', async ({ query, ids }) => {
    expect(await found(query)).toEqual(ids)
  })

  it.each([
    { query: '?vendor=nobody', says: 'No vendor has “nobody” in its name.' },
    { query: '?cause=gremlins', says: 'No cause is called “gremlins”.' },
    { query: '?from=yesterday', says: '“yesterday” is no day: a day is written as 2026-05-31.' },
    { query: '?to=2026-02-30', says: '“2026-02-30” is no day: a day is written as 2026-05-31.' },
  ])('says of $query what is wrong, and lists nothing', async ({ query, says }) => {
    const $ = load(await (await server.get(`/reports${query}`)).text())

    expect($('[role=alert] bdi').text()).toBe(says)
    expect($('.entry')).toHaveLength(0)
  })

  it('refuses a part of the list that was never given out, and keeps what was asked for over the parts', async () => {
    expect((await server.get('/reports?before=forged')).status).toBe(404)

    const $ = await reportsPage([listedReport('v', 'i')], { query: { q: 'a&b', cause: 'dns' }, next: 'n x', cursor: 'c' })

    expect($('.paging a[rel=next]').attr('href')).toBe('/reports?q=a%26b&cause=dns&before=n%20x#found')
    expect($('.paging a[rel=first]').attr('href')).toBe('/reports?q=a%26b&cause=dns#found')
    expect($('select[name=cause] option[selected]').attr('value')).toBe('dns')
    expect($('input[name=q]').attr('value')).toBe('a&b')
  })

  it('tells of each report when, of whom, why, how long and how late', async () => {
    const listed = listedReport('v', 'i', {
      vendorName: 'Vendor',
      incidentTitle: 'It was down',
      causeCategory: 'deploy',
      affectedSharePercent: 12.5,
      figures: { reportLagSeconds: 2400, statedDowntimeSeconds: 7800, postedDowntimeSeconds: null, reason: 'not_resolved' },
      thirdParties: ['AWS', 'Cloudflare', 'Fastly', 'Stripe', 'Okta', 'Zoom'].map((name) => ({ name, evidence: evidence(name) })),
      excerpt: 'A deploy went wrong.',
    })
    const $ = await reportsPage([listed])

    expect(textOf($, '#r-i')).toBe(
      'Vendor It was down 4 May 2026, 02:00 UTC Deploy 2 h 10 min stated lag 40 min 12.5 % affected ' +
        'names AWS, Cloudflare, Fastly and Stripe and 2 others A deploy went wrong.',
    )
    expect($('#r-i .entry-title a').attr('href')).toBe('/incidents/i#report')
    expect($('#r-i .entry-vendor a').attr('href')).toBe('/vendors/v')
  })

  it('is reached from the header of every page', async () => {
    const $ = load(await (await server.get('/')).text())

    expect($('body > header nav a[href="/reports"]').text()).toBe('Reports')
  })

  it('leads to the report on the page of its incident', async () => {
    const $ = load(await (await server.get('/incidents/i1')).text())

    expect($('#report')).toHaveLength(1)
    expect($('#report-facts').text()).toContain('Certificate')
  })
})

describe('server/components/honesty.tsx', () => {
  it('gives lag and hidden downtime with how many they are of, and the grade with its rule', async () => {
    const $ = await vendorPage(vendor('V'), {
      honesty: honesty({
        reports: 9,
        lag: { reports: 7, medianSeconds: 2460, p90Seconds: 9000 },
        downtime: { reports: 6, statedSeconds: 36_000, postedSeconds: 20_000, hiddenSeconds: 18_000 },
        grade: { grade: 'D', text: 'Median lag at most 60 minutes' },
      }),
    })

    expect(textOf($, '#honesty-figures')).toBe(
      'Grade D Median lag at most 60 minutes Report lag 41 min median from the stated start to the first post; p90 2 h 30 min; n = 7 ' +
        'Hidden downtime 5 h 50 % of the 10 h stated; 5 h 33 min shown; n = 6',
    )
    expect($('#s-honesty a').attr('href')).toBe('/reports?vendor=v')
    expect(textOf($, '#honesty-rule .rule')).toContain('at least 5 reports with a lag are needed')
    expect(
      $('#honesty-rule tbody th')
        .map((_, cell) => $(cell).text())
        .get(),
    ).toEqual(['A', 'B', 'C', 'Dthis one', 'E'])
  })

  it('rounds up, so that no figure seems to keep a limit that it does not', async () => {
    const $ = await vendorPage(vendor('V'), {
      honesty: honesty({
        reports: 5,
        lag: { reports: 5, medianSeconds: 901, p90Seconds: 901 },
        downtime: { reports: 5, statedSeconds: 36_000, postedSeconds: 0, hiddenSeconds: 9_010 },
        grade: { grade: 'C', text: 'Median lag at most 30 minutes' },
      }),
    })

    expect(textOf($, '#honesty-figures')).toContain('Report lag 16 min median')
    expect(textOf($, '#honesty-figures')).toContain('Hidden downtime 2 h 31 min 25.1 % of the 10 h stated')
  })

  it('claims nothing where too few reports say anything, and is not there without a report', async () => {
    const few = await vendorPage(vendor('V'), { honesty: honesty({ reports: 3 }) })
    const zero = await vendorPage(vendor('V'), {
      honesty: honesty({
        reports: 1,
        lag: { reports: 1, medianSeconds: 0, p90Seconds: 0 },
        downtime: { reports: 1, statedSeconds: 0, postedSeconds: 60, hiddenSeconds: 0 },
      }),
    })
    const without = await vendorPage(vendor('V'), { honesty: honesty() })

    expect(textOf(few, '#honesty-figures')).toBe(
      'Grade none: 0 of the 5 reports with a lag that one needs Report lag not derived of any report Hidden downtime not derived of any report',
    )
    expect(textOf(zero, '#honesty-figures')).toContain('Report lag none median')
    expect(textOf(zero, '#honesty-figures')).toContain('Hidden downtime none of the 0 s stated')
    expect(without('#s-honesty')).toHaveLength(0)
  })
})
