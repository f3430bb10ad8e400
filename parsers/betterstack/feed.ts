import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { omit, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { type FeedItem, readFeed } from '../lib/syndication.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Component, Incident, Update } from '../model.ts'
import type { Document } from '../platform.ts'

/**
 * `/feed.rss`. Taken from it are the incidents that monitors opened: one item when a component "went down", another with the
 * same guid (the page's address and a hash) when it "recovered". The reports of people stand in it too, but without a word
 * on whether they are over or are maintenances at all: those are the index's to tell. Seen: the feeds that public clients
 * read in 2026-08.
 */

const event = /^(.{1,1000}) (went down|recovered)$/su

interface Event {
  readonly name: string
  readonly native: string
  readonly item: FeedItem
}

/** `components` are the leaves that the index told, if it was read. */
export function parseFeed(document: Document<'xml'>, components: readonly Component[]): Part {
  const top = topOf('feed')
  const feed = readFeed(document)
  const byGuid = new Map<string, Event[]>()
  for (const [index, item] of feed.items.entries()) {
    const place = placeIn(top, 'items', index)
    const [, name, native] = event.exec(item.title ?? '') ?? []
    if (item.id === undefined || name === undefined || native === undefined) {
      omit(place, 'title', item.title ?? null, 'a report, which the index tells better')
    } else byGuid.set(item.id, [...(byGuid.get(item.id) ?? []), { name, native, item }])
  }
  const guids = [...byGuid.keys()]
  if (!feed.items.every(({ id }) => id !== undefined && isOwnGuid(id))) {
    throw new ParseError('foreign', "ids that are not of this platform's feeds", { url: document.url, excerpt: guids.join(' ') })
  }
  if (feed.items.length === 0) throw new ParseError('empty', 'a feed without items, which says nothing', { url: document.url })
  return {
    authority: 'feed',
    incidents: guids.map((guid) => toIncident(guid, byGuid.get(guid) ?? [], components)),
    coverage: {},
    omissions: top.omissions,
  }
}

/** The hash that comes after the address of the page, or of a report. */
function isOwnGuid(guid: string): boolean {
  return /^https?:\/\/[^#]{1,500}#[0-9a-z]{3,100}$/iu.test(guid)
}

function toIncident(guid: string, listed: readonly Event[], components: readonly Component[]): Incident {
  const events = listed.toSorted((a, b) => (b.item.publishedAt ?? '').localeCompare(a.item.publishedAt ?? ''))
  const [last] = events
  const name = cleanName(last?.name ?? '')
  const known = components.filter((component) => component.name === name)
  const down = events.findLast(({ native }) => native === 'went down')
  const isOver = last?.native === 'recovered'
  return told({
    nativeId: guid.slice(guid.indexOf('#') + 1),
    title: cleanName(`${name} went down`),
    phase: isOver ? ('resolved' as const) : ('unknown' as const),
    nativePhase: last?.native,
    startedAt: down?.item.publishedAt,
    resolvedAt: isOver ? last.item.publishedAt : undefined,
    components: [told({ nativeId: known.length === 1 ? known[0]?.nativeId : undefined, name })],
    updates: oldestFirst(events.map(toUpdate)),
  })
}

function toUpdate({ native, item }: Event): Update {
  return told({
    phase: native === 'recovered' ? ('resolved' as const) : undefined,
    native,
    body: cleanBody(item.content ?? item.title ?? ''),
    format: 'html' as const,
    postedAt: item.publishedAt,
  })
}
