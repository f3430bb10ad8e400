import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type {
  AffectedComponent,
  Component,
  Health,
  Incident,
  IncidentPhase,
  Maintenance,
  MaintenancePhase,
  Snapshot,
  Update,
} from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { Comments, type Issue, Search, Summary } from './schema.ts'

const healths: ReadonlyMap<string, Health> = new Map([
  ['up', 'operational'],
  ['degraded', 'degraded_performance'],
  ['down', 'major_outage'],
])
/** What an open issue is about, its comments tell in their own words. */
const incidentStates: ReadonlyMap<string, IncidentPhase> = new Map([
  ['open', 'unknown'],
  ['closed', 'resolved'],
])
/** The monitor closes the issue when the window ends. */
const maintenanceStates: ReadonlyMap<string, MaintenancePhase> = new Map([
  ['open', 'unknown'],
  ['closed', 'completed'],
])

/** Sites out of the summary; issues with the comments that belong to them. Throws `missing` or `empty` where nothing is told. */
export function parse(documents: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const sites = (documents.summary ?? []).map((document) => ({ document, sites: readSummary(document) }))
  const names = new Map(sites.flatMap(({ sites: rows }) => rows.map(({ slug, name }) => [slug, cleanName(name)] as const)))
  const comments = (documents.comments ?? []).flatMap(readComments)
  const lists = [...(documents.issues ?? []), ...(documents.history ?? [])]
  if (sites.length === 0 && lists.length === 0 && comments.length === 0) {
    throw new ParseError(documents.comments ? 'empty' : 'missing', 'no document to read')
  }
  const issues = documents.issues?.length ?? 0
  const parts: readonly Part[] = [
    ...sites.map(({ sites: rows }) => toSites(rows)),
    ...lists.map((document, index) => parseIssues(document, index < issues ? 'issues' : 'history', comments, names)),
    // A comment names its issue by number alone: without the issue it says nothing that could be shown.
    ...(lists.length === 0 && comments.length > 0 ? [withoutIssues(comments)] : []),
  ]
  return assemble('upptime', observedAt, parts)
}

function readSummary(document: Document<'json'>): Summary {
  const sites = readWire(Summary, readJson(document), document.url)
  if (sites.length === 0) throw new ParseError('empty', 'a monitor without sites', { url: document.url })
  return sites
}

function toSites(sites: Summary): Part {
  const top = topOf('summary')
  const seen = new Set<string>()
  const components = sites.flatMap(({ slug, name, status }, index): Component[] => {
    const place = placeIn(top, String(index))
    // Two sites of one slug share one history, and so one state.
    if (seen.has(slug)) omit(place, 'slug', slug, 'listed twice')
    if (seen.has(slug)) return []
    seen.add(slug)
    return [
      {
        nativeId: slug,
        name: cleanName(name),
        health: mapped(healths, status, place, 'status'),
        native: status,
        group: false,
        children: [],
      },
    ]
  })
  return { authority: 'api', components, coverage: { components: 'full' }, omissions: top.omissions }
}

interface Comment {
  readonly issue: string
  readonly update: Update
}

function readComments(document: Document<'json'>): readonly Comment[] {
  return readWire(Comments, readJson(document), document.url).map((comment, index) => {
    const issue = /\/issues\/(\d{1,12})$/u.exec(comment.issue_url)?.[1]
    if (issue === undefined) throw new ParseError('shape', 'a comment on no issue', { url: document.url, path: 'issue_url' })
    const update = toUpdate(String(comment.id), comment.body, comment.created_at, placeIn(topOf('comments'), String(index)))
    return { issue, update }
  })
}

function toUpdate(nativeId: string, body: string | null | undefined, at: string, place: Place): Update {
  return told({ nativeId, body: cleanBody(body ?? ''), format: 'markdown' as const, postedAt: timeAt(at, place, 'created_at') })
}

