import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { isWhole, lineOf, loadHtml } from '../lib/html.ts'
import { omit, topOf } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import type { Health, Snapshot } from '../model.ts'
import type { Context, Document, Source } from '../platform.ts'

const home: Source<'html'> = { medium: 'html', via: 'http', when: 'poll', urls: (page) => [page.url] }

export const sources = { home }

export function parse({ home: documents = [] }: { readonly home?: readonly Document<'html'>[] }, { observedAt }: Context): Snapshot {
  if (documents.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('signal', observedAt, documents.map(parseHome))
}

/** The sentences of the page that are known: the first as recorded, the second as it stood there during the outage of January 2021. */
const headlines: readonly { readonly pattern: RegExp; readonly health: Health }[] = [
  { pattern: /^Signal is up and running\.$/u, health: 'operational' },
  { pattern: /^Signal is experiencing technical difficulties\b/u, health: 'partial_outage' },
]

function parseHome(document: Document<'html'>): Part {
  const { url, body } = document
  const $ = loadHtml(document)
  const mark = $('#symbol').first()
  if (lineOf($('title').first()) !== 'Signal Status')
    throw new ParseError('foreign', 'a page of another title', { url, excerpt: body.text })
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const symbol = lineOf(mark)
  const native = cleanName(
    lineOf(
      mark
        .parent()
        .contents()
        .toArray()
        .filter((node) => node !== mark.get(0)),
    ),
  )
  if (native === '') throw new ParseError('missing', 'no sentence beside the symbol', { url, path: '#symbol' })
  const top = topOf('home')
  const health = headlines.find(({ pattern }) => pattern.test(native))?.health ?? 'unknown'
  if (health === 'unknown') omit(top, 'headline', native, 'a word that nobody has mapped')
  // The sentence and its symbol have to agree before either is believed.
  const isDoubtful = health === 'operational' && symbol !== '✓'
  if (isDoubtful) omit(top, 'symbol', symbol, 'the sentence says that all is well, the symbol does not')
  return { authority: 'markup', page: { name: 'Signal' }, health: isDoubtful ? 'unknown' : health, native, omissions: top.omissions }
}
