import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { isWhole, lineOf, loadHtml } from '../lib/html.ts'
import { topOf } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import type { Document } from '../platform.ts'
import { toHealth } from './words.ts'

/** The page itself: of its markup only the headline is known, `<div class="system-status type-minor">` with its text inside. */
export function parseHome(document: Document<'html'>): Part {
  const { url, body } = document
  const top = topOf('home')
  const $ = loadHtml(document)
  const headline = $('.system-status').first()
  const type = /(?:^|\s)type-([a-z-]{1,40})(?:\s|$)/u.exec(headline.attr('class') ?? '')?.[1]
  if (!body.text.includes('statuspal') || type === undefined) throw new ParseError('foreign', 'no page of Statuspal', { url })
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that ends before its end', { url })
  const text = lineOf(headline.find('.system-status--description').first())
  return {
    authority: 'markup',
    health: toHealth(type, top, '.system-status'),
    native: cleanName(text === '' ? type : text),
    omissions: top.omissions,
  }
}
