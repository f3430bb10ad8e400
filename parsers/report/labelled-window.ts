import { type Dated, dated } from './dating.ts'
import type { Draft } from './document.ts'
import { evidenceOf } from './evidence.ts'
import { isTimed } from './moments.ts'
import type { Candidate } from './candidate.ts'

/** "Start: ...", "| Impact ended | ... |": a field for each end of the incident. */

const prefix = String.raw`(?:(?:incident|outage|impact|issue|event|service|disruption|customer impact)\s+)?`
const startLabel = new RegExp(
  String.raw`^${prefix}(?:start(?:ed|s)?|began|begins?|beginning|start (?:time|date|of (?:the )?(?:incident|impact|outage))|start date and time|(?:time|date) (?:started|began|of (?:the )?(?:incident|failure|outage|impact|onset|start))|onset|first (?:detected|occurred|seen)|beginn|start ?zeit|début|(?:障害)?(?:発生|開始)(?:時刻|日時)?|(?:故障)?(?:发生|开始)时间)$`,
  'iu',
)
/** Taken where no field says when it began. */
const noticedLabel = new RegExp(
  String.raw`^${prefix}(?:(?:first )?(?:detected|noticed|reported)|detection time|opened|declared|identified)$`,
  'iu',
)
const repairedLabel = new RegExp(
  String.raw`^${prefix}(?:end(?:ed|s)?|stop(?:ped)?|finish(?:ed)?|end (?:time|date|of (?:the )?(?:incident|impact|outage))|end date and time|repaired|recovered|restored|mitigated|fixed|(?:mitigation|recovery|restoration|repair|fix) time|(?:time|date) (?:ended|mitigated|restored|recovered|repaired|fixed|of (?:the )?(?:end|mitigation|recovery|restoration|repair|fix))|service (?:restored|recovered)|ende|end ?zeit|fin|終了(?:時刻|日時)?|復旧(?:時刻|日時)?|恢复时间|结束时间)$`,
  'iu',
)
const resolvedLabel = new RegExp(
  String.raw`^${prefix}(?:resolved|resolution(?: time)?|(?:time|date) (?:resolved|of (?:the )?resolution)|closed|full recovery)$`,
  'iu',
)

interface Field {
  readonly at: Dated
  readonly from: number
  readonly to: number
  readonly isApproximate: boolean
}

/** Both ends have to be labelled; repaired comes before resolved. */
export function labelledWindow(draft: Draft): Candidate | undefined {
  return byLines(draft) ?? byColumns(draft)
}

function byLines(draft: Draft): Candidate | undefined {
  let start: Field | undefined
  let noticed: Field | undefined
  let repaired: Field | undefined
  let resolved: Field | undefined
  const { moments, lines, setting, plain } = draft
  let place = 0
  for (const line of lines) {
    while (place < moments.all.length && (moments.all[place]?.from ?? 0) < line.from) place += 1
    const moment = moments.all[place]
    if (!moment || moment.from >= line.to || !isTimed(moment) || line.kind === 'code') continue
    const label = plain.text
      .slice(line.at, moment.from)
      .replaceAll(/[*_`|]/gu, ' ')
      .replaceAll(/\s+/gu, ' ')
      .replace(/[\s:~(\d-]+(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?)?\s*$/iu, '')
      .trim()
    if (label.length > 50) continue
    const isStart = startLabel.test(label)
    const isNoticed = noticedLabel.test(label)
    const isRepaired = repairedLabel.test(label)
    if (!isStart && !isNoticed && !isRepaired && !resolvedLabel.test(label)) continue
    const at = dated(setting, moment)
    if (!at) continue
    const field = { at, from: line.from, to: line.to, isApproximate: moment.isApproximate }
    if (isStart) start ??= field
    else if (isNoticed) noticed ??= field
    else if (isRepaired) repaired ??= field
    else resolved ??= field
  }
  const end = repaired ?? resolved
  start ??= noticed
  if (!start || !end || end.at.ms <= start.at.ms) return undefined
  return {
    start: start.at,
    end: end.at,
    score: 5,
    isApproximate: start.isApproximate || end.isApproximate,
    from: start.from,
    evidence: [start, end].map(({ from, to }) => evidenceOf(plain, from, to)),
  }
}

/** A table with a column for each end: its first row of times. */
function byColumns({ lines, moments, setting, plain }: Draft): Candidate | undefined {
  const rows = lines.filter(({ kind }) => kind === 'row').slice(0, 40)
  for (const head of rows) {
    const labels = head.text.split('|').map((cell) => cell.replaceAll(/[*_`]|\([^()]{0,40}\)/gu, '').trim())
    const starts = labels.findIndex((cell) => startLabel.test(cell))
    const ends = labels.findIndex((cell) => repairedLabel.test(cell) || resolvedLabel.test(cell))
    const row = starts === -1 || ends === -1 ? undefined : rows.find(({ from, text }) => from > head.from && /\d:\d\d/u.test(text))
    if (!row) continue
    const told = moments.all.filter(({ from }) => from >= row.from && from < row.to)
    const [start, end] = [starts, ends].map((column) => {
      const moment = told.find(({ from }) => plain.text.slice(row.from, from).split('|').length - 1 === column)
      return moment && isTimed(moment) ? { at: dated(setting, moment), isApproximate: moment.isApproximate } : undefined
    })
    if (!start?.at || !end?.at || end.at.ms <= start.at.ms) continue
    const isApproximate = start.isApproximate || end.isApproximate
    return { start: start.at, end: end.at, score: 5, isApproximate, from: row.from, evidence: [evidenceOf(plain, row.from, row.to)] }
  }
  return undefined
}
