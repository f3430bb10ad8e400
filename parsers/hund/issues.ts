import type { Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromEpochSeconds } from '../lib/time.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Incident, IncidentPhase, Instant, Maintenance, MaintenancePhase, Update } from '../model.ts'
import type { Document } from '../platform.ts'
import { type Issue, Issues, type Post, type Text } from './schema.ts'

/** The phases that labels name. The others say what an entry is, or add to it, and name none. */
const phases: ReadonlyMap<string, IncidentPhase | 'none'> = new Map<string, IncidentPhase | 'none'>([
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
  ['assessed', 'none'],
  ['addendum', 'none'],
  ['cancelled', 'none'],
  ['informational', 'none'],
  ['maintenance', 'none'],
  ['upcoming', 'none'],
])

/** The phase of a label; undefined where the label names none, `unknown` and listed where nobody has mapped it. */
export function phaseOf(label: string, place: Place): IncidentPhase | undefined {
  const phase = mapped(phases, label, place, 'label')
  return phase === 'none' ? undefined : phase
}

export function parseIssues(document: Document<'json'>, base: string): Part {
  const top = topOf('issues')
  const { data } = readWire(Issues, readJson(document), document.url)
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, issue] of data.entries()) {
    const place = placeIn(top, 'data', index)
    if (isPlanned(issue)) maintenances.push(toMaintenance(issue, place, base))
    else incidents.push(toIncident(issue, place, base))
  }
  return {
    authority: 'api',
    incidents,
    maintenances,
    coverage: { incidents: 'recent', maintenances: 'recent' },
    omissions: top.omissions,
  }
}

/** In English where a text is told in several languages, else in the first of them. */
export function plain(text: Text): string {
  return typeof text === 'string' ? text : (text['en'] ?? Object.values(text)[0] ?? '')
}

function isPlanned({ specialization, label, scheduled }: Issue): boolean {
  return scheduled || specialization === 'maintenance' || plain(label ?? '') === 'maintenance'
}

function toIncident(issue: Issue, place: Place, base: string): Incident {
  const { posts, isWhole, ...fields } = toFields(issue, place, base)
  const isBulletin = issue.specialization === 'informational'
  return told({
    ...fields,
    updates: isWhole ? posts : undefined,
    // A bulletin affects no component, whatever it names.
    impact: isBulletin ? ('none' as const) : undefined,
    nativeImpact: isBulletin ? 'informational' : undefined,
    phase: issue.resolved === true ? ('resolved' as const) : openPhase(posts),
  })
}

/** The newest label that names a phase; one of a closed issue that was opened again counts for nothing. */
function openPhase(updates: readonly Update[]): IncidentPhase {
  const phase = updates.findLast((update) => update.phase !== undefined)?.phase
  return phase === 'investigating' || phase === 'identified' || phase === 'monitoring' ? phase : 'unknown'
}

function toMaintenance(issue: Issue, place: Place, base: string): Maintenance {
  const { schedule } = issue
  const { posts, isWhole, ...fields } = toFields(issue, place, base)
  return told({
    ...fields,
    updates: isWhole ? posts : undefined,
    phase: plannedPhase(issue),
    scheduledFor: timeOf(schedule?.starts_at, place, 'schedule.starts_at'),
    scheduledUntil: timeOf(schedule?.ends_at, place, 'schedule.ends_at'),
  })
}

function plannedPhase({ cancelled, resolved, standing, schedule }: Issue): MaintenancePhase {
  if (cancelled === true) return 'cancelled'
  if (resolved === true || schedule?.ended === true) return 'completed'
  if (standing || schedule?.started === true) return 'in_progress'
  return schedule?.started === false ? 'scheduled' : 'unknown'
}

function toFields(issue: Issue, place: Place, base: string) {
  const posts = issue.updates?.data ?? []
  // A list that goes on elsewhere is not all that there is.
  const isWhole = issue.updates !== undefined && issue.updates !== null && issue.updates.has_more !== true
  if (!isWhole) omit(place, 'updates', posts.length, 'updates that the document does not hold')
  const own: Post = { id: issue.id, label: issue.label, body: issue.body, created_at: issue.created_at, effective_after: undefined }
  const first = toUpdate(own, place)
  const updates = [first, ...oldestFirst(posts.map((post, index) => toUpdate(post, placeIn(place, 'updates.data', index))))]
  return {
    nativeId: issue.id,
    title: cleanName(plain(issue.title)),
    url: `${base}/issues/${encodeURIComponent(issue.id.toWellFormed())}`,
    nativePhase: cleanName(plain(posts[0]?.label ?? issue.label ?? '')) || undefined,
    startedAt: timeOf(issue.began_at, place, 'began_at'),
    resolvedAt: timeOf(issue.ended_at, place, 'ended_at'),
    createdAt: timeOf(issue.created_at, place, 'created_at'),
    updatedAt: timeOf(issue.updated_at, place, 'updated_at'),
    components:
      issue.components?.has_more === true
        ? undefined
        : issue.components?.data.map(({ id, name }) => ({ nativeId: id, name: cleanName(plain(name)) })),
    posts: inOrder(updates),
    isWhole,
  }
}

/** An issue that was written after the fact has a first post that is younger than the times of its updates. */
function inOrder(updates: readonly Update[]): readonly Update[] {
  return oldestFirst(updates.toReversed())
}

function toUpdate({ id, label, body, created_at: createdAt, effective_after: effectiveAfter }: Post, place: Place): Update {
  const native = cleanName(plain(label ?? ''))
  return told({
    nativeId: id,
    phase: native === '' ? undefined : phaseOf(native, place),
    native: native === '' ? undefined : native,
    body: cleanBody(plain(body ?? '')),
    format: 'markdown' as const,
    postedAt: timeOf(effectiveAfter ?? createdAt, place, 'created_at'),
  })
}

function timeOf(value: number | null | undefined, place: Place, field: string): Instant | undefined {
  if (typeof value !== 'number') return undefined
  const instant = instantFromEpochSeconds(value)
  if (instant === undefined) omit(place, field, value, 'no time in seconds between 2000 and 2100')
  return instant
}
