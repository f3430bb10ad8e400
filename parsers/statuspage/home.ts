import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { type CheerioAPI, lineOf, type Node } from '../lib/html.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromStamp, type Neighbour, noonOf, readStamp } from '../lib/stamp.ts'
import type { Entries } from '../lib/statuspage-dialect.ts'
import { toHealth, toIndicatedHealth } from '../lib/statuspage-words.ts'
import { cleanName } from '../lib/text.ts'
import { epochMs, instantFromEpochMs, instantFromEpochSeconds } from '../lib/time.ts'
import type { Component, Instant } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { incidentCode, ownPage } from './page.ts'
import { type OpenDays, readOpenDays } from './uptime.ts'
import { datePosts, type Printed, readRow, type Row, sortInto } from './posts.ts'

/**
 * The home page: the way in where the JSON is not to be had. Captured 2021-01 and 2021-02 from 17 pages. Quirks: times
 * have no year; components that show themselves only when degraded are missing while they are well, so that absence from
 * the page means nothing; a running maintenance stands among the open incidents; the past list ends after 15 days.
 */
export function parseHome(document: Document<'html'>, context: Context): Part {
  const $ = ownPage(document, 'status-index')
  const top = topOf('home')
  const home: Home = { document, $, top, context, entries: { incidents: [], maintenances: [] }, issuedAt: issuedAt($) }
  const components = readComponents($, top)
  if (components.length === 0)
    throw new ParseError('empty', 'a page without components', { url: document.url, path: '[data-component-id]' })
  if ($('.page-status, .unresolved-incidents').length === 0) {
    throw new ParseError('missing', 'neither a headline nor open incidents', { url: document.url, path: '.page-status' })
  }
  const isEveryOneRead = [readOpen(home), readPlanned(home), readPast(home)].every(Boolean)
  return told({
    authority: 'markup' as const,
    page: readPage($),
    sourceUpdatedAt: home.issuedAt,
    ...readHeadline($, top),
    components,
    ...home.entries,
    coverage: { incidents: isEveryOneRead ? ('open' as const) : ('none' as const) },
    omissions: top.omissions,
  })
}

interface Home {
  readonly document: Document<'html'>
  readonly $: CheerioAPI
  readonly top: Place
  readonly context: Context
  readonly entries: Entries
  /** When the page was rendered: no time on it that has passed lies behind. */
  readonly issuedAt: Instant | undefined
}

function issuedAt($: CheerioAPI): Instant | undefined {
  return instantFromEpochSeconds(Number($('meta[name="issued"]').attr('content')))
}

function readPage($: CheerioAPI): NonNullable<Part['page']> {
  // The platform puts "Status" behind every name; the code stands in the link that subscribes a channel.
  const name = lineOf($('title').first()).replace(/ Status$/u, '')
  const nativeId = /page_code=([0-9a-z]{12})\b/u.exec($('a[href*="page_code="]').attr('href') ?? '')?.[1]
  return told({ nativeId, name: name === '' ? undefined : cleanName(name) })
}

function readHeadline($: CheerioAPI, top: Place): Pick<Part, 'health' | 'native'> {
  const banner = $('.page-status').first()
  // With open incidents there is no banner, but the body's class still carries the same word.
  const word = /\bstatus-([a-z_]+)/u.exec((banner.length > 0 ? banner.attr('class') : $('body').attr('class')) ?? '')?.[1]
  if (word === undefined) return {}
  const text = lineOf(banner.find('.status'))
  return { health: toIndicatedHealth(word, top, 'indicator'), native: cleanName(text === '' ? word : text) }
}

function readComponents($: CheerioAPI, top: Place): readonly Component[] {
  const seen = new Set<string>()
  return $('.component-container')
    .toArray()
    .flatMap((container, index) => {
      const place = placeIn(top, 'components', index)
      const isGroup = $(container).hasClass('is-group')
      const [own, ...others] = $(container).find('[data-component-id]').toArray()
      const children = others.flatMap((child) => readComponent($, child, seen, false, [], place))
      return own ? readComponent($, own, seen, isGroup, children, place) : []
    })
}

function readComponent(
  $: CheerioAPI,
  element: Node,
  seen: Set<string>,
  group: boolean,
  children: readonly Component[],
  place: Place,
): Component[] {
  const nativeId = $(element).attr('data-component-id') ?? ''
  const native = $(element).attr('data-component-status') ?? ''
  if (nativeId === '' || native === '')
    throw new ParseError('missing', 'a component without id or status', { path: '[data-component-status]' })
  if (seen.has(nativeId)) return []
  seen.add(nativeId)
  return [
    {
      nativeId,
      name: cleanName(lineOf($(element).find('.name').first())),
      health: toHealth(native, place, 'status'),
      native,
      group,
      children,
    },
  ]
}

function readOpen(home: Home): boolean {
  const { $, top, context } = home
  const elements = $('.unresolved-incidents .unresolved-incident').toArray()
  const openDays = elements.length > 0 ? readOpenDays(home.document) : new Map<string, OpenDays>()
  return elements
    .map((element, index) => {
      const place = placeIn(top, 'unresolved', index)
      const rows = $(element)
        .find('.updates > .update')
        .toArray()
        .map((update) => readRow($, update))
      // An incident may have stood for more than a year: only the days on which the charts show it say which years they were.
      const days = openDays.get(incidentCode($(element).find('a.actual-title').attr('href')) ?? '')
      const posts = datePosts(rows, context.timeZone, days && { instant: days.last, side: 'before' }, place, days && dayBefore(days.first))
      return add(home, $(element).find('a.actual-title'), place, {
        impact: impactOf($(element).attr('class')),
        posts,
        isWhole: posts.length > 0,
      })
    })
    .every(Boolean)
}

