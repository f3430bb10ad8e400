import { readIncidentReport } from '../../parsers/report/index.ts'

/** Texts that are made to be slow, a megabyte each, through the reader of incident reports; prints one JSON object. */

const megabyte = 1_000_000
const units: readonly string[] = [
  '12:34 ',
  '1:2:3:4:5:6:7:8:9:',
  '\n',
  '- 12:34 UTC - error\n',
  '2020-01-01 12:34 UTC: down\n',
  '| 12:34 | x |\n',
  'between 10:00 and 11:00 UTC ',
  'Posted May 03, 2023 - 10:00 UTC\n',
  '**Resolved** - it started at 9am and lasted 3 hours. ',
]

let worstMilliseconds = 0
let slowest = ''
for (const unit of units) {
  const body = unit.repeat(Math.ceil(megabyte / unit.length)).slice(0, megabyte)
  const taken = [1, 2, 3].map(() => {
    const started = performance.now()
    readIncidentReport({ body, format: 'markdown' })
    return performance.now() - started
  })
  const least = Math.min(...taken)
  if (least > worstMilliseconds) [worstMilliseconds, slowest] = [least, unit]
}
process.stdout.write(`${JSON.stringify({ texts: units.length, worstMilliseconds, slowest })}\n`)
