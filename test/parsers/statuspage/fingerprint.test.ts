import { describe, expect, it } from 'vitest'
import { detect, type FetchedPage } from '../../../parsers/fingerprint.ts'
import { fingerprints, isNativeId, refusals } from '../../../parsers/statuspage/fingerprint.ts'
import { documentOf } from '../../support/documents.ts'
import { homeHtml } from './build-html.ts'
import { statusJson, summaryJson } from './build-json.ts'
import { allClear } from './example-page.ts'

const blank = documentOf('html', '<html><body></body></html>')
const home = documentOf('html', homeHtml(allClear, '2026-02-01T08:05:00.000Z'))
const summary = documentOf('json', summaryJson(allClear))
const [probe = ''] = fingerprints.probes

describe('parsers/statuspage/fingerprint', () => {
  it.each<[string, FetchedPage, boolean | undefined]>([
    ['its header', { home: { ...blank, headers: { 'x-statuspage-version': 'a1b2c3' } } }, true],
    ['its markup', { home }, true],
    ['its summary', { home: blank, probes: { [probe]: summary } }, true],
    [
      'its host and its name together',
      { home: { ...blank, finalUrl: 'https://example.statuspage.io/' }, cnames: ['abc.stspg-customer.com.'] },
      true,
    ],
    ['its host alone', { home: { ...blank, finalUrl: 'https://example.statuspage.io/' } }, false],
    ['its name alone', { home: blank, cnames: ['abc.stspg-customer.com'] }, false],
    ['one header of its two', { home: { ...blank, headers: { 'x-statuspage-skip-logging': 'true' } } }, false],
    ['a host that only ends alike', { home: { ...blank, finalUrl: 'https://example-statuspage.io/' } }, undefined],
    ['a name that only ends alike', { home: blank, cnames: ['notstspg-customer.com'] }, undefined],
    [
      "an imitation's summary",
      { home: blank, probes: { [probe]: documentOf('json', summary.body.text.replace('x1page000001', '01JMDK9XYNY6RXSED6SDWW50WY')) } },
      undefined,
    ],
    [
      'a summary without a zone',
      { home: blank, probes: { [probe]: documentOf('json', summary.body.text.replace('time_zone', 'zone')) } },
      undefined,
    ],
    ['a page where the summary should be', { home: blank, probes: { [probe]: blank } }, undefined],
    [
      'a status in the place of the summary',
      { home: blank, probes: { '/api/v2/status.json': documentOf('json', statusJson(allClear)) } },
      undefined,
    ],
    ['nothing', { home: blank }, undefined],
  ])('by %s', (_what, page, identified) => {
    const [match] = detect(page, [{ id: 'statuspage', fingerprints }])

    expect(match?.identified).toBe(identified)
  })

  it.each([
    ['kctbh9vrtdwd', true],
    ['x1page000001', true],
    ['123456789012', false],
    ['01JMDK9XYNY6RXSED6SDWW50WY', false],
    ['KCTBH9VRTDWD', false],
    ['kctbh9vrtdw', false],
    ['', false],
  ])('%s is an id of the platform: %s', (id, expected) => {
    expect(isNativeId(id)).toBe(expected)
  })

  it.each([
    ['inactive', { finalUrl: 'https://status.example.com/inactive' }, ''],
    ['inactive', {}, '"Your page is inactive."'],
    ['inactive', {}, '<body class="status inactive">'],
    ['unclaimed', { finalUrl: 'https://www.atlassian.com/software/statuspage' }, ''],
    ['unclaimed', { finalUrl: 'https://www.atlassian.com/de/software/statuspage?x=1' }, ''],
    ['login_wall', {}, '<title>Example Status - Login</title><form action="https://manage.statuspage.io/login">'],
    ['other_product', {}, '<div class="layout-content front-facing better-error-pages">'],
    [undefined, {}, home.body.text],
    [undefined, {}, '<title>Example - Login</title>'],
    [undefined, {}, ''],
  ])('an answer is refused as %s', (reason, given, text) => {
    const answer = { ...documentOf('html', text), status: 200, ...given }

    expect(refusals.find((refusal) => refusal.match(answer))?.reason).toBe(reason)
  })
})
