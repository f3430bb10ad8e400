/** Dates in the notations that reports use. Positions are offsets into the text given. */

export interface DayToken {
  readonly kind: 'day'
  readonly from: number
  readonly to: number
  readonly year?: number
  /** January is 1. Absent for a weekday or a word. */
  readonly month?: number
  readonly day?: number
  /** 03/07/2024 without anything that tells the order: the other reading. */
  readonly swapped?: { readonly month: number; readonly day: number }
  /** Where both orders are possible: the order given is the one usual where the text's zone is. */
  readonly isLikely?: boolean
  /** Sunday is 0. */
  readonly weekday?: number
  /** Days from the day on which the sentence was written ("today", "yesterday"), or from the last day told ("the next day"). */
  readonly relative?: { readonly to: 'post' | 'previous'; readonly days: number }
}

/** Which of two numbers is the month, where both could be. */
export type Order = 'month-first' | 'day-first' | undefined

const months: readonly string[] = [
  'jan(?:uary|uar|vier|v)?|jänner',
  'feb(?:ruary|ruar)?|févr?(?:ier)?|fevrier',
  'mar(?:ch|s)?|märz?',
  'apr(?:il)?|avr(?:il)?',
  'may|mai',
  'june?|juni|juin',
  'july?|juli|juil(?:let)?',
  'aug(?:ust)?|août|aout',
  'sept?(?:ember|embre)?',
  'oct(?:ober|obre)?|okt(?:ober)?',
  'nov(?:ember|embre)?',
  'dec(?:ember)?|dez(?:ember)?|déc(?:embre)?',
]
const monthPatterns = months.map((names) => new RegExp(`^(?:${names})$`, 'iu'))
/** Any case; a lower-case English "may" or "march" is told apart when it is read. */
const month = `(?<month>${months.join('|')})`
const year = String.raw`(?<year>(?:19|20)\d\d)(?!\d|:\d)`
const free = String.raw`(?<![\d./:\-A-Za-z])`

const monthDay = new RegExp(
  String.raw`(?<![A-Za-zÀ-ÿ\-])${month}\.? (?<day>[0-3]?\d)(?: ?(?:st|nd|rd|th)\b)?(?![\d%]|:\d|\.\d| ?%)(?:,? ${year}|(?= \d{1,2}:\d\d(?::\d\d)? (?:[A-Z]{2,5} )?(?<late>20\d\d)\b)|)`,
  'giu',
)
const dayMonth = new RegExp(
  String.raw`${free}(?<day>[0-3]?\d)(?: ?(?:st|nd|rd|th|er)\b|\.)?(?: of)?[ /-]${month}(?![A-Za-zÀ-ÿ])\.?(?:,?[ /-]${year}|[/-](?<short>\d\d)(?![\d:]))?`,
  'giu',
)
const iso = new RegExp(
  String.raw`(?<![\d./\-])(?:(?<year>(?:19|20)\d\d)(?<sign>[\-/])(?<month>[01]?\d)\k<sign>(?<day>[0-3]?\d)|(?<year2>20\d\d)\.(?<month2>[01]\d)\.(?<day2>[0-3]\d))(?![\d/]|-\d|\.\d)`,
  'gu',
)
const numeric = /(?<![\d./:\-A-Za-z])(?<first>[0-3]?\d)(?<sign>[-/.])(?<second>[0-3]?\d)\k<sign>(?<year>20\d\d|\d\d)(?![\d:]|[./-]\d)/gu
const shortNumeric =
  /(?<![\d./:\-A-Za-z])(?<first>[0-3]?\d)\/(?<second>[0-3]?\d)(?:(?=,? (?:at |@ ?)?\d{1,2}:\d{2})|(?<=\d:\d\d ?(?:[ap]m)? \d{1,2}\/\d{1,2})(?![\d/]))/giu
