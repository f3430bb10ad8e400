import type { Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import type { Component, Health, Snapshot } from '../model.ts'
import { type Reading, toIncident, toMaintenance, toResolved } from './entries.ts'
import * as wire from './schema.ts'

/** The home page of either version: headline, monitors where the page tells them, and what it shows of incidents. */

export function sitePage(name: string | null | undefined, url: string | null | undefined): Snapshot['page'] {
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
export function homeV3(read: readonly wire.HomeV3[], source: string, reading: Reading): Part {
  const top = topOf(source)
  const homes = read.filter((home, index) => read.findIndex((other) => categoryOf(other) === categoryOf(home)) === index)
  const [first] = homes
  const names = new Set(homes.map(categoryOf))
  const shown = present(first?.site.categories ?? []).kept.filter(({ isHidden }) => isHidden !== true)
  const unread = shown.map(({ name }) => name).filter((name) => !names.has(name))
  if (unread.length > 0) omit(top, 'site.categories', unread, 'categories whose pages were not read')
  const isWhole = unread.length === 0 && names.has('Home')
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

function categoryOf({ categoryName }: wire.HomeV3): string {
  return categoryName ?? 'Home'
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
export function componentsOf({ monitors, categoryName }: Pick<wire.HomeV3, 'monitors' | 'categoryName'>, top: Place): readonly Component[] {
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
  return inCategory(categoryName, components)
}

/** What stands in "Home" stands in no group. */
export function inCategory(category: string | null | undefined, children: readonly Component[]): readonly Component[] {
  if (!category || category === 'Home') return children
  const name = cleanName(category)
  return [{ nativeId: `category-${name}`, name, health: 'unknown', native: '', group: true, children }]
}

interface Placed {
  readonly entry: wire.Entry
  readonly place: Place
}

export function sorted(entries: readonly Placed[], reading: Reading): Required<Pick<Part, 'incidents' | 'maintenances'>> {
  const [planned, unplanned] = [entries.filter(isPlanned), entries.filter((placed) => !isPlanned(placed))]
  return {
    incidents: unplanned.map(({ entry, place }) => toIncident(entry, place, reading)),
    maintenances: planned.map(({ entry, place }) => toMaintenance(entry, place, reading)),
  }
}

function isPlanned({ entry }: Placed): boolean {
  return entry.incident_type === 'MAINTENANCE'
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

export function homeV4(home: wire.HomeV4, source: string, reading: Reading): Part {
  const top = topOf(source)
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
