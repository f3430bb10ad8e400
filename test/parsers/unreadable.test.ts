import { describe, expect, it } from 'vitest'
import { datadog } from '../../parsers/datadog/index.ts'
import { detect } from '../../parsers/fingerprint.ts'
import { classifyRefusal } from '../../parsers/lib/refusal.ts'
import { pingdom } from '../../parsers/pingdom/index.ts'
import { documentOf, instant } from '../support/documents.ts'

/** Platforms that are recognised although nothing on their pages can be read: that is said, and nothing else. */

const shell = '<!doctype html><html><body><div id="root"></div></body></html>'
const report = '<html><head><title>Pingdom Public Reports Overview</title></head><body></body></html>'
const context = { page: { url: 'https://status.acme.example' }, params: {}, observedAt: instant('2026-11-20T06:00:00.000Z') }

describe('parsers/datadog', () => {
  it.each([
    ['its host', 'https://acme.statuspage.datadoghq.com/', [], true],
    ['a name that leads there', 'https://status.acme.example/', ['acme.statuspage.datadoghq.com.'], true],
    ["the makers' own page, which is of another platform", 'https://status.datadoghq.com/', [], undefined],
  ])('by %s', (_what, url, cnames, identified) => {
    expect(detect({ home: documentOf('html', shell, url), cnames }, [datadog])[0]?.identified).toBe(identified)
  })

  it('is never read, and says why', () => {
    expect(() => datadog.parse({ home: [documentOf('html', shell)] }, context)).toThrow(
      /^foreign: a page that is drawn by a script in the browser/u,
    )
    expect(datadog.sources.home.via).toBe('browser')
    expect(datadog.sources.home.urls(context.page)).toStrictEqual([context.page.url])
  })
})

describe('parsers/pingdom', () => {
  it.each([
    ['its title', 'https://status.acme.example/', report, [], true],
    ['its host and a name together', 'https://stats.pingdom.com/acme', shell, ['stats.pingdom.com'], true],
    ['its host alone', 'https://stats.pingdom.com/acme', shell, [], false],
  ])('by %s', (_what, url, text, cnames, identified) => {
    expect(detect({ home: documentOf('html', text, url), cnames }, [pingdom])[0]?.identified).toBe(identified)
  })

  it('is never read, and says why', () => {
    expect(() => pingdom.parse({ home: [documentOf('html', report)] }, context)).toThrow(/^foreign: a report of uptimes/u)
    expect(pingdom.sources.home.urls(context.page)).toStrictEqual([context.page.url])
  })

  it('knows a report that was never activated', () => {
    const document = documentOf('html', '<html><body><h1>Public Report Not Activated</h1></body></html>')

    expect(classifyRefusal(document, pingdom.refusals)?.reason).toBe('unclaimed')
    expect(() => pingdom.parse({ home: [document] }, context)).toThrow(/^foreign: a report that its owner has not activated/u)
  })
})
