import { ParseError } from '../errors.ts'
import { classifyRefusal } from '../lib/refusal.ts'
import type { Snapshot } from '../model.ts'
import type { Documents, Source } from '../platform.ts'
import { refusals } from './fingerprint.ts'

export const sources = {
  home: { medium: 'html', via: 'http', when: 'poll', urls: (page) => [page.url] } satisfies Source<'html'>,
} as const

/**
 * Always throws ParseError. A report is a grid of the uptimes of seven days, drawn into the page; no page of it has been
 * recorded by anybody, and a grid that is read by guesses may be green.
 */
export function parse({ home: [document] = [] }: Documents<typeof sources>): Snapshot {
  if (!document) throw new ParseError('missing', 'no document to read')
  const refusal = classifyRefusal(document, refusals)
  const detail = refusal?.what ?? 'a report of uptimes in markup that nobody has recorded: it is known whose it is, but not how to read it'
  throw new ParseError('foreign', detail, { url: document.url })
}
