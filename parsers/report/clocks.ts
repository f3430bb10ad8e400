/** Clock times in the notations that reports use. Positions are offsets into the text given. */

export interface ClockToken {
  readonly kind: 'clock'
  readonly from: number
  readonly to: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** Whether the text says in which half of the day; without it the hour is as it stands. */
  readonly half: 'am' | 'pm' | undefined
}

interface Notation {
  readonly pattern: RegExp
  /** Groups: hour, minute, second, half, and `word` for the half of the day in Chinese and Japanese. */
  readonly half?: 'word'
}

const zones = 'UTC|GMT|CES?T|MES?Z|BST|IST|JST|AES?T|AEDT|NZS?T|[PMCE][SD]T|hrs\\b|hours? (?:UTC|GMT)|Z(?![A-Za-z])'

/** What the hour may not follow: another digit, a word, a sign of a version, ratio or port. The T of ISO 8601 may stand there. */
const free = String.raw`(?:(?<![\d:.A-Za-zÀ-ÿ]|\d,)|(?<=\dT))`
const half = String.raw`(?: ?(?<half>[AaPp])(?:\.|(?=[Mm]))[Mm]\b\.?)?`

const notations: readonly Notation[] = [
  // 13:16, 1:16 PM, 01:16:20.123
  {
    pattern: new RegExp(
      String.raw`${free}(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:[.,]\d{1,9})?)?(?![\d%]|:\d)${half}(?: Uhr)?`,
      'gu',
    ),
    half: 'word',
  },
  // 3.55am, 11.08 Uhr, 15.30 UTC
  {
    pattern: new RegExp(
      String.raw`${free}(?<hour>[01]?\d|2[0-3])\.(?<minute>[0-5]\d)(?!\d)(?= ?(?:[AaPp]\.?[Mm]\b|Uhr|(?:${zones})))${half}(?: Uhr)?`,
      'gu',
    ),
  },
  // 4 PM, 11am
  { pattern: new RegExp(String.raw`${free}(?<hour>1[0-2]|0?[1-9]) ?(?<half>[AaPp])(?:\.|(?=[Mm]))[Mm]\b\.?`, 'gu') },
  // 3 - 5 PM, between 3 and 5pm: the half stands once.
  {
    pattern:
      /(?<=\b(?:between|from) |(?<![\d:./-])[(,] ?)(?<hour>1[0-2]|[1-9])(?= ?(?:-|–|to|and|until|till) ?(?:1[0-2]|[1-9])(?::[0-5]\d)? ?[AaPp]\.?[Mm]\b)/gu,
  },
  // 1250 UTC, 1250Z
  { pattern: new RegExp(String.raw`(?<![\d:.A-Za-z-])(?<hour>[01]\d|2[0-3])(?<minute>[0-5]\d)(?= ?(?:${zones}))`, 'gu') },
  // 2022-01-08 2233
  { pattern: /(?<=\b20\d\d-[01]\d-[0-3]\d )(?<hour>[01]\d|2[0-3])(?<minute>[0-5]\d)(?![\d:.-])/gu },
  // 13h30, 13 h 30, 13h after a French preposition
  {
    pattern:
      /(?:(?<=(?:à|a|de|entre|et|vers|dès|depuis|avant|après) )(?<hour>[01]?\d|2[0-3]) ?[hH](?:eures?)?(?: ?(?<minute>[0-5]\d)(?!\d| ?m))?(?![A-Za-z]))/gu,
  },
  { pattern: /(?<![\d:.A-Za-z])(?<hour>[01]?\d|2[0-3])[hH](?<minute>[0-5]\d)(?![\dA-Za-z]| ?m)/gu },
  // 9 Uhr, 9 Uhr 30
  { pattern: /(?<![\d:.A-Za-z])(?<hour>[01]?\d|2[0-3]) Uhr(?: (?<minute>[0-5]\d)(?!\d))?/gu },
  // 4時58分, 下午3点, 19点
  {
    pattern:
      /(?<!\d)(?<hour>[01]?\d|2[0-3]) ?(?:時(?!間)|时(?!间)|[点點](?=[ \d半左至到~\-—–钟鐘，,。()开開起前后後期的])) ?(?:(?<minute>[0-5]?\d) ?分|(?<thirty>半))?/gu,
    half: 'word',
  },
]

const beforeNoon = /(?:上午|午前|凌晨|早上|清晨) ?$/u
const afterNoon = /(?:下午|午後|晚上|傍晚) ?$/u

export function clocksIn(text: string): readonly ClockToken[] {
  return notations.flatMap(({ pattern, half: place }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const word = place === 'word' ? wordedHalf(text.slice(Math.max(0, match.index - 4), match.index)) : undefined
      const end = match.index + match[0].length
      return clockOf(match, word ?? spokenHalf(text.slice(end, end + 18))) ?? []
    }),
  )
}

function clockOf(match: RegExpMatchArray & { index: number }, word: 'am' | 'pm' | undefined): ClockToken | undefined {
  const { hour = '', minute = '0', second = '0', half: letter, thirty } = match.groups ?? {}
  const stated = letter === undefined ? word : letter.toLowerCase() === 'p' ? 'pm' : 'am'
  const shown = Number(hour)
  // "17:14pm" says the same thing twice.
  const isTwelve = stated !== undefined && shown <= 12 && !(shown === 0 && stated === 'am')
  return {
    kind: 'clock',
    from: match.index,
    to: match.index + match[0].trimEnd().length,
    hour: isTwelve ? (shown % 12) + (stated === 'pm' ? 12 : 0) : shown,
    minute: thirty === undefined ? Number(minute) : 30,
    second: Number(second),
    half: stated,
  }
}

/** "2:05 in the afternoon" */
function spokenHalf(after: string): 'am' | 'pm' | undefined {
  if (/^ in the morning\b/u.test(after)) return 'am'
  return /^ in the (?:afternoon|evening)\b/u.test(after) ? 'pm' : undefined
}

function wordedHalf(before: string): 'am' | 'pm' | undefined {
  if (beforeNoon.test(before)) return 'am'
  return afterNoon.test(before) ? 'pm' : undefined
}
