import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { CheerioAPI } from 'cheerio'
import { describe, expect, it } from 'vitest'
import { healths, trusts } from '../../../parsers/model.ts'
import {
  ago,
  component,
  evidence,
  history,
  honesty,
  incident,
  incidentReport,
  listedReport,
  maintenance,
  neverRead,
  page,
  reportWindow,
  revision,
  update,
  uptime,
  vendor,
} from './readings.ts'
import { dashboard, incidentPage, maintenancesPage, notFoundPage, reportsPage, vendorPage } from './views.tsx'

/** Strings that vendors might send, each of which would do something in a page that is not careful. */
const hostile = [
  { name: 'a script', text: '<script>alert(1)</script>' },
  { name: 'an image out of an attribute', text: '"><img src=x onerror=alert(1)>' },
  { name: 'an svg out of a single-quoted attribute', text: "'><svg onload=alert(1)>" },
  { name: 'an end of the title', text: '</title><script>alert(1)</script>' },
  { name: 'a template', text: '{{constructor.constructor("alert(1)")()}}' },
  { name: 'an end of a text area', text: '</textarea><iframe srcdoc="<script>alert(1)</script>">' },
  { name: 'entities', text: '&lt;b&gt;&#x22;' },
  { name: 'a change of direction', text: '\u202Etxet desrever\u202C' },
  { name: 'stacked marks', text: 'Z\u0351\u036B\u0343\u036A\u0302a\u0310\u034Bl\u0353go' },
  { name: 'two hundred foxes', text: '🦊'.repeat(200) },
  { name: 'one word of 500 letters', text: 'W'.repeat(500) },
]

const filled = { nativeImpact: 'x', url: 'javascript:alert(1)', components: [{ id: null, name: 'C', health: 'major_outage' as const }] }

/** One of every page, with `text` in every place that a vendor can fill. */
async function pagesWith(text: string) {
  const doubts = [{ kind: 'contradiction', since: ago(5), text }]
  const pages = [page('v', { url: 'javascript:alert(1)', native: text, trustReason: text, doubts })]
  const one = vendor(text, {
    id: 'v',
    category: text,
    native: text,
    trustReason: text,
    homepage: 'javascript:alert(1)',
    doubts,
    pages,
    openIncidents: 1,
  })
  const parts = [component('v', text, { path: [text], description: text, health: 'unknown', native: text }), component('v', 'Fine')]
  const updates = [
    update('u1', text, { format: 'html', native: text, phase: null, revisions: 2, editedAt: ago(2) }),
    update('u2', text, { format: 'markdown' }),
  ]
  const said = evidence(text)
  const version = { kind: 'report' as const, title: text, format: 'html' as const, publishedAt: ago(1), seenFrom: ago(9) }
  const report = incidentReport(text, {
    url: 'javascript:alert(1)',
    title: text,
    format: 'html',
    publishedAt: ago(1),
    digest: 'b',
    causeCategory: 'dns',
    causeEvidence: said,
    affectedSharePercent: 30,
    affectedShareEvidence: said,
    affectedComponents: [{ name: text, evidence: said }],
    thirdParties: [{ name: text, evidence: said }],
    windows: [reportWindow(ago(50), ago(20), { zone: text, evidence: [said] })],
    figures: { reportLagSeconds: 600, statedDowntimeSeconds: 1800, postedDowntimeSeconds: 1200, reason: null },
    sections: [{ name: 'root_cause', heading: text, text, from: 0, to: 1 }],
    timeline: [
      { at: ago(50), stated: text, text, zone: text, from: 0, to: 1 },
      { at: null, stated: text, text, zone: null, from: 0, to: 1 },
    ],
    versions: [
      { ...version, digest: 'a', body: text, seenUntil: ago(5) },
      { ...version, digest: 'b', body: `${text} and more`, seenUntil: null },
    ],
  })
  const listed = listedReport('v', 'i', {
    vendorName: text,
    incidentTitle: text,
    excerpt: text,
    thirdParties: [{ name: text, evidence: said }],
  })
  const entry = { title: text, updates, doubts, components: [{ id: null, name: text, health: null }] }
  const open = incident('v', 'i', { ...filled, ...entry, nativeImpact: text })
  const planned = maintenance('v', 'm', {
    ...entry,
    updates: [update('u3', text, { format: 'html', revisions: 2, editedAt: ago(2) })],
    url: 'javascript:alert(1)',
  })
  const revisions = [
    revision({ updateId: 'u1', body: text, format: 'html', native: text, seenUntil: ago(3) }),
    revision({ updateId: 'u1', body: `${text} and more`, format: 'text', native: 'x', seenFrom: ago(3), postedAt: ago(9) }),
    revision({ updateId: 'u3', body: text, format: 'html', native: text, seenUntil: ago(4), seenFrom: ago(8) }),
    revision({ updateId: 'u3', body: `${text}.`, format: 'html', native: text, seenFrom: ago(4) }),
    revision({ updateId: 'gone', body: text, format: 'html', native: text, seenUntil: ago(3) }),
    revision({ subject: 'incident', title: 'Before', seenUntil: ago(20), seenFrom: ago(30) }),
    revision({ subject: 'incident', title: text, seenFrom: ago(20) }),
  ]
  return {
    dashboard: await dashboard({ vendors: [one], incidents: [open], components: parts, query: { name: text, category: text } }),
    vendor: await vendorPage(one, {
      components: parts,
      open: [open],
      past: [{ ...open, id: 'past', open: false }],
      maintenances: [planned],
      versions: { m: revisions },
      moves: new Map([['v-page', { from: text, at: ago(50) }]]),
      history: history(
        { 3: { worst: 'partial_outage', downSeconds: 600 } },
        { components: new Map([[parts[0]?.id ?? '', { periods: [{ days: 90, ...uptime() }], daily: () => [] }]]) },
      ),
      honesty: honesty({ reports: 1 }),
      filter: text,
      next: text,
      cursor: text,
    }),
    incident: await incidentPage(one, open, revisions, report),
    reports: await reportsPage([listed], { query: { q: text, vendor: text, cause: text, from: text, to: text }, next: text, cursor: text }),
    'reports that cannot be looked for': await reportsPage([], { query: { vendor: text }, fault: text }),
    maintenances: await maintenancesPage(
      [planned],
      [{ ...planned, id: 'm2', open: false, phase: 'completed', updates: [] }],
      { v: text },
      { m: revisions },
    ),
    'not found': await notFoundPage(`/${text}`),
  }
}

