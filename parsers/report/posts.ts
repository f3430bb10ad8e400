import type { Instant } from '../model.ts'
import { epochMs } from '../lib/time.ts'
import type { Line } from './lines.ts'
import { type Moment, isTimed } from './moments.ts'
import { instantIn } from './zones.ts'

/** A text that a page published at one time: the whole, or what stands between two stamps. */
export interface Block {
  readonly from: number
  readonly to: number
  readonly postedAt: Instant | undefined
  /** The label above the post: "Resolved", "Monitoring". */
  readonly label: string | undefined
  readonly isPostmortem: boolean
}

interface Stamp {
  readonly line: Line
  readonly index: number
  readonly at: Instant
  readonly moment: Moment
}

/** A line that is a post's stamp. */
export interface Stamped {
  readonly from: number
  readonly to: number
  readonly moment: Moment
}

/** More posts than any incident has; what follows is read as text of the last one. */
const mostPosts = 500

const label =
  /^(?:\[?(?<word>resolved|monitoring|identified|investigating|update|postmortem|post-mortem|completed|in progress|scheduled|verifying|mitigated|closed)\]?)(?:\s*[-–:].{0,80})?$/iu
const lead =
  /^(?:posted|updated|published|created|last updated|edited|resolved|opened)?(?: on| at)?[:\s]*(?:\d{1,3} (?:minute|hour|day|week|month|year)s? ago\.?)?[\s|,(–-]*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s*)?$/iu

/**
 * The posts of a page that shows them with their stamps. Statuspage and Slack put the stamp below the text, AWS above it.
 * Where the text carries no stamps, it is one block.
 */
export function blocksOf(
  text: string,
  lines: readonly Line[],
  moments: readonly Moment[],
): { readonly blocks: readonly Block[]; readonly stamped: readonly Stamped[] } {
  const stamps = stampsIn(text, lines, moments)
  const first = stamps[0]
  const last = stamps.at(-1)
  if (!first || !last) {
    return {
      blocks: [{ from: 0, to: text.length, postedAt: undefined, label: labelIn(lines.slice(0, 6)), isPostmortem: false }],
      stamped: [],
    }
  }
  // Whoever writes "Posted" writes it below; else the side tells on which less is left over.
  const isBelow = /^posted/iu.test(first.line.text) || proseIn(lines.slice(last.index + 1)) < proseIn(lines.slice(0, first.index))
  const blocks = stamps.map(({ line, index, at }, place): Block => {
    const previous = stamps[place - 1]
    const next = stamps[place + 1]
    const from = isBelow ? (previous ? previous.line.to : 0) : (lines[Math.max(0, index - 1)]?.from ?? line.from)
    const to = isBelow ? line.from : next ? (lines[Math.max(0, next.index - 1)]?.from ?? next.line.from) : text.length
    const own = lines.slice(isBelow ? (previous?.index ?? -1) + 1 : Math.max(0, index - 1), isBelow ? index : index + 1)
    const word = labelIn(own)
    return { from, to, postedAt: at, label: word, isPostmortem: /^post-?mortem$/iu.test(word ?? '') }
  })
  return { blocks, stamped: stamps.map(({ line: { from, to }, moment }) => ({ from, to, moment })) }
}

function stampsIn(text: string, lines: readonly Line[], moments: readonly Moment[]): readonly Stamp[] {
  const stamps: Stamp[] = []
  let place = 0
  for (const [index, line] of lines.entries()) {
    while (place < moments.length && (moments[place]?.from ?? 0) < line.from) place += 1
    const moment = moments[place]
    if (stamps.length === mostPosts) break
    if (line.kind !== 'text' || !moment || moment.to > line.to || line.to - line.from > 90) continue
    const before = text.slice(line.from, moment.from).trimStart()
    const isPosted = /^posted/iu.test(line.text)
    if (!lead.test(before) || !/^[\s).|]*$/u.test(text.slice(moment.to, line.to))) continue
    const at = stampOf(moment)
    if (at !== undefined && (isPosted || !isUnderTimeline(lines, index))) stamps.push({ line, index, at, moment })
  }
  // One stamped line without "Posted" is as likely the head of a list.
  return stamps.length === 1 && !/^(?:posted|updated|published)/iu.test(stamps[0]?.line.text ?? '') && lines.length > 12 ? [] : stamps
}

function stampOf(moment: Moment): Instant | undefined {
  if (!isTimed(moment) || moment.zone?.zone === undefined) return undefined
  const { year, month, day } = moment.day ?? {}
  if (year === undefined || month === undefined || day === undefined) return undefined
  const { hour, minute, second } = moment.clock
  return instantIn({ year, month, day, hour, minute, second }, moment.zone.zone)
}

function isUnderTimeline(lines: readonly Line[], index: number): boolean {
  for (let back = index - 1; back >= Math.max(0, index - 200); back -= 1) {
    const line = lines[back]
    if (line?.kind === 'heading' || (line?.kind === 'text' && line.text.length < 40)) {
      if (/timeline|chronolog|sequence of events|zeitlicher|タイムライン|时间线|経過/iu.test(line.text)) return true
      if (line.kind === 'heading' && line.level <= 2) return false
    }
  }
  return false
}

function labelIn(lines: readonly Line[]): string | undefined {
  for (const { text, kind } of lines) {
    if (kind === 'blank') continue
    const word = label.exec(text)?.groups?.['word'] ?? /\[(?<word>resolved)\]/iu.exec(text)?.groups?.['word']
    if (word !== undefined) return word
  }
  return undefined
}

function proseIn(lines: readonly Line[]): number {
  const prose = lines.filter(
    ({ text }) => !/^(?:this (?:incident|scheduled maintenance) affected|services? affected|affected)/iu.test(text),
  )
  return prose.reduce((sum, { text }) => sum + text.length, 0)
}

/** The earliest stamp of all: the first public word on the incident. */
export function firstPost(posted: readonly (Instant | undefined)[]): Instant | undefined {
  return posted
    .filter((at) => at !== undefined)
    .toSorted((a, b) => epochMs(a) - epochMs(b))
    .at(0)
}
