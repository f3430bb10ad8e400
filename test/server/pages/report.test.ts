import { describe, expect, it } from 'vitest'
import type { ReportFigures } from '../../../data/report-figures.ts'
import { Instant } from '../../../parsers/model.ts'
import { ago, evidence, incident, incidentReport, reportWindow, update, vendor } from './readings.ts'
import { incidentPage, textOf } from './views.tsx'

const commerce = vendor('Commerce')

function at(time: string): Instant {
  return Instant.parse(`2024-04-09T${time}:00.000Z`)
}

const closed = incident('commerce', 'i', {
  title: 'Elevated error rates',
  open: false,
  phase: 'postmortem',
  startedAt: at('07:25'),
  resolvedAt: at('11:14'),
  updates: [
    update('u1', 'We are looking.', { postedAt: at('07:25') }),
    update('u2', 'Found.', { phase: 'identified', postedAt: at('08:00') }),
    update('u3', 'Over.', { phase: 'resolved', postedAt: at('11:14') }),
    update('u4', 'Long.', { phase: 'postmortem', postedAt: Instant.parse('2024-04-22T14:09:00.000Z') }),
  ],
})

const figures: ReportFigures = { reportLagSeconds: 2400, statedDowntimeSeconds: 7800, postedDowntimeSeconds: 13_740, reason: null }
const none = { reportLagSeconds: null, statedDowntimeSeconds: null, postedDowntimeSeconds: null }
const stated = reportWindow(at('06:45'), at('08:55'), { evidence: [evidence('From 06:45 to 08:55 UTC it was down.')] })

/** Place and width in per cent of what matches, in the order of the page. */
function places($: Awaited<ReturnType<typeof incidentPage>>, selector: string): string[] {
  return $(selector)
    .map((_, bar) => `${$(bar).attr('x') ?? $(bar).attr('cx') ?? ''} ${$(bar).attr('width') ?? ''}`.trim())
    .get()
}

describe('server/components/report-windows.tsx', () => {
  it('draws what is stated, the lag and what was shown on one axis, and says the same', async () => {
    const $ = await incidentPage(commerce, closed, [], incidentReport('It was down.', { windows: [stated], figures }))

    // From 06:45 to 11:14 are 269 minutes.
    expect(places($, '.windows .stated rect')).toEqual(['0.00% 48.33%'])
    expect(places($, '.windows .lag rect')).toEqual(['0.00% 14.87%'])
    expect(places($, '.windows .shown rect')).toEqual(['14.87% 85.13%'])
    expect(places($, '.windows circle')).toEqual(['14.87%', '27.88%', '100.00%'])
    expect(textOf($, '.windows .stated')).toBe('Stated impact, 2 h 10 min')
    expect(textOf($, '.windows .lag')).toBe('Report lag, 40 min')
    expect(textOf($, '.windows .shown > text')).toBe('On the page, 3 h 49 min')
    expect($('.windows circle title').last().text()).toBe('Resolved, +4 h 29 min')
    expect(textOf($, '.windows .axis')).toBe('0+2 h+4 h')
    expect($('.windows svg').attr('aria-label')).toBe(
      'Stated impact from 9 Apr 2024, 06:45 UTC to 08:55 UTC. Report lag 40 min. On the page from 9 Apr 2024, 07:25 UTC to 11:14 UTC, in 3 posts.',
    )
    expect($('.windows svg').attr('role')).toBe('img')
  })

  it('leaves an end open that is not told, dashed to the end of the axis', async () => {
    const windows = [reportWindow(at('06:45'), null)]
    const $ = await incidentPage(commerce, closed, [], incidentReport('x', { windows, figures: { ...none, reason: 'no_end' } }))

    expect(places($, '.windows .stated rect.open')).toEqual(['0.00% 100.00%'])
    expect($('.windows .lag')).toHaveLength(0)
    expect(textOf($, '#report-windows p')).toBe('Impact from 9 Apr 2024, 06:45 UTC to a time not told')
    expect(textOf($, '.report > .rule')).toBe(
      'Report lag and hidden downtime are not derived: the report does not say when the impact ended.',
    )
  })

  it('leaves a start open that is not told', async () => {
    const windows = [reportWindow(null, at('08:55'))]
    const $ = await incidentPage(commerce, closed, [], incidentReport('x', { windows, figures: { ...none, reason: 'no_start' } }))

    expect(places($, '.windows .stated rect.open')).toEqual(['0.00% 39.30%'])
    expect(textOf($, '.windows figcaption')).toBe('Time since the first post. Each ring is a post.')
    expect(textOf($, '#report-windows p')).toBe('Impact from a time not told to 9 Apr 2024, 08:55 UTC')
  })

  it.each([
    { what: 'neither end is told', windows: [reportWindow(null, null)] },
    { what: 'the year is open', windows: [reportWindow('--04-09T06:45Z', '--04-09T08:55Z')] },
    { what: 'no window is stated', windows: [] },
  ])('draws nothing where $what', async ({ windows }) => {
    const $ = await incidentPage(commerce, closed, [], incidentReport('x', { windows, figures: { ...none, reason: 'no_window' } }))

    expect($('.windows')).toHaveLength(0)
  })

  it('draws no posts that were made at once, or on a day without an hour', async () => {
    for (const reason of ['posted_at_once_after_end', 'resolved_at_once', 'posted_long_after', 'vague_stamps'] as const) {
      const $ = await incidentPage(commerce, closed, [], incidentReport('x', { windows: [stated], figures: { ...none, reason } }))

      expect(places($, '.windows .stated rect')).toEqual(['0.00% 100.00%'])
      expect($('.windows .shown, .windows circle')).toHaveLength(0)
    }
  })

  it('draws no posts of another month, which would make hairlines of everything', async () => {
    const early = { ...closed, updates: [update('u', 'x', { postedAt: Instant.parse('2024-03-01T08:00:00.000Z') })] }
    const $ = await incidentPage(
      commerce,
      early,
      [],
      incidentReport('x', { windows: [stated], figures: { ...none, reason: 'posted_before_start' } }),
    )

    expect(places($, '.windows .stated rect')).toEqual(['0.00% 100.00%'])
    expect($('.windows .shown')).toHaveLength(0)
  })

  it('draws several windows, those of a part hollow, and no axis for several incidents', async () => {
    const windows = [reportWindow(at('05:45'), at('07:00')), reportWindow(at('09:10'), at('09:40'), { role: 'sub' })]
    const two = await incidentPage(
      commerce,
      closed,
      [],
      incidentReport('x', { windows, figures: { ...figures, statedDowntimeSeconds: 6300 } }),
    )
    const many = await incidentPage(
      commerce,
      closed,
      [],
      incidentReport('x', { windows, figures: { ...none, reason: 'several_incidents' } }),
    )

    expect(two('.windows .stated rect.main')).toHaveLength(1)
    expect(two('.windows .stated rect.part')).toHaveLength(1)
    expect(textOf(two, '.windows .stated')).toBe('Stated impact, 1 h 45 min')
    expect(textOf(two, '#report-windows li:nth-child(2)')).toBe('Part of the impact from 9 Apr 2024, 09:10 UTC to 09:40 UTC It was down.')
    expect(many('.windows')).toHaveLength(0)
    expect(many('#report-windows li')).toHaveLength(2)
  })

  it('takes the lag from the text where the page has no stamps of its own', async () => {
    const untold = { ...closed, updates: [], resolvedAt: null }
    const $ = await incidentPage(commerce, untold, [], incidentReport('x', { windows: [stated], figures }))

    expect(textOf($, '.windows .shown > text')).toBe('On the page, 3 h 49 min')
    expect($('.windows circle')).toHaveLength(0)
  })
})

