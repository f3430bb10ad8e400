import { ParseError } from '../errors.ts'
import { assemble } from '../lib/assemble.ts'
import { namedIds } from '../lib/named-ids.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { epochMs, instantFromZone } from '../lib/time.ts'
import type { Component, Health, Instant, Snapshot } from '../model.ts'
import type { Context, Document, Documents, Source } from '../platform.ts'
import { type Check, type Params, readCheck } from './schema.ts'

export const sources = {
  logs: {
    medium: 'text',
    via: 'http',
    when: 'poll',
    urls: (page, { keys = [] }) => keys.map((key) => `${page.url}/logs/${key}_report.log`),
  } satisfies Source<'text', Params>,
} as const

const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['success', 'operational'],
  ['failed', 'major_outage'],
])

/** The page itself shows "No Data Available" for a service that was not checked within the last day. */
const longestSilenceMs = 24 * 3_600_000

/**
 * Reads the logs, one a service; a service of the settings whose log is missing is unknown. A log that came without an address
 * of its own is one of a service without a name.
 */
export function parse(documents: Documents<typeof sources>, context: Context<Params>): Snapshot {
  const top = topOf('logs')
  const logs = documents.logs ?? []
  const names = logs.map(({ url }) => keyOf(url, context.page.url))
  const ids = namedIds(names.map((name) => name ?? ''))
  const read = logs.map((document, index) => {
    const place = placeIn(top, 'log', index)
    if (names[index] === undefined) omit(place, 'url', document.url, 'an address that does not tell whose log it is')
    return readLog(document, { nativeId: names[index] ?? ids[index] ?? '', name: names[index] ?? '' }, context.observedAt, place)
  })
  if (read.length === 0) throw new ParseError('missing', 'no document to read')
  const byKey = new Map(read.map((log) => [log.component.nativeId, log.component]))
  const missing = (context.params.keys ?? []).filter((key) => !byKey.has(key))
  for (const key of missing) {
    omit(top, key, null, 'a service without a log')
    byKey.set(key, { nativeId: key, name: key, health: 'unknown', native: '', group: false, children: [] })
  }
  const order = context.params.keys ?? [...byKey.keys()]
  return assemble('statsig', context.observedAt, [
    told({
      authority: 'api' as const,
      page: {},
      sourceUpdatedAt: read.reduce<Instant | undefined>((latest, { checkedAt }) => later(latest, checkedAt), undefined),
      components: [...byKey.values()].toSorted((a, b) => order.indexOf(a.nativeId) - order.indexOf(b.nativeId)),
      // Which services there are, the settings alone tell.
      coverage: { components: context.params.keys && missing.length === 0 ? ('full' as const) : ('none' as const) },
      omissions: top.omissions,
    }),
  ])
}

interface Log {
  readonly component: Component
  readonly checkedAt: Instant | undefined
}

type Service = Pick<Component, 'nativeId' | 'name'>

/** The service that the address of a log names; undefined where the address is only that of the page. */
function keyOf(url: string, pageUrl: string): string | undefined {
  const key = /\/([\w.-]{1,100})_report\.log$/u.exec(URL.parse(url)?.pathname ?? '')?.[1]
  if (key === undefined && url !== pageUrl && !url.endsWith('/')) {
    throw new ParseError('foreign', 'an address that is of no log of this platform', { url })
  }
  return key
}

function readLog({ url, body }: Document<'text'>, service: Service, observedAt: Instant, place: Place): Log {
  if (!body.text.endsWith('\n')) throw new ParseError('shape', 'a log without its last line feed', { url, excerpt: body.text.slice(-200) })
  const lines = body.text.split(/\r?\n/u).filter((text) => text.trim() !== '')
  if (lines.length === 0) throw new ParseError('empty', 'a log without checks', { url })
  const last = readCheck(lines.at(-1) ?? '')
  if (!last) throw new ParseError('shape', 'a last line that is no check', { url, excerpt: lines.at(-1) ?? '' })
  const strays = lines.filter((text) => !readCheck(text)).length
  if (strays > 0) omit(place, 'lines', strays, 'lines that are no check')
  return toLog(service, last, observedAt, place)
}

function toLog(service: Service, last: Check, observedAt: Instant, place: Place): Log {
  const checkedAt = instantFromZone(last, 'UTC')
  if (checkedAt === undefined) omit(place, 'time', last, 'a time that no calendar has')
  const isRecent = checkedAt !== undefined && Math.abs(epochMs(observedAt) - epochMs(checkedAt)) <= longestSilenceMs
  if (!isRecent) omit(place, 'word', last.word, 'the last check is more than a day old')
  const health = mapped(healths, last.word, place, 'word')
  return {
    component: { ...service, health: isRecent ? health : 'unknown', native: last.word, group: false, children: [] },
    checkedAt,
  }
}

function later(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a
}
