import type { ScriptedComponent, ScriptedEntry, ScriptedPage } from './pages.ts'

/** A scripted page as the JSON of /api/v2 tells it, by path. */
export function scriptedDocuments(page: ScriptedPage): Readonly<Record<string, string>> {
  const head = {
    id: page.id,
    name: `Page ${page.number}`,
    url: 'https://status.example.com',
    time_zone: 'Etc/UTC',
    updated_at: stamp(page.updatedAt),
  }
  const components = page.components.map((component) => componentRow(component, page))
  const incidents = page.incidents.map((entry) => entryRow(entry, page))
  const maintenances = page.maintenances.map((entry) => entryRow(entry, page))
  const [indicator, description] = words[page.health]
  function open(entries: readonly ScriptedEntry[]): readonly object[] {
    return entries.filter(({ closed }) => !closed).map((entry) => entryRow(entry, page))
  }
  return {
    '/api/v2/summary.json': JSON.stringify({
      page: head,
      components,
      incidents: open(page.incidents),
      scheduled_maintenances: open(page.maintenances),
      status: { indicator, description },
    }),
    '/api/v2/incidents.json': JSON.stringify({ page: head, incidents }),
    '/api/v2/scheduled-maintenances.json': JSON.stringify({ page: head, scheduled_maintenances: maintenances }),
  }
}

const words = {
  operational: ['none', 'All Systems Operational'],
  under_maintenance: ['maintenance', 'Service Under Maintenance'],
  partial_outage: ['major', 'Partial System Outage'],
  major_outage: ['critical', 'Major Service Outage'],
} as const

const beginning = Date.UTC(2024, 2, 1)

/** The script's minutes as an instant. */
export function stamp(minutes: number): string {
  return new Date(beginning + minutes * 60_000).toISOString()
}

function orNull(minutes: number | null): string | null {
  return minutes === null ? null : stamp(minutes)
}

function componentRow(component: ScriptedComponent, page: ScriptedPage): object {
  return {
    id: component.id,
    name: component.name,
    status: component.health,
    created_at: stamp(0),
    updated_at: stamp(page.updatedAt),
    position: page.components.indexOf(component) + 1,
    description: component.description,
    showcase: true,
    start_date: null,
    group_id: component.groupId,
    page_id: page.id,
    group: component.group,
    only_show_if_degraded: false,
    ...(component.group ? { components: page.components.filter(({ groupId }) => groupId === component.id).map(({ id }) => id) } : {}),
  }
}

function entryRow(entry: ScriptedEntry, page: ScriptedPage): object {
  return {
    id: entry.id,
    name: entry.title,
    status: entry.phase,
    created_at: stamp(entry.startedAt),
    updated_at: stamp(entry.updates.at(-1)?.at ?? entry.startedAt),
    monitoring_at: null,
    resolved_at: orNull(entry.endedAt),
    impact: entry.impact,
    shortlink: `https://stspg.io/${entry.id}`,
    started_at: stamp(entry.startedAt),
    page_id: page.id,
    incident_updates: entry.updates.toReversed().map(({ id, phase, body, at }) => ({
      id,
      status: phase,
      body,
      incident_id: entry.id,
      created_at: stamp(at),
      updated_at: stamp(at),
      display_at: stamp(at),
      affected_components: null,
      deliver_notifications: true,
      custom_tweet: null,
      tweet_id: null,
    })),
    components: page.components.filter(({ id }) => entry.components.includes(id)).map((component) => componentRow(component, page)),
    ...(entry.scheduledFor === null ? {} : { scheduled_for: stamp(entry.scheduledFor), scheduled_until: stamp(entry.scheduledFor + 60) }),
  }
}
