import { leaves, type AffectedComponent, type Component } from '../model.ts'

/**
 * Reads the sentence under an incident, "This incident affected: Group (A, B (x)) and Solo.", seen on pages of 2022 to
 * 2025. A name may hold brackets, commas and "and" of its own; where the page's components are known they decide,
 * and give the ids. Undefined: another sentence.
 */
export function readAffected(sentence: string, known: readonly Component[] = []): readonly AffectedComponent[] | undefined {
  const match = /^This [a-z ]{1,40} affected: (.+?)\.?$/u.exec(sentence)
  if (!match?.[1]) return undefined
  return splitLast(splitAt(match[1], ', '), known).flatMap((item) => readItem(item, known))
}

function readItem(item: string, known: readonly Component[]): readonly AffectedComponent[] {
  const open = bracketOf(item)
  if (open === -1 || known.some((component) => component.name === item)) return [named(item, known)]
  const group = known.find((component) => component.group && component.name === item.slice(0, open))
  return splitAt(item.slice(open + 2, -1), ', ').map((name) => named(name, group ? group.children : known))
}

function named(name: string, among: readonly Component[]): AffectedComponent {
  const [only, ...others] = leaves(among).filter((component) => component.name === name)
  return only && others.length === 0 ? { nativeId: only.nativeId, name } : { name }
}

/** The last two items are joined by "and"; of several such words the last, unless known names say otherwise. */
function splitLast(items: readonly string[], known: readonly Component[]): readonly string[] {
  const last = items.at(-1) ?? ''
  if (isKnown(last, known)) return items
  const words = splitAt(last, ' and ')
  // More of them than this are no name.
  if (words.length > 50) return [...items.slice(0, -1), ...words]
  const splits = words.slice(1).map((_, index) => [words.slice(0, index + 1).join(' and '), words.slice(index + 1).join(' and ')])
  const best = splits.find((pair) => pair.every((item) => isKnown(item, known))) ?? splits.at(-1)
  return best ? [...items.slice(0, -1), ...best] : items
}

function isKnown(item: string, known: readonly Component[]): boolean {
  const group = item.slice(0, Math.max(bracketOf(item), 0))
  return known.some((component) => component.name === item || (component.group && component.name === group))
}

/** Where the one bracket of "Group (A, B (x))" opens, or -1 for an item of another form. */
function bracketOf(item: string): number {
  const open = item.indexOf(' (')
  return open !== -1 && item.endsWith(')') && splitAt(item.slice(open + 1), ' ').length === 1 ? open : -1
}

/** Splits outside of brackets only. */
function splitAt(text: string, separator: string): readonly string[] {
  const items: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    else if (depth === 0 && text.startsWith(separator, index)) {
      items.push(text.slice(start, index))
      start = index + separator.length
    }
  }
  return [...items, text.slice(start)]
}
