import { describe, expect, it } from 'vitest'
import { treeOf, type Branch } from '../../../server/components/component-tree.tsx'
import { movesOf } from '../../../server/components/page-facts.tsx'
import { ago, component, incident, maintenance, page, vendor } from './readings.ts'
import { textOf, vendorPage } from './views.tsx'

/** A tree as nested lists of names. */
function names(branches: readonly Branch[]): unknown {
  return branches.map((branch) => ('leaf' in branch ? branch.leaf.name : [branch.name, names(branch.branches)]))
}

const many = Array.from({ length: 500 }, (_, index) =>
  component('v', `Point ${index}`, {
    path: [`Region ${Math.floor(index / 50)}`],
    health: index % 100 === 7 ? 'partial_outage' : 'operational',
  }),
)

describe('server/components/component-tree.tsx', () => {
  it('builds the tree from the paths, in page order', () => {
    const parts = [
      component('v', 'a'),
      component('v', 'b', { path: ['G'] }),
      component('v', 'c', { path: ['G', 'H'] }),
      component('v', 'd', { path: ['G'] }),
      component('v', 'e'),
      component('v', 'f', { path: ['G'] }),
    ]

    expect(names(treeOf(parts, 0))).toEqual(['a', ['G', ['b', ['H', ['c']], 'd']], 'e', ['G', ['f']]])
  })

  it('shows a component that has parts and a state of its own once, before its parts', () => {
    const parts = [component('v', 'Engine'), component('v', 'eu', { path: ['Engine'] }), component('v', 'us', { path: ['Engine'] })]

    expect(names(treeOf(parts, 0))).toEqual([['Engine', ['Engine', 'eu', 'us']]])
  })
})

