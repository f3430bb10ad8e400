import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { omit, topOf } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import type { Component, Snapshot } from '../model.ts'
import type { Context, Document, Documents, Source } from '../platform.ts'
import { parseHome } from './home.ts'
import { parseIssues, plain } from './issues.ts'
import { Components } from './schema.ts'

/** The page is all that is public, and told by markup; the API wants a key, and its stream of events never ends. */
export const sources = {
  home: { medium: 'html', via: 'http', when: 'poll', urls: (page) => [page.url] } satisfies Source<'html'>,
  issues: { medium: 'json', via: 'http', when: 'archive', urls: (page) => [`${page.url}/api/v1/issues`] } satisfies Source<'json'>,
  components: { medium: 'json', via: 'http', when: 'archive', urls: (page) => [`${page.url}/api/v1/components`] } satisfies Source<'json'>,
} as const

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = [
    ...(documents.home ?? []).map((document) => parseHome(document, context.page.url)),
    ...(documents.issues ?? []).map((document) => parseIssues(document, context.page.url)),
    ...(documents.components ?? []).map(parseComponents),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('hund', context.observedAt, parts)
}

/** Names without states: every one is unknown. */
function parseComponents(document: Document<'json'>): Part {
  const top = topOf('components')
  const { data, has_more: isPart } = readWire(Components, readJson(document), document.url)
  if (data.length === 0) throw new ParseError('empty', 'a page without components', { url: document.url, path: 'data' })
  omit(top, 'data', data.length, 'the API tells the names of components and no states')
  const components = new Map(
    data.map(({ id, name }): [string, Component] => [
      id,
      { nativeId: id, name: cleanName(plain(name)), health: 'unknown', native: '', group: false, children: [] },
    ]),
  )
  return {
    authority: 'api',
    components: [...components.values()],
    coverage: { components: isPart === true ? 'none' : 'full' },
    omissions: top.omissions,
  }
}
