import { escapeMarkup } from '../http/sanitize.ts'

/** Elements as text. Values are escaped here and nowhere else; children are elements already. */

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

type Attributes = Readonly<Record<string, string>>

function openTag(name: string, attributes: Attributes): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(value)}"`)
  return `<${name}${written.join('')}`
}

export function leaf(name: string, text: string, attributes: Attributes = {}): string {
  return `${openTag(name, attributes)}>${escapeMarkup(text)}</${name}>\n`
}

export function emptyElement(name: string, attributes: Attributes): string {
  return `${openTag(name, attributes)}/>\n`
}

export function branch(name: string, children: readonly string[], attributes: Attributes = {}): string {
  return `${openTag(name, attributes)}>\n${children.join('')}</${name}>\n`
}
