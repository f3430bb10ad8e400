import type { Day } from './calendar.ts'
import { type Dated, dated, dayOf, type Setting } from './dating.ts'
import type { Line } from './lines.ts'
import { unmarked } from './lines.ts'
import { isTimed, type Moment, type Timed } from './moments.ts'
import type { Section } from './sections.ts'

/** An entry of a list, table or heading sequence that begins with a clock time. */
export interface Entry {
  readonly moment: Timed
  readonly at: Dated | undefined
  readonly text: string
  readonly from: number
  readonly to: number
  /** Index of the line that it begins on. */
  readonly line: number
}

const leadOfItem =
  /^[\s*_`[(<|~≈"'>•·-]*(?:(?:at|on|by|from|around|approximately|approx\.?|about|circa|ca\.?|um|ab|gegen|à|vers|day \d{1,2},?)\s){0,2}[~*_`([\s]*$/iu
const leadOfLine = /^[\s*_`[(<~≈"'>]*(?:(?:approx\.?|approximately|circa|ca\.?)\s)?[~*_`([\s]*$/iu
const separator = /^[\s)\]*_`]*(?:[-–—:|,;→>)\]：]|\(|$|[A-Z@"'`[<~*_\u3040-\u9FFF]|[a-zäöü]+(?:[A-Z]|\s))/u
/** An entry that a list of a few labels is made of: "Repaired 2022-01-22 13:59". */
const keyed = /^[\s*_]*\p{L}[\p{L} /'-]{2,45}[\s*_]*[:|]?[\s*_]*(?:at |on |by |around )?$/u
/** "06 August 2021 01:56 - 03:23" and nothing more is a window, no entry. */
const onlySpan =
  /^[\s*)]*(?:[-–—~]|to|until|till)[\s*(~]*(?:\p{L}{3,9} )?[\d:./ -]{3,20}\s?(?:[ap]\.?m\.?)?\s?(?:\(?[A-Z]{2,5}\)?|US\/Pacific)?[\s.*;,]*$/iu
const threeHours = 180

interface Found {
  readonly moment: Timed
  readonly index: number
}

export function timelineOf(
  setting: Setting,
  lines: readonly Line[],
  sections: readonly Section[],
  stampLines: ReadonlySet<number>,
): readonly Entry[] {
  const spans = sections.filter(({ names }) => names.includes('timeline')).map(({ bodyFrom, to }) => ({ from: bodyFrom, to }))
  function isWithin(offset: number): boolean {
    return spans.some(({ from, to }) => offset >= from && offset < to)
  }
  const found: Found[] = []
  const daysOnly = new Map<number, Moment>()
  let place = 0
  for (const [index, line] of lines.entries()) {
    while (place < setting.moments.length && (setting.moments[place]?.from ?? 0) < line.from) place += 1
    const moment = setting.moments[place]
    if (line.kind === 'blank' || line.kind === 'code' || !moment || moment.from >= line.to || stampLines.has(line.from)) continue
    if (!isTimed(moment)) {
      if (isDayLine(setting.text, line, moment)) daysOnly.set(index, moment)
      continue
    }
    const chain = isWithin(line.from) ? chained(setting, line, index, place) : []
    if (chain.length > 0) found.push(...chain)
    else if (isEntry(setting.text, lines, index, moment, found, isWithin(line.from))) found.push({ moment, index })
  }
  return dateAll(setting, lines, grouped(found, lines, isWithin), daysOnly)
}

function isEntry(text: string, lines: readonly Line[], index: number, moment: Timed, found: readonly Found[], isWithin: boolean): boolean {
  const line = lines[index]
  if (!line) return false
  const before = text.slice(line.kind === 'row' ? line.from : line.at, moment.from)
  const after = text.slice(moment.to, Math.min(line.to, moment.to + 40))
  if (line.kind === 'item' || line.kind === 'heading') {
    if (leadOfItem.test(before)) return line.kind === 'item' ? !onlySpan.test(text.slice(moment.to, line.to)) : after.trim().length < 90
    return (
      line.kind === 'item' &&
      moment.day !== undefined &&
      keyed.test(before) &&
      /^[\s)*_.]*(?:\(.{0,60})?$/u.test(text.slice(moment.to, line.to))
    )
  }
  if (line.kind === 'row') {
    const cells = before.split('|').map((cell) => cell.replaceAll(/[\s*_`~:-]/gu, ''))
    return cells.length <= 3 && cells.at(-1) === '' && /^[^|]{0,30}(?:\||$)/u.test(after)
  }
  if (!leadOfLine.test(before)) return keyedLine(text, line, moment, before, isWithin)
  const previous = lines[index - 1]
  const isWrapped = previous?.kind === 'text' && found.at(-1)?.index !== index - 1 && !/[.!?:)|。"*`]$/u.test(previous.text)
  return (!isWrapped || isWithin) && separator.test(after) && !onlySpan.test(text.slice(moment.to, line.to))
}

/** "Start: 2024-05-01 10:00 UTC" on a line of its own, inside a timeline. */
function keyedLine(text: string, line: Line, moment: Timed, before: string, isWithin: boolean): boolean {
  return isWithin && moment.day !== undefined && keyed.test(before) && /^[\s)*_.]*$/u.test(text.slice(moment.to, line.to))
}

function isDayLine(text: string, line: Line, moment: Moment): boolean {
  if (
    moment.day === undefined ||
    moment.day.relative !== undefined ||
    !leadOfItem.test(text.slice(line.at, moment.from).replaceAll('#', ''))
  ) {
    return line.kind === 'heading' && moment.day?.relative === undefined && line.text.length < 60
  }
  return line.kind !== 'text' || line.to - moment.to < 30
}

/** "10:02 - alert; 10:07 - paged; 10:30 - fixed" on one line. */
function chained(setting: Setting, line: Line, index: number, place: number): readonly Found[] {
  const chain: Found[] = []
  for (let next = place; next < setting.moments.length; next += 1) {
    const moment = setting.moments[next]
    if (!moment || moment.from >= line.to) break
    const before = setting.text.slice(Math.max(line.at, moment.from - 3), moment.from)
    if (
      isTimed(moment) &&
      /(?:^|[.;,·|→>(])\s*[*_~]*$/u.test(before) &&
      /^[\s*_)]*[-–—:→=]/u.test(setting.text.slice(moment.to, moment.to + 6))
    )
      chain.push({ moment, index })
  }
  return chain.length >= 3 ? chain : []
}

/** One clock at the start of a line proves no list: two in the neighbourhood do, or the heading above. */
function grouped(found: readonly Found[], lines: readonly Line[], isWithin: (offset: number) => boolean): readonly Found[] {
  const inside = found.filter(({ moment }) => isWithin(moment.from))
  if (inside.length >= 2) return inside
  const groups: Found[][] = []
  for (const entry of found) {
    const last = groups.at(-1)
    const before = last?.at(-1)
    const kind = lines[entry.index]?.kind
    const isNext = before && entry.index - before.index <= 40 && lines[before.index]?.kind === kind
    if (isNext) last?.push(entry)
    else groups.push([entry])
  }
  const [longest = []] = groups.toSorted((a, b) => b.length - a.length)
  return longest.length >= (lines[longest[0]?.index ?? 0]?.kind === 'text' ? 3 : 2)
    ? groups.filter(({ length }) => length >= 2).flat()
    : inside
}

function dateAll(
  setting: Setting,
  lines: readonly Line[],
  found: readonly Found[],
  daysOnly: ReadonlyMap<number, Moment>,
): readonly Entry[] {
  const isDescending = isNewestFirst(found)
  const hasHalves = found.some(({ moment }) => moment.clock.half !== undefined)
  const entries: Entry[] = []
  const headings = [...daysOnly.entries()]
  let day: Day | undefined
  let last: number | undefined
  for (const [number, { moment: shown, index }] of found.entries()) {
    while (headings[0] && headings[0][0] < index) {
      const [line, { day: token }] = headings[0]
      headings.shift()
      const isAbove = number > 0 || isCloseTo(lines, line, index)
      const told = token && isAbove ? dayOf(setting, shown, token, 'UTC', day) : undefined
      if (told) {
        day = told
        last = undefined
      }
    }
    const moment = hasHalves && last !== undefined && shown.day === undefined ? inHalf(shown, last) : shown
    const minutes = moment.clock.hour * 60 + moment.clock.minute
    const own = moment.day ? dayOf(setting, moment, moment.day, moment.zone?.zone ?? 'UTC', day) : setting.declaredDay
    const isSlip = own !== undefined && day !== undefined && isOtherYear(own, day)
    if (own && !isSlip) day = own
    else if (!own && day && last !== undefined) day = passed(day, last, minutes, isDescending)
    last = minutes
    const at = isSlip ? undefined : dated(setting, moment, day ? { day } : {})
    day ??= at?.day
    const to = endOf(lines, found, number)
    entries.push({ moment, at, text: textOf(setting.text, moment, to), from: lines[index]?.from ?? moment.from, to, line: index })
  }
  return entries
}

/** The day goes on where the clock falls back by hours: shorter falls are entries out of order. */
function passed(day: Day, last: number, minutes: number, isDescending: boolean): Day {
  if (!isDescending && last - minutes > threeHours) return { ...day, serial: day.serial + 1 }
  return isDescending && minutes - last > threeHours ? { ...day, serial: day.serial - 1 } : day
}

/** In the first days of January somebody still writes the old year: such an entry contradicts its list. */
function isOtherYear(own: Day, before: Day): boolean {
  const days = Math.abs(own.serial - before.serial)
  return own.year !== 'open' && before.year !== 'open' && days > 360 && days < 371
}

/** Without its half, a clock in a list that writes halves is the next one that comes. */
function inHalf(moment: Timed, last: number): Timed {
  const { clock } = moment
  const minutes = clock.hour * 60 + clock.minute
  if (clock.half !== undefined || clock.hour >= 12 || minutes >= last || minutes + 720 < last) return moment
  return { ...moment, clock: { ...clock, hour: clock.hour + 12 } }
}

function isCloseTo(lines: readonly Line[], dayLine: number, index: number): boolean {
  return lines.slice(dayLine + 1, index).every(({ kind, text }) => kind === 'blank' || text.length < 120)
}

function isNewestFirst(found: readonly Found[]): boolean {
  let back = 0
  let ahead = 0
  for (const [index, { moment }] of found.entries()) {
    const before = found[index - 1]?.moment.clock
    if (!before || moment.day) continue
    // The shorter way round the clock is the way that was gone.
    const step = (moment.clock.hour - before.hour) * 60 + moment.clock.minute - before.minute
    if ((step + 1440) % 1440 > 720) back += 1
    else ahead += 1
  }
  return back > ahead
}

function endOf(lines: readonly Line[], found: readonly Found[], number: number): number {
  const current = found[number]
  const next = found[number + 1]
  if (!current) return 0
  if (next && next.index === current.index) return next.moment.from
  let end = lines[current.index]?.to ?? current.moment.to
  const isHeading = lines[current.index]?.kind === 'heading'
  for (let index = current.index + 1; index < (next?.index ?? lines.length); index += 1) {
    const line = lines[index]
    if (!line || line.kind === 'heading' || (!isHeading && line.kind === 'blank' && index > current.index + 1)) break
    if (!isHeading && !next && line.kind !== 'text') break
    end = line.to
  }
  return end
}

function textOf(text: string, moment: Timed, to: number): string {
  return unmarked(text.slice(moment.to, to).replaceAll(/\s+/gu, ' '))
    .replace(/^[\s:|,;)\]–—*_\-→]+/u, '')
    .replace(/[\s|]+$/u, '')
}
