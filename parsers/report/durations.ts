/** Lengths of time in words: "7 minute", "1 hour and 31 minutes", "two hours and 58 minutes". In minutes. */

const numbers: readonly string[] =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  )
const number = `(?:\\d{1,3}(?:\\.\\d)?|${numbers.slice(1).join('|')}|an?|thirty|forty(?:-five)?|fifty)`
const pattern = new RegExp(
  String.raw`(?<![\d.:<>–-]|less than |within |every |under |up to |\d to |\d or )(?<![A-Za-z])(?<count>${number})[ -]?(?<unit>hours?|hrs?|h|minutes?|mins?|days?|Stunden?|Minuten|heures?)(?![A-Za-z])(?:,? ?(?:and |und |et )?(?<more>\d{1,2}|${numbers.slice(1).join('|')})[ -]?(?:minutes?|mins?|m|Minuten)(?![A-Za-z]))?`,
  'giu',
)

export interface Duration {
  readonly minutes: number
  readonly from: number
  readonly to: number
}

export function durationsIn(text: string): readonly Duration[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const { count = '', unit = '', more } = match.groups ?? {}
    const size = /^d/iu.test(unit) ? 1440 : /^(?:h|st)/iu.test(unit) ? 60 : 1
    const minutes = Math.round(valueOf(count) * size + (more === undefined ? 0 : valueOf(more)))
    return minutes > 0 ? [{ minutes, from: match.index, to: match.index + match[0].length }] : []
  })
}

function valueOf(word: string): number {
  const low = word.toLowerCase()
  if (/^\d/u.test(low)) return Number(low)
  if (low === 'a' || low === 'an') return 1
  if (low.startsWith('thirty')) return 30
  if (low.startsWith('forty')) return low.endsWith('five') ? 45 : 40
  return low === 'fifty' ? 50 : Math.max(0, numbers.indexOf(low))
}
