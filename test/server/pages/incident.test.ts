import { describe, expect, it } from 'vitest'
import { Instant } from '../../../parsers/model.ts'
import { ago, incident, incidentReport, maintenance, revision, update, vendor } from './readings.ts'
import { incidentPage, maintenancesPage, textOf } from './views.tsx'

const commerce = vendor('Commerce Layer')

function at(time: string): Instant {
  return Instant.parse(`2024-04-${time}:00.000Z`)
}

const report = incidentReport('<p>The pool was <em>exhausted</em>.</p>', { format: 'html', publishedAt: at('22T14:09') })
const closed = incident('commerce-layer', 'i', {
  title: 'Elevated error rates',
  impact: 'major',
  nativeImpact: 'major',
  phase: 'postmortem',
  open: false,
  startedAt: at('09T07:25'),
  firstPostedAt: at('09T07:25'),
  resolvedAt: at('09T11:14'),
  components: [
    { id: 'c1', name: 'Commerce API', health: 'operational' },
    { id: null, name: 'Dashboard', health: 'partial_outage' },
  ],
  updates: [
    update('u1', 'We are investigating.', { postedAt: at('09T07:25') }),
    update('u2', 'Still looking.', { phase: null, native: 'Update', postedAt: at('09T07:26') }),
    update('u3', 'Resolved, because of a full pool.', {
      phase: 'resolved',
      postedAt: at('09T11:14'),
      revisions: 3,
      editedAt: at('14T10:02'),
    }),
    update('u4', report.body, { phase: 'postmortem', format: 'html', postedAt: at('22T14:09') }),
  ],
})
const versions = [
  revision({
    updateId: 'u3',
    body: 'Resolved.',
    postedAt: at('09T11:14'),
    format: 'text',
    phase: 'resolved',
    seenFrom: at('09T11:15'),
    seenUntil: at('11T09:00'),
  }),
  revision({
    updateId: 'u3',
    body: 'Resolved, soon more.',
    format: 'text',
    phase: 'monitoring',
    postedAt: at('09T11:00'),
    seenFrom: at('11T09:00'),
    seenUntil: at('14T10:02'),
  }),
  revision({
    updateId: 'u3',
    body: 'Resolved, because of a full pool.',
    postedAt: at('09T11:00'),
    format: 'text',
    phase: 'resolved',
    seenFrom: at('14T10:02'),
  }),
  revision({
    subject: 'incident',
    title: 'API issues',
    impact: 'critical',
    components: [],
    seenFrom: at('09T07:26'),
    seenUntil: at('09T08:00'),
  }),
  revision({
    subject: 'incident',
    title: 'Elevated error rates',
    impact: 'major',
    components: [{ name: 'Commerce API' }],
    seenFrom: at('09T08:00'),
  }),
]

