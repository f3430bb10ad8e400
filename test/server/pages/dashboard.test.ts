import { describe, expect, it } from 'vitest'
import { headline, troubledVendors } from '../../../server/components/overview.tsx'
import { readFilter } from '../../../server/components/vendor-list.tsx'
import { ago, component, incident, neverRead, update, vendor } from './readings.ts'
import { dashboard, textOf } from './views.tsx'

const fine = vendor('Fine')
const degraded = vendor('Degraded', { health: 'degraded_performance' })
const down = vendor('Down', { health: 'major_outage', category: 'Payments' })
const busy = vendor('Busy', { health: 'under_maintenance' })
const stale = vendor('Stale', { health: 'unknown', trust: 'stale', trustReason: 'answers 503', readAt: ago(190), lastHealthAt: ago(190) })

describe('server/pages/dashboard.tsx', () => {
  it.each([
    { vendors: [], says: 'No vendors are watched yet' },
    { vendors: [fine], says: 'The vendor is operational' },
    { vendors: [fine, vendor('Other')], says: 'All 2 vendors are operational' },
    { vendors: [fine, busy], says: 'No known problems' },
    { vendors: [fine, stale], says: 'No known problems, but 1 of 2 vendors is unknown' },
    { vendors: [stale], says: 'The state of the vendor is unknown' },
    { vendors: [stale, neverRead('New', null)], says: 'The state of all 2 vendors is unknown' },
    { vendors: [fine, down, stale], says: '1 of 3 vendors has problems' },
    { vendors: [degraded, down, stale], says: '2 of 3 vendors have problems' },
  ])('says "$says"', ({ vendors, says }) => {
    expect(headline(vendors, troubledVendors(vendors, []).size)).toBe(says)
  })

  it('counts every vendor once, in words', async () => {
    const $ = await dashboard({ vendors: [fine, degraded, down, busy, stale, vendor('Open', { openIncidents: 1 })] })

    expect(textOf($, '.totals')).toBe(
      '1 with a major outage, 1 degraded, 1 operational with an incident open, 1 under maintenance, 1 unknown and 1 operational',
    )
    expect($('.bar rect[height="10"]')).toHaveLength(6)
  })

  it('says of a vendor that only a third party tells of it', async () => {
    const told = vendor('Told')
    const secondHand = { ...told, pages: told.pages.map((page) => ({ ...page, authority: 'aggregator' as const })) }

    const $ = await dashboard({ vendors: [fine, secondHand] })

    expect(textOf($, '#v-told')).toContain('second-hand: told by a third party')
    expect(textOf($, '#v-fine')).not.toContain('second-hand')
  })

  it('puts what is wrong first, worst on top, with incidents and components', async () => {
    const $ = await dashboard({
      vendors: [fine, degraded, down],
      incidents: [
        incident('down', 'harmless', { impact: 'none' }),
        incident('down', 'bad', {
          title: 'Payments fail',
          impact: 'critical',
          updates: [update('u', 'First'), update('v', 'We <look> into it.')],
        }),
      ],
      components: [
        component('down', 'Fine part'),
        component('down', 'Slow part', { health: 'degraded_performance' }),
        component('down', 'Broken part', { health: 'major_outage' }),
      ],
    })
    const sections = $('main > section h2')
      .map((_, heading) => $(heading).text())
      .get()
    const cards = $('.card h3')
      .map((_, heading) => $(heading).text())
      .get()

    expect(sections).toEqual(['Wrong now', 'All vendors'])
    expect(cards).toEqual(['Down', 'Degraded'])
    expect(textOf($, '#t-down .entry-title')).toBe('Payments fail')
    expect(textOf($, '#t-down .excerpt')).toBe('We <look> into it.')
    expect(textOf($, '#t-down .components')).toBe('Broken part Major outage Slow part Degraded performance')
    expect(textOf($, '#t-degraded')).toContain('No incident is posted about it.')
  })

  it('keeps an open incident wrong when its page can no longer be read', async () => {
    const $ = await dashboard({ vendors: [fine, { ...stale, openIncidents: 1 }], incidents: [incident('stale', 'i')] })

    expect(textOf($, 'h1')).toBe('1 of 2 vendors has problems')
    expect($('#t-stale.unknown.dated .entry')).toHaveLength(1)
  })

  it('lists every vendor by its state, worst first, each with its trust in words', async () => {
    const { name, ...rest } = vendor('Late', { trustReason: 'answers 500', readAt: ago(1.5) })
    const $ = await dashboard({
      vendors: [fine, stale, down, neverRead('New', null), neverRead('Gone', 'name not found'), { ...rest, name }],
    })
    const groups = $('#vendors h3')
      .map((_, heading) => $(heading).text())
      .get()

    expect(groups).toEqual(['Major outage 1', 'Unknown 3', 'Operational 2'])
    expect(textOf($, '#v-fine .trust')).toBe('read 1 min ago')
    expect(textOf($, '#v-late .trust')).toBe('read 1 min ago; last try: answers 500')
    expect(textOf($, '#v-stale .trust')).toBe('last read 3 h ago: answers 503')
    expect(textOf($, '#v-stale')).toContain('said “operational” 3 h ago')
    expect(textOf($, '#v-new .trust')).toBe('never read')
    expect(textOf($, '#v-gone .trust')).toBe('never read: name not found')
    expect($('#v-fine').attr('data-fresh-until')).toBe(ago(-3))
    expect($('#v-stale').attr('data-fresh-until')).toBeUndefined()
  })

  it('says of worse states that are not fresh that they are of the last reading', async () => {
    const $ = await dashboard({
      vendors: [vendor('Was Down', { health: 'major_outage', trust: 'stale', trustReason: 'timed out', readAt: ago(50) })],
    })

    expect(textOf($, '.card .badge')).toBe('Major outage when last read')
    expect($('#v-was-down.dated .mark.dated')).toHaveLength(1)
  })

  it.each([
    { query: { name: 'DEGR' }, shown: ['Degraded'] },
    { query: { health: 'operational' }, shown: ['Fine'] },
    { query: { health: 'problem' }, shown: ['Down', 'Degraded'] },
    { query: { category: 'Payments' }, shown: ['Down'] },
    { query: { category: 'Payments', name: 'fine' }, shown: [] },
  ])('filters by $query without a script', async ({ query, shown }) => {
    const $ = await dashboard({ vendors: [fine, degraded, down], query })
    const visible = $('.vendor:not([hidden])')
      .map((_, row) => textOf($, `#${$(row).attr('id')} a`))
      .get()

    expect(visible).toEqual(shown)
    expect($('#vendors > section:not([hidden])')).toHaveLength(shown.length)
    expect(textOf($, '#filter-count')).toBe(`${shown.length} of 3 vendors match`)
    expect($('#filter-clear').attr('hidden')).toBeUndefined()
    expect($('#filter input').attr('value')).toBe(query.name ?? '')
  })

  it('lists of very many the worst first, finds the others by the filter, and lists all on demand', async () => {
    const vendors = [...Array.from({ length: 999 }, (_, index) => vendor(`Fine ${index}`)), down]

    const first = await dashboard({ vendors })
    const found = await dashboard({ vendors, query: { name: 'fine 99' } })
    const all = await dashboard({ vendors, query: { all: 'yes' } })

    expect(first('.vendor')).toHaveLength(400)
    expect(textOf(first, '.vendor:first-child').startsWith('Down')).toBe(true)
    expect(textOf(first, '#vendors h3')).toBe('Major outage 1 Operational 999')
    expect(textOf(first, '.rest')).toBe('The first 400 of 1,000 are listed, worst first. The filter finds the others, and this lists all.')
    expect(first('.rest a').attr('href')).toBe('/?name=&health=&category=&all=yes#all-vendors')
    expect(found('.vendor')).toHaveLength(10)
    expect(textOf(found, '#filter-count')).toBe('10 of 1,000 vendors match')
    expect(all('.vendor')).toHaveLength(1000)
  })

  it('takes nothing from the address that means nothing', () => {
    const address: Readonly<Record<string, string>> = { name: 'n'.repeat(500), health: 'excellent' }

    expect(readFilter((name) => address[name])).toEqual({ name: 'n'.repeat(100), health: '', category: '', all: false })
  })

  it('names the demonstration where nothing at all can be reached, and only there', async () => {
    const offline = await dashboard({ vendors: [neverRead('A', 'name not found'), neverRead('B', 'timed out')] })
    const waiting = await dashboard({ vendors: [neverRead('A', null)] })
    const partly = await dashboard({ vendors: [neverRead('A', 'name not found'), fine] })

    expect(textOf(offline, '.notice')).toContain('No status page can be reached at all.')
    expect(textOf(offline, '.notice')).toContain('ended with: name not found')
    expect(textOf(offline, '.notice')).toContain('npm run demo')
    expect(textOf(waiting, '.notice')).toContain('Nothing has been read yet.')
    expect(partly('.notice')).toHaveLength(1)
    expect(partly('.notice').is('[hidden]')).toBe(true)
  })
})
