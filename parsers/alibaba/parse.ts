import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import { instantFromEpochMs } from '../lib/time.ts'
import type { Incident, IncidentPhase, Instant, Snapshot } from '../model.ts'
import type { Context, Document, Source } from '../platform.ts'
import { type Event, Events, eventsPath } from './schema.ts'

const events: Source<'json'> = { medium: 'json', via: 'http', when: 'poll', urls: (page) => [page.url + eventsPath] }

export const sources = { events }

export function parse({ events: documents = [] }: { readonly events?: readonly Document<'json'>[] }, { observedAt }: Context): Snapshot {
  if (documents.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('alibaba', observedAt, documents.map(parseEvents))
}

function parseEvents(document: Document<'json'>): Part {
  const top = topOf('events')
  const { data } = readWire(Events, readJson(document), document.url)
  return {
    authority: 'api',
    incidents: data.map((event, index) => toIncident(event, placeIn(top, 'data', index))),
    coverage: { incidents: 'recent' },
    omissions: top.omissions,
  }
}

/** The words in the brackets, without their punctuation. */
const phases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['incident recovered', 'resolved'],
  ['incident resolved', 'resolved'],
  // An event is going on, and how far is not told.
  ['incident', 'unknown'],
])

function toIncident(event: Event, place: Place): Incident {
  const [bracket = '', words = ''] = /^\s{0,5}\[([^\]]{1,80})\]\s{0,5}/u.exec(event.title) ?? []
  const native = cleanName(words.trim())
  const endedAt = momentOf(event, 'endTime', place)
  if (event.eventType !== 'ALARM') omit(place, 'eventType', event.eventType, 'a word that nobody has mapped')
  if (event.eventUpdates !== null && event.eventUpdates !== undefined) {
    omit(place, 'eventUpdates', event.eventUpdates, 'updates, whose shape nobody has seen')
  }
  // Without a bracket there is no word: an end that is told is one all the same.
  const phase = native === '' ? (endedAt ? 'resolved' : 'unknown') : phaseOf(native, place)
  return told({
    nativeId: event.id,
    title: cleanName(event.title.slice(bracket.length).trim()),
    phase,
    nativePhase: native === '' ? undefined : native,
    startedAt: momentOf(event, 'startTime', place),
    resolvedAt: phase === 'resolved' ? endedAt : undefined,
    updatedAt: momentOf(event, 'lastUpdateTime', place),
    components: componentsOf(event),
  })
}

function phaseOf(native: string, place: Place): IncidentPhase {
  const plain = native
    .toLowerCase()
    .replaceAll(/[^a-z]{1,20}/gu, ' ')
    .trim()
  return phases.get(plain) ?? mapped(phases, native, place, 'title')
}

/** Products, and the regions they are concerned in, where both are told; null tells nothing. */
function componentsOf({ products, regions }: Event): Incident['components'] {
  if (products === null || products === undefined) return undefined
  const places = namesOf(regions)
  return namesOf(products).flatMap((product) =>
    places.length === 0 ? [{ name: product }] : places.map((region) => ({ name: `${product} | ${region}` })),
  )
}

function namesOf(names: Event['products']): readonly string[] {
  const all = typeof names === 'string' ? names.split(',') : (names ?? [])
  return all.map((name) => cleanName(name.trim())).filter((name) => name !== '')
}

function momentOf(event: Event, field: 'startTime' | 'endTime' | 'lastUpdateTime', place: Place): Instant | undefined {
  const value = event[field]
  if (!value) return undefined
  const instant = instantFromEpochMs(value)
  if (instant === undefined) omit(place, field, value, 'not a time between 2000 and 2100')
  return instant
}