describe('server/pages/vendor.tsx', () => {
  it('says what the page said, when it was read and from where', async () => {
    const one = vendor('One', {
      health: 'degraded_performance',
      native: 'Minor Service Outage',
      trust: 'stale',
      trustReason: 'answers 503',
      readAt: ago(190),
      doubts: [{ kind: 'frozen', since: ago(3000), text: 'the page has not changed' }],
    })
    const $ = await vendorPage(one, {})

    expect(textOf($, '.lead')).toContain('Degraded performance when last read')
    expect(textOf($, '.lead')).toContain('last read 3 h ago: answers 503')
    expect(textOf($, '#head .doubts')).toBe('Doubt: may stand still. the page has not changed, since 2 May 2026, 10:00 UTC (2 d ago)')
    expect(textOf($, '.page h3')).toBe('status.one.example')
    expect(textOf($, '.page dl')).toContain('(“Minor Service Outage”)')
    expect(textOf($, '.page dl')).toContain('Platform statuspage')
    expect(textOf($, '.page dl')).toContain('Source the JSON that the page publishes')
    expect(textOf($, '#s-open')).toContain('None was open when the page was last read.')
  })

  it('keeps 500 components usable: groups folded, what is not operational on top, a filter', async () => {
    const $ = await vendorPage(vendor('V'), { components: many })

    expect($('#component-tree > details')).toHaveLength(10)
    expect($('#component-tree > details[open]')).toHaveLength(0)
    expect(textOf($, '#component-tree > details:first-child > summary')).toBe(
      'Region 0 50 components: 1 with a partial outage and 49 operational',
    )
    expect($('#ailing-part .leaf')).toHaveLength(5)
    expect(textOf($, '#component-summary')).toBe('500 components: 5 with a partial outage and 495 operational')
    expect($('form#filter')).toHaveLength(1)
  })

  it('opens the groups that hold what is looked for', async () => {
    const $ = await vendorPage(vendor('V'), { components: many, filter: ' POINT 499' })

    expect($('#component-tree .leaf:not([hidden])')).toHaveLength(1)
    expect($('#component-tree > details[open]:not([hidden])')).toHaveLength(1)
    expect(textOf($, '#filter-count')).toBe('1 of 500 components match')
  })

  it('leaves small pages plain: groups open, no filter', async () => {
    const $ = await vendorPage(vendor('V'), { components: [component('v', 'a', { path: ['G'] }), component('v', 'b')] })

    expect($('details.group[open]')).toHaveLength(1)
    expect($('form#filter, #ailing-part')).toHaveLength(0)
  })

  it('makes each page of a vendor with several a group of its own, and shows each with its own reading', async () => {
    const pages = [page('v', { id: 'p1' }), page('v', { id: 'p2', url: 'https://eu.v.example/status', health: 'major_outage' })]
    const $ = await vendorPage(vendor('V', { pages }), {})

    expect($('article.page')).toHaveLength(2)
    expect(textOf($, '#p-p2 dd:first-of-type')).toContain('Major outage')
    expect($('#p-p1 use[href="#mark-operational"]')).toHaveLength(1)
  })

  it('says that a page moved to another platform, from which and when', async () => {
    const moves = movesOf([
      { subjectId: 'v-page', before: 'statuspage', observedAt: ago(60) },
      { subjectId: 'v-page', before: 'cachet', observedAt: ago(9000) },
    ])
    const $ = await vendorPage(vendor('V', { pages: [page('v', { id: 'v-page', platform: 'instatus' })] }), { moves })

    expect(textOf($, '.page dl')).toContain(
      'Platform instatus. The page moved to another platform: it was statuspage until 4 May 2026, 11:00 UTC',
    )
  })

  it('shows doubts at its head, and of several pages beside each', async () => {
    const doubts = [
      {
        kind: 'backdated',
        since: ago(60),
        text: "The page's own clock went back from 2026-05-04T10:00:00.000Z to 2026-05-03T10:00:00.000Z",
      },
    ]
    const one = await vendorPage(vendor('V', { doubts }), {})
    const two = await vendorPage(vendor('V', { doubts, pages: [page('v', { id: 'p1', doubts }), page('v', { id: 'p2' })] }), {})

    expect(textOf(one, '#head .doubts')).toBe(
      "Doubt: goes back in time. The page's own clock went back from 4 May 2026, 10:00 UTC to 3 May 2026, 10:00 UTC, since 4 May 2026, 11:00 UTC (1 h ago)",
    )
    expect(one('.page .doubts')).toHaveLength(0)
    expect(two('#p-p1 .doubts')).toHaveLength(1)
    expect(two('#p-p2 .doubts')).toHaveLength(0)
  })

  it("quotes the vendor's word where nobody has mapped it", async () => {
    const $ = await vendorPage(vendor('V'), { components: [component('v', 'a', { health: 'unknown', native: 'wobbly' })] })

    expect(textOf($, '.leaf-state')).toBe('Unknown it says “wobbly”')
  })

  it('lists past incidents with their times and the way to older ones', async () => {
    const past = [
      incident('v', 'a', { title: 'Resolved one', open: false, phase: 'resolved', startedAt: ago(300), resolvedAt: ago(180) }),
      incident('v', 'b', { title: 'Vanished', open: false, closedSeenAt: ago(100) }),
      incident('v', 'c', { title: 'Deleted', open: false, removedAt: ago(100) }),
    ]
    const $ = await vendorPage(vendor('V'), { past, next: 'a b', cursor: 'x' })

    expect(textOf($, '#i-a')).toContain('4 May 2026, 07:00 UTC, lasted 2 h')
    expect(textOf($, '#i-b')).toContain('No longer listed as open')
    expect(textOf($, '#i-c')).toContain('Removed from the page')
    expect($('.paging a[rel=next]').attr('href')).toBe('/vendors/v?before=a%20b#past-incidents')
    expect($('.paging a[rel=first]').attr('href')).toBe('/vendors/v#past-incidents')
  })

  it('folds all but the five soonest maintenances', async () => {
    const maintenances = [9, 3, 1, 2, 5, 4, 8].map((hours) =>
      maintenance('v', `m${hours}`, { title: `In ${hours} h`, scheduledFor: ago(-60 * hours) }),
    )
    const $ = await vendorPage(vendor('V'), { maintenances })
    const titles = $('#s-maintenances .entry-title')
      .map((_, title) => $(title).text())
      .get()

    expect(titles).toEqual(['In 1 h', 'In 2 h', 'In 3 h', 'In 4 h', 'In 5 h', 'In 8 h', 'In 9 h'])
    expect($('#s-maintenances details .entry')).toHaveLength(2)
  })
})