function readPlanned(home: Home): boolean {
  const { $, top, context } = home
  return $('.scheduled-maintenances-container .scheduled-maintenance')
    .toArray()
    .map((element, index) => {
      const place = placeIn(top, 'scheduled', index)
      const window = $(element).find('.incident-title [data-unix-time]').first()
      const scheduledFor = instantFromEpochSeconds(Number(window.attr('data-unix-time')))
      const rows = $(element)
        .find('.updates-container > .update')
        .toArray()
        .map((update) => readRow($, update))
      const announcedBefore = earlier(scheduledFor, home.issuedAt)
      const posts = datePosts(
        soleIsScheduled(rows),
        context.timeZone,
        announcedBefore && { instant: announcedBefore, side: 'before' },
        place,
      )
      const scheduledUntil = scheduledFor && endOfWindow(lineOf(window), scheduledFor, context.timeZone)
      return add(home, $(element).find('.incident-title a'), place, {
        posts,
        isWhole: posts.length > 0,
        isPlanned: true,
        scheduledFor,
        scheduledUntil,
      })
    })
    .every(Boolean)
}

/** The page leaves the label "Scheduled" off an announcement that stands alone. */
function soleIsScheduled(rows: readonly Row[]): readonly Row[] {
  const [sole] = rows
  return sole && rows.length === 1 && sole.label === undefined ? [{ ...sole, label: 'Scheduled' }] : rows
}

function readPast(home: Home): boolean {
  const { $, top, context } = home
  return $('.incidents-list .status-day')
    .toArray()
    .flatMap((day) => {
      const noon = noonOf(lineOf($(day).find('.date').first()))
      return $(day)
        .find('.incident-container')
        .toArray()
        .map((element, index) => {
          const place = placeIn(top, `past.${noon?.slice(0, 10) ?? 'unknown'}`, index)
          const title = $(element).find('.incident-title').first()
          const updates = $(element).find('.updates-container > .update').toArray()
          const rows = updates.map((update) => readRow($, update))
          // A published report is only linked to here: with it, the posts are not whole.
          const isLinked = updates.some((update) => $(update).hasClass('postmortem'))
          const dated = datePosts(
            rows.filter(({ label }) => !isReportLabel(label)),
            context.timeZone,
            noon && { instant: noon, side: 'nearest' },
            place,
          )
          const posts = isLinked ? [{ label: 'Postmortem', body: '', format: 'text' as const }, ...dated] : dated
          return add(home, title.find('a'), place, { impact: impactOf(title.attr('class')), posts, isWhole: !isLinked && posts.length > 0 })
        })
    })
    .every(Boolean)
}

function isReportLabel(label: string | undefined): boolean {
  return label?.toLowerCase() === 'postmortem'
}

type Found = Pick<Printed, 'posts' | 'isWhole' | 'isPlanned'> & {
  [K in 'impact' | 'scheduledFor' | 'scheduledUntil']?: Printed[K] | undefined
}

/** Whether the entry had a link with its code; without one it cannot be told from others. */
function add(home: Home, link: ReturnType<CheerioAPI>, place: Place, found: Found): boolean {
  const nativeId = incidentCode(link.attr('href'))
  const title = lineOf(link.first())
  if (nativeId === undefined) omit(place, '', title, 'an entry without a link of its own')
  else sortInto(home.entries, told({ nativeId, title, pageUrl: home.context.page.url, ...found }), place)
  return nativeId !== undefined
}

function impactOf(classes: string | undefined): string | undefined {
  return /\bimpact-([a-z]+)/u.exec(classes ?? '')?.[1]
}

/** Noon in UTC and the page's own day may be a day apart. */
function dayBefore(instant: Instant): Instant | undefined {
  return instantFromEpochMs(epochMs(instant) - 36 * 3_600_000)
}

function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  return a !== undefined && b !== undefined ? (a < b ? a : b) : (a ?? b)
}

const windowText =
  /^([A-Z][a-z]+ {1,2}\d{1,2}),(?: (\d{4}),?)? \d{1,2}:\d{2} ?[-–] ?(?:([A-Z][a-z]+ {1,2}\d{1,2}),(?: (\d{4}),?)? )?(\d{1,2}:\d{2} \S+)$/u

/** "Jan 30, 22:00 - Jan 31, 06:00 CET": the start is told exactly beside it, the end lies next to it. */
function endOfWindow(text: string, start: Instant, zone: string | undefined): Instant | undefined {
  const [, startDay, startYear, endDay = startDay, endYear = startYear, end] = windowText.exec(text) ?? []
  const stamp = readStamp(`${endDay}, ${endYear ? `${endYear} ` : ''}${end}`)
  const neighbour: Neighbour = { instant: start, side: 'nearest' }
  const instant = stamp && instantFromStamp(stamp, zone, neighbour)
  return instant !== undefined && instant >= start ? instant : undefined
}
