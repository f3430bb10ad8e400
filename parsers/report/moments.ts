import { type ClockToken, clocksIn } from './clocks.ts'
import { type DayToken, daysIn, orderAround, orderIn } from './days.ts'
import { type ZoneToken, zonesIn } from './zones.ts'

/** Times as the text puts them together: a clock, its day and its zone where they stand beside it. */
export interface Moment {
  readonly from: number
  readonly to: number
  readonly clock?: ClockToken
  readonly day?: DayToken
  readonly zone?: ZoneToken
  /** The text says "about". */
  readonly isApproximate: boolean
}

/** A moment with a clock. */
export type Timed = Moment & { readonly clock: ClockToken }

/** "between 15:12 and 16:44", "5:45 AM to 7:00 AM", "14:52-17:02". */
export interface Span {
  readonly from: number
  readonly to: number
  readonly start: Timed
  readonly end: Timed
}

export interface Moments {
  readonly all: readonly Moment[]
  readonly spans: readonly Span[]
  readonly zones: readonly ZoneToken[]
}

type Token = ClockToken | DayToken | ZoneToken

/** The longest timelines have some 300 entries of up to three tokens each; what follows is not looked at. */
const mostTokens = 4000

const words =
  "at|from|between|around|about|approximately|approx\\.?|roughly|circa|ca\\.?|starting|beginning|by|until|till|before|after|um|von|zwischen|gegen|ab|bis|seit|à|a|de|entre|vers|dès|depuis|partir|jusqu'à|T|の|[上下]午|午[前後]|凌晨|早上|晚上"
