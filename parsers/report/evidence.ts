import type { Draft } from './document.ts'
import type { Sentence } from './lines.ts'
import type { Evidence } from './model.ts'
import { countUpTo } from './search.ts'

/** No sentence is longer; what is, is a text without points. */
const longest = 600

type Read = Pick<Draft, 'plain' | 'sentences'>

/** The index of the sentence that holds the offset; -1 where none does. */
export function sentenceIndexAt({ sentences }: Pick<Draft, 'sentences'>, offset: number): number {
  const index = countUpTo(sentences, offset, ({ from }) => from) - 1
  return offset < (sentences[index]?.to ?? 0) ? index : -1
}

export function sentenceAt(draft: Pick<Draft, 'sentences'>, offset: number): Sentence | undefined {
  return draft.sentences[sentenceIndexAt(draft, offset)]
}

/** The sentence around an offset of the plain text, with its place in the given text. */
export function evidenceAt(draft: Read, offset: number): Evidence {
  const sentence = sentenceAt(draft, offset)
  const isShort = sentence !== undefined && sentence.to - sentence.from <= longest
  const from = isShort ? sentence.from : Math.max(sentence?.from ?? 0, offset - longest / 3)
  const to = isShort ? sentence.to : Math.min(sentence?.to ?? draft.plain.text.length, offset + longest / 2)
  return evidenceOf(draft.plain, from, to)
}

export function evidenceOf(plain: Draft['plain'], from: number, to: number): Evidence {
  const text = plain.text.slice(from, to).replaceAll(/\*\*/gu, '').replaceAll(/\s+/gu, ' ').trim()
  return { text, from: plain.toSource(from), to: Math.max(plain.toSource(from), plain.toSource(Math.max(from, to - 1)) + 1) }
}
