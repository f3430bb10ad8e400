import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl, type CheerioAPI, isWhole, lineOf, loadHtml, type Node, textOf } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromStamp, readStamp } from '../lib/stamp.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import type { Component, Health, Incident, Snapshot } from '../model.ts'
import type { Context, Document, Documents, Medium, Source, When } from '../platform.ts'
import { type Probe, Report, reportPath } from './schema.ts'

/** The page tells all that there is; the report came late, and has the states without the announcements. */
export const sources = {
  home: source('html', 'poll', ''),
  report: source('json', 'fallback', reportPath),
  text: source('text', 'fallback', '/status/text/'),
} as const

function source<M extends Medium>(medium: M, when: When, path: string): Source<M> {
  return { medium, via: 'http', when, urls: (page) => [page.url + path] }
}

const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['healthy', 'operational'],
  ['sick', 'degraded_performance'],
  ['dead', 'major_outage'],
])
/** The banner's own text for a page of which any part is dead: "Partial service outage ongoing". */
const headlines: ReadonlyMap<string, Health> = new Map<string, Health>([...healths, ['dead', 'partial_outage']])

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = [
    ...(documents.report ?? []).map(parseReport),
    ...(documents.home ?? []).map((document) => parseHome(document)),
    ...(documents.text ?? []).map(parseText),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('vigil', context.observedAt, parts)
}

function parseReport(document: Document<'json'>): Part {
  const top = topOf('report')
  const { health, page, probes } = readWire(Report, readJson(document), document.url)
  if (probes.length === 0) throw new ParseError('empty', 'a report without probes', { url: document.url, path: 'probes' })
  return {
    authority: 'api',
    page: told({ name: page?.name ? cleanName(page.name) : undefined, url: absoluteUrl(page?.url, document.url) }),
    health: mapped(headlines, health, top, 'health'),
    native: health,
    components: toComponents(probes, top),
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

/** The word alone, where nothing else is to be had. */
function parseText({ url, body }: Document<'text'>): Part {
  const native = body.text.trim()
  const health = headlines.get(native)
  if (health === undefined) throw new ParseError('foreign', 'none of the three words of this platform', { url, excerpt: native })
  return { authority: 'api', health, native, omissions: [] }
}

/** Nodes stand under their probe; replicas have no name, and their state is the node's. */
function toComponents(probes: readonly Probe[], top: Place): readonly Component[] {
  const unique = distinct(top)
  return probes.map((probe, index) => {
    const place = placeIn(top, 'probes', index)
    const nativeId = unique(cleanName(probe.name.toLowerCase()))
    return {
      ...toComponent(nativeId, probe.name, probe.status, place),
      group: true,
      children: probe.nodes.map(({ name, status }, child) =>
        toComponent(unique(cleanName(`${nativeId}/${name.toLowerCase()}`)), name, status, placeIn(place, 'nodes', child)),
      ),
    }
  })
}

function toComponent(nativeId: string, name: string, status: string, place: Place): Component {
  return { nativeId, name: cleanName(name), health: mapped(healths, status, place, 'status'), native: status, group: false, children: [] }
}

/** A name that comes again is told apart by how often it came. */
function distinct(top: Place): (name: string) => string {
  const seen = new Map<string, number>()
  return (name) => {
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    if (times > 1) omit(top, 'probes', name, 'a name that comes twice')
    return times === 1 ? name : `${name}#${times}`
  }
}

function parseHome(document: Document<'html'>): Part {
  const { url, body } = document
  if (!/window\.STATUS_GENERAL|<aside class="status-[a-z]{1,20}-background"/u.test(body.text)) {
    throw new ParseError('foreign', 'a page without a mark of this platform', { url, excerpt: body.text })
  }
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const $ = loadHtml(document)
  const top = topOf('home')
  const banner = $('aside[class*="-background"]').first()
  const word = wordIn(banner.attr('class'), /(?:^| )status-([a-z]+)-background(?: |$)/u)
  if (word === undefined) throw new ParseError('missing', 'no headline', { url, path: 'aside' })
  const probes = $('section.probe')
    .toArray()
    .map((element) => readProbe($, element, url))
  if (probes.length === 0) throw new ParseError('empty', 'a page without probes', { url, path: 'section.probe' })
  const text = lineOf(banner.find('h1').first())
  return {
    authority: 'markup',
    page: { name: cleanName(lineOf($('title').first())) },
    health: mapped(headlines, word, top, 'headline'),
    native: cleanName(text === '' ? word : text),
    components: toComponents(probes, top),
    incidents: readAnnouncements($, top),
    coverage: { components: 'full', incidents: 'open' },
    omissions: top.omissions,
  }
}

function readProbe($: CheerioAPI, element: Node, url: string): Probe {
  const status = wordIn($(element).find('.title .badge').attr('class'), /(?:^| )badge-status-([a-z]+)(?: |$)/u)
  const nodes = $(element)
    .find('li')
    .toArray()
    .map((node) => ({
      name: lineOf($(node).find('label').first()),
      status: wordIn($(node).attr('class'), /(?:^| )status-([a-z]+)-background-before(?: |$)/u) ?? '',
    }))
  const name = lineOf($(element).find('h3').first())
  if (status === undefined || name === '' || nodes.some((node) => node.name === '' || node.status === '')) {
    throw new ParseError('missing', 'a probe or node without name or state', { url, path: 'section.probe' })
  }
  return { name, status, nodes }
}

function wordIn(classes: string | undefined, pattern: RegExp): string | undefined {
  return pattern.exec(classes ?? '')?.[1]
}

/** What the operator announces until it is taken back: text of any kind, without id, phase or impact. */
function readAnnouncements($: CheerioAPI, top: Place): readonly Incident[] {
  const seen = new Map<string, Incident>()
  for (const [index, element] of $('.announcement-unit').toArray().entries()) {
    const place = placeIn(top, 'announcements', index)
    const title = cleanName(lineOf($(element).find('h4').first()))
    const printed = lineOf($(element).find('time').first()).replace(/^Published on /u, '')
    // "18 Nov 2026, 10:15:00 UTC+00:00": the day stands before the month.
    const stamp = readStamp(printed.replace(/^(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})/u, '$2 $1, $3'))
    const postedAt = stamp && instantFromStamp(stamp, undefined)
    if (printed !== '' && postedAt === undefined) omit(place, 'date', printed, 'a time without a zone')
    const nativeId = cleanName(`${title} (${printed})`.toLowerCase())
    const body = cleanBody(textOf($(element).find('p').first()))
    const updates = [told({ body, format: 'text' as const, postedAt })]
    seen.set(nativeId, told({ nativeId, title, phase: 'unknown' as const, nativePhase: 'Announcement', createdAt: postedAt, updates }))
  }
  return [...seen.values()]
}
