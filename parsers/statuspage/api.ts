import { z } from 'zod'
import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { classifyRefusal } from '../lib/refusal.ts'
import { list, told } from '../lib/schema.ts'
import * as dialect from '../lib/statuspage-dialect.ts'
import type { Document } from '../platform.ts'
import { isNativeId, refusals } from './fingerprint.ts'

/**
 * The keyless JSON API. Source: https://confluence.status.atlassian.com/api, and the answers of nine pages captured between
 * 2020-07 and 2026-09. Authority: the vendor's own. Quirks: /api/v2/incidents.json and scheduled-maintenances.json hold
 * the 50 newest and know no paging; both lists of the summary hold open entries only.
 */

const Page = dialect.Page.extend({ id: z.string().min(1), name: z.string() })
const components = list(dialect.ComponentRow)
const entries = list(dialect.Entry)

const Status = z.object({ page: Page, status: dialect.PageStatus })
const Components = z.object({ page: Page, components })
const Summary = Status.extend({ components, incidents: entries, scheduled_maintenances: entries })
// Archives keep the lists without their head; the entries then say whose they are.
const Incidents = z.object({ page: Page.nullish(), incidents: entries })
const Maintenances = z.object({ page: Page.nullish(), scheduled_maintenances: entries })
const Single = z.object({ page: Page.nullish(), incident: dialect.Entry })

type JsonDocument = Document<'json'>

export function parseSummary(document: JsonDocument, pageUrl: string): Part {
  const top = topOf('summary')
  const wire = readWire(Summary, ownJson(document), document.url)
  const { incidents, maintenances } = dialect.toEntries(wire.incidents, top, 'incidents', pageUrl)
  const planned = dialect.toEntries(wire.scheduled_maintenances, top, 'scheduled_maintenances', pageUrl)
  belongsTo(wire.page.id, [...wire.incidents, ...wire.scheduled_maintenances], document.url)
  return {
    ...headOf(wire.page, top, pageUrl),
    ...dialect.toHeadline(wire.status, top),
    components: toTree(wire.components, top, document.url),
    incidents,
    maintenances: [...maintenances, ...planned.maintenances],
    coverage: { components: 'full', incidents: 'open', maintenances: 'open' },
    omissions: top.omissions,
  }
}

export function parseStatus(document: JsonDocument, pageUrl: string): Part {
  const top = topOf('status')
  const wire = readWire(Status, ownJson(document), document.url)
  return { ...headOf(wire.page, top, pageUrl), ...dialect.toHeadline(wire.status, top), omissions: top.omissions }
}

