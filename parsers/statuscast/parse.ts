import { z } from 'zod'
import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { topOf } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import type { Incident, Maintenance, Snapshot } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import { parseFeed } from './feed.ts'
import { parseHome } from './home.ts'
import type { sources } from './sources.ts'
import { toHealth } from './words.ts'

/** /status.json, as answered in 2026-08: the page's own word and no more. `InEffectSince` names no zone. */
const Status = z.object({
  Status: z.string(),
  StatusText: z.string(),
  InEffectSince: z.string().nullable(),
  InEffectSinceText: z.string().nullish(),
})

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const pages = [
    ...(documents.home ?? []).map((document) => parseHome(document, context, 'home')),
    ...(documents.page ?? []).map((document) => parseHome(document, context, 'page')),
  ]
  const feeds = [...(documents.rss ?? []), ...(documents.feed ?? [])].map((document) => parseFeed(document, context))
  const parts = [
    ...(documents.status ?? []).map(parseStatus),
    ...pages,
    ...feeds.map((feed) => (pages.length > 0 ? sorted(feed, pages) : feed)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('statuscast', context.observedAt, parts)
}

function parseStatus(document: Document<'json'>): Part {
  const top = topOf('status')
  const wire = readWire(Status, readJson(document), document.url)
  const native = cleanName(wire.StatusText || wire.Status)
  return { authority: 'api', health: toHealth(wire.Status, top, 'Status'), native, omissions: top.omissions }
}

/** The feed's entries under the kind that the pages give them; what no page lists is left out, for nothing tells what it is. */
function sorted(feed: Part, pages: readonly Part[]): Part {
  const incidents = among(
    feed,
    pages.flatMap((page) => page.incidents ?? []),
  )
  const maintenances = among(
    feed,
    pages.flatMap((page) => page.maintenances ?? []),
  )
  return { ...feed, incidents, maintenances: maintenances.map(({ phase: _phase, impact: _impact, ...entry }) => entry) }
}

function among({ incidents = [] }: Part, listed: readonly (Incident | Maintenance)[]): readonly Incident[] {
  const ids = new Set(listed.map(({ nativeId }) => nativeId))
  return incidents.filter(({ nativeId }) => ids.has(nativeId))
}