function greens($: CheerioAPI): number {
  return $('main use[href="#mark-operational"], main .badge.operational, main rect.operational').length
}

/** Every combination of what a vendor's green is made of. */
const states = healths.flatMap((health) =>
  trusts.flatMap((trust) =>
    [0, 1].map((openIncidents) => ({
      health,
      trust,
      openIncidents,
      green: health === 'operational' && trust === 'fresh' && openIncidents === 0,
    })),
  ),
)

/** As sent: every server and proxy compresses. */
function bytes(name: string): number {
  return gzipSync(readFileSync(new URL(`../../../server/public/${name}`, import.meta.url))).length
}

const plain = await pagesWith('Plain')
const every = Object.entries(plain).map(([name, $]) => ({ name, $ }))

describe('server/pages', () => {
  it.each(every)('$name: one h1, a title, a language, landmarks and a way past the header', ({ $ }) => {
    expect($('h1')).toHaveLength(1)
    expect($('head > title').text()).toMatch(/ – Statuswire$/u)
    expect($('html').attr('lang')).toBe('en')
    expect($('main')).toHaveLength(1)
    expect($('body > header nav[aria-label]')).toHaveLength(1)
    expect($('body > footer')).toHaveLength(1)
    expect($($('a.skip').attr('href') ?? '').is('main')).toBe(true)
    expect($('link[rel=canonical]').attr('href')).toMatch(/^\//u)
  })

  it.each(every)('$name: names its feeds in the head and at the foot', ({ $ }) => {
    const types = $('link[rel=alternate]')
      .map((_, link) => $(link).attr('type') ?? '')
      .get()
    const inHead = $('link[rel=alternate]')
      .map((_, link) => $(link).attr('href') ?? '')
      .get()
    const atFoot = $('body > footer a')
      .map((_, link) => $(link).attr('href') ?? '')
      .get()

    expect(types).toEqual(expect.arrayContaining(['application/atom+xml', 'application/rss+xml', 'application/feed+json']))
    expect(atFoot).toEqual(inHead)
  })

  it.each(every)('$name: every id is there once, and whatever refers to one finds it', ({ $ }) => {
    const ids = $('[id]')
      .map((_, element) => $(element).attr('id') ?? '')
      .get()
    const references = $('[aria-labelledby], use, a[href^="#"]')
      .map((_, element) => $(element).attr('aria-labelledby') ?? ($(element).attr('href') ?? '').slice(1))
      .get()

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    expect(references.filter((id) => !ids.includes(id))).toEqual([])
  })

  it.each(every)('$name: headings do not skip a level, and every field has a label', ({ $ }) => {
    const levels = $('main :is(h1, h2, h3)')
      .map((_, heading) => Number(heading.tagName.slice(1)))
      .get()

    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([])
    expect($('input, select').filter((_, field) => $(field).closest('label').text().trim() === '')).toHaveLength(0)
  })

  it.each(every)('$name: nothing that a strict policy forbids', ({ $ }) => {
    const attributes = $('*')
      .map((_, element) => Object.keys($(element).attr() ?? {}))
      .get()

    expect(attributes.filter((name) => name === 'style' || name.startsWith('on'))).toEqual([])
    expect($('style, script:not([src])')).toHaveLength(0)
  })

  it.each(every)('$name: every moment is a time element that says UTC or counts', ({ $ }) => {
    const wrong = $('time')
      .filter((_, element) => {
        const stamp = $(element).attr('datetime') ?? ''
        const text = $(element).text()
        if (/^PT\d+S$/u.test(stamp)) return !/^\d+ (?:s|min|h|d)/u.test(text)
        if ($(element).attr('data-relative') !== undefined) return !/ago$|^in |just now/u.test(text) || !stamp.endsWith('Z')
        return !text.endsWith('UTC') || !stamp.endsWith('Z')
      })
      .map((_, element) => $.html(element))
      .get()
    const bare = $('body').clone()
    bare.find('time').remove()

    expect($('time').length).toBeGreaterThan(0)
    expect(wrong).toEqual([])
    expect(bare.text()).not.toMatch(/\d{4}-\d{2}-\d{2}T|\d{1,2}:\d{2}/u)
  })

  it.each(hostile)('$name is text wherever a vendor puts it', async ({ text }) => {
    for (const $ of Object.values(await pagesWith(text))) {
      expect($('script')).toHaveLength(1)
      expect($('main').find('img, iframe, script, object, embed, [onerror], [onload]')).toHaveLength(0)
      expect($('main svg').not('.mark, .bar, .windows > svg')).toHaveLength(0)
      expect($('a[href^="javascript"]')).toHaveLength(0)
    }
  })

  it('shows hostile names as they are', async () => {
    for (const { text } of hostile) {
      const { dashboard: $ } = await pagesWith(text)

      expect($('.vendor bdi').first().text()).toBe(text)
      expect($('.vendor').attr('data-name')).toBe(text.toLowerCase())
    }
  })

  it.each(states)('$health, $trust, $openIncidents open: green = $green', async ({ health, trust, openIncidents, green }) => {
    // As bad as a store could be: it says operational although the reading is not fresh.
    const one = vendor('One', { health, trust, openIncidents, green })
    const open = openIncidents === 1 ? [incident('one', 'i')] : []
    const parts = [component('one', 'Part', { health, trust })]

    const board = await dashboard({ vendors: [one], incidents: open })
    const own = await vendorPage(one, { open, history: history({}) })
    const tree = await vendorPage(neverRead('One', null), { components: parts })
    const entry = await incidentPage(one, incident('one', 'i', { components: [{ id: null, name: 'Part', health }] }), [])
    const words = board('h1, .totals, .vendor')
      .text()
      .replace(/said “[^”]*”/gu, '')

    expect(greens(board) > 0).toBe(green)
    expect(/operational(?! with)/iu.test(words)).toBe(green)
    expect(greens(own) > 0).toBe(green)
    expect(greens(tree) > 0).toBe(health === 'operational' && trust === 'fresh')
    expect(greens(entry)).toBe(0)
  })

  it('weighs little', () => {
    expect(bytes('app.css')).toBeLessThan(6_000)
    expect(bytes('app.js') + bytes('swap.js')).toBeLessThan(6_000)
    expect(bytes('favicon.svg')).toBeLessThan(500)
  })
})
