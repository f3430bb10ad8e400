import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { lineOf, loadMarkup, textOf } from '../lib/html.ts'
import { type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { instantFromStamp, readStamp } from '../lib/stamp.ts'
import { type FeedItem, readFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import { type Incident, type Instant, isClosed, type Maintenance, type Update } from '../model.ts'
import type { Document } from '../platform.ts'
import { isMaintenanceWord, toIncidentPhase, toMaintenancePhase, toPhase } from './words.ts'

/**
 * /history.atom and /history.rss: the newest entries of both kinds, whole. Written down by those who read it, 2022 to 2026,
 * and not seen itself. Quirks: `published` is when the entry began; the oldest post comes first; stamps have no year.
 */
export function parseFeed(document: Document<'xml'>, source: 'atom' | 'rss', pageUrl: string): Part {
  const top = topOf(source)
  const feed = readFeed(document)
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, entry] of feed.items.entries()) {
    const place = placeIn(top, 'entries', index)
    const nativeId = cuid.exec(entry.id ?? '')?.[1] ?? cuid.exec(entry.link ?? '')?.[1]
    if (nativeId === undefined)
      throw new ParseError('foreign', 'a feed with links of another kind', { url: document.url, excerpt: entry.link ?? entry.id ?? '' })
    const { head, updates } = readContent(entry, place, document.url)
    const closing = updates.findLast(({ phase }) => phase !== undefined && phase !== 'unknown')
    // "Update" has no phase: the one before it stays.
    const label = updates.findLast(({ phase }) => phase !== undefined)?.native
    const affected = /^Affected Components: (.{1,10000})$/mu.exec(head)?.[1]
    const fields = told({
      nativeId,
      title: cleanName(entry.title ?? ''),
      url: `${pageUrl}/${nativeId}`,
      nativePhase: label,
      resolvedAt: closing && isClosed(closing.phase) ? closing.postedAt : undefined,
      updatedAt: entry.updatedAt,
      components: affected?.split(', ').map((name) => ({ name: cleanName(name) })),
      updates: updates.length > 0 ? updates : undefined,
    })
    const isPlanned = /,2005:Maintenance\//u.test(entry.id ?? '') || /^Type: Maintenance$/mu.test(head) || isMaintenanceWord(label ?? '')
    const [began, phase] = [entry.publishedAt, label]
    if (isPlanned) {
      maintenances.push(told({ ...fields, scheduledFor: began, phase: phase ? toMaintenancePhase(phase, place) : undefined }))
    } else incidents.push(told({ ...fields, startedAt: began, phase: phase ? toIncidentPhase(phase, place) : undefined }))
  }
  if (feed.items.length === 0) throw new ParseError('empty', 'a feed without entries says not whose it is', { url: document.url })
  return {
    authority: 'feed',
    page: {},
    incidents,
    maintenances,
    coverage: { incidents: 'recent', maintenances: 'recent' },
    omissions: top.omissions,
  }
}

const cuid = /\/(c[a-z0-9]{20,31})\/?$/u

/** One paragraph a post, behind those that tell the kind and the components; one without a stamp goes on with the post before it. */
function readContent(entry: FeedItem, place: Place, url: string): { readonly head: string; readonly updates: readonly Update[] } {
  const $ = loadMarkup(entry.content ?? '', url)
  const head: string[] = []
  const updates: Update[] = []
  let near: Instant | undefined = entry.publishedAt
  for (const element of $.root().children().toArray()) {
    const small = lineOf($(element).children('small').first())
    const last = updates.at(-1)
    if (small === '') {
      const text = textOf([element])
      if (last) updates[updates.length - 1] = { ...last, body: `${last.body}\n${cleanBody(text)}` }
      else head.push(text)
      continue
    }
    const strong = $(element).children('strong').first()
    const native = lineOf(strong)
    $(element).children('small').first().remove()
    strong.remove()
    const stamp = readStamp(small)
    const postedAt = stamp && instantFromStamp(stamp, undefined, near && { instant: near, side: 'nearest' })
    near = postedAt ?? near
    const body = cleanBody(textOf([element]).replace(/^[-–] ?/u, ''))
    updates.push(
      told({
        phase: native === '' || native.toLowerCase() === 'update' ? undefined : toPhase(native, place),
        native: native || undefined,
        body,
        format: 'text' as const,
        postedAt,
      }),
    )
  }
  return { head: head.join('\n'), updates: oldestFirst(updates.toReversed()) }
}
