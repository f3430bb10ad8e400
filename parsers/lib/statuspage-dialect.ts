import { z } from 'zod'
import {
  type AffectedComponent,
  type Component,
  type Health,
  healthSeverity,
  type Incident,
  type Maintenance,
  type ReportText,
  type Snapshot,
  type Update,
} from '../model.ts'
import { absoluteUrl } from './html.ts'
import { omit, type Place, placeIn, timeAt } from './place.ts'
import { list, looseArray, present, told } from './schema.ts'
import {
  isMaintenancePhase,
  maintenanceImpact,
  toHealth,
  toImpact,
  toIncidentPhase,
  toIndicatedHealth,
  toMaintenancePhase,
  toUpdatePhase,
} from './statuspage-words.ts'
import { cleanBody, cleanName } from './text.ts'
import { isZone } from './time.ts'
import { oldestFirst } from './updates.ts'

/**
 * The JSON of `/api/v2`, which many products imitate: what is on the wire, and what it means. A platform puts its own
 * envelopes together from these pieces and says itself what it requires of them.
 *
 * Source: https://confluence.status.atlassian.com/api and the answers of nine pages between 2020-07 and 2026-09. Quirks: times
 * carry the page's offset; `display_at` is null on postmortems; the components of an incident show their health of
 * now, only `affected_components` tell what an update changed; imitations leave out groups, descriptions, zones.
 */

export const Page = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  url: z.string().nullish(),
  time_zone: z.string().nullish(),
  updated_at: z.string().nullish(),
})
export type Page = z.infer<typeof Page>

export const PageStatus = z.object({ indicator: z.string(), description: z.string().nullish() })
export type PageStatus = z.infer<typeof PageStatus>

export const ComponentRow = z.object({
  id: z.string().min(1),
  name: z.string(),
  status: z.string(),
  position: z.number().nullish(),
  description: z.string().nullish(),
  group_id: z.string().nullish(),
  group: z.boolean().nullish(),
})
export type ComponentRow = z.infer<typeof ComponentRow>

const Post = z.object({
  id: z.string().min(1).nullish(),
  status: z.string().nullish(),
  body: z.string().nullish(),
  created_at: z.string().nullish(),
  display_at: z.string().nullish(),
  affected_components: looseArray(z.object({ code: z.string().nullish(), name: z.string(), new_status: z.string().nullish() })).nullish(),
})
type Post = z.infer<typeof Post>

export const Entry = z.object({
  id: z.string().min(1),
  name: z.string(),
  status: z.string().nullish(),
  impact: z.string().nullish(),
  page_id: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  started_at: z.string().nullish(),
  resolved_at: z.string().nullish(),
  scheduled_for: z.string().nullish(),
  scheduled_until: z.string().nullish(),
  incident_updates: list(Post).nullish(),
  components: looseArray(z.object({ id: z.string().min(1), name: z.string() })).nullish(),
})
export type Entry = z.infer<typeof Entry>

export function toPage(page: Page, top: Place, pageUrl: string): Snapshot['page'] {
  const timeZone = page.time_zone ?? undefined
  const isKnown = timeZone === undefined || isZone(timeZone)
  if (!isKnown) omit(top, 'page.time_zone', timeZone, 'not a zone of the IANA list')
  return told({
    nativeId: page.id ?? undefined,
    name: page.name ? cleanName(page.name) : undefined,
    // As it stands, where it stands for itself.
    url: page.url && absoluteUrl(page.url, page.url) ? page.url : absoluteUrl(page.url, pageUrl),
    timeZone: isKnown ? timeZone : undefined,
  })
}

export function toHeadline(status: PageStatus, top: Place): { readonly health: Health; readonly native: string } {
  return {
    health: toIndicatedHealth(status.indicator, top, 'status.indicator'),
    native: cleanName(status.description ?? status.indicator),
  }
}

/** The tree in page order. A child of a group that is not listed, or that would hold itself, stands on its own. */
export function toComponents(rows: readonly ComponentRow[], top: Place): readonly Component[] {
  const byId = new Map<string, { readonly row: ComponentRow; readonly component: Component; readonly children: Component[] }>()
  for (const [index, row] of rows.entries()) {
    const place = placeIn(top, 'components', index)
    const [known, node] = [byId.get(row.id), toNode(row, place)]
    if (known) omit(place, 'id', row.id, 'listed twice')
    if (!known) byId.set(row.id, node)
    // Of two statements about one component the worse one stands.
    else if (healthSeverity(node.component.health) > healthSeverity(known.component.health)) {
      byId.set(row.id, { ...known, component: { ...known.component, health: node.component.health, native: node.component.native } })
    }
  }
  const roots: Component[] = []
  // The rows of one group, and those of none, count their positions each for itself; a stable sort serves all at once.
  for (const { row, component } of [...byId.values()].toSorted((a, b) => (a.row.position ?? 0) - (b.row.position ?? 0))) {
    const parent = row.group_id ? byId.get(row.group_id) : undefined
    if (row.group_id && (!parent || parent.row.group_id))
      omit(top, `components.${row.id}.group_id`, row.group_id, 'not a group of this page')
    if (parent && !parent.row.group_id) parent.children.push(component)
    else roots.push(component)
  }
  return roots
}

function toNode(
  row: ComponentRow,
  place: Place,
): { readonly row: ComponentRow; readonly component: Component; readonly children: Component[] } {
  const children: Component[] = []
  const component: Component = {
    nativeId: row.id,
    name: cleanName(row.name),
    health: toHealth(row.status, place, 'status'),
    native: row.status,
    group: row.group === true,
    children,
  }
  return { row, children, component: row.description ? { ...component, description: cleanBody(row.description) } : component }
}

