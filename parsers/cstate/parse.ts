import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromIso } from '../lib/time.ts'
import type { Component, Impact, Incident, Instant, Maintenance, Snapshot } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import { parseHome } from './home.ts'
import type { sources } from './index.ts'
import { parseFeed } from './feed.ts'
import { parseIssuePage, parseList } from './pages.ts'
import { Affected, type Category, Index, Issue, Issues, type System } from './schema.ts'
import { idOf, slugOf, toHealth } from './words.ts'

/** `notice` is no impact: what carries it the pages call a maintenance. */
const impacts: ReadonlyMap<string, Impact> = new Map([
  ['disrupted', 'major'],
  ['down', 'critical'],
])

/** The index before the list of issues, and both before the page itself; a single issue adds its text. */
export function parse(documents: Documents<typeof sources>, { page, observedAt }: Context): Snapshot {
  const parts: readonly Part[] = [
    ...(documents.index ?? []).map((document) => parseIndex(document, page.url)),
    ...(documents.issues ?? []).map((document) => parseIssues(document, page.url)),
    ...(documents.issue ?? []).map((document) => parseIssue(document, page.url)),
    ...(documents.affected ?? []).map((document) => parseAffected(document, page.url)),
    ...(documents.home ?? []).map(parseHome),
    ...(documents.issuePage ?? []).map(parseIssuePage),
    ...(documents.list ?? []).map(parseList),
    ...(documents.feed ?? []).map((document) => parseFeed(document, observedAt)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('cstate', observedAt, parts)
}

/** Names only those open issues that affect a system, so that absence from it means nothing. */
function parseIndex(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('index')
  const wire = readWire(Index, readJson(document), document.url)
  const listed = wire.systems.flatMap(({ unresolvedIssues }, index) =>
    (unresolvedIssues ?? []).map((issue, at) => ({ issue, place: placeIn(placeIn(top, 'systems', index), 'unresolvedIssues', at) })),
  )
  const pinned = (wire.pinnedIssues ?? []).map((issue, index) => ({ issue, place: placeIn(top, 'pinnedIssues', index) }))
  const url = absoluteUrl(wire.baseURL, pageUrl)
  return told({
    authority: 'api' as const,
    page: told({ name: cleanName(wire.title), url }),
    sourceUpdatedAt: instantFromIso(`${wire.buildDate} ${wire.buildTime} ${wire.buildTimezone}`),
    health: toHealth(wire.summaryStatus, top, 'summaryStatus'),
    native: cleanName(wire.summaryStatus),
    components: toComponents(wire.categories, wire.systems, top),
    ...toEntries([...listed, ...pinned], pageUrl),
    coverage: { components: 'full' as const },
    omissions: top.omissions,
  })
}

/** Every issue that the site holds. */
function parseIssues(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('issues')
  const { pages } = readWire(Issues, readJson(document), document.url)
  return {
    authority: 'api',
    ...toEntries(
      pages.map((issue, index) => ({ issue, place: placeIn(top, 'pages', index) })),
      pageUrl,
    ),
    coverage: { incidents: 'full', maintenances: 'full' },
    omissions: top.omissions,
  }
}

function parseIssue(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('issue')
  const issue = readWire(Issue, readJson(document), document.url)
  const { incidents, maintenances } = toEntries([{ issue, place: top }], pageUrl)
  return told({
    authority: 'api' as const,
    incidents: incidents.length > 0 ? incidents : undefined,
    maintenances: maintenances.length > 0 ? maintenances : undefined,
    omissions: top.omissions,
  })
}

/** One system and the issues that affect it: of the others nothing is told. */
function parseAffected(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('affected')
  const { title, status, pages } = readWire(Affected, readJson(document), document.url)
  const listed = pages.map((issue, index) => ({ issue, place: placeIn(top, 'pages', index) }))
  return {
    authority: 'api',
    components: [toComponent({ name: title, status, category: undefined, description: undefined }, top, new Set())],
    ...toEntries(
      listed.flatMap(({ issue, place }) => (issue ? [{ issue, place }] : [])),
      pageUrl,
    ),
    omissions: top.omissions,
  }
}

/** Systems under their categories, in page order. A category without a title is no group. */
function toComponents(categories: readonly Category[], systems: readonly System[], top: Place): readonly Component[] {
  const seen = new Set<string>()
  const rows = systems.map((system, index) => ({ system, component: toComponent(system, placeIn(top, 'systems', index), seen) }))
  const titles = new Set(categories.map(({ name }) => name))
  const grouped = categories.flatMap((category): readonly Component[] => {
    const children = rows.filter(({ system }) => system.category === category.name).map(({ component }) => component)
    if (category.hideTitle) return children
    // The pages work out a category's word from its systems; no document states it.
    const group = { nativeId: `category:${category.name.toLowerCase()}`, name: cleanName(category.name), health: 'unknown' as const }
    return [told({ ...group, native: '', group: true, description: category.description, children })]
  })
  return [...grouped, ...rows.filter(({ system }) => !titles.has(system.category ?? '')).map(({ component }) => component)]
}

function toComponent(system: System, place: Place, seen: Set<string>): Component {
  const own = idOf(system.name)
  const nativeId = seen.has(own) ? `${idOf(system.category ?? '')}/${own}` : own
  seen.add(own)
  return told({
    nativeId,
    name: cleanName(system.name),
    health: system.status ? toHealth(system.status, place, 'status') : ('unknown' as const),
    native: system.status ?? '',
    group: false,
    description: system.description === undefined ? undefined : cleanBody(system.description),
    children: [],
  })
}

interface Listed {
  readonly issue: Issue
  readonly place: Place
}

function toEntries(listed: readonly Listed[], pageUrl: string): { incidents: readonly Incident[]; maintenances: readonly Maintenance[] } {
  return {
    incidents: listed.filter((entry) => !isPlanned(entry)).map((entry) => toIncident(entry, pageUrl)),
    maintenances: listed.filter(isPlanned).map((entry) => toMaintenance(entry, pageUrl)),
  }
}

function isPlanned({ issue }: Listed): boolean {
  return issue.severity === 'notice' && !issue.informational
}

function toIncident({ issue, place }: Listed, pageUrl: string): Incident {
  const { severity, resolved } = issue
  const graded = severity === undefined ? undefined : mapped(impacts, severity, place, 'severity')
  return told({
    ...toFields(issue, place, pageUrl),
    impact: issue.informational ? ('none' as const) : graded,
    nativeImpact: severity,
    phase: resolved ? ('resolved' as const) : ('unknown' as const),
    startedAt: goTime(issue.createdAt, place, 'createdAt'),
    resolvedAt: resolved ? endOf(issue, place) : undefined,
  })
}

function toMaintenance({ issue, place }: Listed, pageUrl: string): Maintenance {
  const end = endOf(issue, place)
  return told({
    ...toFields(issue, place, pageUrl),
    nativeImpact: issue.severity,
    phase: issue.resolved ? ('completed' as const) : ('unknown' as const),
    scheduledFor: goTime(issue.createdAt, place, 'createdAt'),
    // An end that is told before the end is the planned one.
    scheduledUntil: issue.resolved ? undefined : end,
    resolvedAt: issue.resolved ? end : undefined,
  })
}

type Fields = Pick<Incident, 'nativeId' | 'title'> & { [K in 'url' | 'updatedAt' | 'components' | 'updates']: Incident[K] | undefined }

function toFields(issue: Issue, place: Place, pageUrl: string): Fields {
  const url = absoluteUrl(issue.permalink, `${pageUrl}/`)
  const nativeId = slugOf(url)
  if (nativeId === undefined) throw new ParseError('shape', 'an issue without an address', { url: pageUrl, path: 'permalink' })
  const updatedAt = issue.lastMod === issue.createdAt ? undefined : goTime(issue.lastMod, place, 'lastMod')
  return {
    nativeId,
    title: cleanName(issue.title),
    url,
    updatedAt,
    components: issue.affected?.map((name) => ({ nativeId: idOf(name), name: cleanName(name) })),
    // One text that grows; its paragraphs have clock times alone and stand in whatever order the author likes.
    updates: typeof issue.body === 'string' ? [{ nativeId, body: cleanBody(issue.body), format: 'html' as const }] : undefined,
  }
}

/** `2026-11-19 22:10:00.482 +0000 UTC`. */
function goTime(text: string | undefined, place: Place, field: string): Instant | undefined {
  if (text === undefined) return undefined
  const instant = instantFromIso(text.slice(0, 60).replace(/ ([+-]\d{4}) \S{1,9}$/u, ' $1'))
  if (instant === undefined) omit(place, field, text, 'not a time with a zone between 2000 and 2100')
  return instant
}

/**
 * The end as its author wrote it. Without a zone it is read in the site's own (https://gohugo.io/functions/time/astime/),
 * which is UTC where the beginning shows that it is.
 */
function endOf({ createdAt, resolvedAt }: Issue, place: Place): Instant | undefined {
  const isNaive = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/u.test(resolvedAt ?? '')
  return goTime(isNaive && createdAt.endsWith(' +0000 UTC') ? `${resolvedAt} +0000` : resolvedAt, place, 'resolvedAt')
}
