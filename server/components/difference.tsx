import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Edit, Piece } from '../../data/edits.ts'
import type { Instant } from '../../parsers/model.ts'
import { Time } from './time.tsx'

/** What an edit changed, inside the text: what came is underlined, what went is struck through, and both are said aloud. */

const units: Readonly<Record<Edit['unit'], string | null>> = {
  word: null,
  line: 'The texts are long, or differ in most of their words: compared line by line.',
  text: 'The texts are too long, or differ too much, to be compared.',
}

export function Difference({ edit }: { readonly edit: Edit }): JSX.Element {
  const note = units[edit.unit]
  return (
    <>
      {note === null ? null : <p class="facts">{note}</p>}
      <p class="prose difference" dir="auto">
        {edit.pieces.map((piece, index) => (
          <>
            {piece.kind === 'added' && edit.pieces[index - 1]?.kind === 'removed' ? ' ' : ''}
            <Marked piece={piece} />
          </>
        ))}
      </p>
    </>
  )
}

/** White space at either end stays outside of the mark. */
function Marked({ piece: { kind, text } }: { readonly piece: Piece }): JSX.Element {
  if (kind === 'kept') return <>{text}</>
  const inner = text.trim()
  const [lead = '', trail = ''] = inner === '' ? [text] : text.split(inner)
  return (
    <>
      {lead}
      {inner === '' ? null : kind === 'added' ? <ins>{inner}</ins> : <del>{inner}</del>}
      {trail}
    </>
  )
}

/** A word, or a moment. */
export interface Value {
  readonly words: string
  readonly at?: Instant
}

export function momentValue(at: Instant | null): Value {
  return at === null ? { words: 'not told' } : { words: at, at }
}

/** One value in the place of another. */
export function Replaced({ before, after }: { readonly before: Value; readonly after: Value }): JSX.Element {
  return (
    <>
      <del>
        <ValueText value={before} />
      </del>{' '}
      <ins>
        <ValueText value={after} />
      </ins>
    </>
  )
}

export function ValueText({ value: { words, at } }: { readonly value: Value }): JSX.Element {
  return at === undefined ? <bdi>{words}</bdi> : <Time at={at} />
}
