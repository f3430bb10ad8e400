import { z } from 'zod'
import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { placeIn, timeAt, topOf } from '../lib/place.ts'
import { list, told } from '../lib/schema.ts'
import { ComponentRow, toComponents, toPage } from '../lib/statuspage-dialect.ts'
import { maintenanceImpact, toImpact } from '../lib/statuspage-words.ts'
import { cleanName } from '../lib/text.ts'
import { epochMs, instantFromIso } from '../lib/time.ts'
import type { Incident, Maintenance } from '../model.ts'
import type { Document } from '../platform.ts'
import { ownJson } from './api.ts'
import { isNativeId } from './fingerprint.ts'
import { ownPage } from './page.ts'

/**
 * /history?page=N carries three months as the properties of a React component; /history.json?page=N is the same object.
 * Captured 2025-08 from www.aemstatus.net. Quirks: `message` is the newest update alone; `timestamp` is a period in the
 * page's clock, to the minute, and whether it begins with the start or with the first post is not said: so an entry
 * here tells its id, title and impact, and its own page has the rest.
 */
const History = z.object({
  page_status: z.object({
    page: z.object({
      id: z.string().refine(isNativeId, 'not an id of this platform').nullish(),
      name: z.string(),
      time_zone: z.string().nullish(),
      created_at: z.string().nullish(),
      updated_at: z.string().nullish(),
    }),
  }),
  components: list(ComponentRow).nullish(),
  months: list(
    z.object({
      name: z.string(),
      year: z.number(),
      incidents: list(z.object({ code: z.string().min(1), name: z.string(), impact: z.string().nullish() })),
    }),
  ),
  end_time: z.string().nullish(),
})
type History = z.infer<typeof History>

export function parseHistory(document: Document<'html'>, pageUrl: string): Part {
  return toPart(readPage(document), 'history', pageUrl)
}

export function parseHistoryJson(document: Document<'json'>, pageUrl: string): Part {
  return toPart(readWire(History, ownJson(document), document.url), 'historyJson', pageUrl)
}

function toPart(wire: History, source: string, pageUrl: string): Part {
  const top = topOf(source)
  const { page } = wire.page_status
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [monthIndex, month] of wire.months.entries()) {
    for (const [index, { code, name, impact }] of month.incidents.entries()) {
      const place = placeIn(placeIn(top, 'months', monthIndex), 'incidents', index)
      const stub = { nativeId: code, title: cleanName(name), url: `${pageUrl}/incidents/${code}` }
      if (impact === maintenanceImpact) maintenances.push({ ...stub, nativeImpact: impact })
      else incidents.push(impact ? { ...stub, impact: toImpact(impact, place, 'impact'), nativeImpact: impact } : stub)
    }
  }
  return told({
    authority: 'embedded-state' as const,
    page: toPage({ id: page.id, name: page.name, time_zone: page.time_zone }, top, pageUrl),
    sourceUpdatedAt: timeAt(page.updated_at, top, 'page_status.page.updated_at'),
    components: wire.components && wire.components.length > 0 ? toComponents(wire.components, top) : undefined,
    incidents,
    maintenances,
    omissions: top.omissions,
  })
}

/** Thirty years of three months each: more than any page has, and an end for one that would go on for ever. */
const mostPages = 120
/** Before the platform itself: nothing older is on it, whatever a page says. */
const beginning = instantFromIso('2012-01-01T00:00:00.000Z')
const yearMs = 366 * 86_400_000

/**
 * The address of the next older page. An empty page ends nothing: quiet quarters lie between busy ones, and incidents are
 * filed under dates from before the page was made. So the walk goes on for another year, four pages, behind its making, and
 * ends at the first empty page there.
 */
export function nextHistoryPage(document: Document, walked: number): string | undefined {
  const wire = historyOf(document)
  const url = URL.parse(document.url)
  if (!wire || !url || walked >= mostPages) return undefined
  const end = instantFromIso(wire.end_time)
  const made = instantFromIso(wire.page_status.page.created_at) ?? beginning
  const isEmpty = wire.months.every(({ incidents }) => incidents.length === 0)
  if (isEmpty && (!end || !made || epochMs(end) < epochMs(made) - yearMs)) return undefined
  const page = Number(url.searchParams.get('page') ?? 1)
  url.searchParams.set('page', String(page + 1))
  return url.href
}

/** Undefined where the page cannot be read: the walk ends there, and parsing the same document says why. */
function historyOf(document: Document): History | undefined {
  try {
    return document.body.medium === 'html'
      ? readPage({ ...document, body: { ...document.body, medium: 'html' } })
      : readWire(History, JSON.parse(document.body.text), document.url)
  } catch {
    return undefined
  }
}

function readPage(document: Document<'html'>): History {
  const $ = ownPage(document, 'status-full-history')
  const props = $('[data-react-class="HistoryIndex"]').attr('data-react-props')
  if (props === undefined)
    throw new ParseError('missing', 'no history in the page', { url: document.url, path: '[data-react-class="HistoryIndex"]' })
  return readWire(History, readJson({ ...document, body: { medium: 'json', text: props } }), document.url)
}
