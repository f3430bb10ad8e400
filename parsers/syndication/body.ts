import { type CheerioAPI, loadMarkup, textOf } from '../lib/html.ts'
import { type Labelled, leadingLabel } from '../lib/stated-phase.ts'
import { instantFromRfc822, instantFromStamp, readStamp } from '../lib/stamp.ts'
import type { FeedItem } from '../lib/syndication.ts'
import { instantFromIso } from '../lib/time.ts'
import type { Instant } from '../model.ts'

/** One update out of the body of an item, as it stands. */
export interface Post {
  readonly label?: string
  readonly text: string
  readonly format: 'text' | 'html'
  readonly postedAt?: Instant
  /** A stamp that is no moment: without a zone, or without a year and nothing beside it to tell. */
  readonly undated?: string
}

export interface Body {
  /** The word of a line "Status: ...". */
  readonly status?: string
  /** The word of a line "Impact: ..." or "Severity: ...". */
  readonly impact?: string
  readonly isPlanned: boolean
  readonly components?: readonly string[]
  /** In the order of the body. One alone is the body whole, with its markup. */
  readonly posts: readonly Post[]
  /** What stands before the first of several updates and says none of the above. */
  readonly rest: string
}

const stampLike =
  /^(?:posted |updated )?(?:on )?(?:[A-Za-z]{3,9},? )?(?:[A-Za-z]{3,9}\.? \d{1,2}|\d{1,2} [A-Za-z]{3,9}|\d{4}-\d{2}-\d{2})[ ,T].{0,24}\d{1,2}:\d{2}.{0,16}$/iu
const bullet = '• '

/** Takes the body of an item apart: several labelled updates, as Statuspage-like feeds hold, or one text. */
export function readBody(item: FeedItem, url: string): Body {
  const content = item.content ?? ''
  const lines = linesOf(content, item.contentFormat, url)
  const { head, posts } = split(lines)
  const facts = posts.length > 0 ? head : lines
  const status = valueOf(facts, /^(?:current )?status: (.{1,100})$/iu)
  const impact = valueOf(facts, /^(?:impact|severity): (.{1,100})$/iu)
  const planned = facts.some((line) => /^type: (?:scheduled |planned )?maintenance$|^THIS IS A SCHEDULED EVENT\b/iu.test(line))
  const components = componentsIn(facts)
  return {
    ...(status === undefined ? {} : { status }),
    ...(impact === undefined ? {} : { impact }),
    ...(components === undefined ? {} : { components }),
    isPlanned: planned,
    posts: posts.length > 0 ? dated(posts, item) : whole(content, lines, item),
    rest: posts.length > 0 ? head.filter((line) => line !== '' && !/^[A-Za-z ]{1,30}:|^• /u.test(line)).join('\n') : '',
  }
}

/** The body as one update. What it states of its phase stands at its very beginning. */
function whole(content: string, lines: readonly string[], { contentFormat, publishedAt, updatedAt }: FeedItem): readonly Post[] {
  if (content.trim() === '') return []
  const { label } = leadingLabel(lines[0] ?? '')
  const at = updatedAt ?? publishedAt
  const format = isMarkup(content, contentFormat) ? 'html' : 'text'
  return [{ text: content.trim(), format, ...(label === undefined ? {} : { label }), ...(at === undefined ? {} : { postedAt: at }) }]
}

function isMarkup(content: string, format: FeedItem['contentFormat']): boolean {
  return format === 'html' && /<[a-z][^<>]{0,1000}>|&(?:#\d{1,6}|[a-z]{2,10});/iu.test(content)
}

function linesOf(content: string, format: FeedItem['contentFormat'], url: string): readonly string[] {
  if (!isMarkup(content, format)) return trimmed(content)
  const $ = loadMarkup(content, url)
  for (const element of $('li').toArray()) $(element).prepend(bullet)
  writeTimesOut($)
  return trimmed(textOf($.root()))
}

/** What `<time>` says to machines, where it says it with a zone, before what it shows. */
function writeTimesOut($: CheerioAPI): void {
  for (const element of $('time[datetime]').toArray()) {
    const at = instantFromIso($(element).attr('datetime'))
    if (at !== undefined) $(element).text(at)
  }
}

function trimmed(text: string): readonly string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim())
}

