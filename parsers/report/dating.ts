import type { Instant } from '../model.ts'
import { epochMs } from '../lib/time.ts'
import { dateOf, type Day, dayFrom, localSerial, openYear, serialOfInstant, weekdayNear } from './calendar.ts'
import type { DayToken } from './days.ts'
import type { ReportTime } from './model.ts'
import { isTimed, type Moment, type Span, type Timed } from './moments.ts'
import type { Block } from './posts.ts'
import { countUpTo, lastFrom } from './search.ts'
import { instantIn } from './zones.ts'

/** A moment in UTC. */
export interface Dated {
  readonly at: ReportTime
  /** For comparing; where the year is open, in a year that stands in for it. */
  readonly ms: number
  readonly day: Day
  /** No zone is stated: the clock was read as UTC. */
  readonly isZoneOpen: boolean
  /** The day or the year does not stand beside the clock. */
  readonly isInferred: boolean
  readonly zone: string | null
}

/** What is known of the whole text. */
export interface Setting {
  readonly text: string
  readonly moments: readonly Moment[]
  readonly blocks: readonly Block[]
  /** Where sentences begin, ascending. */
  readonly sentenceStarts: readonly number[]
  /** The day that the text is about. */
  readonly day: Day | undefined
  /** The day of every entry that has none, where the text declares one. */
  readonly declaredDay: Day | undefined
  /** Whether the title or a declaration names that day: then it is the one of the incident, not that of writing. */
  readonly isDayNamed: boolean
  /** Whether some date of the text has its year. */
  readonly isYearStated: boolean
  /** A day near the incident, for years that are left open. */
  readonly near: number | undefined
  /** The zone of clocks that have none beside them, by where it was stated. */
  readonly zones: readonly { readonly from: number; readonly zone: string; readonly label: string }[]
  /** Where none is stated: every zone that the clocks may show. They have to agree. */
  readonly fallbackZones: readonly string[]
  /** Whether `fallbackZones` rests on nothing that the text or the page states. */
  readonly isZoneAssumed: boolean
  readonly firstPost: Instant | undefined
  readonly publishedAt: Instant | undefined
}

const dayMs = 86_400_000
/** A post may carry the very minute at which what it reports began, or be set back a little. */
const slackMs = 5 * 60_000

/** Undefined where the day or the zone is not known: no time is better than a wrong one. */
export function dated(
  setting: Setting,
  moment: Timed,
  known: { readonly day?: Day; readonly zone?: Moment['zone'] } = {},
): Dated | undefined {
  const stated = moment.zone ?? known.zone
  if (stated && stated.zone === undefined) return undefined
  const zone = stated?.zone ?? zoneAt(setting, moment.from)
  const zones = zone === undefined ? setting.fallbackZones : [zone]
  const [first, ...others] = zones.map((name) => datedIn(setting, moment, name, known.day))
  if (!first || others.some((other) => other?.at !== first.at)) return undefined
  const label = stated?.label ?? labelAt(setting, moment.from) ?? null
  return { ...first, zone: label, isZoneOpen: zone === undefined && setting.isZoneAssumed }
}

/** Both ends of a span: the zone and the day may stand at one of them, and midnight may lie between. */
export function datedSpan(setting: Setting, { start, end }: Span): { readonly start: Dated; readonly end: Dated } | undefined {
  const zone = start.zone ?? end.zone ?? sentenceZone(setting, start)
  const early = withHalf(start, end)
  const beforeDay = start.day === undefined && end.day !== undefined && end.day.relative?.to !== 'previous'
  const last = beforeDay ? dated(setting, end, given(undefined, end.zone ?? zone)) : undefined
  const first = dated(setting, early, given(last?.day, start.zone ?? zone))
  if (!first) return undefined
  if (last) {
    // "from 23:30 to 00:15 on May 3": the day is that of the end.
    const crossed =
      first.ms > last.ms ? dated(setting, early, given({ ...last.day, serial: last.day.serial - 1 }, start.zone ?? zone)) : first
    return crossed ? { start: crossed, end: last } : undefined
  }
  const own = end.day ? dayOf(setting, end, end.day, zone?.zone ?? 'UTC', first.day) : undefined
  const second = dated(setting, end, given(own ?? first.day, end.zone ?? zone))
  if (!second) return undefined
  if (second.ms >= first.ms || end.day) return { start: first, end: second }
  const next = dated(setting, end, given({ ...first.day, serial: first.day.serial + 1 }, end.zone ?? zone))
  return next ? { start: first, end: next } : undefined
}

