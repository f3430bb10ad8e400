import { ParseError } from '../errors.ts'
import type { Snapshot } from '../model.ts'
import type { Documents, Source } from '../platform.ts'

/** A browser would see the page; what its script then draws has not been recorded by anybody. */
export const sources = {
  home: { medium: 'html', via: 'browser', when: 'poll', urls: (page) => [page.url] } satisfies Source<'html'>,
} as const

/** Always throws ParseError: no mark is known by which anything on the page could be read, and a guess may be green. */
export function parse({ home: [document] = [] }: Documents<typeof sources>): Snapshot {
  if (!document) throw new ParseError('missing', 'no document to read')
  const detail = 'a page that is drawn by a script in the browser: it is known whose it is, but not how to read it'
  throw new ParseError('foreign', detail, { url: document.url })
}