/** A label before a time alone is no update but a fact of the entry: "Resolved: Tue, 07 Jul 2026 16:37:02 GMT". */
function labelOf(line: string): Labelled {
  const found = leadingLabel(line)
  return stampLike.test(found.text) ? { text: line } : found
}

interface Piece {
  label?: string
  stamp?: string
  readonly lines: string[]
}

/**
 * Labelled updates, each with a stamp on a line of its own before or behind it, or with none. Labels alone make them: a text
 * that holds stamps and no label is one update.
 */
function split(lines: readonly string[]): { readonly head: readonly string[]; readonly posts: readonly Piece[] } {
  const labels = lines.map((line) => (line.startsWith(bullet) ? { text: line } : labelOf(line)))
  const firstLabel = labels.findIndex(({ label }) => label !== undefined)
  const firstStamp = lines.findIndex((line) => stampLike.test(line))
  if (firstLabel === -1 || (firstStamp === -1 && labels.filter(({ label }) => label !== undefined).length < 2))
    return { head: lines, posts: [] }
  const isStampFirst = firstStamp !== -1 && firstStamp < firstLabel
  const head: string[] = []
  const posts: Piece[] = []
  for (const [index, line] of lines.entries()) {
    const last = posts.at(-1)
    const { label, text } = labels[index] ?? { text: line }
    const isStamp = stampLike.test(line)
    if (isStamp && isStampFirst) posts.push({ stamp: line, lines: [] })
    else if (isStamp && last && last.stamp === undefined) last.stamp = line
    else if (label !== undefined) {
      const isOpen = isStampFirst && last !== undefined && last.label === undefined && last.lines.length === 0
      const rest = text === '' ? [] : [text]
      if (isOpen) {
        last.label = label
        last.lines.push(...rest)
      } else posts.push({ label, lines: rest })
    } else if (last && (line !== '' || last.lines.length > 0)) last.lines.push(line)
    else if (!last) head.push(line)
  }
  return { head, posts }
}

/** Each stamp without a year lies near the one before it, the first near the time of the item. */
function dated(pieces: readonly Piece[], { publishedAt, updatedAt }: FeedItem): readonly Post[] {
  let near = updatedAt ?? publishedAt
  return pieces.map(({ label, stamp, lines }) => {
    const at = stamp === undefined ? undefined : momentOf(stamp, near)
    near = at ?? near
    const text = lines.join('\n').trim()
    const post: Post = { text, format: 'text', ...(label === undefined ? {} : { label }) }
    if (at !== undefined) return { ...post, postedAt: at }
    return stamp === undefined ? post : { ...post, undated: stamp }
  })
}

function momentOf(line: string, near: Instant | undefined): Instant | undefined {
  const text = line.replace(/^(?:posted |updated )?(?:on )?/iu, '')
  const stamp = readStamp(text.replace(/^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Satur|Sat|Sun)(?:day)?,? /u, ''))
  return (
    instantFromIso(text) ??
    instantFromRfc822(text) ??
    (stamp && instantFromStamp(stamp, undefined, near && { instant: near, side: 'nearest' }))
  )
}

function valueOf(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const value = pattern.exec(line)?.[1]?.trim()
    if (value !== undefined) return value
  }
  return undefined
}

/** "Affected components: A, B", or a list under a line "Affected components". */
function componentsIn(lines: readonly string[]): readonly string[] | undefined {
  const at = lines.findIndex((line) => /^affected (?:components|services|systems)\b:?/iu.test(line))
  if (at === -1) return undefined
  const told = /^affected (?:components|services|systems): ?(.{1,10000})$/iu.exec(lines[at] ?? '')?.[1]
  if (told !== undefined) return told.split(/, /u)
  const below = lines.slice(at + 1)
  const end = below.findIndex((line) => !line.startsWith(bullet))
  const names = (end === -1 ? below : below.slice(0, end)).map((line) => line.slice(bullet.length))
  return names.length > 0 ? names : undefined
}
