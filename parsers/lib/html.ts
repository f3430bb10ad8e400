import { load, type CheerioAPI } from 'cheerio/slim'
import { Parser } from 'htmlparser2'
import { ParseError } from '../errors.ts'
import type { Document } from '../platform.ts'

export type { CheerioAPI } from 'cheerio/slim'

/** Where browsers stop nesting, too; building and walking a deeper tree takes quadratic time. */
const deepest = 512
/** The largest page seen, 1 MB of uptime charts, has 46,000 elements. */
const mostElements = 200_000

/** One element, text or comment of a loaded page. */
export type Node = ReturnType<ReturnType<CheerioAPI['root']>['contents']>[number]
type Selection = Iterable<Node>

/** Loads a page, after one linear pass has shown that its tree stays small. */
export function loadHtml(document: Pick<Document, 'url' | 'body'>): CheerioAPI {
  return loadMarkup(document.body.text, document.url)
}

/** Loads a piece of markup that came inside another document. */
export function loadMarkup(markup: string, url: string): CheerioAPI {
  if (isTooComplex(markup)) throw new ParseError('shape', 'markup that is nested too deeply or holds too many elements', { url })
  return load(markup, { xml: { xmlMode: false, decodeEntities: true } })
}

/** Whether the page came to its end. A body that was cut off still makes a tree, only a smaller one. */
export function isWhole(markup: string): boolean {
  return /<\/html\s{0,100}>/iu.test(markup.slice(-20_000))
}

function isTooComplex(markup: string): boolean {
  let depth = 0
  let elements = 0
  let tooComplex = false
  const parser = new Parser({
    onopentag() {
      depth += 1
      elements += 1
      if (depth <= deepest && elements <= mostElements) return
      tooComplex = true
      parser.pause()
    },
    onclosetag() {
      depth -= 1
    },
  })
  parser.write(markup)
  return tooComplex
}

const blocks = new Set(
  'address article aside blockquote dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul'.split(
    ' ',
  ),
)
const silent = new Set(['script', 'style', 'svg', 'template', 'noscript', 'head'])

/** What a reader sees: white space collapsed as a browser does, a new line for `br` and around blocks. */
export function textOf(selection: Selection): string {
  const pieces: string[] = []
  for (const node of selection) append(node, pieces)
  return pieces
    .join('')
    .split('\n')
    .map((line) => line.replaceAll(/[ \t\r\f]+/gu, ' ').trim())
    .join('\n')
    .trim()
}

/** The same on one line: for names, titles and labels. */
export function lineOf(selection: Selection): string {
  return textOf(selection).replaceAll(/\s+/gu, ' ')
}

function append(node: Node, pieces: string[]): void {
  if ('data' in node) {
    // Comments and processing instructions have data too, but only text has none of the rest.
    if (node.nodeType === 3) pieces.push(node.data.replaceAll(/\s/gu, ' '))
    return
  }
  const name = 'name' in node ? node.name : ''
  if (silent.has(name)) return
  if (name === 'br') {
    pieces.push('\n')
    return
  }
  const isBlock = blocks.has(name)
  if (isBlock) startLine(pieces)
  for (const child of node.children) append(child, pieces)
  if (isBlock) startLine(pieces)
}

/** A block starts on a line of its own, but two blocks in a row leave no empty line between them. */
function startLine(pieces: string[]): void {
  const last = pieces.findLast((piece) => piece === '\n' || piece.trim() !== '')
  if (last !== undefined && last !== '\n') pieces.push('\n')
}

/** The address that a link of a page leads to; anything but http and https is none. */
export function absoluteUrl(href: string | null | undefined, base: string): string | undefined {
  if (!href) return undefined
  const url = URL.parse(href, base)
  return url && /^https?:$/u.test(url.protocol) ? url.href : undefined
}
