import { ParseError } from '../errors.ts'
import type { CheerioAPI } from '../lib/html.ts'
import { textOf } from '../lib/html.ts'

/**
 * A page of the directory as the lines that a reader sees, in HTML as in a text of it. Source: the text of the page of one
 * vendor, recorded in 2026. Authority: an aggregator, which copies what the vendor's own page says. Quirks: an incident has
 * no id and days instead of times ("Nov 18, 2025 · resolved Nov 19"); its last text, often a whole report in Markdown, is put
 * on one line; the headline stands there twice.
 */
export interface Lines {
  readonly name: string
  readonly headlines: readonly string[]
  /** Undefined where the page has no such part. */
  readonly components?: readonly string[]
  readonly incidents?: readonly string[]
}

const byline = /^.{1,200} · monitored by Alert24$/u
const offer = /^Get alerted when .{1,200} goes down$/u

/** Takes the lines apart by the headings of the page; throws ParseError where one that every page has is missing. */
export function readLines(text: string, url: string): Lines {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const start = lines.findIndex((line) => byline.test(line))
  const name = /^(.{1,200}) Status Page$/u.exec(lines[start - 1] ?? '')?.[1]
  if (start === -1 || name === undefined) throw new ParseError('foreign', 'a page without a mark of this directory', { url, excerpt: text })
  const end = lines.findIndex((line) => offer.test(line))
  if (end === -1) throw new ParseError('missing', 'a page that ends before its foot', { url })
  const body = lines.slice(start + 1, end)
  const current = body.indexOf('Current Status')
  if (current === -1) throw new ParseError('missing', 'no headline', { url, path: 'Current Status' })
  const parts = ['Components', 'Recent Incidents'].map((heading) => body.indexOf(heading, current))
  const [components = -1, incidents = -1] = parts
  const headlines = [body.slice(0, current).at(-1), body[current + 1]].filter((line) => line !== undefined)
  return {
    name,
    headlines,
    ...(components === -1 ? {} : { components: body.slice(components + 1, incidents > components ? incidents : undefined) }),
    ...(incidents === -1 ? {} : { incidents: body.slice(incidents + 1) }),
  }
}

/** The lines of the HTML: what stands side by side in elements of its own is set apart, as it is for a reader. */
export function textOfPage($: CheerioAPI): string {
  for (const element of $('span + span').toArray()) if ($(element).closest('p').length === 0) $(element).before('<br>')
  return textOf($('body'))
}

export interface Listed {
  readonly title: string
  readonly impact: string
  /** "Nov 18, 2025", and what is said behind the dot: "resolved Nov 19". */
  readonly opened: string
  readonly state?: string
  readonly body: string
}

const dates = /^([A-Z][a-z]{2} \d{1,2}, \d{4})(?: · (\S.{0,60}))?$/u
const grade = /^[a-z]{2,20}$/u

/** Each incident begins with its title, its impact in one small word, and the line of its dates. */
export function readIncidents(lines: readonly string[]): readonly Listed[] {
  const starts = lines.flatMap((line, index) => (index >= 2 && dates.test(line) && grade.test(lines[index - 1] ?? '') ? [index] : []))
  return starts.map((start, index) => {
    const [, opened = '', state] = dates.exec(lines[start] ?? '') ?? []
    const next = starts[index + 1]
    const body = lines.slice(start + 1, next === undefined ? undefined : next - 2).join('\n')
    const entry = { title: lines[start - 2] ?? '', impact: lines[start - 1] ?? '', opened, body }
    return state === undefined ? entry : { ...entry, state }
  })
}
