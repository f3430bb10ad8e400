import type { Line } from './lines.ts'
import type { Plain } from './plain.ts'

/** A page that tells several incidents, as aggregators do: each has a title, a grade and a line with its days. */

const grade = /^(?:none|minor|major|critical|maintenance|notice|degraded|outage|info|warning|partial|unknown)$/iu
const days =
  /^(?:\p{L}{3,9}\.? \d{1,2}, \d{4}|\d{1,2} \p{L}{3,9} \d{4}|\d{4}-\d{2}-\d{2})\s*[·•|,–—-]\s*(?:resolved|closed|ongoing|ended|completed|investigating|monitoring)\b.{0,60}$/iu
const mostParts = 200

export function partsOf(
  plain: Plain,
  lines: readonly Line[],
): readonly { readonly plain: Plain; readonly from: number; readonly to: number }[] {
  const told = lines.filter(({ kind }) => kind !== 'blank')
  const starts = told.flatMap((line, index) => {
    if (!days.test(line.text)) return []
    const above = told[index - 1]
    const title = above && grade.test(above.text) ? told[index - 2] : above
    return title ? [title.from] : []
  })
  if (starts.length < 2) return []
  return starts.slice(0, mostParts).map((from, index) => {
    const to = starts[index + 1] ?? plain.text.length
    return { plain: cut(plain, from, to), from: plain.toSource(from), to: plain.toSource(Math.max(from, to - 1)) + 1 }
  })
}

function cut({ source, format, text, bare, toSource }: Plain, from: number, to: number): Plain {
  return { source, format, text: text.slice(from, to), bare: bare.slice(from, to), toSource: (offset) => toSource(from + offset) }
}
