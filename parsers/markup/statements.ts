import { type CheerioAPI, lineOf, type Node } from '../lib/html.ts'
import type { Health } from '../model.ts'
import { wordHealth } from './words.ts'

/** One statement of how something is: an element whose whole text is a word for it, or one without text whose label is. */
export interface Statement {
  readonly node: Node
  readonly native: string
  readonly health: Health
  readonly kind: 'word' | 'label'
}

type Attributes = Readonly<Record<string, string>>

export const labels = ['aria-label', 'title', 'alt', 'data-original-title', 'data-tooltip'] as const

/** Elements that are no part of what a page lists, with all that is in them. */
const besides = new Set(['script', 'style', 'template', 'noscript', 'nav', 'footer', 'select'])
/** A page with more of them is no list that anybody reads. */
const mostStatements = 2000
/** Characters and nodes of an element that may be a word for a state. */
const longest = 60

/** Every statement of a page; of elements in one another that say the same the innermost. */
export function statementsIn($: CheerioAPI): readonly Statement[] {
  const found: Statement[] = []
  for (const body of $('body').toArray()) collect(body, found)
  return found.length > mostStatements ? [] : found
}

function collect(node: Node, found: Statement[]): void {
  if (!('attribs' in node) || besides.has(node.name) || isHidden(node.attribs) || found.length > mostStatements) return
  const text = shortText(node)
  const health = wordHealth(text)
  const isInner = health !== undefined && !node.children.some((child) => 'attribs' in child && shortText(child) === text)
  const label = text === '' ? labelOf(node.attribs) : undefined
  const labelled = wordHealth(label)
  if (isInner) found.push({ node, native: text ?? '', health, kind: 'word' })
  else if (label !== undefined && labelled !== undefined) found.push({ node, native: label, health: labelled, kind: 'label' })
  // What is within a drawing is part of it.
  if (node.name !== 'svg') for (const child of node.children) collect(child, found)
}

function isHidden(attributes: Attributes): boolean {
  return attributes['hidden'] !== undefined || /display:\s{0,3}none/u.test(attributes['style'] ?? '')
}

/** The text of an element on one line where it is short; looking into a long one again and again would take too long. */
function shortText(node: Node): string | undefined {
  const queue: Node[] = [node]
  let length = 0
  for (let looked = 0; queue.length > 0; looked += 1) {
    const next = queue.pop()
    if (next?.nodeType === 3 && 'data' in next) length += next.data.trim().length
    if (next && 'children' in next) queue.push(...next.children.slice(0, longest))
    if (length > longest || looked > longest) return undefined
  }
  return lineOf([node])
}

function labelOf(attributes: Attributes): string | undefined {
  return labels
    .map((name) => attributes[name])
    .map(afterColon)
    .find((label) => wordHealth(label) !== undefined)
}

/** "API: Operational" and "Status - Operational" label the same as "Operational". */
export function afterColon(label: string | undefined): string | undefined {
  return label
    ?.split(/: | [-–] /u)
    .at(-1)
    ?.trim()
}