describe('server/pages/incident.tsx', () => {
  it('tells the updates newest first, says so, and how long after the beginning each came', async () => {
    const $ = await incidentPage(commerce, closed, [])
    const labels = $('.timeline > li > h3')
      .map((_, heading) => $(heading).text())
      .get()

    expect(textOf($, '#s-updates > .facts')).toBe('4 updates, newest first.')
    expect(labels).toEqual(['Postmortem', 'Resolved', 'Update', 'Investigating'])
    expect(textOf($, '#u-u3 > .facts:not(:last-child)')).toBe('9 Apr 2024, 11:14 UTC 3 h 49 min after it began')
    expect($('#u-u3 > .facts time').first().attr('datetime')).toBe('2024-04-09T11:14:00.000Z')
  })

  it('shows the report once, as safe markup', async () => {
    const $ = await incidentPage(commerce, closed, [], report)

    expect($('.report em').text()).toBe('exhausted')
    expect(textOf($, '.report > .line')).toBe('Published 22 Apr 2024, 14:09 UTC')
    expect(textOf($, '#u-u4')).toContain('The report above')
    expect($('#u-u4 em')).toHaveLength(0)
  })

  it('says how often an update was edited, at its head and beside it, and marks what adds a cause', async () => {
    const $ = await incidentPage(commerce, closed, versions)

    expect(textOf($, '.lead a[href="#updates"]')).toBe('Edited 2 times, last on 14 Apr 2024, 10:02 UTC adds a cause')
    expect(textOf($, '#e-u3 > summary')).toBe('Edited 2 times, last on 14 Apr 2024, 10:02 UTC adds a cause')
    expect($('#e-u3 ol summary .cause')).toHaveLength(1)
    expect($('#e-u3-3 > details > summary .cause')).toHaveLength(1)
    expect($('.timeline > li > details')).toHaveLength(1)
  })

  it('has a switch for the versions of an update that needs no script, each with what it changed', async () => {
    const $ = await incidentPage(commerce, closed, versions)
    const parts = [1, 2, 3].map((place) => textOf($, `#e-u3 > ol > li:nth-child(${place}) > details > summary`))

    expect(parts).toEqual([
      'Version 3, read since 14 Apr 2024, 10:02 UTC adds a cause',
      'Version 2, read from 11 Apr 2024, 09:00 UTC until 14 Apr 2024, 10:02 UTC',
      'Version 1, read from 9 Apr 2024, 11:15 UTC until 11 Apr 2024, 09:00 UTC',
    ])
    expect($('#e-u3 > ol > li > details[name="e-u3"]')).toHaveLength(3)
    expect($('#e-u3 > ol > li > details[open]').parent().attr('id')).toBe('e-u3-3')
    expect(textOf($, '#e-u3-3 .difference')).toBe('Resolved, soon more because of a full pool.')
    expect($('#e-u3-3 del').text() + $('#e-u3-3 ins').text()).toBe('Monitoringsoon moreResolvedbecause of a full pool')
  })

  it('shows the label and the time that an edit changed, and each earlier text alone', async () => {
    const $ = await incidentPage(commerce, closed, versions)

    expect(textOf($, '#e-u3-2 > details > .facts')).toBe('Label: Resolved Monitoring Dated: 9 Apr 2024, 11:14 UTC 9 Apr 2024, 11:00 UTC')
    expect(textOf($, '#e-u3-2 details details .prose')).toBe('Resolved, soon more.')
    expect(textOf($, '#e-u3-1 .prose')).toBe('Resolved.')
    expect($('#e-u3-1 :is(ins, del), #e-u3-3 details details')).toHaveLength(0)
  })

  it('tells a text that came back as such', async () => {
    const back = update('u', 'A', { revisions: 2, editedAt: at('10T09:00') })
    const $ = await incidentPage(commerce, { ...closed, updates: [back], report: null }, [
      revision({ updateId: 'u', body: 'A', format: 'text', phase: 'resolved', seenFrom: at('09T09:00') }),
      revision({ updateId: 'u', body: 'B', format: 'text', phase: 'resolved', seenFrom: at('10T09:00'), seenUntil: at('11T09:00') }),
    ])
    const parts = [1, 2, 3].map((place) => textOf($, `#e-u > ol > li:nth-child(${place}) > details > summary`))

    expect(parts).toEqual([
      'Version 3, as it had been before',
      'Version 2, read from 10 Apr 2024, 09:00 UTC until 11 Apr 2024, 09:00 UTC',
      'Version 1, first read 9 Apr 2024, 09:00 UTC',
    ])
    expect(textOf($, '#e-u > summary')).toBe('Edited 2 times, last on 10 Apr 2024, 09:00 UTC')
  })

  it('keeps what was taken down', async () => {
    const gone = revision({
      updateId: 'u9',
      body: 'Our provider is to blame.',
      format: 'text',
      phase: 'identified',
      seenFrom: at('09T08:00'),
      seenUntil: at('09T08:00'),
    })
    const $ = await incidentPage(commerce, closed, [...versions, gone])

    expect(textOf($, '#taken-down summary')).toBe('1 update was taken down again')
    expect(textOf($, '#taken-down li')).toBe('Identified, read once, 9 Apr 2024, 08:00 UTC Our provider is to blame.')
  })

  it('says of an edit whose versions are not at hand that it was made', async () => {
    const $ = await incidentPage(commerce, closed, [])

    expect(textOf($, '#u-u3 > .facts:last-child')).toBe('Edited 2 times, last on 14 Apr 2024, 10:02 UTC')
    expect($('#taken-down, .versions')).toHaveLength(0)
  })

  it('shows every version of the entry itself, with the direction of its impact', async () => {
    const $ = await incidentPage(commerce, closed, versions)

    expect(textOf($, '#entry-versions summary')).toBe('The entry itself was changed once, on 9 Apr 2024, 08:00 UTC')
    expect(textOf($, '#entry-versions li:nth-child(1)')).toBe(
      'Version 2, read since 9 Apr 2024, 08:00 UTC Title API issues Elevated error rates Impact, lowered Critical impact Major impact Components none Commerce API',
    )
    expect(textOf($, '#entry-versions li:nth-child(2)')).toBe(
      'Version 1, read from 9 Apr 2024, 07:26 UTC until 9 Apr 2024, 08:00 UTC Title API issues Impact Critical impact Components none',
    )
  })

  it('shows doubts of the incident and of the page that tells it, in words and with since when', async () => {
    const doubted = vendor('V', {
      doubts: [{ kind: 'frozen', since: ago(3000), text: 'The page has not changed since 2026-04-20 while an incident is open' }],
    })
    const doubts = [{ kind: 'reused_id', since: ago(60), text: 'The vendor used the id of "Old" (0123456789abcdef0123) for this' }]
    const $ = await incidentPage(doubted, incident('v', 'i', { doubts }), [])

    expect(textOf($, '.doubts li:nth-child(1)')).toBe(
      'Doubt: has the id of something else. The vendor used the id of "Old" (its page) for this, since 4 May 2026, 11:00 UTC (1 h ago)',
    )
    expect($('.doubts a').attr('href')).toBe('/incidents/0123456789abcdef0123')
    expect(textOf($, '.doubts li:nth-child(2)')).toBe(
      'Doubt: may stand still. The page has not changed since 20 Apr 2026 while an incident is open, since 2 May 2026, 10:00 UTC (2 d ago)',
    )
  })

  it('gives the times, the duration and the components concerned', async () => {
    const $ = await incidentPage(commerce, closed, [])

    expect(textOf($, '#s-facts dl')).toContain('Began 9 Apr 2024, 07:25 UTC')
    expect(textOf($, '#s-facts dl')).toContain('Resolved 9 Apr 2024, 11:14 UTC')
    expect(textOf($, '#s-facts dl')).toContain('Lasted 3 h 49 min')
    expect(textOf($, '#s-facts .plain')).toBe('Commerce API Dashboard Partial outage')
    expect($('#s-facts .plain .mark.dated')).toHaveLength(1)
  })

  it('tells an open one as lasting, one that left the page as removed', async () => {
    const open = await incidentPage(commerce, incident('commerce-layer', 'i', { startedAt: ago(95) }), [])
    const removed = await incidentPage(commerce, { ...closed, phase: 'investigating', resolvedAt: null, removedAt: ago(60) }, [])

    expect(textOf(open, '#s-facts dl')).toContain('Lasting 1 h 35 min')
    expect(open('#head .badge.degraded_performance')).toHaveLength(1)
    expect(textOf(removed, '.lead')).toContain('Removed from the page')
    expect(textOf(removed, '#s-facts dl')).not.toContain('Lasted')
    expect(removed('#head .badge.past')).toHaveLength(1)
  })
})

