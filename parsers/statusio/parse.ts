import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import {
  IncidentPhase,
  type AffectedComponent,
  type Component,
  type Incident,
  type Maintenance,
  type Snapshot,
  type Update,
} from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import { parseFeed } from './feed.ts'
import { parseHistory, parseIncident } from './pages.ts'
import type { Params, sources } from './sources.ts'
import { type ComponentRow, type Entry, Refusal, Status } from './schema.ts'
import { labelOf, toHealth, toImpact, toPhase } from './words.ts'

/** The API before the feed: it tells components, impacts and windows, the feed what has ended. */
export function parse(documents: Documents<typeof sources>, context: Context<Params>): Snapshot {
  const feeds = [...(documents.rss ?? []), ...(documents.feed ?? [])]
  const parts: Part[] = [
    ...(documents.status ?? []).map((document) => parseStatus(document, context)),
    ...(documents.incident ?? []).map((document) => parseIncident(document, context)),
    ...(documents.history ?? []).map((document) => parseHistory(document, context)),
    ...feeds.map((document) => parseFeed(document, context, documents.rss?.includes(document) ? 'rss' : 'feed')),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('statusio', context.observedAt, parts)
}

function parseStatus(document: Document<'json'>, context: Context<Params>): Part {
  const top = topOf('status')
  const value = readJson(document)
  const refusal = Refusal.safeParse(value)
  if (refusal.success) throw new ParseError('foreign', 'no page has this id', { url: document.url, excerpt: refusal.data.error })
  const { result } = readWire(Status, value, document.url)
  if (result.status.length === 0) throw new ParseError('empty', 'a page without components', { url: document.url, path: 'result.status' })
  const within = placeIn(top, 'result')
  const overall = placeIn(within, 'status_overall')
  const { active, upcoming } = result.maintenance
  return told({
    authority: 'api' as const,
    page: told({ nativeId: context.params.pageId || undefined }),
    health: toHealth(result.status_overall, overall),
    native: cleanName(result.status_overall.status),
    sourceUpdatedAt: timeAt(result.status_overall.updated, overall, 'updated'),
    components: result.status.map((row, index) => toComponent(row, placeIn(within, 'status', index))),
    incidents: result.incidents.map((entry, index) => toIncident(entry, placeIn(within, 'incidents', index), context)),
    maintenances: [
      ...active.map((entry, index) => toMaintenance(entry, placeIn(within, 'maintenance.active', index), context, 'Active')),
      ...upcoming.map((entry, index) => toMaintenance(entry, placeIn(within, 'maintenance.upcoming', index), context, 'Scheduled')),
    ],
    coverage: { components: 'full' as const, incidents: 'open' as const, maintenances: 'open' as const },
    omissions: top.omissions,
  })
}

/**
 * A component has a status of its own beside those of the places that it lives in, and both count: it is no mere group. The
 * same place is listed under many components, so that only both ids together name one row.
 */
function toComponent(row: ComponentRow, place: Place): Component {
  return {
    nativeId: row.id,
    name: cleanName(row.name),
    health: toHealth(row, place),
    native: row.status,
    group: false,
    children: (row.containers ?? []).map((container, index) => ({
      nativeId: `${row.id}/${container.id}`,
      name: cleanName(container.name),
      health: toHealth(container, placeIn(place, 'containers', index)),
      native: container.status,
      group: false,
      children: [],
    })),
  }
}

function toIncident(entry: Entry, place: Place, context: Context<Params>): Incident {
  const fields = toFields(entry, place, context, 'incident')
  const last = fields.updates?.findLast(({ phase }) => phase !== undefined)
  const phase = IncidentPhase.safeParse(last?.phase).data
  return told({
    ...fields,
    ...gradeOf(entry, place),
    nativePhase: last?.native,
    // It stands in the list of what is open.
    phase: phase ?? 'unknown',
    startedAt: timeAt(entry.datetime_open, place, 'datetime_open'),
    resolvedAt: phase === 'resolved' ? fields.updatedAt : undefined,
  })
}

function toMaintenance(entry: Entry, place: Place, context: Context<Params>, label: 'Active' | 'Scheduled'): Maintenance {
  return told({
    ...toFields(entry, place, context, 'maintenance'),
    nativePhase: label,
    phase: label === 'Active' ? ('in_progress' as const) : ('scheduled' as const),
    createdAt: timeAt(entry.datetime_open, place, 'datetime_open'),
    scheduledFor: timeAt(entry.datetime_planned_start, place, 'datetime_planned_start'),
    scheduledUntil: timeAt(entry.datetime_planned_end, place, 'datetime_planned_end'),
  })
}

type Fields = Pick<Incident, 'nativeId' | 'title'> & { [K in 'url' | 'updatedAt' | 'components' | 'updates']: Incident[K] | undefined }

function toFields(entry: Entry, place: Place, { page, params }: Context<Params>, kind: 'incident' | 'maintenance'): Fields {
  const updates = entry.messages?.map((message, index): Update => {
    const within = placeIn(place, 'messages', index)
    const label = typeof message.state === 'number' ? labelOf(message.state) : undefined
    const body = cleanBody(message.details ?? '')
    return told({
      // The states of a maintenance have numbers of their own that are written down nowhere.
      phase: label === undefined || kind === 'maintenance' ? undefined : toPhase(label, within, 'state'),
      native: kind === 'maintenance' && typeof message.state === 'number' ? String(message.state) : label,
      body,
      format: /<(?:a|b|br|em|i|li|p|strong|ul)\b/iu.test(body) ? ('html' as const) : ('text' as const),
      postedAt: timeAt(message.datetime, within, 'datetime'),
    })
  })
  const ordered = updates && oldestFirst(updates.toReversed())
  return {
    nativeId: entry.id,
    title: cleanName(entry.name),
    url: params.pageId ? `${page.url}/pages/${kind}/${params.pageId}/${entry.id}` : undefined,
    updatedAt: ordered?.at(-1)?.postedAt,
    components: toAffected(entry, place),
    updates: ordered,
  }
}

/** The status of the newest message that says that something is wrong: the one that closes an incident calls all operational. */
function gradeOf({ messages }: Entry, place: Place): Pick<Incident, 'impact' | 'nativeImpact'> {
  const codes = (messages ?? [])
    .toSorted((a, b) => ((a.datetime ?? '') < (b.datetime ?? '') ? -1 : 1))
    .flatMap(({ status }) => status ?? [])
  const code = codes.findLast((status) => status > 200) ?? codes.at(-1)
  return code === undefined ? {} : toImpact(code, placeIn(place, 'messages'))
}

/** Which place of which component is meant is told only where there is one component. */
function toAffected(entry: Entry, place: Place): readonly AffectedComponent[] | undefined {
  if (!entry.components_affected) return undefined
  const components = present(entry.components_affected)
  const containers = present(entry.containers_affected ?? [])
  if (components.dropped + containers.dropped > 0)
    omit(place, 'components_affected', components.dropped, 'elements that are not what they should be')
  const [only, ...others] = components.kept
  return [
    ...components.kept.map(({ id, name }) => told({ nativeId: id ?? undefined, name: cleanName(name) })),
    ...containers.kept.map(({ id, name }) =>
      told({ nativeId: only?.id && id && others.length === 0 ? `${only.id}/${id}` : undefined, name: cleanName(name) }),
    ),
  ]
}
