import type { Instant } from '../../parsers/model.ts'
import type { IncidentReading, UpdateReading } from '../../data/store/readings.ts'
import type { EntryStamps } from '../../data/store/revisions.ts'
import { escapeMarkup, toPlainText, toSafeHtml, webAddress } from '../http/sanitize.ts'
import type { FeedItem } from './feed.ts'

/** One item for each incident as it stands: its id stays, its date moves with every change that was seen of it. */
export function incidentItem(incident: IncidentReading, stamps: EntryStamps, vendorName: string, base: string): FeedItem {
  const facts = factsOf(incident)
  const updates = incident.updates.toReversed()
  return {
    id: incident.id,
    title: `${vendorName}: ${incident.title}`.replaceAll(/\s+/gu, ' ').trim(),
    url: `${base}/incidents/${incident.id}`,
    externalUrl: webAddress(incident.url),
    html: [`<p>${escapeMarkup(facts)}</p>`, ...updates.map(updateHtml)].join(''),
    text: [facts, ...updates.map(updateText)].join('\n\n'),
    author: vendorName,
    tags: [incident.vendorId, ...(incident.impact === null ? [] : [incident.impact])],
    published: publishedAt(incident.firstPostedAt, stamps),
    updated: stamps.lastObservedAt,
  }
}

/** The vendor's first post, unless its clock is ahead of what we saw. */
function publishedAt(firstPostedAt: Instant | null, stamps: EntryStamps): Instant {
  return firstPostedAt !== null && firstPostedAt <= stamps.lastObservedAt ? firstPostedAt : stamps.firstObservedAt
}

function factsOf({ impact, phase, removedAt, closedSeenAt, open, components }: IncidentReading): string {
  const state =
    removedAt !== null ? 'removed from the page' : closedSeenAt !== null && !open ? 'no longer listed as open' : (phase ?? 'phase not told')
  const names = components.map((component) => component.name)
  const affected = names.length === 0 ? '' : ` Affected: ${names.join(', ')}.`
  return `Impact: ${impact ?? 'not told'}. State: ${state}.${affected}`
}

function labelOf({ native, phase, postedAt }: UpdateReading): string {
  const at = postedAt === null ? '' : `, ${postedAt.slice(0, 10)} ${postedAt.slice(11, 16)} UTC`
  return `${native ?? phase ?? 'Update'}${at}`
}

function updateHtml(update: UpdateReading): string {
  return `<p><b>${escapeMarkup(labelOf(update))}</b></p>${toSafeHtml(update.body, update.format)}`
}

function updateText(update: UpdateReading): string {
  return `${labelOf(update)}\n${toPlainText(update.body, update.format)}`
}
