import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readSvelteData } from '../lib/devalue.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import type { Component, Health, Snapshot } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { healths, type Reading, toIncident, toMaintenance, toResolved } from './entries.ts'
import { parseFeed } from './feed.ts'
import * as wire from './schema.ts'

interface Params {
  readonly tags?: readonly string[] | undefined
}

interface Documents {
  readonly home?: readonly Document<'json'>[]
  readonly monitors?: readonly Document<'json'>[]
  readonly events?: readonly Document<'json'>[]
  readonly upcoming?: readonly Document<'json'>[]
  readonly months?: readonly Document<'json'>[]
  readonly rss?: readonly Document<'xml'>[]
}

export function parse(documents: Documents, context: Context<Params>): Snapshot {
  const pageUrl = context.page.url
  const { observedAt } = context
  const homes = (documents.home ?? []).map((document) => ({ document, data: loadedBy(document) }))
  const old = homes.filter(({ data }) => data['pageStatus'] === undefined)
  const parts: Part[] = [
    ...homes
      .filter(({ data }) => data['pageStatus'] !== undefined)
      .map(({ document, data }) => homeV4(readWire(wire.HomeV4, data, document.url), { version: 4, pageUrl, observedAt })),
    ...(old.length === 0
      ? []
      : [
          homeV3(
            old.map(({ document, data }) => readWire(wire.HomeV3, data, document.url)),
            { version: 3, pageUrl, observedAt },
          ),
        ]),
    ...(documents.events ?? []).map((document) => parseEvents(document, { version: 4, pageUrl, observedAt })),
    ...(documents.monitors ?? []).map((document) => parseBars(document, context.params.tags)),
    ...(documents.upcoming ?? []).map((document) => parseMonth('upcoming', document, { version: 3, pageUrl, observedAt })),
    ...(documents.months ?? []).map((document) => parseMonth('months', document, { version: 3, pageUrl, observedAt })),
    ...(documents.rss ?? []).map((document) => parseFeed(document)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('kener', observedAt, parts)
}

/** What the layouts and the page loaded, as one object. */
export function loadedBy(document: Document<'json'>): Readonly<Record<string, unknown>> {
  const { nodes, redirect } = readSvelteData(document)
  if (redirect !== undefined) throw new ParseError('foreign', 'a page that is elsewhere', { url: document.url, excerpt: redirect })
  return Object.assign({}, ...nodes)
}

function sitePage(name: string | null | undefined, url: string | null | undefined): Snapshot['page'] {
  return told({ name: name ? cleanName(name) : undefined, url: absoluteUrl(url, 'https://kener.ing') })
}

const colours: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['api-up', 'operational'],
  ['api-degraded', 'degraded_performance'],
  ['api-down', 'major_outage'],
  ['api-maintenance', 'under_maintenance'],
  ['api-nodata', 'unknown'],
])

const headlinesV3: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['All Systems are Operational', 'operational'],
  ['All Systems are Degraded', 'degraded_performance'],
  ['Some Systems are Degraded', 'degraded_performance'],
  ['Some Systems Degraded', 'degraded_performance'],
  ['Some Systems are not working as expected', 'degraded_performance'],
  ['Some Systems are Down', 'partial_outage'],
  ['Some Systems Down', 'partial_outage'],
  ['All Systems are Down', 'major_outage'],
  ['All Systems are in Maintenance', 'under_maintenance'],
  ['Some Systems are in Maintenance', 'under_maintenance'],
  ['Some Systems in Maintenance', 'under_maintenance'],
])

/** The home page shows the category "Home" alone; each other one has a page, which is read where it is known. */
function homeV3(homes: readonly wire.HomeV3[], reading: Reading): Part {
  const top = topOf('home')
  const [first] = homes
  const read = new Set(homes.map(({ categoryName }) => categoryName ?? 'Home'))
  const shown = present(first?.site.categories ?? []).kept.filter(({ isHidden }) => isHidden !== true)
  const unread = shown.map(({ name }) => name).filter((name) => !read.has(name))
  if (unread.length > 0) omit(top, 'site.categories', unread, 'categories whose pages were not read')
  const isWhole = unread.length === 0 && read.has('Home')
  const headline = homes.find(({ systemDataMessage }) => systemDataMessage)
  const entries = homes.flatMap((home) => [
    ...home.allRecentIncidents.map((entry, index) => ({ entry, place: placeIn(top, 'allRecentIncidents', index) })),
    ...home.allRecentMaintenances.map((entry, index) => ({ entry, place: placeIn(top, 'allRecentMaintenances', index) })),
  ])
  const extent = isWhole ? ('recent' as const) : ('none' as const)
  return told({
    authority: 'embedded-state' as const,
    page: sitePage(first?.site.siteName, first?.site.siteURL),
    ...(headline ? headlineOf(headline, top) : {}),
    components: homes.flatMap((home) => componentsOf(home, top)),
    ...sorted(entries, reading),
    coverage: { components: isWhole ? ('full' as const) : ('none' as const), incidents: extent, maintenances: extent },
    omissions: top.omissions,
  })
}

/** The text is in the page's language; the dictionary that it was taken from is part of the data. */
function headlineOf({ systemDataMessage, lang }: wire.HomeV3, top: Place): Pick<Part, 'health' | 'native'> {
  const native = systemDataMessage?.text ?? ''
  const english = headlinesV3.has(native)
    ? native
    : Object.entries(lang ?? {}).find(([word, text]) => text === native && headlinesV3.has(word))?.[0]
  return { health: mapped(headlinesV3, english ?? native, top, 'systemDataMessage.text'), native: cleanName(native) }
}