function withoutIssues(comments: readonly Comment[]): Part {
  const top = topOf('comments')
  omit(top, '', comments[0]?.issue, 'comments without their issue')
  return { authority: 'api', omissions: top.omissions }
}

/** What is newest, closed ones included. GitHub says itself whether that was everything. */
function parseIssues(
  document: Document<'json'>,
  source: 'issues' | 'history',
  comments: readonly Comment[],
  names: ReadonlyMap<string, string>,
): Part {
  const top = topOf(source)
  const { items, total_count: total, incomplete_results: isCut } = readWire(Search, readJson(document), document.url)
  const rows = items.map((issue, index) => {
    const labels = new Set(present(issue.labels).kept.map(({ name }) => name))
    return {
      issue,
      labels,
      fields: toFields(issue, labels, placeIn(top, 'items', index), comments, names),
      place: placeIn(top, 'items', index),
    }
  })
  const extent = isCut ? 'none' : items.length === total ? 'full' : 'recent'
  return {
    authority: 'api',
    incidents: rows
      .filter(({ labels }) => !labels.has('maintenance'))
      .map(({ issue, fields, place }) => ({ ...fields, phase: mapped(incidentStates, issue.state, place, 'state') })),
    maintenances: rows
      .filter(({ labels }) => labels.has('maintenance'))
      .map(({ issue, fields, place }) => toMaintenance(issue, fields, place, names)),
    coverage: { incidents: extent, maintenances: extent },
    omissions: top.omissions,
  }
}

function toFields(
  issue: Issue,
  labels: ReadonlySet<string>,
  place: Place,
  comments: readonly Comment[],
  names: ReadonlyMap<string, string>,
): Incident {
  const nativeId = String(issue.number)
  const own = comments.filter((comment) => comment.issue === nativeId).map(({ update }) => update)
  const first = toUpdate(`issue-${nativeId}`, issue.body, issue.created_at, place)
  return told({
    nativeId,
    title: cleanName(issue.title),
    url: absoluteUrl(issue.html_url, 'https://github.com/'),
    nativePhase: issue.state,
    createdAt: timeAt(issue.created_at, place, 'created_at'),
    updatedAt: timeAt(issue.updated_at, place, 'updated_at'),
    resolvedAt: issue.state === 'open' ? undefined : timeAt(issue.closed_at, place, 'closed_at'),
    components: names.size === 0 ? undefined : affectedBy([...labels], names),
    updates: own.length >= issue.comments ? oldestFirst([...own.toReversed(), first]) : undefined,
  })
}

function affectedBy(slugs: readonly string[], names: ReadonlyMap<string, string>): readonly AffectedComponent[] {
  return slugs.flatMap((slug) => {
    const name = names.get(slug)
    return name === undefined ? [] : [{ nativeId: slug, name }]
  })
}

/** The window stands as `start:` and `end:` in a comment of the text (https://upptime.js.org/docs/scheduled-maintenance). */
function toMaintenance(issue: Issue, fields: Incident, place: Place, names: ReadonlyMap<string, string>): Maintenance {
  const hidden = (issue.body ?? '').split('<!--')[1]?.split('-->')[0] ?? ''
  const settings = new Map(hidden.split('\n').map((line) => [line.split(':')[0]?.trim() ?? '', line.slice(line.indexOf(':') + 1).trim()]))
  const slugs = ['expectedDown', 'expectedDegraded'].flatMap((key) => (settings.get(key) ?? '').split(',').map((slug) => slug.trim()))
  const { impact: _impact, phase: _phase, ...rest } = fields
  return told({
    ...rest,
    phase: mapped(maintenanceStates, issue.state, place, 'state'),
    scheduledFor: timeAt(settings.get('start'), place, 'start'),
    scheduledUntil: timeAt(settings.get('end'), place, 'end'),
    components: names.size === 0 ? undefined : affectedBy(slugs, names),
  })
}