describe('server/pages/maintenances.tsx', () => {
  it('tells what is in progress, what comes, soonest first, and what is past', async () => {
    const open = [
      maintenance('v', 'later', { scheduledFor: ago(-600) }),
      maintenance('v', 'sooner', { scheduledFor: ago(-60), scheduledUntil: ago(-90) }),
      maintenance('v', 'now', { phase: 'in_progress', scheduledFor: ago(30) }),
      maintenance('v', 'checking', { phase: 'verifying', scheduledFor: null }),
    ]
    const $ = await maintenancesPage(open, [maintenance('gone', 'done', { phase: 'completed', open: false, scheduledFor: ago(900) })], {
      v: 'Vendor',
    })
    const titles = ['in-progress', 'upcoming', 'past'].map((part) => textOf($, `#s-${part} .entry-title`))

    expect(textOf($, '.totals')).toBe('2 are in progress, 2 are upcoming.')
    expect(titles).toEqual(['checking now', 'sooner later', 'done'])
    expect(textOf($, '#m-sooner .when')).toBe('4 May 2026, 13:00 UTC for 30 min in 1 h')
    expect(textOf($, '#m-checking .when')).toBe('no time told')
    expect(textOf($, '#m-sooner .entry-vendor')).toBe('Vendor')
  })

  it('shows the versions of the updates of a maintenance', async () => {
    const edited = maintenance('v', 'm', { updates: [update('u', 'Expect some downtime.', { revisions: 2, editedAt: ago(30) })] })
    const $ = await maintenancesPage(
      [edited],
      [],
      {},
      {
        m: [
          revision({ updateId: 'u', body: 'Expect no downtime.', format: 'text', seenFrom: ago(90), seenUntil: ago(30) }),
          revision({ updateId: 'u', body: 'Expect some downtime.', format: 'text', seenFrom: ago(30) }),
        ],
      },
    )

    expect(textOf($, '#m-m #e-u > summary')).toBe('Edited once, on 4 May 2026, 11:30 UTC')
    expect(textOf($, '#e-u-2 .difference')).toBe('Expect no some downtime.')
    expect($('#entry-versions')).toHaveLength(0)
  })
})
