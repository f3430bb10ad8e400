import type { Part } from '../lib/assemble.ts'
import { loadMarkup } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromStamp, monthFromName } from '../lib/stamp.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { epochMs, instantFromAbbreviation, instantFromEpochMs } from '../lib/time.ts'
import { latestFirst, oldestFirst } from '../lib/updates.ts'
import type { Incident, Instant, Update } from '../model.ts'
import type { Document } from '../platform.ts'
import { eventsPart } from './events.ts'
import { healths, isMarkedResolved, noteLevel, secondsAt, severityOf, titleOf } from './levels.ts'
import { Events, type PastEvent, PastEvents } from './schema.ts'
import { type Leaf, partsOf, treeOf, worstByKey } from './tree.ts'

/** data.json: what is going on and what went on in the last year or so; since 2022 its address answers with the events. */
export function parsePast(document: Document<'json'>, source: string): Part {
  const value = readJson(document)
  if (Array.isArray(value)) return eventsPart(readWire(Events, value, document.url), source, undefined)
  const { archive, current } = readWire(PastEvents, value, document.url)
  const top = topOf(source)
  const leaves = current.map((event, index) => leafOf(event, placeIn(top, 'current', index)))
  return {
    authority: 'api',
    components: treeOf(worstByKey(leaves).values()),
    // The archive begins with its oldest.
    incidents: latestFirst([
      ...current.map((event, index) =>
        incidentOf(event, event.status === '0' || isMarkedResolved(event.summary), placeIn(top, 'current', index)),
      ),
      ...archive.map((event, index) => {
        noteLevel(event.status, placeIn(top, 'archive', index), 'status')
        return incidentOf(event, true, placeIn(top, 'archive', index))
      }),
    ]),
    coverage: { components: 'open', incidents: 'recent' },
    omissions: top.omissions,
  }
}

function leafOf({ service, service_name: name, status }: PastEvent, place: Place): Leaf {
  const { region } = partsOf(service)
  return { key: service, ...namesOf(name), region, health: mapped(healths, status, place, 'status'), native: status }
}

/** "Amazon Kinesis Data Streams (N. Virginia)". */
function namesOf(name: string): { readonly productName: string; readonly regionName?: string } {
  const [, productName = name, regionName] = /^(.{1,300}?) \(([^()]{1,100})\)$/u.exec(name) ?? []
  return regionName === undefined ? { productName } : { productName, regionName }
}

/**
 * The entries have no id, and their date is corrected after the fact, by hours: what stays is the service and when it was
 * first posted about. Of what is in the archive the status is the worst that it was.
 */
function incidentOf(event: PastEvent, isOver: boolean, place: Place): Incident {
  const { service, summary, status, date } = event
  const startedAt = secondsAt(date, place, 'date')
  const updates = updatesOf(event.description, startedAt, place)
  const [posted, last] = [updates[0]?.postedAt, updates.at(-1)?.postedAt]
  // The posts tell the minute, the date the second.
  const isLate = startedAt !== undefined && last !== undefined && last.slice(0, 16) < startedAt.slice(0, 16)
  if (isLate) omit(place, 'date', date, 'later than its own last post')
  const productName = cleanName(namesOf(event.service_name).productName)
  return told({
    nativeId: `${service}_${posted === undefined ? date : epochMs(posted) / 1000}`,
    title: cleanName(titleOf(summary)),
    ...severityOf([status]),
    phase: isOver ? ('resolved' as const) : ('unknown' as const),
    nativePhase: isMarkedResolved(summary) ? '[RESOLVED]' : undefined,
    startedAt: isLate ? undefined : startedAt,
    resolvedAt: isOver ? laterOf(last, isLate ? undefined : startedAt) : undefined,
    components: [{ nativeId: service, name: productName }],
    updates,
  })
}

function laterOf(end: Instant | undefined, start: Instant | undefined): Instant | undefined {
  return end !== undefined && start !== undefined && end < start ? start : end
}

function updatesOf(description: string, date: Instant | undefined, place: Place): readonly Update[] {
  const $ = loadMarkup(description, '')
  const spans = $('span.yellowfg').toArray()
  if (spans.length === 0) return [{ body: cleanBody(description), format: 'markdown' }]
  const day = dayOf(
    spans.map((span) => $(span).text()),
    date,
  )
  const updates = spans.map((span) => {
    const stamp = $(span).text().trim()
    const postedAt = momentOf(stamp, day, date)
    if (postedAt === undefined) omit(place, 'description', stamp, 'not a time of day on a known day')
    const post = $(span).parent()
    $(span).remove()
    return told({
      body: cleanBody((post.html() ?? '').replace(/^(?:\s|&nbsp;|&#xa0;)+/u, '').trim()),
      format: 'markdown' as const,
      postedAt,
    })
  })
  return oldestFirst(updates.toReversed())
}

const clock = /^(?:([A-Z][a-z]{2}) {1,2}(\d{1,2}), {1,2})?(\d{1,2}):(\d{2}) ([AP])M (P[SD]T)$/u
const dayMs = 86_400_000

/** The day (YYYY-MM-DD) of the stamps that name none: the one on which the first of them is nearest to the entry's date. */
function dayOf(stamps: readonly string[], date: Instant | undefined): string | undefined {
  const first = stamps.map((stamp) => stamp.trim()).find((stamp) => /^\d/u.test(stamp))
  if (first === undefined || date === undefined) return undefined
  const around = epochMs(date)
  const days = [around - dayMs, around, around + dayMs].flatMap((moment) => instantFromEpochMs(moment)?.slice(0, 10) ?? [])
  return days.toSorted((a, b) => distance(first, a, around) - distance(first, b, around))[0]
}

function distance(stamp: string, day: string, from: number): number {
  const moment = onDay(stamp, day)
  return moment === undefined ? Infinity : Math.abs(epochMs(moment) - from)
}

/** "6:36 AM PST" on the day, or "Nov 26, 12:03 AM PST" in the year that is nearest to the entry's date. */
function momentOf(stamp: string, day: string | undefined, date: Instant | undefined): Instant | undefined {
  const [, month, dayOfMonth = ''] = clock.exec(stamp) ?? []
  if (month === undefined) return day === undefined ? undefined : onDay(stamp, day)
  const time = timeOf(stamp)
  const named = monthFromName(month)
  if (!time || named === undefined || date === undefined) return undefined
  return instantFromStamp({ month: named, day: Number(dayOfMonth), ...time }, undefined, { instant: date, side: 'nearest' })
}

function onDay(stamp: string, date: string): Instant | undefined {
  const time = timeOf(stamp)
  if (!time) return undefined
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const { zone, ...local } = time
  return instantFromAbbreviation({ year, month, day, ...local }, zone)
}

function timeOf(stamp: string): { readonly hour: number; readonly minute: number; readonly zone: string } | undefined {
  const [, , , hour, minute, half, zone] = clock.exec(stamp) ?? []
  if (hour === undefined || zone === undefined) return undefined
  return { hour: (Number(hour) % 12) + (half === 'P' ? 12 : 0), minute: Number(minute), zone }
}
