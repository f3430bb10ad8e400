import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { flightObject } from '../lib/embedded.ts'
import { isWhole } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { timeAt, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import * as dialect from '../lib/statuspage-dialect.ts'
import type { Snapshot } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import { parseFeed } from './feed.ts'
import type { sources } from './index.ts'
import { type Names, namesOf, toEntries, toSummaryPart } from './native.ts'
import { Calendar, List, Shim, ShimIncidents, Summary } from './schema.ts'

/** Reads whatever documents are there, the most trusted first: where two tell the same, the former wins. */
export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const pageUrl = context.page.url
  const native = (documents.native ?? []).map((document) => ({ document, wire: readSummary(document) }))
  const home = (documents.home ?? []).map((document) => ({ document, wire: readState(document) }))
  const names: Names = new Map([...home, ...native].flatMap(({ wire }) => [...namesOf(wire)]))
  const parts: Part[] = [
    ...native.map(({ wire }) => ({ authority: 'api' as const, ...toSummaryPart(wire, topOf('native'), names, pageUrl) })),
    ...(documents.nativeIncidents ?? []).map((document) => parseList(document, names, pageUrl)),
    ...home.flatMap(({ document, wire }) => [
      { authority: 'embedded-state' as const, ...toSummaryPart(wire, topOf('home'), names, pageUrl) },
      parseCalendar(document, names, pageUrl),
    ]),
  ]
  const richer = new Set(
    parts.flatMap(({ incidents = [], maintenances = [] }) => [...incidents, ...maintenances].map(({ nativeId }) => nativeId)),
  )
  parts.push(
    ...shimSources.flatMap((source) =>
      (documents[source] ?? []).map((document) => withoutPosts(parseShim(document, source, pageUrl), richer)),
    ),
    ...(documents.atom ?? []).map((document) => parseFeed(document, 'atom', pageUrl)),
    ...(documents.rss ?? []).map((document) => parseFeed(document, 'rss', pageUrl)),
  )
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('incidentio', context.observedAt, parts)
}

function readSummary(document: Document<'json'>): Summary {
  const value = readJson(document)
  if (typeof value !== 'object' || value === null || !('summary' in value)) {
    throw new ParseError('foreign', 'JSON that is no summary of this platform', { url: document.url, excerpt: document.body.text })
  }
  return readWire(Summary, value.summary, document.url)
}

function readState(document: Document<'html'>): Summary {
  if (!isWhole(document.body.text)) throw new ParseError('shape', 'a page that was cut off', { url: document.url })
  // Found by its own keys: other things on a page are called a summary, too.
  const state = flightObject(document, ['components', 'affected_components'])
  if (state === undefined) {
    throw new ParseError('foreign', 'a page without the state of this platform', { url: document.url, excerpt: document.body.text })
  }
  return readWire(Summary, state, document.url)
}

/** The entries of the last months as stubs, and when the page was rendered. */
function parseCalendar(document: Document<'html'>, names: Names, pageUrl: string): Part {
  const top = topOf('home')
  const calendar = Calendar.safeParse(flightObject(document, ['incident_links'])).data
  const clock = Calendar.safeParse(flightObject(document, ['initialNow'])).data?.initialNow
  return told({
    authority: 'embedded-state' as const,
    sourceUpdatedAt: timeAt(clock?.isoDate, top, 'initialNow.isoDate'),
    ...toEntries(present(calendar?.incident_links ?? []).kept, top, 'incident_links', names, pageUrl),
    omissions: top.omissions,
  })
}

/** `/proxy/<host>/incidents`: the newest entries of both kinds, with all their updates. */
function parseList(document: Document<'json'>, names: Names, pageUrl: string): Part {
  const top = topOf('nativeIncidents')
  const value = readJson(document)
  const { incidents } = readWire(List, value, document.url)
  // An empty list says nothing of its origin, but on this path nothing stands beside it.
  const isBare = typeof value === 'object' && value !== null && Object.keys(value).length === 1
  if (incidents.length === 0 && !isBare) throw new ParseError('foreign', 'an empty list of another kind', { url: document.url })
  return {
    authority: 'api',
    ...toEntries(incidents, top, 'incidents', names, pageUrl),
    // Whether those to come are among them is not known.
    coverage: { incidents: 'recent' },
    omissions: top.omissions,
  }
}

const shimSources = ['summary', 'status', 'components', 'incidents'] as const
type ShimSource = (typeof shimSources)[number]

/** The imitation of Statuspage. Its lists are left out where they are empty, its words are those of Statuspage. */
function parseShim(document: Document<'json'>, source: ShimSource, pageUrl: string): Part {
  const top = topOf(source)
  const wire = readWire(source === 'incidents' ? ShimIncidents : Shim, readJson(document), document.url)
  const { page, status, components, incidents = [], scheduled_maintenances: planned = [] } = wire
  const isSummary = source === 'summary'
  if ((isSummary || source === 'status') && !status) throw missing(document, 'status')
  if ((isSummary || source === 'components') && !components) throw missing(document, 'components')
  if (page?.time_zone) throw new ParseError('foreign', "another platform's page", { url: document.url, path: 'page.time_zone' })
  const own = page ? dialect.toPage(page, top, pageUrl) : pageOf(incidents ?? [])
  if (own.nativeId === undefined) throw missing(document, 'page')
  const found = dialect.toEntries(incidents ?? [], top, 'incidents', pageUrl)
  const maintenances = [...found.maintenances, ...dialect.toEntries(planned ?? [], top, 'scheduled_maintenances', pageUrl).maintenances]
  return told({
    authority: 'api' as const,
    page: own,
    sourceUpdatedAt: timeAt(page?.updated_at, top, 'page.updated_at'),
    ...(status ? dialect.toHeadline(status, top) : {}),
    components: components ? dialect.toComponents(components, top) : undefined,
    incidents: isSummary || source === 'incidents' ? found.incidents : undefined,
    maintenances: isSummary || maintenances.length > 0 ? maintenances : undefined,
    coverage: {
      components: components ? ('full' as const) : ('none' as const),
      incidents: isSummary ? ('open' as const) : source === 'incidents' ? ('recent' as const) : ('none' as const),
      maintenances: isSummary ? ('open' as const) : ('none' as const),
    },
    omissions: top.omissions,
  })
}

/** Of an entry that the page's own format tells, the imitation adds the impact, but its posts and clock are the poorer ones. */
function withoutPosts(part: Part, richer: ReadonlySet<string>): Part {
  const bare = { updates: undefined, updatedAt: undefined }
  return told({
    ...part,
    incidents: part.incidents?.map((entry) => (richer.has(entry.nativeId) ? told({ ...entry, ...bare }) : entry)),
    maintenances: part.maintenances?.map((entry) => (richer.has(entry.nativeId) ? told({ ...entry, ...bare }) : entry)),
  })
}

/** The page that all entries of a list without a head belong to. */
function pageOf(entries: readonly { readonly page_id: string }[]): NonNullable<Part['page']> {
  const [nativeId, ...others] = new Set(entries.map((entry) => entry.page_id))
  if (others.length > 0) throw new ParseError('foreign', 'entries of more than one page', { excerpt: others.join(' ') })
  return told({ nativeId })
}

function missing(document: Document, path: string): ParseError {
  return new ParseError('missing', 'a required field is absent', { url: document.url, path })
}