export function parseComponents(document: JsonDocument, pageUrl: string): Part {
  const top = topOf('components')
  const wire = readWire(Components, ownJson(document), document.url)
  return {
    ...headOf(wire.page, top, pageUrl),
    components: toTree(wire.components, top, document.url),
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

export function parseIncidents(document: JsonDocument, pageUrl: string, source: 'incidents' | 'unresolved'): Part {
  const top = topOf(source)
  const wire = readWire(Incidents, ownJson(document), document.url)
  return {
    ...ownHead(wire.page, wire.incidents, top, pageUrl, document.url),
    ...toldKinds(dialect.toEntries(wire.incidents, top, 'incidents', pageUrl), 'incidents'),
    coverage: { incidents: source === 'incidents' ? 'recent' : 'open' },
    omissions: top.omissions,
  }
}

/** `upcoming` and `active` hold a part of the open ones each: only both together leave nothing out. */
export function parseMaintenances(
  document: JsonDocument,
  pageUrl: string,
  source: 'scheduledMaintenances' | 'upcoming' | 'active',
  isEveryOpenOneRead: boolean,
): Part {
  const top = topOf(source)
  const wire = readWire(Maintenances, ownJson(document), document.url)
  const extent = isEveryOpenOneRead ? 'open' : 'none'
  return {
    ...ownHead(wire.page, wire.scheduled_maintenances, top, pageUrl, document.url),
    maintenances: dialect.toEntries(wire.scheduled_maintenances, top, 'scheduled_maintenances', pageUrl).maintenances,
    coverage: { maintenances: source === 'scheduledMaintenances' ? 'recent' : extent },
    omissions: top.omissions,
  }
}

export function parseIncident(document: JsonDocument, pageUrl: string): Part {
  const top = topOf('incident')
  const wire = readWire(Single, ownJson(document), document.url)
  const found = dialect.toEntry(wire.incident, placeIn(top, 'incident'), pageUrl)
  return {
    ...ownHead(wire.page, [wire.incident], top, pageUrl, document.url),
    ...toldKinds(found),
    omissions: top.omissions,
  }
}

/** Of a kind that is neither the list's own nor found in it nothing was said. */
function toldKinds({ incidents, maintenances }: dialect.Entries, own?: 'incidents'): Pick<Part, 'incidents' | 'maintenances'> {
  return told({
    incidents: own === 'incidents' || incidents.length > 0 ? incidents : undefined,
    maintenances: maintenances.length > 0 ? maintenances : undefined,
  })
}

/** The JSON of a document that shows itself to be Statuspage's; an imitation of its paths or of its shape is refused. */
export function ownJson(document: JsonDocument): unknown {
  const refusal = document.body.text.length > 0 && !looksLikeJson(document.body.text) ? classifyRefusal(document, refusals) : undefined
  if (refusal) throw new ParseError('foreign', refusal.what, { url: document.url })
  const value = readJson(document)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ParseError('shape', 'JSON that is no object', { url: document.url, excerpt: document.body.text })
  }
  const stranger = strangeness(value)
  if (stranger) throw new ParseError('foreign', stranger, { url: document.url, excerpt: document.body.text })
  return value
}

function looksLikeJson(text: string): boolean {
  return /^[\s\uFEFF]*[{["\d\-tfn]/u.test(text)
}

const Look = z.object({ page: z.object({ id: z.unknown().optional(), time_zone: z.unknown().optional(), status: z.unknown().optional() }) })

/** Other products answer 200 on the same paths, with ids of their own kind and fewer keys. */
function strangeness(value: object): string | undefined {
  if ('data' in value || 'summary' in value || 'activeIncidents' in value) return "another product's answer on this path"
  const look = Look.safeParse(value)
  if (!look.success) return undefined
  const { id, time_zone: timeZone, status } = look.data.page
  if (typeof status === 'string') return "another product's answer on this path"
  if (typeof id !== 'string' || isNativeId(id)) return undefined
  // A page of the makers' own has had a plain word for its id; no imitation tells the zone.
  return typeof timeZone === 'string' && !isForeignId(id) ? undefined : 'ids that are not of this platform'
}

/** ULID, UUID, cuid, ObjectId, number: what other products name their pages and incidents with. */
function isForeignId(id: string): boolean {
  return /^(?:[0-9A-Z]{26}|[\da-f]{8}-[\da-f-]{27}|c[0-9a-z]{24}|[\da-f]{24}|\d+)$/u.test(id)
}

function headOf(page: z.infer<typeof Page>, top: Place, pageUrl: string): Pick<Part, 'authority' | 'page' | 'sourceUpdatedAt'> {
  return told({
    authority: 'api' as const,
    page: dialect.toPage(page, top, pageUrl),
    sourceUpdatedAt: timeAt(page.updated_at, top, 'page.updated_at'),
  })
}

/** The head of a list; where it was left out, the entries have to show whose they are. */
function ownHead(
  page: z.infer<typeof Page> | null | undefined,
  listed: readonly dialect.Entry[],
  top: Place,
  pageUrl: string,
  url: string,
): Pick<Part, 'authority' | 'page' | 'sourceUpdatedAt'> {
  const pageId = page?.id ?? listed[0]?.page_id ?? undefined
  if (pageId === undefined) throw new ParseError('missing', 'nothing that says which page this is', { url, path: 'page' })
  if (!page && !listed.every(({ id }) => isNativeId(id))) throw new ParseError('foreign', 'ids that are not of this platform', { url })
  belongsTo(pageId, listed, url)
  return page ? headOf(page, top, pageUrl) : { authority: 'api', page: { nativeId: pageId } }
}

function belongsTo(pageId: string, listed: readonly dialect.Entry[], url: string): void {
  const stray = listed.find(({ page_id: owner }) => owner && owner !== pageId)
  if (stray) throw new ParseError('foreign', "entries of another tenant's page", { url, excerpt: stray.page_id ?? '' })
}

/**
 * A page without a single component proves nothing about the service, and an emptied list looks the same: of more than
 * 2,200 summaries of real pages none is without.
 */
function toTree(rows: readonly dialect.ComponentRow[], top: Place, url: string): NonNullable<Part['components']> {
  if (rows.length === 0) throw new ParseError('empty', 'a page without components', { url, path: 'components' })
  return dialect.toComponents(rows, top)
}
