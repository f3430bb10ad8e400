import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { absoluteUrl, type CheerioAPI, isWhole, lineOf, loadHtml, type Node, textOf } from '../lib/html.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromStamp, readStamp } from '../lib/stamp.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import { IncidentPhase, isClosed, type Incident, type Instant, type Update } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import type { Params } from './sources.ts'
import { impactOf, toPhase } from './words.ts'

/**
 * /pages/history/<page id>, every past incident with its updates, and /pages/incident/<page id>/<id>, one of them. Written down
 * as three programs of 2026 read them, and not seen itself. Quirks: the newest update comes first; a time stands twice, by the
 * page's clock and in UTC, or in UTC alone; how far maintenances stand there is not known, and those are left alone.
 */
const address = /\/pages\/incident\/([0-9a-f]{24})\/([0-9a-f]{24})(?:[/?#]|$)/iu

export function parseHistory(document: Document<'html'>, context: Context<Params>): Part {
  const top = topOf('history')
  const $ = loadOwn(document)
  const blocks = $('.incident[id^="statusio_incident_"]').toArray()
  if (blocks.length === 0) throw new ParseError('foreign', 'a page without incidents of Status.io', { url: document.url })
  const read = blocks.map((block, index) => {
    const href = $(block).find('.panel-title a').first().attr('href')
    const heading = $(block).find('.panel-title h5').first().toArray()
    return readIncident($, block, heading, href, placeIn(top, 'incident', index), document, context)
  })
  return partOf(read, top, document, context)
}

export function parseIncident(document: Document<'html'>, context: Context<Params>): Part {
  const top = topOf('incident')
  const $ = loadOwn(document)
  const [block] = $('#statusio_incident').toArray()
  if (!block) throw new ParseError('foreign', 'a page without an incident of Status.io', { url: document.url })
  const href = $('link[rel="canonical"]').attr('href') ?? document.url
  const heading = $('.panel-title h5').first().toArray()
  return partOf([readIncident($, block, heading, href, top, document, context)], top, document, context)
}

function loadOwn(document: Document<'html'>): CheerioAPI {
  if (!isWhole(document.body.text)) throw new ParseError('shape', 'a page that was cut off', { url: document.url })
  return loadHtml(document)
}

interface Read {
  readonly pageId: string
  readonly incident: Incident
}

function partOf(read: readonly Read[], top: Place, { url }: Document, { params }: Context<Params>): Part {
  const [pageId, ...others] = new Set([...(params.pageId ? [params.pageId] : []), ...read.map((one) => one.pageId)])
  if (others.length > 0) throw new ParseError('foreign', "incidents of another tenant's page", { url, excerpt: others.join(' ') })
  // How far back it reaches is told nowhere.
  return {
    authority: 'markup',
    page: told({ nativeId: pageId }),
    incidents: read.map(({ incident }) => incident),
    omissions: top.omissions,
  }
}

function readIncident(
  $: CheerioAPI,
  block: Node,
  heading: readonly Node[],
  href: string | undefined,
  place: Place,
  document: Document,
  { page, timeZone }: Context<Params>,
): Read {
  const [, pageId, nativeId] = address.exec(absoluteUrl(href, page.url) ?? '') ?? []
  const grade = $([...heading])
    .find('.status_description, .incident_status_description')
    .first()
  const native = lineOf(grade)
  grade.remove()
  const title = lineOf(heading)
  if (pageId === undefined || nativeId === undefined || title === '') {
    throw new ParseError('missing', 'an incident without an address or a title', { url: document.url, excerpt: href ?? '' })
  }
  const rows = $(block).find('.incident_time').toArray()
  if (rows.length === 0) throw new ParseError('empty', 'an incident without updates', { url: document.url, excerpt: title })
  const newestFirst = rows.map((time, index) => readUpdate($, time, placeIn(place, 'update', index), timeZone))
  const updates = oldestFirst(newestFirst)
  const last = updates.findLast(({ phase }) => phase !== undefined)
  const affected = [...namesBeside($, block, 'Components'), ...namesBeside($, block, 'Locations')]
  return {
    pageId: pageId.toLowerCase(),
    incident: told({
      nativeId: nativeId.toLowerCase(),
      title: cleanName(title),
      url: `${page.url}/pages/incident/${pageId}/${nativeId}`,
      ...(native === '' ? {} : { impact: impactOf(native, place), nativeImpact: cleanName(native) }),
      phase: IncidentPhase.safeParse(last?.phase).data ?? 'unknown',
      nativePhase: last?.native,
      updatedAt: updates.at(-1)?.postedAt,
      resolvedAt: isClosed(last?.phase) ? last?.postedAt : undefined,
      components: affected.length > 0 ? affected.map((name) => ({ name: cleanName(name) })) : undefined,
      updates,
    }),
  }
}

function namesBeside($: CheerioAPI, block: Node, label: string): readonly string[] {
  const title = $(block)
    .find('.event_inner_title')
    .toArray()
    .find((one) => lineOf([one]) === label)
  if (!title) return []
  return lineOf($(title).closest('.row').find('.event_inner_text').first())
    .split(', ')
    .filter((name) => name !== '')
}

function readUpdate($: CheerioAPI, time: Node, place: Place, zone: string | undefined): Update {
  const row = $(time).closest('.row')
  const label = lineOf(row.find('.incident_update_status strong').first())
  const native = label === '' ? undefined : label.charAt(0).toUpperCase() + label.slice(1).toLowerCase()
  const details = row.find('.incident_message_details').first()
  const postedAt = momentOf(textOf([time]), zone)
  if (postedAt === undefined) omit(place, 'time', lineOf([time]), 'a time without a year or a zone')
  return told({
    nativeId: /^statusio_incident_message_([0-9a-f]{24})$/iu.exec(details.attr('id') ?? '')?.[1]?.toLowerCase(),
    phase: native === undefined || native === 'Update' ? undefined : toPhase(native, place, 'status'),
    native,
    body: cleanBody(textOf(details)),
    format: 'text' as const,
    postedAt,
  })
}

/** The line in UTC before the one by the page's clock, whose abbreviation may have several meanings. */
function momentOf(text: string, zone: string | undefined): Instant | undefined {
  const lines = text.split('\n').toSorted((a, b) => Number(b.endsWith(' UTC')) - Number(a.endsWith(' UTC')))
  for (const line of lines) {
    const stamp = readStamp(line)
    const instant = stamp && instantFromStamp(stamp, zone)
    if (instant) return instant
  }
  return undefined
}