const dayThenClock = new RegExp(String.raw`^[\s,;:|@()[\]–—~-]*(?:(?:${words})[\s,:(~]*){0,3}$`, 'iu')
const clockThenDay = /^[\s)\]]*,?\s*(?:(?:on|of|am|le|den|du|vom|the)\s+){0,2}[([]?$/iu
const clockThenZone = /^\s?(?:hours |hrs |Uhr |h )?[([]?(?:local )?$/u
const twice = /^\s?\)?\s?[/|(=]\s?$/u
const joint =
  /^[\s)\],]*(?:-{1,3}|–|—|~|→|->|〜|through to|through|thru|to|till?|until|bis(?: zum)?|und|et|and?|&|à|au|jusqu'à|から|至|到|(?:and |that |which )?last(?:ed|ing) (?:until|till|to)|and (?:was |were )?(?:fully )?(?:ended|ending|resolved|recovered|restored|fixed|mitigated|finished|finishing|lasted until|lasting until|continuing until|continued until|concluded|returned to normal)(?: at| on| by)?)[\s(]*(?:(?:approximately|approx\.?|about|around|roughly|circa|ca\.?|gegen|vers|um|etwa|environ|[上下]午|午[前後]|凌晨|早上|晚上|the following day at|the next day at)\s*){0,2}[~(]?\s*$/iu
/** "from 17:33 until mitigation at 22:04", "until the change was undone at 22:04". */
const untilEvent = /^[\s)\],]*(?:until|till)(?: [\p{L}'-]+){1,7} (?:at|by|around)(?: approximately| about)? ?[~(]?\s*$/iu
const opener = /(?:between|zwischen|entre|from|von|de)(?:\s+(?:approximately|about|around|roughly|the hours of))?[\s~(]*$/iu
const between = /(?:between|zwischen|entre)\b[^.]{0,80}$/iu
const done =
  /\b(?:recovery|recovering|improv\w+|mitigated|resolved|fixed|restored|recovered|identified|detected|deployed|applied)\b[^.]{0,24}$/iu
const about = /(?:~|≈|\b(?:approximately|approx\.?|about|around|roughly|circa|ca\.|c\.|gegen|etwa|vers|environ)|大约|大約|约|約)[\s*_`]*$/iu

export function momentsIn(text: string, surroundings: string): Moments {
  const zones = zonesIn(text, surroundings)
  const tokens = ordered([...clocksIn(text), ...daysIn(text, orderIn(text), orderAround(zones.map(({ zone }) => zone))), ...zones])
  const all: Moment[] = []
  let index = 0
  while (index < tokens.length) {
    const { moment, next } = assemble(text, tokens, index)
    if (moment) addOrMerge(text, all, moment)
    index = next
  }
  return { all, spans: spansOf(text, all), zones: tokens.filter((token) => token.kind === 'zone') }
}

/** By position; of two that overlap, the one that begins first or is longer. */
function ordered(tokens: readonly Token[]): readonly Token[] {
  const sorted = tokens.toSorted((a, b) => a.from - b.from || b.to - a.to)
  const kept: Token[] = []
  for (const token of sorted) {
    const last = kept.at(-1)
    if (!last || token.from >= last.to) kept.push(token)
  }
  return kept.slice(0, mostTokens)
}

function assemble(text: string, tokens: readonly Token[], index: number): { moment: Moment | undefined; next: number } {
  let next = index
  let day: DayToken | undefined
  let clock: ClockToken | undefined
  let zone: ZoneToken | undefined
  let end = tokens[index]?.from ?? 0
  function follows(pattern: RegExp): boolean {
    const token = tokens[next]
    return token !== undefined && token.from - end <= 60 && pattern.test(gapOf(text, end, token.from))
  }
  function take(): Token | undefined {
    const token = tokens[next]
    next += 1
    if (token) end = token.to
    return token
  }
  const first = take()
  if (first?.kind === 'zone') {
    // "UTC 10:30", "日本時間 8:58", "16 UTC:" stays a zone alone.
    if (tokens[next]?.kind !== 'clock' || !follows(/^:?\s?(?:[上下]午|午[前後])?\s?$/u)) return { moment: undefined, next }
    zone = first
    const token = take()
    clock = token?.kind === 'clock' ? token : undefined
  } else if (first?.kind === 'day') {
    day = first
    // "Monday, August 27": the date says more than the weekday.
    const other = tokens[next]
    if (other?.kind === 'day' && (other.weekday !== undefined) !== (day.weekday !== undefined) && follows(/^,?\s(?:the )?$|^,$|^\s?\($/u)) {
      take()
      if (day.weekday !== undefined) day = other
    }
    if (tokens[next]?.kind === 'clock' && follows(dayThenClock)) {
      const token = take()
      clock = token?.kind === 'clock' ? token : undefined
    }
  } else {
    clock = first
  }
  function takeZone(): void {
    const token = tokens[next]
    if (zone || token?.kind !== 'zone' || !follows(clockThenZone)) return
    zone = token
    take()
  }
  if (clock) takeZone()
  if (clock && !day) {
    const token = tokens[next]
    if (token?.kind === 'day' && follows(clockThenDay)) {
      day = token
      take()
      const other = tokens[next]
      if (day.weekday !== undefined && other?.kind === 'day' && other.weekday === undefined && follows(/^,?\s(?:the )?$/u)) {
        day = other
        take()
      }
      takeZone()
    }
  }
  const from = tokens[index]?.from ?? 0
  const isApproximate = about.test(text.slice(Math.max(0, from - 16), from)) || (clock !== undefined && isAboutBefore(text, clock))
  const moment = { from, to: end, isApproximate, ...(clock ? { clock } : {}), ...(day ? { day } : {}), ...(zone ? { zone } : {}) }
  return { moment, next }
}

function isAboutBefore(text: string, clock: ClockToken): boolean {
  return (
    about.test(text.slice(Math.max(0, clock.from - 16), clock.from)) ||
    /^\s?(?:頃|ごろ|左右|\(approx)/u.test(text.slice(clock.to, clock.to + 12))
  )
}

/** "11:30am PT / 18:30 UTC" is one moment: the one in UTC is kept, with the day that either of them has. */
function addOrMerge(text: string, all: Moment[], moment: Moment): void {
  const last = all.at(-1)
  const isSame = last?.clock && moment.clock && last.zone && moment.zone && last.zone.label !== moment.zone.label
  if (!last || !isSame || moment.from - last.to > 6 || !twice.test(gapOf(text, last.to, moment.from))) {
    all.push(moment)
    return
  }
  const better = moment.zone?.zone === 'UTC' || last.zone?.zone === undefined ? moment : last
  const day = better.day ?? moment.day ?? last.day
  all[all.length - 1] = {
    ...better,
    from: last.from,
    to: moment.to,
    isApproximate: last.isApproximate || moment.isApproximate,
    ...(day ? { day } : {}),
  }
}

function spansOf(text: string, all: readonly Moment[]): readonly Span[] {
  const spans: Span[] = []
  for (let index = 0; index + 1 < all.length; index += 1) {
    const start = all[index]
    const end = all[index + 1]
    if (!start || !end || !isTimed(start) || !isTimed(end) || end.from - start.to > 80) continue
    const gap = gapOf(text, start.to, end.from)
    if (!isJoint(text, start, gap)) continue
    spans.push({ from: start.from, to: end.to, start, end })
    // A moment is an end of one span only.
    index += 1
  }
  return spans
}

function isJoint(text: string, start: Moment, gap: string): boolean {
  const opened = start.clock?.from ?? start.from
  const before = text.slice(Math.max(0, Math.min(start.from, opened - 60) - 40), opened)
  // "Between 4:05 PM UTC 4:20 PM UTC": the word in between was forgotten.
  if (/^\s?$/u.test(gap)) return /(?:between|from)\s$/iu.test(before)
  if (!joint.test(gap) && !untilEvent.test(gap)) return false
  // "mitigated at 15:40 and fully resolved by 16:05" is two ends.
  if (/resolved|recovered|restored|fixed|mitigated/iu.test(gap) && done.test(before)) return false
  // "and" joins two ends only after "between"; elsewhere it joins two events.
  return /^[\s)\],]*(?:and?|&|und|et)[\s(~]/iu.test(gap) &&
    !/end(?:ed|ing)|finish|resolved|recovered|restored|fixed|mitigated|last|until|conclud|normal|continu/iu.test(gap)
    ? between.test(before) || opener.test(before)
    : true
}

export function isTimed(moment: Moment): moment is Timed {
  return moment.clock !== undefined
}

/** What stands between two tokens, without marks; a paragraph's end stays to be seen. */
function gapOf(text: string, from: number, to: number): string {
  const gap = text.slice(from, to)
  // A heading's day belongs to all that stands below it.
  if (gap.includes('\n') && text[text.lastIndexOf('\n', from - 1) + 1] === '#') return '¶'
  return text
    .slice(from, to)
    .replaceAll(/[*_`]/gu, '')
    .replaceAll(/\n\s*\n|\n\s*(?:[-*•|]|\d+\.) |[:.]\s*\n(?=\p{Lu})/gu, '¶')
    .replaceAll(/\s+/gu, ' ')
}
