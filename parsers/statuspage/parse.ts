import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { onceForEach } from '../lib/once.ts'
import type { Component, Snapshot } from '../model.ts'
import type { Context, Documents } from '../platform.ts'
import { parseComponents, parseIncident, parseIncidents, parseMaintenances, parseStatus, parseSummary } from './api.ts'
import { parseFeed } from './feed.ts'
import { parseHistory, parseHistoryJson } from './history.ts'
import { parseHome } from './home.ts'
import { parseIncidentPage } from './incident-page.ts'
import type { sources } from './sources.ts'

const readSummary = onceForEach(parseSummary)

/** Reads whatever documents are there, the most trusted first: where two tell the same, the former wins. */
export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const pageUrl = context.page.url
  const isEveryOpenOneRead = documents.upcoming !== undefined && documents.active !== undefined
  const parts: Part[] = [
    ...(documents.summary ?? []).map((document) => readSummary(document, pageUrl)),
    ...(documents.status ?? []).map((document) => parseStatus(document, pageUrl)),
    ...(documents.components ?? []).map((document) => parseComponents(document, pageUrl)),
    ...(documents.incidents ?? []).map((document) => parseIncidents(document, pageUrl, 'incidents')),
    ...(documents.unresolved ?? []).map((document) => parseIncidents(document, pageUrl, 'unresolved')),
    ...(documents.scheduledMaintenances ?? []).map((document) => parseMaintenances(document, pageUrl, 'scheduledMaintenances', false)),
    ...(documents.active ?? []).map((document) => parseMaintenances(document, pageUrl, 'active', isEveryOpenOneRead)),
    ...(documents.upcoming ?? []).map((document) => parseMaintenances(document, pageUrl, 'upcoming', isEveryOpenOneRead)),
    ...(documents.incident ?? []).map((document) => parseIncident(document, pageUrl)),
    ...(documents.historyJson ?? []).map((document) => parseHistoryJson(document, pageUrl)),
    ...(documents.history ?? []).map((document) => parseHistory(document, pageUrl)),
  ]
  // What the pages print is read with the zone that the JSON beside them has told.
  const timeZone = parts.find((part) => part.page?.timeZone)?.page?.timeZone ?? context.timeZone
  const zoned: Context = timeZone === undefined ? context : { ...context, timeZone }
  const known: readonly Component[] = parts.find((part) => part.components)?.components ?? []
  parts.push(
    ...(documents.incidentPage ?? []).map((document) => parseIncidentPage(document, zoned, known)),
    ...(documents.home ?? []).map((document) => withClock(parseHome(document, zoned), parts)),
    ...(documents.atom ?? []).map((document) => parseFeed(document, zoned, 'atom')),
    ...(documents.rss ?? []).map((document) => parseFeed(document, zoned, 'rss')),
  )
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('statuspage', context.observedAt, parts)
}

/** When a page was rendered says how old it may be only where no JSON says when the page was changed last. */
function withClock({ sourceUpdatedAt, ...part }: Part, others: readonly Part[]): Part {
  const isTold = sourceUpdatedAt === undefined || others.some((other) => other.sourceUpdatedAt !== undefined)
  return isTold ? part : { ...part, sourceUpdatedAt }
}