export interface Entries {
  readonly incidents: Incident[]
  readonly maintenances: Maintenance[]
}

/** Sorts a list into incidents and maintenances: either list of the API may hold the other kind. */
export function toEntries(entries: readonly Entry[], top: Place, name: 'incidents' | 'scheduled_maintenances', pageUrl: string): Entries {
  const sorted: Entries = { incidents: [], maintenances: [] }
  for (const [index, entry] of entries.entries()) {
    const place = placeIn(top, name, index)
    if (name === 'scheduled_maintenances' || isMaintenance(entry)) sorted.maintenances.push(toMaintenance(entry, place, pageUrl))
    else sorted.incidents.push(toIncident(entry, place, pageUrl))
  }
  return sorted
}

export function toEntry(entry: Entry, place: Place, pageUrl: string): Entries {
  if (isMaintenance(entry)) return { incidents: [], maintenances: [toMaintenance(entry, place, pageUrl)] }
  return { incidents: [toIncident(entry, place, pageUrl)], maintenances: [] }
}

function isMaintenance(entry: Entry): boolean {
  if (entry.impact === maintenanceImpact || entry.scheduled_for || isMaintenancePhase(entry.status ?? '')) return true
  return entry.incident_updates?.some((post) => isMaintenancePhase(post.status ?? '')) ?? false
}

function toIncident(entry: Entry, place: Place, pageUrl: string): Incident {
  return told({
    ...toFields(entry, place, pageUrl),
    impact: entry.impact ? toImpact(entry.impact, place, 'impact') : undefined,
    phase: entry.status ? toIncidentPhase(entry.status, place, 'status') : undefined,
  })
}

function toMaintenance(entry: Entry, place: Place, pageUrl: string): Maintenance {
  return told({
    ...toFields(entry, place, pageUrl),
    phase: entry.status ? toMaintenancePhase(entry.status, place, 'status') : undefined,
    scheduledFor: timeAt(entry.scheduled_for, place, 'scheduled_for'),
    scheduledUntil: timeAt(entry.scheduled_until, place, 'scheduled_until'),
  })
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'url'> & {
  [K in 'nativeImpact' | 'nativePhase' | 'startedAt' | 'resolvedAt' | 'createdAt' | 'updatedAt' | 'components' | 'updates' | 'reports']:
    | Incident[K]
    | undefined
}

function toFields(entry: Entry, place: Place, pageUrl: string): Fields {
  const url = `${pageUrl}/incidents/${entry.id}`
  const title = cleanName(entry.name)
  const updates = entry.incident_updates
    ? oldestFirst(entry.incident_updates.map((post, index) => toUpdate(post, placeIn(place, 'incident_updates', index))))
    : undefined
  const reports = updates?.flatMap((update) => toReport(update, title, url)) ?? []
  return {
    nativeId: entry.id,
    title,
    url,
    nativeImpact: entry.impact ?? undefined,
    nativePhase: entry.status ?? undefined,
    startedAt: timeAt(entry.started_at, place, 'started_at'),
    resolvedAt: timeAt(entry.resolved_at, place, 'resolved_at'),
    createdAt: timeAt(entry.created_at, place, 'created_at'),
    updatedAt: timeAt(entry.updated_at, place, 'updated_at'),
    components: entry.components
      ? kept(entry.components, place, 'components').map(({ id, name }) => ({ nativeId: id, name: cleanName(name) }))
      : undefined,
    updates,
    reports: reports.length > 0 ? reports : undefined,
  }
}

function toUpdate(post: Post, place: Place): Update {
  const phase = post.status ? toUpdatePhase(post.status, place, 'status') : undefined
  const body = cleanBody(post.body ?? '')
  return told({
    nativeId: post.id ?? undefined,
    phase,
    native: post.status ?? undefined,
    body,
    format: phase === 'postmortem' ? ('markdown' as const) : formatOf(body),
    postedAt: timeAt(post.display_at, place, 'display_at') ?? timeAt(post.created_at, place, 'created_at'),
    components: post.affected_components
      ? kept(post.affected_components, place, 'affected_components').map((affected, index) =>
          toAffected(affected, placeIn(place, 'affected_components', index)),
        )
      : undefined,
  })
}

function toAffected(
  { code, name, new_status: word }: { code?: string | null | undefined; name: string; new_status?: string | null | undefined },
  place: Place,
): AffectedComponent {
  return told({
    nativeId: code || undefined,
    name: cleanName(name),
    health: word ? toHealth(word, place, 'new_status') : undefined,
  })
}

function toReport(update: Update, title: string, url: string): ReportText[] {
  if (update.phase !== 'postmortem' || update.body === '') return []
  return [told({ title, body: update.body, format: update.format, url, publishedAt: update.postedAt })]
}

const tag = /<\/?(?:a|b|br|code|em|h[1-6]|i|li|ol|p|pre|strong|u|ul)(?:\s[^<>]{0,1000})?\/?>/iu

/** Operators paste markup into updates; the pages show it as such. Everything else is text with its own line breaks. */
function formatOf(body: string): 'html' | 'text' {
  return tag.test(body) ? 'html' : 'text'
}

function kept<T>(loose: readonly (T | null)[], place: Place, field: string): readonly T[] {
  const { kept: whole, dropped } = present(loose)
  if (dropped > 0) omit(place, field, dropped, 'elements that are not what they should be')
  return whole
}
