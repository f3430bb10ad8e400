/**
 * Reads XML as strictly as XML 1.0 asks for what our writers use: one root, balanced tags, quoted attributes given once,
 * the five named entities and character references, and only characters that XML allows. Throws at the first fault.
 */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  readonly text: string
}

// oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 forbids
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u
const tag = /<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*="[^"<]*")*)\s*(\/?)>/uy
const attribute = /([A-Za-z_][\w.:-]*)="([^"<]*)"/gu

export function parseXml(document: string): XmlElement {
  const bad = forbidden.exec(document)
  if (bad) throw new Error(`forbidden character at ${bad.index}`)
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
  if (!document.startsWith(declaration)) throw new Error('no declaration')
  const open: { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string }[] = []
  let root: XmlElement | undefined
  let position = declaration.length
  while (position < document.length) {
    const next = document.indexOf('<', position)
    const text = document.slice(position, next === -1 ? undefined : next)
    const parent = open.at(-1)
    if (parent) parent.text += decode(text)
    else if (text.trim() !== '') throw new Error(`text outside of the root: ${text.slice(0, 40)}`)
    if (next === -1) break
    tag.lastIndex = next
    const match = tag.exec(document)
    if (!match) throw new Error(`no tag at ${next}: ${document.slice(next, next + 80)}`)
    position = tag.lastIndex
    const [, closes, name = '', attributes = '', isEmpty] = match
    if (closes === '/') {
      const element = open.pop()
      if (element?.name !== name) throw new Error(`</${name}> closes <${element?.name}>`)
      if (open.length > 0) open.at(-1)?.children.push(element)
      else root = element
      continue
    }
    if (open.length === 0 && root) throw new Error('a second root')
    const element = { name, attributes: readAttributes(attributes), children: [], text: '' }
    if (isEmpty !== '/') open.push(element)
    else if (open.length > 0) open.at(-1)?.children.push(element)
    else root = element
  }
  if (open.length > 0 || !root) throw new Error('not closed')
  return root
}

function readAttributes(text: string): Record<string, string> {
  const read = new Map<string, string>()
  for (const [, name = '', value = ''] of text.matchAll(attribute)) {
    if (read.has(name)) throw new Error(`attribute ${name} twice`)
    read.set(name, decode(value))
  }
  return Object.fromEntries(read)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(text: string): string {
  if (text.includes(']]>')) throw new Error(']]> in text')
  return text.replaceAll(/&([^;&]{0,10};?)/gu, (_, inside: string) => {
    const name = inside.slice(0, -1)
    const numeric = /^#(\d+|x[\da-f]+);$/iu.exec(inside)
    if (numeric) return String.fromCodePoint(Number(numeric[1]?.replace(/^x/iu, '0x')))
    if (!inside.endsWith(';') || !Object.hasOwn(entities, name)) throw new Error(`entity &${inside}`)
    return entities[name] ?? ''
  })
}

/** Children of a name. */
export function all(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? []
}

export function first(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return all(element, name)[0]
}
