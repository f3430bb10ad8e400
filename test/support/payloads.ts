import { z } from 'zod'
import type { ComponentReading, IncidentReading, MaintenanceReading } from '../../data/store/readings.ts'

/**
 * What the public interface must answer, derived from the payloads of one page of Statuspage as they stand: `Date` for
 * times, plain lists for trees, nothing of the parser.
 */
export interface Truth {
  readonly native: string
  readonly health: string
  readonly components: readonly object[]
  readonly incidents: readonly object[]
  readonly maintenances: readonly object[]
  /** Native ids of what the summary lists: all that is open. */
  readonly open: { readonly incidents: readonly string[]; readonly maintenances: readonly string[] }
}

const Row = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  position: z.number(),
  description: z.string().nullish(),
  group_id: z.string().nullish(),
  group: z.boolean().optional(),
})
type Row = z.infer<typeof Row>
const Post = z.object({ status: z.string(), body: z.string(), created_at: z.string(), display_at: z.string().nullish() })
const Entry = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  impact: z.string(),
  started_at: z.string().nullish(),
  updated_at: z.string(),
  resolved_at: z.string().nullish(),
  scheduled_for: z.string().nullish(),
  scheduled_until: z.string().nullish(),
  incident_updates: z.array(Post),
  components: z.array(z.object({ name: z.string() })).default([]),
})
type Entry = z.infer<typeof Entry>

const Payloads = z.object({
  summary: z.object({
    status: z.object({ indicator: z.string(), description: z.string() }),
    components: z.array(Row),
    incidents: z.array(Entry),
    scheduled_maintenances: z.array(Entry),
  }),
  incidents: z.array(Entry),
  maintenances: z.array(Entry),
})

const indicated: Readonly<Record<string, string>> = {
  none: 'operational',
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
  maintenance: 'under_maintenance',
}
const impaired = ['major_outage', 'partial_outage', 'degraded_performance']

/** `incidents` and `maintenances` are the lists of their documents, empty where the page does not answer for them. */
export function truthOf(payloads: { readonly summary: unknown; readonly incidents: unknown; readonly maintenances: unknown }): Truth {
  const { summary, incidents, maintenances } = Payloads.parse(payloads)
  const { indicator, description } = summary.status
  const leaves = summary.components.filter((row) => row.group !== true)
  const worst = impaired.find((health) => leaves.some((row) => row.status === health))
  return {
    native: description,
    health: (indicator === 'none' ? worst : undefined) ?? indicated[indicator] ?? 'unknown',
    components: inPageOrder(summary.components),
    incidents: distinct([...summary.incidents, ...incidents]).map(incidentOf),
    maintenances: distinct([...summary.scheduled_maintenances, ...maintenances]).map(maintenanceOf),
    open: {
      incidents: summary.incidents.map(({ id }) => id).toSorted(),
      maintenances: summary.scheduled_maintenances.map(({ id }) => id).toSorted(),
    },
  }
}

function inPageOrder(rows: readonly Row[]): readonly object[] {
  const byPosition = rows.toSorted((a, b) => a.position - b.position)
  return byPosition
    .filter((row) => !row.group_id)
    .flatMap((row) => [row, ...byPosition.filter((member) => member.group_id === row.id)])
    .filter((row) => row.group !== true)
    .map(({ id, name, status, description, group_id: parent }) => ({
      nativeId: id,
      name,
      health: status,
      native: status,
      description: description || null,
      path: byPosition.filter((row) => row.id === parent).map((row) => row.name),
    }))
}

function distinct(entries: readonly Entry[]): readonly Entry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function entryOf(entry: Entry): object {
  const posts = entry.incident_updates.map((post) => ({
    native: post.status,
    body: post.body,
    postedAt: utc(post.display_at ?? post.created_at),
  }))
  return {
    nativeId: entry.id,
    title: entry.name,
    nativePhase: entry.status,
    phase: entry.status,
    startedAt: utc(entry.started_at),
    updatedAt: utc(entry.updated_at),
    components: entry.components.map(({ name }) => name),
    updates: posts.toReversed().toSorted((a, b) => (a.postedAt ?? '').localeCompare(b.postedAt ?? '')),
  }
}

function incidentOf(entry: Entry): object {
  return { ...entryOf(entry), impact: entry.impact, nativeImpact: entry.impact, resolvedAt: utc(entry.resolved_at) }
}

function maintenanceOf(entry: Entry): object {
  return { ...entryOf(entry), scheduledFor: utc(entry.scheduled_for), scheduledUntil: utc(entry.scheduled_until) }
}

function utc(time: string | null | undefined): string | null {
  return time ? new Date(time).toISOString() : null
}

/** The same of what the interface answers. */
export function componentSaid({ nativeId, name, health, native, description, path }: ComponentReading): object {
  return { nativeId, name, health, native, description, path }
}

function entrySaid(entry: IncidentReading | MaintenanceReading): object {
  const { nativeId, title, nativePhase, phase, startedAt, updatedAt, components, updates } = entry
  return {
    nativeId,
    title,
    nativePhase,
    phase,
    startedAt,
    updatedAt,
    components: components.map(({ name }) => name),
    updates: updates.map(({ native, body, postedAt }) => ({ native, body, postedAt })),
  }
}

export function incidentSaid(incident: IncidentReading): object {
  const { impact, nativeImpact, resolvedAt } = incident
  return { ...entrySaid(incident), impact, nativeImpact, resolvedAt }
}

export function maintenanceSaid(maintenance: MaintenanceReading): object {
  const { scheduledFor, scheduledUntil } = maintenance
  return { ...entrySaid(maintenance), scheduledFor, scheduledUntil }
}
