import { ParseError } from '../errors.ts'
import { type CheerioAPI, isWhole, loadHtml } from '../lib/html.ts'
import { classifyRefusal } from '../lib/refusal.ts'
import type { Document } from '../platform.ts'
import { refusals } from './fingerprint.ts'

/** Loads one of the platform's pages; `layout` is the class that marks which. Anything else is refused with its reason. */
export function ownPage(document: Document<'html'>, layout: string): CheerioAPI {
  const { url, body } = document
  if (body.text.trim() === '') throw new ParseError('shape', 'an empty body', { url })
  const refusal = classifyRefusal(document, refusals)
  if (refusal) throw new ParseError('foreign', refusal.what, { url })
  if (!body.text.includes('class="layout-content status ')) {
    throw new ParseError('foreign', 'a page without a mark of this platform', { url, excerpt: body.text })
  }
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const $ = loadHtml(document)
  if ($(`.layout-content.${layout}`).length === 0)
    throw new ParseError('shape', 'another page of this platform', { url, path: `.${layout}` })
  return $
}

/** The code in an address such as /incidents/zr2t0kfxdbsg. */
export function incidentCode(href: string | undefined): string | undefined {
  return /\/incidents\/([0-9a-z]{6,20})(?:[/?#.]|$)/u.exec(href ?? '')?.[1]
}
