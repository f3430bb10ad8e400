/** Two days: beyond that an answer to "when may I come again" is a mistake or a trap. */
const maximumRetryAfterSeconds = 172_800

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
// The three forms of RFC 9110 5.6.7, the weekday unread: it tells nothing that the date does not.
const fixedDate = /^[a-z]{3}, (?<day>\d{2}) (?<month>[a-z]{3}) (?<year>\d{4}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) gmt$/u
const rfc850Date = /^[a-z]{6,9}, (?<day>\d{2})-(?<month>[a-z]{3})-(?<year>\d{2}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) gmt$/u
const asctimeDate = /^[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \d]\d) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) (?<year>\d{4})$/u

/**
 * What a Retry-After header asks for, in seconds from 0 to 172,800 (two days); undefined where it is absent or not
 * understood. A date in the past is 0. Of several numbers (a header sent twice) the largest counts.
 */
export function parseRetryAfter(value: string | undefined, nowEpochMilliseconds: number): number | undefined {
  const text = value?.trim() ?? ''
  if (/^\d+(?:\s*,\s*\d+)*$/u.test(text)) {
    return Math.min(maximumRetryAfterSeconds, Math.max(...text.split(',').map(Number)))
  }
  const at = parseHttpDate(text, nowEpochMilliseconds)
  if (at === undefined) return undefined
  return Math.min(maximumRetryAfterSeconds, Math.max(0, Math.ceil((at - nowEpochMilliseconds) / 1000)))
}

/** The max-age of a Cache-Control header in seconds, 0 where it forbids reuse; undefined where it says neither. */
export function parseMaxAge(value: string | undefined): number | undefined {
  let maxAge: number | undefined
  for (const directive of value?.split(',') ?? []) {
    const [name = '', argument = ''] = directive
      .toLowerCase()
      .split('=', 2)
      .map((part) => part.trim())
    if (name === 'no-cache' || name === 'no-store') return 0
    const digits = argument.replace(/^"(?<inside>.*)"$/u, '$<inside>')
    // The first one counts (RFC 9111 4.2.1); ten digits hold any age and lose none of them.
    if (name === 'max-age' && /^\d{1,10}$/u.test(digits)) maxAge ??= Number(digits)
  }
  return maxAge
}

/** Milliseconds since the epoch, or undefined for anything but a real date in one of HTTP's own forms. */
function parseHttpDate(text: string, nowEpochMilliseconds: number): number | undefined {
  const lower = text.toLowerCase()
  const parts = (fixedDate.exec(lower) ?? rfc850Date.exec(lower) ?? asctimeDate.exec(lower))?.groups
  if (!parts) return undefined
  const [day, hour, minute, second] = [Number(parts['day']), Number(parts['hour']), Number(parts['minute']), Number(parts['second'])]
  const month = months.indexOf(parts['month'] ?? '')
  const year = parts['year']?.length === 2 ? fullYear(Number(parts['year']), nowEpochMilliseconds) : Number(parts['year'])
  if (month < 0 || day < 1 || hour > 23 || minute > 59 || second > 60) return undefined
  const at = Date.UTC(year, month, day, hour, minute, second)
  // Date would carry 30 February over into March.
  return new Date(at).getUTCMonth() === month || second === 60 ? at : undefined
}

/** A year of two digits is never more than 50 years ahead (RFC 9110 5.6.7). */
function fullYear(lastDigits: number, nowEpochMilliseconds: number): number {
  const present = new Date(nowEpochMilliseconds).getUTCFullYear()
  const year = present - (present % 100) + lastDigits
  return year > present + 50 ? year - 100 : year
}
