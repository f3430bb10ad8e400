import { spawnSync } from 'node:child_process'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import jsonFeedSchema from 'jsonfeed-schema/schema-v1.1.json' with { type: 'json' }
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { atom } from '../../../server/feeds/atom.ts'
import type { Feed, FeedItem } from '../../../server/feeds/feed.ts'
import { jsonFeed } from '../../../server/feeds/json-feed.ts'
import { rss } from '../../../server/feeds/rss.ts'
import { printable, toPlainText, toSafeHtml } from '../../../server/http/sanitize.ts'
import { hourAgo, now } from '../../support/rows.ts'
import { all, first, parseXml } from './well-formed.ts'

const validateJsonFeed = new Ajv({ strict: false, validateFormats: false }).compile(jsonFeedSchema)

/** Characters of all kinds, those included that no document may hold. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    ']]>',
    '<![CDATA[',
    '&amp;',
    '&nbsp;',
    '</title><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '\u0000\u001B[31m',
    '\uD800',
    '\u202E',
    '-->',
  ),
)

const item: fc.Arbitrary<FeedItem> = fc.record({
  id: fc.uuid(),
  title: hostile,
  url: fc.webUrl(),
  externalUrl: fc.option(fc.webUrl({ withQueryParameters: true, withFragments: true }), { nil: null }),
  html: hostile.map((text) => toSafeHtml(text, 'html')),
  text: hostile.map((text) => toPlainText(text, 'html')),
  author: hostile,
  tags: fc.array(hostile, { maxLength: 3 }),
  published: fc.constant(hourAgo),
  updated: fc.constant(now),
})

const feed: fc.Arbitrary<Feed> = fc.record({
  key: fc.constant('/feed.rss?q=a%20b'),
  title: hostile,
  description: hostile,
  homeUrl: fc.webUrl(),
  selfUrl: fc.webUrl({ withQueryParameters: true }),
  nextUrl: fc.option(fc.webUrl(), { nil: null }),
  updated: fc.option(fc.constant(now), { nil: null }),
  items: fc.array(item, { maxLength: 4 }),
})

function sampleFeed(): Feed {
  const [sample] = fc.sample(
    feed.filter((each) => each.items.length > 0 && each.updated !== null),
    { numRuns: 1, seed: 7 },
  )
  if (!sample) throw new Error('no sample')
  return sample
}

/** What an XML reader makes of a text: characters that XML cannot hold are gone, and line ends are all one. */
function asXmlReads(text: string): string {
  return printable(text)
}

const JsonFeed = z.object({
  title: z.string(),
  items: z.array(
    z.object({ id: z.string(), title: z.string(), content_html: z.string(), date_published: z.string(), date_modified: z.string() }),
  ),
})

describe('server/feeds/rss.ts', () => {
  it('is well-formed whatever the texts hold, and says what they say', () => {
    fc.assert(
      fc.property(feed, (given) => {
        const root = parseXml(rss(given))
        const channel = first(root, 'channel')
        const items = all(channel, 'item')

        expect(root).toMatchObject({ name: 'rss', attributes: { version: '2.0' } })
        expect(first(channel, 'title')?.text).toBe(asXmlReads(given.title))
        expect(items.map((each) => first(each, 'guid')?.text)).toEqual(given.items.map((each) => each.id))
        expect(items.map((each) => first(each, 'title')?.text)).toEqual(given.items.map((each) => asXmlReads(each.title)))
        expect(items.map((each) => first(each, 'description')?.text)).toEqual(given.items.map((each) => each.html))
      }),
    )
  })

  it('has what the RSS board asks for', () => {
    const given = sampleFeed()
    const channel = first(parseXml(rss(given)), 'channel')
    const one = first(channel, 'item')

    expect(['title', 'link', 'description', 'language'].filter((name) => all(channel, name).length !== 1)).toEqual([])
    expect(all(channel, 'atom:link').map((link) => link.attributes)).toContainEqual({
      rel: 'self',
      type: 'application/rss+xml',
      href: given.selfUrl,
    })
    expect(first(channel, 'lastBuildDate')?.text).toBe('Sun, 01 Mar 2026 12:00:00 GMT')
    expect(first(one, 'pubDate')?.text).toBe('Sun, 01 Mar 2026 11:00:00 GMT')
    expect(first(one, 'guid')?.attributes).toEqual({ isPermaLink: 'false' })
  })
})

describe('server/feeds/atom.ts', () => {
  it('is well-formed whatever the texts hold, and has what RFC 4287 demands', () => {
    fc.assert(
      fc.property(feed, (given) => {
        const root = parseXml(atom(given))
        const entries = all(root, 'entry')
        const required = ['id', 'title', 'updated']

        expect(root).toMatchObject({ name: 'feed', attributes: { xmlns: 'http://www.w3.org/2005/Atom' } })
        expect([root, ...entries].flatMap((element) => required.filter((name) => all(element, name).length !== 1))).toEqual([])
        expect(first(root, 'id')?.text).toBe('urn:statuswire:feed:/feed.rss?q=a%2520b')
        expect(all(root, 'link').filter((link) => link.attributes['rel'] === 'self')).toHaveLength(1)
        expect(first(root, 'updated')?.text).toBe(given.updated ?? '1970-01-01T00:00:00.000Z')
        expect(entries.map((entry) => first(entry, 'id')?.text)).toEqual(given.items.map((each) => `urn:statuswire:${each.id}`))
        expect(entries.map((entry) => first(entry, 'content')?.text)).toEqual(given.items.map((each) => each.html))
      }),
    )
  })
})

describe('server/feeds/json-feed.ts', () => {
  it('is valid by the schema of JSON Feed 1.1 whatever the texts hold', () => {
    fc.assert(
      fc.property(feed, (given) => {
        const text = jsonFeed(given)
        const value: unknown = JSON.parse(text)

        validateJsonFeed(value)
        expect(validateJsonFeed.errors).toBeNull()
        expect(text).toBe(text.toWellFormed())
        expect(JsonFeed.parse(value)).toMatchObject({
          title: printable(given.title),
          items: given.items.map((each) => ({
            id: each.id,
            title: printable(each.title),
            content_html: each.html,
            date_published: hourAgo,
            date_modified: now,
          })),
        })
      }),
    )
  })

  it('would not pass with a member amiss', () => {
    expect(validateJsonFeed({ version: 'https://jsonfeed.org/version/1.1', title: 'x', items: [{ id: 1 }] })).toBe(false)
  })
})

describe('server/feeds/xml.ts', () => {
  it('passes xmllint too, where the machine has it', () => {
    const samples = fc.sample(feed, { numRuns: 20, seed: 11 }).flatMap((given) => [rss(given), atom(given)])
    const hasXmllint = spawnSync('xmllint', ['--version']).error === undefined

    const faults = samples.flatMap((document) => {
      parseXml(document)
      const { status, stderr } = hasXmllint
        ? spawnSync('xmllint', ['--noout', '-'], { input: document, encoding: 'utf8' })
        : { status: 0, stderr: '' }
      return status === 0 ? [] : [stderr]
    })

    expect(faults).toEqual([])
  })

  it.each([
    '<a><b></a></b>',
    '<a b="1" b="2"/>',
    '<a>&nbsp;</a>',
    '<a>\u0001</a>',
    '<a/><b/>',
    '<a b=1/>',
    'text<a/>',
    '<a>',
    '<a>]]></a>',
  ])('is held to a reader that refuses %j', (document) => {
    expect(() => parseXml(`<?xml version="1.0" encoding="UTF-8"?>\n${document}`)).toThrow(Error)
  })
})