describe('server/components/report.tsx', () => {
  it('gives the figures, none as none, and what is not derived with its reason', async () => {
    const whole = await incidentPage(commerce, closed, [], incidentReport('x', { windows: [stated], figures }))
    const unresolved = await incidentPage(
      commerce,
      closed,
      [],
      incidentReport('x', {
        windows: [stated],
        figures: { ...figures, reportLagSeconds: 0, postedDowntimeSeconds: null, reason: 'not_resolved' },
      }),
    )

    expect(textOf(whole, '#report-figures')).toBe(
      'Stated impact 2 h 10 min from start to end, as the report says ' +
        'Shown on the page 3 h 49 min from the first post to the one that says resolved ' +
        'Report lag 40 min from the stated start to the first post Hidden downtime none stated beyond what was shown',
    )
    expect(textOf(unresolved, '#report-figures')).toContain('Report lag none')
    expect(textOf(unresolved, '#report-figures')).toContain('Shown on the page not derived: no post says that it is resolved')
  })

  it('shows each fact with the sentence that says so', async () => {
    const report = incidentReport('x', {
      causeCategory: 'third-party',
      causeEvidence: evidence('Our provider\nlost a zone.'),
      affectedSharePercent: 30,
      affectedShareEvidence: evidence('30 % of requests failed.'),
      affectedComponents: [{ name: 'API', evidence: evidence('The API failed.') }],
      thirdParties: [{ name: 'AWS', evidence: evidence('AWS lost a zone.') }],
    })
    const $ = await incidentPage(commerce, closed, [], report)

    expect(textOf($, '#report-facts')).toBe(
      'Cause Third party Our provider lost a zone. Affected share 30 % 30 % of requests failed. ' +
        'Components named API The API failed. Third parties named AWS AWS lost a zone.',
    )
  })

  it('folds the sections under our names and the headings of the vendor, the timeline and the text', async () => {
    const report = incidentReport('The whole text.', {
      sections: [
        { name: 'summary', heading: 'Summary', text: 'Short.', from: 0, to: 6 },
        { name: 'root_cause', heading: 'What went wrong and how we fixed it', text: 'A disk.', from: 9, to: 20 },
        { name: 'resolution', heading: 'What went wrong and how we fixed it', text: 'A disk.', from: 9, to: 20 },
        { name: 'timeline', heading: 'Timeline', text: '06:45 down', from: 30, to: 40 },
      ],
      timeline: [
        { at: at('06:45'), stated: '06:45', text: 'down', zone: 'UTC', from: 30, to: 40 },
        { at: '--04-09T08:55Z', stated: '8:55', text: 'up', zone: 'UTC', from: 41, to: 45 },
        { at: null, stated: '11.08 Uhr', text: 'done', zone: null, from: 46, to: 50 },
      ],
    })
    const $ = await incidentPage(commerce, closed, [], report)
    const summaries = $('.report > details > summary')
      .map((_, summary) => $(summary).text())
      .get()

    expect(summaries).toEqual([
      'Timeline, 3 entries',
      'Summary',
      'Root cause and resolution “What went wrong and how we fixed it”',
      'The whole text',
    ])
    expect($('.report > details[open]')).toHaveLength(0)
    expect(textOf($, '#report-timeline ol')).toBe(
      '9 Apr 2024, 06:45 UTC down 9 April, 08:55 UTC, of a year that is not told up 11.08 Uhr done',
    )
  })

  it('shows every version with what it changed', async () => {
    const version = { kind: 'report', title: null, format: 'text', publishedAt: null } as const
    const report = incidentReport('It was a cable.', {
      digest: 'b',
      versions: [
        { ...version, digest: 'a', body: 'It was a pipe.', seenFrom: ago(90), seenUntil: ago(60) },
        { ...version, digest: 'b', body: 'It was a cable.', seenFrom: ago(30), seenUntil: null },
      ],
    })
    const $ = await incidentPage(commerce, closed, [], report)

    expect(textOf($, '#report-versions > summary')).toBe('2 versions, the last read since 4 May 2026, 11:30 UTC')
    expect(textOf($, '#report-version-2 summary')).toBe('Version 2, read since 4 May 2026, 11:30 UTC, shown above')
    expect(textOf($, '#report-version-2 .difference')).toBe('It was a pipe cable.')
    expect(textOf($, '#report-version-1 .prose')).toBe('It was a pipe.')
  })

  it('says what kind of text it is: a closing update, one that was taken down, one that tells no incident', async () => {
    const version = { digest: 'd1', kind: 'report', title: null, body: 'x', format: 'text', publishedAt: null, seenFrom: ago(90) } as const
    const closing = await incidentPage(commerce, closed, [], incidentReport('Over.', { kind: 'update', publishedAt: at('11:14') }))
    const gone = await incidentPage(commerce, closed, [], incidentReport('x', { versions: [{ ...version, seenUntil: ago(60) }] }))
    const form = await incidentPage(commerce, closed, [], incidentReport('x', { genre: 'template' }))

    expect(textOf(closing, '.report > h2')).toBe('What the vendor reported')
    expect(textOf(closing, '.report > .line')).toBe('Posted 9 Apr 2024, 11:14 UTC a closing update that is a report in all but name')
    expect(textOf(closing, '#u-u3')).toContain('The report above')
    expect(textOf(gone, '.report > .line')).toBe('taken down by the vendor after 4 May 2026, 11:00 UTC')
    expect(textOf(form, '.report > .facts:not(.line)')).toBe('The text is a form that was not filled in: nothing is read from it.')
    expect(form('#report-facts, #report-figures')).toHaveLength(0)
  })

  it('keeps a text of a megabyte, of line breaks or of control characters from being more than text', async () => {
    const control = 'a\u0000b\u0007c\u202Ed\uFFFE\u001B[31m<script>alert(1)</script>'
    const long = `${'word '.repeat(200_000)}<script>alert(1)</script>`
    for (const body of [control, long, '\n'.repeat(100_000), '12:34 '.repeat(20_000)]) {
      const report = incidentReport(body, {
        title: body,
        causeEvidence: evidence(body),
        sections: [{ name: 'summary', heading: body.slice(0, 200), text: body, from: 0, to: body.length }],
        timeline: [{ at: null, stated: body.slice(0, 200), text: body.slice(0, 5000), zone: null, from: 0, to: 1 }],
      })
      const started = performance.now()
      const $ = await incidentPage(commerce, closed, [], report)

      expect(performance.now() - started).toBeLessThan(5_000)
      expect($('script')).toHaveLength(1)
      expect(textOf($, '#report-facts .evidence').length).toBeLessThan(410)
      expect(textOf($, '#report-section-1 .prose').length).toBeLessThanOrEqual(20_002)
      expect(['\u0000', '\u0007', '\u001B', '\uFFFE'].filter((sign) => $('#report-text').text().includes(sign))).toEqual([])
    }
  })
})
