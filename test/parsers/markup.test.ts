import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import { detect } from '../../parsers/fingerprint.ts'
import { markup } from '../../parsers/markup/index.ts'
import { pageHealth, type Snapshot } from '../../parsers/model.ts'
import type { Document } from '../../parsers/platform.ts'
import { type AnyPlatform, platformById, platforms } from '../../parsers/registry.ts'
import { capturedFiles, readCapture, skipsCaptures } from '../support/captures.ts'
import { allComponents, readableCases } from '../support/cases.ts'
import { documentOf, instant } from '../support/documents.ts'
import { cases, fixture } from '../hostile/cases.ts'

const context = { page: { url: 'https://status.example.com' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }

function read(text: string): Snapshot | undefined {
  try {
    return markup.parse({ home: [documentOf('html', text)] }, context)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}

/** What the page's own platform says of it, whichever of its sources that takes. */
function ownReading(platform: AnyPlatform | undefined, document: Document): Snapshot | undefined {
  for (const [name, { medium }] of Object.entries(platform?.sources ?? {})) {
    if (medium !== 'html') continue
    try {
      const snapshot = platform?.parse({ [name]: [document] }, context)
      if (snapshot?.components) return snapshot
    } catch (error) {
      if (!(error instanceof ParseError)) throw error
    }
  }
  return undefined
}

/** What looks better to a reader of rows than to the platform's own reader. */
function greenerThan(own: Snapshot, rows: Snapshot): readonly string[] {
  const known = new Map<string, string[]>()
  for (const { name, health } of allComponents(own.components ?? [])) known.set(name, [...(known.get(name) ?? []), health])
  const wrong = allComponents(rows.components ?? [])
    .filter(({ health, name }) => health === 'operational' && known.get(name)?.includes('operational') !== true)
    .map(({ name }) => name)
  return rows.health === 'operational' && pageHealth(own) !== 'operational' ? ['page', ...wrong] : wrong
}

/** All that is said to be well, where nobody else says anything. */
function greenIn(rows: Snapshot | undefined): readonly string[] {
  const green = allComponents(rows?.components ?? []).filter(({ health }) => health === 'operational')
  return [...(rows?.health === 'operational' ? ['page'] : []), ...green.map(({ name }) => name)]
}

const pages = capturedFiles().filter(({ file }) => file.endsWith('.html'))

describe.skipIf(skipsCaptures)('parsers/markup, on every captured page', () => {
  it.each(pages)('$file: never greener than what its own platform reads', ({ platform, vendor, file }) => {
    const text = readCapture(file)
    const rows = read(text)
    const own = ownReading(platformById(platform) ?? platformById(vendor), documentOf('html', text))

    const wrong = own && rows ? greenerThan(own, rows) : greenIn(rows)

    // A page of an older make that its platform's reader refuses; its two rows say Operational, and so does its headline.
    expect(wrong).toStrictEqual(file === 'instatus/linear/home-good-2023-03.html' ? ['page', 'Application', 'Integrations'] : [])
  })

  it('reads a good part of them', () => {
    const readable = pages.filter(({ file }) => (read(readCapture(file))?.components ?? []).length > 1)

    expect(readable.length).toBeGreaterThan(15)
  })

  it('reads the rows of two pages as a plain search of the text does', () => {
    for (const file of ['statuspage/appveyor/home-2021-01.html', 'statuspage/signrequest/home-2021-01.html']) {
      const text = readCapture(file)
      const names = [...text.matchAll(/<span class="name">([^<]*)</gu)].map(([, name = '']) => name.trim())
      const words = [...text.matchAll(/class="component-status "\s+title="[^"]*"\s*>([^<]*)</gu)].map(([, word = '']) => word.trim())
      const components = read(text)?.components ?? []

      expect(components.map(({ name }) => name)).toStrictEqual(names)
      expect(components.map(({ native }) => native)).toStrictEqual(words)
    }
  })
})

describe('parsers/markup, on the pages of the other platforms', () => {
  const own = readableCases().flatMap(({ name, platform, documents, fixture: { context: given } }) =>
    Object.entries(documents).flatMap(([source, found]) =>
      platform.id !== 'markup' && platform.sources[source]?.medium === 'html'
        ? found.map((document) => ({ name: `${name}, ${source}`, document, platform, source, given }))
        : [],
    ),
  )

  it.each(own)('$name: never greener than what its own platform reads', ({ document, platform, source, given }) => {
    const rows = read(document.body.text)
    const wrong = rows ? greenerThan(platform.parse({ [source]: [document] }, given), rows) : []

    expect(wrong).toStrictEqual([])
  })

  it('believes no hostile page', () => {
    const files = cases.flatMap(({ answers }) => Object.values(answers).flatMap(({ file }) => (file?.endsWith('.html') ? [file] : [])))

    expect(files.length).toBeGreaterThan(10)
    for (const file of files) expect([file, read(fixture(file).toString())?.health]).not.toStrictEqual([file, 'operational'])
  })
})

const headline = '<h1>All systems operational</h1>'

function page(body: string, title = 'Acme status'): string {
  return `<!DOCTYPE html><html><head><title>${title}</title></head><body>${body}</body></html>`
}

function row(name: string, badge: string): string {
  return `<div class="row"><b>${name}</b>${badge}</div>`
}

const fine = '<i class="is-ok">Operational</i>'

describe('parsers/markup', () => {
  it.each([
    { what: 'a word alone', badge: '<i>Operational</i>', health: 'unknown' },
    { what: 'a word and a class', badge: fine, health: 'operational' },
    { what: 'a word and a class around it', badge: '<p class="status-up"><i>Operational</i></p>', health: 'operational' },
    { what: 'a word and a state attribute', badge: '<i data-status="operational">Operational</i>', health: 'operational' },
    { what: 'a word and a label', badge: '<i title="API: Operational">Operational</i>', health: 'operational' },
    { what: 'a word and an icon', badge: '<i>Operational <svg><use href="#icon-ok"></use></svg></i>', health: 'operational' },
    { what: 'a label and a class', badge: '<i class="green" aria-label="Available"></i>', health: 'operational' },
    { what: 'a class alone', badge: '<i class="green">?</i>', health: 'unknown' },
    { what: 'a word and a class that disagree', badge: '<i class="badge-danger">Operational</i>', health: 'unknown' },
    { what: 'a good word in a row marked as bad', badge: '<p class="degraded"><i class="ok">Operational</i></p>', health: 'unknown' },
    { what: 'a good word beside a label that disagrees', badge: `<p><img alt="Outage"> since noon</p>${fine}`, health: 'unknown' },
    { what: 'a class of a state of the pointer', badge: '<i class="hover:bg-green-500">Operational</i>', health: 'unknown' },
    { what: 'two words', badge: `${fine}<i>Outage</i>`, health: 'unknown' },
    { what: 'a bad word alone', badge: '<i>Major outage</i>', health: 'major_outage' },
    { what: 'a bad word and a good class', badge: '<i class="success">Degraded performance</i>', health: 'degraded_performance' },
    { what: 'maintenance', badge: '<i class="blue">Under Maintenance</i>', health: 'under_maintenance' },
    { what: 'a word that nobody knows', badge: '<i class="is-ok">Quantum flux</i>', health: 'unknown' },
    { what: 'a sentence', badge: '<i class="is-ok">It is operational again since noon</i>', health: 'unknown' },
  ])('$what: $health', ({ badge, health }) => {
    const { components = [] } = read(page(headline + row('Website', fine) + row('API', badge) + row('Mail', fine))) ?? {}

    expect(components.map((component) => [component.name.slice(0, 7), component.health])).toStrictEqual([
      ['Website', 'operational'],
      ['API', health],
      ['Mail', 'operational'],
    ])
  })

  const rows = row('Website', fine) + row('API', fine)

  it.each([
    { what: 'rows and a headline', body: headline + rows, health: 'operational' },
    { what: 'rows alone', body: rows, health: 'unknown' },
    { what: 'a headline that is not clear', body: `<h1>Most systems operational</h1>${rows}`, health: 'unknown' },
    { what: 'a word left over', body: `${headline}${rows}<section><p>Mail</p><p>Outage</p></section>`, health: 'unknown' },
    { what: 'a row that says nothing', body: `${headline}${rows}${row('Mail', '')}`, health: 'unknown' },
    {
      what: 'a row that is out under a headline that says otherwise',
      body: headline + rows + row('Mail', '<i>Down</i>'),
      health: 'major_outage',
    },
    { what: 'a hidden word', body: `${headline}${rows}<p style="display:none">Outage</p>`, health: 'operational' },
    {
      what: 'a key to the words',
      body: `${headline}${rows}<ul><li>Operational</li><li>Degraded</li><li>Outage</li></ul>`,
      health: 'operational',
    },
  ])('the page, of $what: $health', ({ body, health }) => {
    expect(read(page(body))?.health).toBe(health)
  })

  it.each([
    { what: 'one row', text: page(headline + row('API', fine)), error: /^empty: /u },
    { what: 'no row', text: page(headline), error: /^empty: /u },
    { what: 'days instead of names', text: page(headline + row('Nov 19, 2026', fine) + row('2026-11-18', fine)), error: /^empty: /u },
    { what: 'another title', text: page(headline + rows, 'Acme'), error: /^foreign: /u },
    { what: 'placeholders', text: page(headline + rows + row('{{ name }}', fine)), error: /^shape: /u },
    { what: 'attributes of a script', text: page(headline + rows + row('Mail', '<i x-text="status">Operational</i>')), error: /^shape: /u },
    { what: 'a flood of words', text: page(headline + row('API', fine).repeat(3000)), error: /^empty: /u },
  ])('refuses a page of $what', ({ text, error }) => {
    expect(() => markup.parse({ home: [documentOf('html', text)] }, context)).toThrow(error)
  })

  it('asks for the page, and for what a browser makes of it', () => {
    expect(markup.sources.home.urls(context.page)).toStrictEqual(['https://status.example.com'])
    expect(markup.sources.rendered.urls(context.page)).toStrictEqual(['https://status.example.com'])
    expect(markup.parse({ rendered: [documentOf('html', page(headline + rows))] }, context).health).toBe('operational')
  })

  it('is told apart by its rows and its title together, and looks at no page before the usual paths were asked for', () => {
    const home = documentOf('html', page(headline + rows))

    expect(detect({ home, probes: {} }, Object.values(platforms)).filter((match) => match.identified)).toMatchObject([
      { platform: 'markup' },
    ])
    expect(detect({ home }, [markup])[0]?.identified).toBe(false)
    expect(detect({ home: documentOf('html', page(headline + rows, 'Acme')), probes: {} }, [markup])).toStrictEqual([])
    expect(detect({ home: documentOf('html', page('<p>'.repeat(2000))), probes: {} }, [markup])[0]?.identified).toBe(false)
  })

  it('reads a hostile page in time that grows no faster than the page', () => {
    const deep = '<div>'.repeat(400) + '<i>Operational</i>'.repeat(1500) + '</div>'.repeat(400)
    const wide = row('API', '<i></i>'.repeat(50)).repeat(3000)
    const barred = row('API', fine + '<b title="Operational"></b>'.repeat(40)).repeat(49)
    const started = process.cpuUsage()

    for (const body of [deep, wide, barred]) read(page(body))

    expect(process.cpuUsage(started).user / 1000).toBeLessThan(4000)
  })
})
