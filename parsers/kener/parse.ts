import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readSvelteData } from '../lib/devalue.ts'
import { isWhole } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { readSveltePage } from '../lib/svelte-page.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import type { Snapshot } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { type Answers, parseAnswers } from './answers.ts'
import { healths, type Reading, toIncident, toMaintenance } from './entries.ts'
import { parseFeed } from './feed.ts'
import { componentsOf, homeV3, homeV4, sitePage, sorted } from './home.ts'
import * as wire from './schema.ts'

interface Params {
  readonly tags?: readonly string[] | undefined
}

interface Documents extends Answers {
  readonly home?: readonly Document<'json'>[]
  readonly monitors?: readonly Document<'json'>[]
  readonly events?: readonly Document<'json'>[]
  readonly upcoming?: readonly Document<'json'>[]
  readonly months?: readonly Document<'json'>[]
  readonly page?: readonly Document<'html'>[]
  readonly rss?: readonly Document<'xml'>[]
}

export function parse(documents: Documents, context: Context<Params>): Snapshot {
  const pageUrl = context.page.url
  const { observedAt } = context
  const homes = (documents.home ?? []).map((document) => ({ url: document.url, data: loadedBy(document) }))
  const pages = (documents.page ?? []).map((document) => ({ url: document.url, data: loadedByPage(document) }))
  const reading = { pageUrl, observedAt }
  const parts: readonly Part[] = [
    ...homesOf('home', homes, reading),
    ...(documents.events ?? []).map((document) => parseEvents(document, { version: 4, ...reading })),
    ...(documents.monitors ?? []).map((document) => parseBars(document, context.params.tags)),
    ...(documents.upcoming ?? []).map((document) => parseMonth('upcoming', document, { version: 3, ...reading })),
    ...(documents.months ?? []).map((document) => parseMonth('months', document, { version: 3, ...reading })),
    ...parseAnswers(documents, { version: 3, ...reading }),
    ...homesOf('page', pages.filter(isHome), reading),
    ...pages.filter((page) => !isHome(page)).map((page) => parsePage(page, reading)),
    ...(documents.rss ?? []).map((document) => parseFeed(document)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('kener', observedAt, parts)
}

interface Loaded {
  readonly url: string
  readonly data: Readonly<Record<string, unknown>>
}

function isHome({ data }: Loaded): boolean {
  return data['pageStatus'] !== undefined || data['allRecentIncidents'] !== undefined
}

function homesOf(source: 'home' | 'page', homes: readonly Loaded[], reading: Omit<Reading, 'version'>): readonly Part[] {
  const old = homes.filter(({ data }) => data['pageStatus'] === undefined).map(({ url, data }) => readWire(wire.HomeV3, data, url))
  return [
    ...homes
      .filter(({ data }) => data['pageStatus'] !== undefined)
      .map(({ url, data }) => homeV4(readWire(wire.HomeV4, data, url), source, { version: 4, ...reading })),
    ...(old.length === 0 ? [] : [homeV3(old, source, { version: 3, ...reading })]),
  ]
}

/** The other pages of a site: a month, what is to come, one monitor made to stand in other pages, one event. */
function parsePage({ url, data }: Loaded, reading: Omit<Reading, 'version'>): Part {
  const top = topOf('page')
  if (data['embed'] === true) {
    const { site, monitors } = readWire(wire.Embedded, data, url)
    if (monitors.length === 0) throw new ParseError('empty', 'a monitor that is not there', { url })
    const components = componentsOf({ monitors }, top)
    return { authority: 'embedded-state', page: sitePage(site.siteName, site.siteURL), components, omissions: top.omissions }
  }
  if (data['incidents'] !== undefined) return monthOf(readWire(wire.Month, data, url), top, { version: 3, ...reading })
  if (data['incident'] === undefined) throw new ParseError('foreign', 'a page of Kener that tells no status', { url })
  const { site, siteName, siteUrl, incident, comments, affectedMonitors } = readWire(wire.Single, data, url)
  const version = site ? 3 : 4
  const entry = { ...incident, comments: comments ?? incident.comments, monitors: affectedMonitors ?? incident.monitors }
  const { incidents, maintenances } = sorted([{ entry, place: placeIn(top, 'incident') }], { version, ...reading })
  return told({
    authority: 'embedded-state' as const,
    page: sitePage(site?.siteName ?? siteName, site?.siteURL ?? siteUrl),
    incidents: incidents.length > 0 ? incidents : undefined,
    maintenances: maintenances.length > 0 ? maintenances : undefined,
    omissions: top.omissions,
  })
}

/** What the layouts and the page loaded, as one object. */
export function loadedBy(document: Document<'json'>): Readonly<Record<string, unknown>> {
  const { nodes, redirect } = readSvelteData(document)
  if (redirect !== undefined) throw new ParseError('foreign', 'a page that is elsewhere', { url: document.url, excerpt: redirect })
  return Object.assign({}, ...nodes)
}

/** The same, out of a page as it is served to readers. */
function loadedByPage(document: Document<'html'>): Readonly<Record<string, unknown>> {
  const nodes = readSveltePage(document)
  if (!isWhole(document.body.text)) throw new ParseError('shape', 'a page that was cut off', { url: document.url })
  return Object.assign({}, ...nodes)
}

function parseMonth(source: 'upcoming' | 'months', document: Document<'json'>, reading: Reading): Part {
  const { redirect } = readSvelteData(document)
  // The list of all months is only a way to the current one.
  if (redirect !== undefined && /\/incidents\/[A-Z][a-z]{2,8}-20\d\d$/u.test(redirect))
    return { authority: 'embedded-state', omissions: [] }
  return monthOf(readWire(wire.Month, loadedBy(document), document.url), topOf(source), reading)
}

function monthOf({ site, incidents }: wire.Month, top: Place, reading: Reading): Part {
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