function given(day: Day | undefined, zone: Moment['zone']): { day?: Day; zone?: Moment['zone'] } {
  return { ...(day ? { day } : {}), ...(zone ? { zone } : {}) }
}

/** "from 9:10 to 9:40 AM": the half of the day stands once, and holds for both if the start still comes first. */
function withHalf(start: Timed, end: Timed): Timed {
  const { clock } = start
  if (clock.half !== undefined || end.clock.half === undefined || clock.hour > 12 || clock.hour === 0) return start
  const hour = (clock.hour % 12) + (end.clock.half === 'pm' ? 12 : 0)
  const isFirst = hour * 60 + clock.minute <= end.clock.hour * 60 + end.clock.minute
  return { ...start, clock: { ...clock, hour: isFirst ? hour : (hour + 12) % 24 } }
}

function datedIn(setting: Setting, moment: Timed, zone: string, givenDay: Day | undefined): Dated | undefined {
  const own = givenDay ?? (moment.day ? dayOf(setting, moment, moment.day, zone, undefined) : undefined)
  const found = own ?? inheritedDay(setting, moment, zone)
  if (!found) return undefined
  const { hour, minute, second } = moment.clock
  const instant = instantIn({ ...dateOf(found.serial), hour, minute, second }, zone)
  const at = found.year !== 'open' ? instant : yearless(found.serial, moment, zone)
  if (instant === undefined || at === undefined) return undefined
  return {
    at,
    ms: epochMs(instant),
    day: found,
    isInferred: found.year !== 'stated',
    zone: null,
    isZoneOpen: false,
  }
}

/** The moment without its year, where it comes out the same in every year: summer time begins on another day each time. */
function yearless(serial: number, { clock: { hour, minute } }: Timed, zone: string): ReportTime | undefined {
  const { month, day } = dateOf(serial)
  const texts = [openYear, openYear + 4, openYear + 16].map((year) => instantIn({ year, month, day, hour, minute }, zone)?.slice(5, 16))
  const [text] = texts
  return text !== undefined && texts.every((other) => other === text) ? `--${text}Z` : undefined
}

/** A day as written: a date, a weekday or a word such as "today". */
export function dayOf(setting: Setting, moment: Moment, token: DayToken, zone: string, previous: Day | undefined): Day | undefined {
  const posted = blockAt(setting, moment.from)?.postedAt
  if (token.month !== undefined) {
    const known = setting.day && setting.day.year !== 'open' ? setting.day.serial : setting.near
    return dayFrom(token, posted === undefined ? known : serialOfInstant(posted), setting.isYearStated ? 'stated' : 'inferred')
  }
  if (token.relative?.to === 'previous') {
    const last = previous ?? inheritedDay(setting, moment, zone)
    return last ? { ...last, serial: last.serial + token.relative.days } : undefined
  }
  // "Today" and "on Monday" are said on the day of writing.
  const written = posted ?? (setting.day ? undefined : setting.publishedAt)
  if (token.weekday !== undefined) {
    const day = written === undefined ? setting.day?.serial : localSerial(written, zone)
    const side = written === undefined ? 'nearest' : 'before'
    return day === undefined
      ? undefined
      : { serial: weekdayNear(token.weekday, day, side), year: setting.day?.year === 'open' ? 'open' : 'inferred' }
  }
  const today: Day | undefined = written === undefined ? setting.day : { serial: localSerial(written, zone), year: 'inferred' }
  // "Yesterday" under a title that names the day of the outage is that day.
  const days = written === undefined && setting.isDayNamed ? 0 : (token.relative?.days ?? 0)
  return today ? { serial: today.serial + days, year: today.year === 'open' ? 'open' : 'inferred' } : undefined
}

