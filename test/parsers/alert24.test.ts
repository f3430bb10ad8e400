import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { alert24 } from '../../parsers/alert24/index.ts'
import { detect } from '../../parsers/fingerprint.ts'
import type { Snapshot } from '../../parsers/model.ts'
import { documentOf, instant } from '../support/documents.ts'
import { seedReports, skipsPostmortems } from '../support/postmortems.ts'

const url = 'https://alert24.net/directory/e-commerce-marketplaces/commerce-layer'
const context = { page: { url }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }

const Facts = z.object({
  affected_components: z.array(z.string()),
  incidents: z.array(
    z.object({ title: z.string(), impact: z.string(), opened: z.string(), resolved: z.string(), sections: z.array(z.string()) }),
  ),
})

describe.skipIf(skipsPostmortems)('parsers/alert24, on the text of a real page', () => {
  const path = seedReports.find(({ fact }) => fact.url_or_repo_path === url)?.path ?? ''

  function lines(): readonly string[] {
    return readFileSync(path, 'utf8').split('\n')
  }

  function facts(): z.infer<typeof Facts> {
    const all = readFileSync(join(dirname(path), 'facts.jsonl'), 'utf8')
      .trim()
      .split('\n')
    return Facts.parse(all.map((line): unknown => JSON.parse(line)).find((fact) => JSON.stringify(fact).includes(url)))
  }

  it('reads every component with its word', () => {
    const { components = [], health, native, page, authority } = read(readFileSync(path, 'utf8'))
    const words = lines().filter((line) => line === 'Operational')

    expect([page.name, health, native, authority]).toStrictEqual(['Commerce Layer', 'operational', 'All Systems Operational', 'aggregator'])
    expect(components.map(({ name }) => name)).toStrictEqual(facts().affected_components)
    expect(components.map((component) => component.native)).toStrictEqual(words)
    expect(new Set(components.map((component) => component.health))).toStrictEqual(new Set(['operational']))
  })

  it('reads every incident with its grade, its days and its text', () => {
    const { incidents = [], omissions } = read(readFileSync(path, 'utf8'))
    const known = facts().incidents

    expect(
      incidents.map(({ title, impact, startedAt, resolvedAt, phase, datePrecision }) => ({
        title,
        impact,
        opened: startedAt?.slice(0, 10),
        resolved: resolvedAt?.slice(0, 10),
        phase,
        datePrecision,
      })),
    ).toStrictEqual(
      known.map(({ title, impact, opened, resolved }) => ({ title, impact, opened, resolved, phase: 'resolved', datePrecision: 'day' })),
    )
    expect(omissions).toStrictEqual([])
    const texts = incidents.map(({ updates = [], reports = [] }) => [...updates, ...reports].map(({ body }) => body).join(''))
    for (const text of texts) expect(lines()).toContain(text)
    expect(incidents.map(({ reports = [] }) => reports.length)).toStrictEqual(known.map(({ sections }) => (sections.length > 0 ? 1 : 0)))
  })
})

function read(text: string): Snapshot {
  return alert24.parse({ text: [documentOf('text', text, url)] }, context)
}

describe('parsers/alert24', () => {
  const head = 'Acme Status Page\n\nTools · monitored by Alert24\n\nAll Systems Operational\n\nCurrent Status\n\nAll Systems Operational\n'
  const foot = '\nGet alerted when Acme goes down\n'

  it.each([
    ['names without words', 'Components\nAPI\nWebsite\nOperational', /^shape: /u],
    ['words without names', 'Components\nOperational\nOperational', /^shape: /u],
    ['no components', 'Components\n', /^empty: /u],
  ])('refuses %s', (_what, middle, error) => {
    expect(() => read(head + middle + foot)).toThrow(error)
  })

  it('believes the worse of two headlines', () => {
    const { health, native, omissions } = read(
      head.replace('All Systems', 'Partial Outage, other systems').replace('Partial Outage, other systems Operational', 'Partial Outage') +
        foot,
    )

    expect([health, native, omissions.length]).toStrictEqual(['partial_outage', 'Partial Outage', 1])
  })

  it('tells nothing of parts that are not there, or are no list', () => {
    const { components, incidents, coverage } = read(`${head}Recent Incidents\nComing soon${foot}`)

    expect([components, incidents]).toStrictEqual([undefined, undefined])
    expect(coverage).toStrictEqual({ components: 'none', incidents: 'none', maintenances: 'none' })
  })

  it('keeps the state of an incident that is not over, and takes no impossible day for one', () => {
    const { incidents = [], omissions } = read(
      `${head}Recent Incidents\nOne\nmajor\nFeb 30, 2026 · escalated Mar 1\nTwo\nminor\nMar 1, 2026 · resolved${foot}`,
    )

    expect(incidents.map(({ phase, nativePhase, startedAt, resolvedAt }) => [phase, nativePhase, startedAt, resolvedAt])).toStrictEqual([
      ['unknown', 'escalated Mar 1', undefined, undefined],
      ['resolved', 'resolved', '2026-03-01T00:00:00.000Z', undefined],
    ])
    expect(omissions.slice(0, 2).map(({ native }) => native)).toStrictEqual(['Feb 30, 2026', 'escalated Mar 1'])
  })

  it.each([
    ['a page of the directory', url, true],
    ['its front page', 'https://alert24.net/', undefined],
  ])('is recognised by its address: %s', (_what, address, identified) => {
    expect(detect({ home: documentOf('html', '<html></html>', address) }, [alert24])[0]?.identified).toBe(identified)
  })

  it('asks for the page alone', () => {
    expect(alert24.sources.page.urls({ url })).toStrictEqual([url])
    expect(alert24.sources.text.urls()).toStrictEqual([])
  })
})
