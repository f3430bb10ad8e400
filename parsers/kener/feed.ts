import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { mapped, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { type FeedItem, readFeed } from '../lib/syndication.ts'
import { cleanName } from '../lib/text.ts'
import type { Incident, Maintenance } from '../model.ts'
import type { Document } from '../platform.ts'
import { maintenanceStatuses, states } from './entries.ts'

/**
 * The feed of version 4 (https://kener.ing/docs/v4/rss-feed): each entry once, with the lines `Status:` and `Affected:`,
 * for a maintenance `Scheduled:`, and the latest text alone. What an item's date means differs from entry to entry.
 */
export function parseFeed(document: Document<'xml'>): Part {
  const top = topOf('rss')
  const feed = readFeed(document)
  const items = feed.items.map((item, index) => ({ item, place: placeIn(top, 'item', index), ...kindOf(item) }))
  if (items.length === 0 || items.some(({ kind }) => kind === undefined)) {
    throw new ParseError('foreign', 'a feed without entries as Kener names them', { url: document.url })
  }
  return {
    authority: 'feed',
    incidents: items.flatMap(({ kind, item, place, id }) => (kind === 'incident' ? [toIncident(id, item, place)] : [])),
    maintenances: items.flatMap(({ kind, item, place, id }) => (kind === 'maintenance' ? [toMaintenance(id, item, place)] : [])),
    omissions: top.omissions,
  }
}

function kindOf({ id = '' }: FeedItem): { readonly id: string; readonly kind: string | undefined } {
  return { id, kind: /^(incident|maintenance)-\d{1,15}$/u.exec(id)?.[1] }
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'url' | 'nativePhase'>

function fieldsOf(nativeId: string, item: FeedItem): Fields {
  return told({
    nativeId,
    title: cleanName((item.title ?? '').replace(/^\[(?:Incident|Maintenance)\] /u, '')),
    url: absoluteUrl(item.link, 'https://kener.ing'),
    nativePhase: statusOf(item),
  })
}

function statusOf({ content = '' }: FeedItem): string | undefined {
  return /(?:^|[\n>])Status: ([A-Z_]{1,40})(?=[\s<]|$)/u.exec(content.slice(0, 1000))?.[1]
}

function toIncident(id: string, item: FeedItem, place: Place): Incident {
  const fields = fieldsOf(id, item)
  return told({ ...fields, phase: fields.nativePhase ? mapped(states, fields.nativePhase, place, 'description') : undefined })
}

function toMaintenance(id: string, item: FeedItem, place: Place): Maintenance {
  const fields = fieldsOf(id, item)
  return told({ ...fields, phase: fields.nativePhase ? mapped(maintenanceStatuses, fields.nativePhase, place, 'description') : undefined })
}
