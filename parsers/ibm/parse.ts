import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromEpochMs } from '../lib/time.ts'
import { latestFirst } from '../lib/updates.ts'
import type { Component, Impact, Incident, IncidentPhase, Instant, Maintenance, MaintenancePhase, Snapshot } from '../model.ts'
import type { Context, Document, Source } from '../platform.ts'
import { Notice, type Resource, Status } from './schema.ts'

const data: Source<'json'> = { medium: 'json', via: 'http', when: 'poll', urls: (page) => [`${page.url}/getEnhancedStatus`] }

export const sources = { data }

/** Notices that say nothing of operation. */
const news = new Set(['release_note', 'announcement', 'security'])

export function parse({ data: documents = [] }: { readonly data?: readonly Document<'json'>[] }, { observedAt }: Context): Snapshot {
  if (documents.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble(
    'ibm',
    observedAt,
    documents.map((document) => parseStatus(document, observedAt)),
  )
}

interface Placed {
  readonly notice: Notice
  readonly place: Place
}

function parseStatus(document: Document<'json'>, observedAt: Instant): Part {
  const top = topOf('data')
  const { statusItems, resources } = readWire(Status, readJson(document), document.url)
  if (resources.length === 0) throw new ParseError('empty', 'no products', { url: document.url, path: 'resources' })
  const notices = statusItems.flatMap((notice, index) => read(notice, placeIn(top, 'statusItems', index), document.url))
  // What is taken off the page is told with a mark.
  const shown = notices.filter(({ notice }) => String(notice.pnpRemoved) !== 'true')
  const concerned = new Set(
    shown.flatMap(({ notice }) => notice.resourceIDs.flatMap((id) => notice.regions.map((region) => `${id}/${region}`))),
  )
  const names = new Map(resources.map(({ resourceID, displayName }) => [resourceID, cleanName(displayName)]))
  return {
    authority: 'api',
    components: resources.map((resource, index) => toComponent(resource, concerned, placeIn(top, 'resources', index))),
    incidents: latestFirst(
      shown.filter(({ notice }) => notice.type !== 'maintenance').map((placed) => toIncident(placed, names, observedAt)),
    ),
    maintenances: latestFirst(shown.filter(({ notice }) => notice.type === 'maintenance').map((placed) => toMaintenance(placed, names))),
    // Which regions are told changes with the notices.
    coverage: { components: 'open', incidents: 'recent', maintenances: 'recent' },
    omissions: top.omissions,
  }
}

/** A notice of a kind that nobody has seen is kept where it has the shape of one that tells of an outage. */
function read(notice: { readonly type: string }, place: Place, url: string): readonly Placed[] {
  if (news.has(notice.type)) return []
  if (notice.type === 'incident' || notice.type === 'maintenance') return [{ notice: readWire(Notice, notice, url), place }]
  omit(place, 'type', notice.type, 'a word that nobody has mapped')
  const result = Notice.safeParse(notice)
  return result.success && result.data.outageStart ? [{ notice: result.data, place }] : []
}

/**
 * An empty status states nothing; no word of any other has been seen. Of some hundred regions of each product only those
 * are told of which the document says something.
 */
function toComponent({ resourceID, displayName, regions }: Resource, concerned: ReadonlySet<string>, place: Place): Component {
  const spoken = regions.filter(({ regionId, status }) => status !== '' || concerned.has(`${resourceID}/${regionId}`))
  const ids = new Map(spoken.map(({ regionId, status }) => [regionId, status]))
  return {
    nativeId: resourceID,
    name: cleanName(displayName),
    health: 'unknown',
    native: '',
    group: ids.size > 0,
    children: [...ids].map(([regionId, status]) => {
      if (status !== '') omit(place, `regions.${regionId}.status`, status, 'a word that nobody has mapped')
      return {
        nativeId: `${resourceID}/${regionId}`,
        name: cleanName(regionId),
        health: 'unknown',
        native: status,
        group: false,
        children: [],
      }
    }),
  }
}

const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map([['resolved', 'resolved']])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map([
  ['scheduled', 'scheduled'],
  ['in-progress', 'in_progress'],
  ['complete', 'completed'],
  ['resolved', 'completed'],
])
/** Severities as the maker numbers them: 1 is the worst. */
const impacts: ReadonlyMap<string, Impact> = new Map([
  ['1', 'critical'],
  ['2', 'major'],
  ['3', 'minor'],
  ['4', 'minor'],
])

/** Without a word for where it stands, an end that has come says that it is over. */
function toIncident({ notice, place }: Placed, names: ReadonlyMap<string, string>, observedAt: Instant): Incident {
  const severity = notice.sev === null || notice.sev === undefined ? '' : String(notice.sev)
  const { startedAt, endedAt, ...entry } = toEntry({ notice, place }, names)
  const unstated = endedAt !== undefined && endedAt <= observedAt ? ('resolved' as const) : ('unknown' as const)
  const phase = notice.state === '' ? unstated : mapped(incidentPhases, notice.state, place, 'state')
  return told({
    ...entry,
    phase,
    impact: severity === '' ? undefined : mapped(impacts, severity, place, 'sev'),
    nativeImpact: severity === '' ? undefined : severity,
    startedAt,
    resolvedAt: phase === 'resolved' ? endedAt : undefined,
  })
}

function toMaintenance({ notice, place }: Placed, names: ReadonlyMap<string, string>): Maintenance {
  const { startedAt, endedAt, ...entry } = toEntry({ notice, place }, names)
  const phase = notice.state === '' ? ('unknown' as const) : mapped(maintenancePhases, notice.state, place, 'state')
  return told({ ...entry, phase, scheduledFor: startedAt, scheduledUntil: endedAt })
}

/** The texts of an incident are empty once it is over; while they stand they are rewritten in place. */
function toEntry(
  { notice, place }: Placed,
  names: ReadonlyMap<string, string>,
): Omit<Incident, 'impact' | 'phase'> & { readonly endedAt?: Instant } {
  const { id, recordID, name, state, shortDescription, longDescription } = notice
  const title = cleanName(shortDescription?.trim() ?? '')
  return told({
    nativeId: id || recordID,
    title: title === '' ? cleanName(name) : `${cleanName(name)}: ${title}`,
    nativePhase: state === '' ? undefined : state,
    createdAt: timeAt(notice.creationTime, place, 'creationTime'),
    updatedAt: momentOf({ notice, place }, 'updateTime'),
    startedAt: momentOf({ notice, place }, 'outageStart'),
    endedAt: momentOf({ notice, place }, 'outageEnd'),
    components: affectedBy(notice, names),
    updates: longDescription ? [{ nativeId: 'description', body: cleanBody(longDescription), format: 'html' as const }] : undefined,
  })
}

/** One product in some regions, as a rule; of several products every one in every region. */
function affectedBy({ resourceIDs, regions }: Notice, names: ReadonlyMap<string, string>): Incident['components'] {
  return resourceIDs.flatMap((resource) => {
    const name = names.get(resource) ?? resource
    return regions.length === 0
      ? [{ nativeId: resource, name }]
      : regions.map((region) => ({ nativeId: `${resource}/${region}`, name: cleanName(`${name} | ${region}`) }))
  })
}

function momentOf({ notice, place }: Placed, field: 'outageStart' | 'outageEnd' | 'updateTime'): Instant | undefined {
  const value = notice[field]
  if (!value) return undefined
  const instant = instantFromEpochMs(value)
  if (instant === undefined) omit(place, field, value, 'not a time between 2000 and 2100')
  return instant
}
