import { globSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Snapshot } from '../../../parsers/model.ts'
import { statuspage } from '../../../parsers/statuspage/index.ts'
import { capturesFolder, hasCaptures, readArchive, readCapture, skipsCaptures } from '../../support/captures.ts'
import { documentOf, instant } from '../../support/documents.ts'

/** Feeds as they stand, read with expressions over the escaped text; the year of each stamp by counting back from `updated`. */

const feeds = hasCaptures
  ? globSync('statuspage/**/*.atom', { cwd: capturesFolder }).map((file) => ({ file, text: readCapture(file) }))
  : []
const Line = z.object({ t: z.number(), body: z.string() })

describe.skipIf(skipsCaptures)('parsers/statuspage/feed, on captured feeds', () => {
  it.each(feeds)('$file tells every entry with its posts', ({ text }) => {
    expect(toldBy(parse(text))).toStrictEqual(writtenIn(text))
  })

  it('reads every twentieth of 800 snapshots of a feed, 25 entries each', () => {
    const lines = readArchive('statuspage/github/replay-history-atom-first-800.jsonl.gz').map((line) => Line.parse(line))

    for (const { body } of lines.filter((_, index) => index % 20 === 0)) {
      const told = toldBy(parse(body))
      expect(told).toHaveLength(25)
      expect(told).toStrictEqual(writtenIn(body))
    }

    expect(lines).toHaveLength(800)
  })
})

function parse(text: string): Snapshot {
  const context = { page: { url: 'https://www.githubstatus.com' }, params: {}, observedAt: instant('2026-11-20T00:00:00.000Z') }
  return statuspage.parse({ atom: [documentOf('xml', text)] }, context)
}

interface Entry {
  readonly id: string | undefined
  readonly updatedAt: string | undefined
  readonly isPlanned: boolean
  readonly posts: readonly string[]
}

function toldBy({ incidents = [], maintenances = [] }: Snapshot): readonly Entry[] {
  const all = [...incidents.map((entry) => ({ entry, isPlanned: false })), ...maintenances.map((entry) => ({ entry, isPlanned: true }))]
  return all
    .map(({ entry, isPlanned }) => ({
      id: entry.nativeId,
      updatedAt: entry.updatedAt,
      isPlanned,
      posts: (entry.updates ?? []).map(({ native, postedAt, body }) => `${native} ${postedAt} ${body.replaceAll(/\s/gu, '').slice(0, 40)}`),
    }))
    .toSorted((a, b) => (a.id ?? '').localeCompare(b.id ?? ''))
}

function writtenIn(text: string): readonly Entry[] {
  return text
    .split('<entry>')
    .slice(1)
    .map((entry) => {
      const updated = Date.parse(/<updated>(.*?)<\/updated>/u.exec(entry)?.[1] ?? '')
      const content = unescapeOnce(/<content type="html">([\s\S]*?)<\/content>/u.exec(entry)?.[1] ?? '')
      const posts = [...content.matchAll(/<small>([\s\S]*?)<\/small><br>\s*<strong>(.*?)<\/strong> - ([\s\S]*?)(?=<p>\s*<small>|$)/gu)]
      let before = updated + 60_000
      const dated = posts.map(([, stamp = '', label = '', body = '']) => {
        before = latestBefore(plain(stamp), before)
        return { label, at: before, body: plain(body).replaceAll(/\s/gu, '').slice(0, 40) }
      })
      return {
        id: /<link [^>]*href="[^"]*\/incidents\/(\w+)"/u.exec(entry)?.[1],
        updatedAt: new Date(updated).toISOString(),
        isPlanned: dated.some(({ label }) => /^(?:Scheduled|In progress|Verifying|Completed)$/u.test(label)),
        posts: dated.map(({ label, at, body }) => `${label} ${new Date(at).toISOString()} ${body}`).toReversed(),
      }
    })
    .toSorted((a, b) => (a.id ?? '').localeCompare(b.id ?? ''))
}

/** "Aug 21, 00:37 UTC" in the last year in which it is not after the other. */
function latestBefore(stamp: string, before: number): number {
  const [, date = '', time = ''] = /^(\w+ +\d+) ?, (\d\d:\d\d) UTC$/u.exec(stamp) ?? []
  const year = new Date(before).getUTCFullYear()
  const inThisYear = Date.parse(`${date} ${year} ${time} UTC`)
  return inThisYear <= before ? inThisYear : Date.parse(`${date} ${year - 1} ${time} UTC`)
}

function plain(markup: string): string {
  return unescapeOnce(markup.replaceAll(/<[^>]*>/gu, ' '))
    .split(/\s+/u)
    .filter(Boolean)
    .join(' ')
}

function unescapeOnce(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&', nbsp: ' ' }
  return text.replaceAll(/&(lt|gt|quot|#39|amp|nbsp);/gu, (entity, name: string) => entities[name] ?? entity)
}
