import type { Snapshot } from '../../../parsers/model.ts'
import type { Context, Document, Documents } from '../../../parsers/platform.ts'
import { statuspage } from '../../../parsers/statuspage/index.ts'
import { documentOf, instant } from '../../support/documents.ts'

type Source = keyof typeof statuspage.sources
type Params = Parameters<typeof statuspage.parse>[1]['params']

export function contextFor(url = 'https://status.example.com', timeZone?: string): Context<Params> {
  const context = { page: { url }, params: {}, observedAt: instant('2026-03-02T16:31:00.000Z') }
  return timeZone === undefined ? context : { ...context, timeZone }
}

/** Reads texts by the names of their sources. */
export function read(texts: { readonly [S in Source]?: string | readonly string[] }, context: Context<Params> = contextFor()): Snapshot {
  return statuspage.parse(documentsOf(texts), context)
}

function documentsOf(texts: { readonly [S in Source]?: string | readonly string[] }): Documents<typeof statuspage.sources> {
  return {
    ...named('summary', 'json', texts.summary),
    ...named('status', 'json', texts.status),
    ...named('components', 'json', texts.components),
    ...named('incidents', 'json', texts.incidents),
    ...named('unresolved', 'json', texts.unresolved),
    ...named('scheduledMaintenances', 'json', texts.scheduledMaintenances),
    ...named('active', 'json', texts.active),
    ...named('upcoming', 'json', texts.upcoming),
    ...named('incident', 'json', texts.incident),
    ...named('incidentPage', 'html', texts.incidentPage),
    ...named('history', 'html', texts.history),
    ...named('historyJson', 'json', texts.historyJson),
    ...named('home', 'html', texts.home),
    ...named('atom', 'xml', texts.atom),
    ...named('rss', 'xml', texts.rss),
  }
}

function named<S extends Source, M extends 'json' | 'html' | 'xml'>(
  source: S,
  medium: M,
  texts: string | readonly string[] | undefined,
): { [K in S]?: readonly Document<M>[] } | object {
  return texts === undefined ? {} : { [source]: [texts].flat().map((text) => documentOf(medium, text)) }
}

/** The JSON with some fields of one of its parts replaced, or dropped where the new value is undefined. */
export function changed(json: string, path: readonly (string | number)[], fields: Readonly<Record<string, unknown>>): string {
  const value: unknown = JSON.parse(json)
  const part = path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    value,
  )
  if (typeof part !== 'object' || part === null) throw new Error(`nothing at ${path.join('.')}`)
  for (const [field, replacement] of Object.entries(fields)) Reflect.set(part, field, replacement)
  return JSON.stringify(value)
}