const germanShort = /(?<![\d./:\-A-Za-z])(?<day>[0-3]?\d)\.(?<month>[01]?\d)\.(?=,? (?:um |gegen |ab |von |zwischen |ca\. ?|-|–)|$)/gmu
const cjk = /(?:(?<year>20\d\d) ?年 ?)?(?<!\d)(?<month>[01]?\d) ?月 ?(?<day>[0-3]?\d) ?[日号號]/gu
const weekdays = ['sun', 'mon', 'tues', 'wednes', 'thurs', 'fri', 'satur']
const weekday = /(?<![A-Za-z])(?<name>sun|mon|tues|wednes|thurs|fri|satur)day(?![A-Za-z])/giu
const words =
  /(?<![A-Za-zÀ-ÿ])(?:today|tonight|this (?:morning|afternoon|evening)|yesterday|last night|the (?:next|following) (?:day|morning)|heute|gestern|aujourd'hui|hier)(?![A-Za-zÀ-ÿ])|本日|今日|今天|昨日|昨天/giu

/** Every date. `order` decides 03/07/2024; where it is not known, both readings are given. */
export function daysIn(text: string, order: Order, likely?: Order): readonly DayToken[] {
  return [
    ...[...text.matchAll(iso)].flatMap(readIso),
    ...[...text.matchAll(monthDay)].flatMap(readNamed),
    ...[...text.matchAll(dayMonth)].flatMap(readNamed),
    ...[...text.matchAll(numeric)].flatMap((match) => readNumeric(match, order, likely)),
    ...[...text.matchAll(shortNumeric)].flatMap((match) => readNumeric(match, order, likely)),
    ...[...text.matchAll(germanShort)].flatMap(readIso),
    ...[...text.matchAll(cjk)].flatMap(readIso),
    ...[...text.matchAll(weekday)].map((match) => ({
      ...span(match),
      weekday: weekdays.indexOf(match.groups?.['name']?.toLowerCase() ?? ''),
    })),
    ...[...text.matchAll(words)].map((match) => ({ ...span(match), relative: relation(match[0].toLowerCase()) })),
  ]
}

/** The order that is usual where all of the zones are. */
export function orderAround(zones: readonly (string | undefined)[]): Order {
  const local = zones.filter((zone) => zone !== undefined && zone !== 'UTC')
  if (local.length === 0) return undefined
  if (local.every((zone) => /^(?:America\/(?!Sao|Hal|St_)|US\/)/u.test(zone ?? ''))) return 'month-first'
  return local.every((zone) => /^(?:Europe|Australia|Asia\/Kolkata)/u.test(zone ?? '')) ? 'day-first' : undefined
}

/** The order of the numbers in dates like 01/16/2024, as the first one shows that can be read only one way. */
export function orderIn(text: string): Order {
  for (const { groups = {} } of text.matchAll(numeric)) {
    const first = Number(groups['first'])
    const second = Number(groups['second'])
    if (first > 12 && second <= 12) return 'day-first'
    if (second > 12 && first <= 12) return 'month-first'
  }
  return undefined
}

type Match = RegExpMatchArray & { index: number }

function span(match: Match): { kind: 'day'; from: number; to: number } {
  return { kind: 'day', from: match.index, to: match.index + match[0].length }
}

function readIso(match: Match): DayToken[] {
  const { year: long, year2, month: written, month2, day, day2 } = match.groups ?? {}
  return dayToken(match, long ?? year2, Number(written ?? month2), Number(day ?? day2))
}

function readNamed(match: Match): DayToken[] {
  const { year: long, late, short, month: name = '', day } = match.groups ?? {}
  const stated = long ?? late ?? (short === undefined ? undefined : `20${short}`)
  // A verb, not a month: "may 5 users", "march 3".
  if (/^(?:may|mar|march|sept?|jan|dec)$/u.test(name)) return []
  return dayToken(match, stated, monthPatterns.findIndex((pattern) => pattern.test(name)) + 1, Number(day))
}

function readNumeric(match: Match, order: Order, likely: Order): DayToken[] {
  const { first = '', second = '', sign = '/', year: stated } = match.groups ?? {}
  const isDotted = sign === '.'
  // 1.2.21 is a version.
  if (isDotted && stated?.length === 2) return []
  const full = stated?.length === 2 ? `20${stated}` : stated
  const isDayFirst = isDotted || Number(first) > 12 || ((order ?? likely) === 'day-first' && Number(second) <= 12)
  const isKnown = isDotted || order !== undefined || Number(first) > 12 || Number(second) > 12 || first === second
  const [token] = isDayFirst ? dayToken(match, full, Number(second), Number(first)) : dayToken(match, full, Number(first), Number(second))
  if (!token) return []
  if (isKnown) return [token]
  const swapped = isDayFirst ? { month: Number(first), day: Number(second) } : { month: Number(second), day: Number(first) }
  return [{ ...token, swapped, ...(likely === undefined ? {} : { isLikely: true }) }]
}

function dayToken(match: Match, stated: string | undefined, monthNumber: number, day: number): DayToken[] {
  if (monthNumber < 1 || monthNumber > 12 || day < 1 || day > 31) return []
  return [{ ...span(match), month: monthNumber, day, ...(stated === undefined ? {} : { year: Number(stated) }) }]
}

function relation(word: string): { to: 'post' | 'previous'; days: number } {
  if (/next|following/u.test(word)) return { to: 'previous', days: 1 }
  return { to: 'post', days: /^(?:yesterday|last night|gestern|hier|昨日|昨天)$/u.test(word) ? -1 : 0 }
}