/** The day of a clock that has none beside it: told in its sentence, earlier in its paragraph, by the stamp, or for the whole text. */
function inheritedDay(setting: Setting, moment: Moment, zone: string): Day | undefined {
  const { text, moments } = setting
  const index = firstAt(moments, moment.from)
  const block = blockAt(setting, moment.from)
  const sentence = sentenceStart(setting, moment.from)
  const sentenceEnd = setting.sentenceStarts[countUpTo(setting.sentenceStarts, moment.from, Number)] ?? text.length
  let told: Day | undefined
  for (let back = index - 1; back >= Math.max(0, index - 60); back -= 1) {
    const other = moments[back]
    if (!other || other.from < (block?.from ?? 0)) break
    if (!other.day || other.day.relative?.to === 'previous') continue
    const isNear = other.from >= sentence || (moment.from - other.from < 2000 && !text.slice(other.from, moment.from).includes('\n\n'))
    told = dayOf(setting, other, other.day, zone, undefined)
    if (isNear && told) return told
    if (told) break
  }
  const after = moments[index + 1]
  if (after?.day && !after.clock && after.from < sentenceEnd) return dayOf(setting, after, after.day, zone, undefined)
  if (block?.postedAt !== undefined && !block.isPostmortem) {
    // A post that tells of a day long before it looks back: its clocks belong to that day.
    const isBack = told !== undefined && told.year !== 'open' && serialOfInstant(block.postedAt) - told.serial > 1
    return isBack ? told : dayBefore(moment, zone, block.postedAt)
  }
  return setting.day ?? told ?? (setting.firstPost === undefined ? undefined : dayNear(moment, zone, setting.firstPost))
}

/** The last day on which the clock showed this before the post was made. */
function dayBefore(moment: Moment, zone: string, post: Instant): Day | undefined {
  const { clock } = moment
  if (!clock) return undefined
  const near = serialOfInstant(post)
  const limit = epochMs(post) + slackMs
  const serial = [near + 1, near, near - 1, near - 2].find((day) => {
    const at = instantIn({ ...dateOf(day), hour: clock.hour, minute: clock.minute }, zone)
    return at !== undefined && epochMs(at) <= limit
  })
  return serial === undefined ? undefined : { serial, year: 'inferred' }
}

function dayNear(moment: Moment, zone: string, post: Instant): Day | undefined {
  const before = dayBefore(moment, zone, post)
  if (!before || !isTimed(moment)) return before
  const { hour, minute } = moment.clock
  const at = instantIn({ ...dateOf(before.serial), hour, minute }, zone)
  const isNextDay = at !== undefined && epochMs(post) - epochMs(at) > dayMs * 0.75
  return isNextDay ? { ...before, serial: before.serial + 1 } : before
}

export function blockAt({ blocks }: Pick<Setting, 'blocks'>, offset: number): Block | undefined {
  const block = lastFrom(blocks, offset)
  return block && offset < block.to ? block : undefined
}

function sentenceStart({ sentenceStarts }: Setting, offset: number): number {
  return sentenceStarts[countUpTo(sentenceStarts, offset, Number) - 1] ?? 0
}

function sentenceZone(setting: Setting, moment: Moment): Moment['zone'] {
  const start = sentenceStart(setting, moment.from)
  const index = firstAt(setting.moments, moment.from)
  for (let near = index - 1; near >= Math.max(0, index - 10); near -= 1) {
    const other = setting.moments[near]
    if (!other || other.from < start) return undefined
    if (other.zone) return other.zone
  }
  return undefined
}

function zoneAt({ zones }: Setting, offset: number): string | undefined {
  return (zones.findLast(({ from }) => from <= offset) ?? zones[0])?.zone
}

function labelAt({ zones }: Setting, offset: number): string | undefined {
  return (zones.findLast(({ from }) => from <= offset) ?? zones[0])?.label
}

/** The index of the moment that begins there. */
function firstAt(moments: readonly Moment[], offset: number): number {
  return countUpTo(moments, offset - 1, ({ from }) => from)
}
