import { describe, expect, it } from 'vitest'
import { Instant } from '../../../parsers/model.ts'
import { ago, incident, maintenance, revision, update, vendor } from './readings.ts'
import { incidentPage, maintenancesPage, textOf } from './views.tsx'

const commerce = vendor('Commerce Layer')

function at(time: string): Instant {
  return Instant.parse(`2024-04-${time}:00.000Z`)
}

const report = {
  url: null,
  title: null,
  body: '<p>The pool was <em>exhausted</em>.</p>',
  format: 'html',
  publishedAt: at('22T14:09'),
} as const
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
  report,
  updates: [
    update('u1', 'We are investigating.', { postedAt: at('09T07:25') }),
    update('u2', 'Still looking.', { phase: null, native: 'Update', postedAt: at('09T07:26') }),
    update('u3', 'Resolved, for this reason.', { phase: 'resolved', postedAt: at('09T11:14'), revisions: 3, editedAt: at('14T10:02') }),
    update('u4', report.body, { phase: 'postmortem', format: 'html', postedAt: at('22T14:09') }),
  ],
})
const versions = [
  revision({ updateId: 'u3', body: 'Resolved.', format: 'text', phase: 'resolved', seenFrom: at('09T11:15'), seenUntil: at('11T09:00') }),
  revision({
    updateId: 'u3',
    body: 'Resolved, soon more.',
    format: 'text',
    phase: 'monitoring',
    seenFrom: at('11T09:00'),
    seenUntil: at('14T10:02'),
  }),
  revision({ updateId: 'u3', body: 'Resolved, for this reason.', format: 'text', phase: 'resolved', seenFrom: at('14T10:02') }),
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
    expect(textOf($, '#u-u3 > .facts')).toBe('9 Apr 2024, 11:14 UTC 3 h 49 min after it began')
    expect($('#u-u3 > .facts time').first().attr('datetime')).toBe('2024-04-09T11:14:00.000Z')
  })

  it('shows the report once, as safe markup', async () => {
    const $ = await incidentPage(commerce, closed, [])

    expect($('.report em').text()).toBe('exhausted')
    expect(textOf($, '.report .facts')).toBe('Published 22 Apr 2024, 14:09 UTC')
    expect(textOf($, '#u-u4')).toContain('The report above')
    expect($('#u-u4 em')).toHaveLength(0)
  })

  it('says how often an update was edited and keeps its earlier versions at hand', async () => {
    const $ = await incidentPage(commerce, closed, versions)
    const earlier = [1, 2].map((place) => textOf($, `#e-u3 li:nth-child(${place})`))

    expect(textOf($, '#e-u3 summary')).toBe('Edited 2 times, last on 14 Apr 2024, 10:02 UTC')
    expect(earlier).toEqual([
      'Read from 11 Apr 2024, 09:00 UTC until 14 Apr 2024, 10:02 UTC, as Monitoring Resolved, soon more.',
      'Read from 9 Apr 2024, 11:15 UTC until 11 Apr 2024, 09:00 UTC, as Resolved Resolved.',
    ])
    expect($('.timeline details')).toHaveLength(1)
  })

  it('says what was changed in the entry itself', async () => {
    const $ = await incidentPage(commerce, closed, versions)

    expect(textOf($, '#entry-versions summary')).toBe('The entry itself was changed once, on 9 Apr 2024, 08:00 UTC')
    expect(textOf($, '#entry-versions dl')).toBe(
      'Title API issues Elevated error rates Impact Critical impact Major impact Components none Commerce API',
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
})