/** The text beside each name changes by the minute and with the language ("DOWN for 1 minute"); its colour class does not. */
function componentsOf({ monitors, categoryName }: wire.HomeV3, top: Place): readonly Component[] {
  const components = monitors.map(({ tag, name, description, pageData }, index) =>
    told({
      nativeId: tag,
      name: cleanName(name),
      health: mapped(colours, pageData.summaryColorClass, placeIn(top, 'monitors', index), 'pageData.summaryColorClass'),
      native: pageData.summaryColorClass,
      group: false,
      description: description ? cleanBody(description) : undefined,
      children: [],
    }),
  )
  if (!categoryName || categoryName === 'Home') return components
  const name = cleanName(categoryName)
  return [{ nativeId: `category-${name}`, name, health: 'unknown', native: '', group: true, children: components }]
}

interface Placed {
  readonly entry: wire.Entry
  readonly place: Place
}

function sorted(entries: readonly Placed[], reading: Reading): Required<Pick<Part, 'incidents' | 'maintenances'>> {
  const [planned, unplanned] = [entries.filter(isPlanned), entries.filter((placed) => !isPlanned(placed))]
  return {
    incidents: unplanned.map(({ entry, place }) => toIncident(entry, place, reading)),
    maintenances: planned.map(({ entry, place }) => toMaintenance(entry, place, reading)),
  }
}

function isPlanned({ entry }: Placed): boolean {
  return entry.incident_type === 'MAINTENANCE'
}

function parseMonth(source: 'upcoming' | 'months', document: Document<'json'>, reading: Reading): Part {
  const { redirect } = readSvelteData(document)
  // The list of all months is only a way to the current one.
  if (redirect !== undefined && /\/incidents\/[A-Z][a-z]{2,8}-20\d\d$/u.test(redirect))
    return { authority: 'embedded-state', omissions: [] }
  const top = topOf(source)
  const { site, incidents } = readWire(wire.Month, loadedBy(document), document.url)
  return {
    authority: 'embedded-state',
    page: sitePage(site.siteName, site.siteURL),
    ...sorted(
      incidents.map((entry, index) => ({ entry, place: placeIn(top, 'incidents', index) })),
      reading,
    ),
    omissions: top.omissions,
  }
}

const summaries: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['All Systems Operational', 'operational'],
  ['Degraded Performance', 'degraded_performance'],
  ['Partial Degraded Performance', 'degraded_performance'],
  ['Partial System Outage', 'partial_outage'],
  ['Major System Outage', 'major_outage'],
  ['Under Maintenance', 'under_maintenance'],
  ['No Status Available', 'unknown'],
])

function homeV4(home: wire.HomeV4, reading: Reading): Part {
  const top = topOf('home')
  const { statusSummary } = home.pageStatus
  const maintenances = ['ongoingMaintenances', 'upcomingMaintenances', 'pastMaintenances'] as const
  const showsOpen = wire.ShowsIncidents.safeParse(home.pageDetails?.page_settings).success
  return {
    authority: 'embedded-state',
    page: sitePage(home.siteName, home.siteUrl),
    health: mapped(summaries, statusSummary, top, 'pageStatus.statusSummary'),
    native: cleanName(statusSummary),
    incidents: [
      ...home.ongoingIncidents.map((entry, index) => toIncident(entry, placeIn(top, 'ongoingIncidents', index), reading)),
      ...(home.recentConcludedMaintenances ?? []).map((entry, index) =>
        toResolved(entry, placeIn(top, 'recentConcludedMaintenances', index), reading),
      ),
    ],
    maintenances: maintenances.flatMap((name) =>
      (home[name] ?? []).map((entry, index) => toMaintenance(entry, placeIn(top, name, index), reading)),
    ),
    coverage: { incidents: showsOpen ? 'open' : 'none' },
    omissions: top.omissions,
  }
}

function parseEvents(document: Document<'json'>, reading: Reading): Part {
  const top = topOf('events')
  const { incidents, maintenances } = readWire(wire.Events, readJson(document), document.url)
  return {
    authority: 'api',
    incidents: incidents.map((entry, index) => toIncident(entry, placeIn(top, 'incidents', index), reading)),
    maintenances: maintenances.map((entry, index) => toMaintenance(entry, placeIn(top, 'maintenances', index), reading)),
    coverage: { incidents: 'recent', maintenances: 'recent' },
    omissions: top.omissions,
  }
}

function parseBars(document: Document<'json'>, tags: readonly string[] = []): Part {
  const top = topOf('monitors')
  const { data, missingTags } = readWire(wire.Bars, readJson(document), document.url)
  const rows = Object.entries(data)
  if (rows.length === 0) throw new ParseError('empty', 'no monitor among those asked for', { url: document.url })
  if (missingTags && missingTags.length > 0) omit(top, 'missingTags', missingTags, 'monitors that are no longer there')
  const absent = tags.filter((tag) => !Object.hasOwn(data, tag) && !missingTags?.includes(tag))
  if (absent.length > 0) omit(top, 'data', absent, 'monitors that were asked for and not told')
  return {
    authority: 'api',
    components: rows.map(([tag, { name, description, currentStatus }]) =>
      told({
        nativeId: tag,
        name: cleanName(name),
        health: mapped(healths, currentStatus, top, `data.${tag}.currentStatus`),
        native: currentStatus,
        group: false,
        description: description ? cleanBody(description) : undefined,
        children: [],
      }),
    ),
    coverage: { components: tags.length > 0 && absent.length === 0 ? 'full' : 'none' },
    omissions: top.omissions,
  }
}
