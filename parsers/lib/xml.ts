import { Parser } from 'htmlparser2'
import { ParseError } from '../errors.ts'
import type { Document } from '../platform.ts'

const deepest = 64
const mostElements = 200_000

export interface XmlElement {
  /** Lower case, with its prefix: a feed that writes `Atom:Link` is told apart from nothing. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

/** Builds the tree of an XML document. Entities of its own are refused, not expanded; so is one that was cut off. */
export function readXml(document: Document<'xml'>): XmlElement {
  const { text } = document.body
  if (text.trim() === '') throw new ParseError('shape', 'an empty body', { url: document.url })
  if (/<!ENTITY/iu.test(text)) throw new ParseError('shape', 'XML that declares entities', { url: document.url })
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  let elements = 0
  let problem: string | undefined
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        elements += 1
        const element: XmlElement = { name: name.toLowerCase(), attributes, children: [], text: '' }
        open.at(-1)?.children.push(element)
        open.push(element)
        if (open.length <= deepest && elements <= mostElements) return
        problem = 'XML that is nested too deeply or holds too many elements'
        parser.pause()
      },
      ontext(data) {
        const element = open.at(-1)
        if (element) element.text += data
      },
      onclosetag() {
        open.pop()
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.write(text)
  // Ending the parser would close whatever is still open.
  if (open.length > 1) problem ??= 'XML that ends before its elements do'
  const [root] = top.children
  if (problem !== undefined || !root) throw new ParseError('shape', problem ?? 'no XML', { url: document.url, excerpt: text.slice(0, 200) })
  return root
}

/** The first child of that name. */
export function child(parent: XmlElement, name: string): XmlElement | undefined {
  return parent.children.find((element) => element.name === name)
}

/** The text of the first child of that name; undefined where it is absent or empty. */
export function textOf(parent: XmlElement, name: string): string | undefined {
  const text = child(parent, name)?.text.trim()
  return text === '' ? undefined : text
}
