import type { StoryComponent } from './story-model.ts'
import { idOf, openedAt, type ComponentState, type EntryState, type PageState, type UpdateState } from './story-state.ts'
import { isoIn } from './zone.ts'

/** The page's own address, and the moment (in milliseconds) that the story's seconds count from. */
export interface Site {
  readonly url: string
  readonly startedAt: number
}

/** The wire shapes of the public API that Atlassian Statuspage documents (metastatuspage.com/api, read 2026-11). */
export function pageRow(state: PageState, site: Site): object {
  const { id, name, timeZone } = state.vendor
  return { id: idOf(id), name, url: site.url, time_zone: timeZone, updated_at: stamp(state.updatedAt, state, site) }
}

export function statusRow(state: PageState): { readonly indicator: string; readonly description: string } {
  const statuses = new Set(state.components.map(({ status }) => status))
  if (statuses.has('major_outage')) return { indicator: 'critical', description: 'Major Service Outage' }
  if (statuses.has('partial_outage')) return { indicator: 'major', description: 'Partial System Outage' }
  if (statuses.has('degraded_performance')) return { indicator: 'minor', description: 'Partially Degraded Service' }
  if (statuses.has('under_maintenance')) return { indicator: 'maintenance', description: 'Service Under Maintenance' }
  return { indicator: 'none', description: 'All Systems Operational' }
}

/** A group is a row of its own, before its first member, and takes the worst status of its members. */
export function componentRows(state: PageState, site: Site): readonly object[] {
  const groups = new Set<string>()
  return state.components.flatMap((component) => {
    const row = componentRow(component, state, site)
    if (component.group === undefined || groups.has(component.group)) return [row]
    groups.add(component.group)
    return [groupRow(component.group, state, site), row]
  })
}

export function entryRow(entry: EntryState, state: PageState, site: Site): object {
  function at(seconds: number | undefined): string | null {
    return seconds === undefined ? null : stamp(seconds, state, site)
  }
  return {
    id: entry.id,
    name: entry.title,
    status: entry.status,
    created_at: at(entry.createdAt),
    updated_at: at(entry.updatedAt),
    monitoring_at: at(entry.monitoringAt),
    resolved_at: at(entry.resolvedAt),
    impact: entry.impact,
    shortlink: `${site.url}/incidents/${entry.id}`,
    started_at: at(entry.createdAt),
    page_id: idOf(state.vendor.id),
    incident_updates: entry.updates.map((update) => updateRow(update, entry, state, site)),
    components: entry.components.map((component) => componentRow(component, state, site)),
    ...(entry.window && { scheduled_for: at(entry.window.start), scheduled_until: at(entry.window.end) }),
  }
}

/** Of the vendor's page, by the group's name. */
export function groupId(vendorId: string, group: string): string {
  return idOf(vendorId, 'group', group)
}

function componentTitle({ group, name }: StoryComponent): string {
  return group === undefined ? name : `${group} - ${name}`
}

function componentRow(component: ComponentState, state: PageState, site: Site): object {
  return {
    id: component.id,
    name: component.name,
    status: component.status,
    created_at: stamp(openedAt, state, site),
    updated_at: stamp(component.updatedAt, state, site),
    position: state.components.findIndex(({ id }) => id === component.id) + 1,
    description: component.description ?? null,
    showcase: true,
    start_date: stamp(openedAt, state, site).slice(0, 10),
    group_id: component.group === undefined ? null : groupId(state.vendor.id, component.group),
    page_id: idOf(state.vendor.id),
    group: false,
    only_show_if_degraded: false,
  }
}

const worstFirst = ['major_outage', 'partial_outage', 'degraded_performance', 'under_maintenance', 'operational'] as const

function groupRow(group: string, state: PageState, site: Site): object {
  const members = state.components.filter((component) => component.group === group)
  return {
    id: groupId(state.vendor.id, group),
    name: group,
    status: worstFirst.find((status) => members.some((member) => member.status === status)),
    created_at: stamp(openedAt, state, site),
    updated_at: stamp(Math.max(...members.map(({ updatedAt }) => updatedAt)), state, site),
    position: 1,
    description: null,
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: idOf(state.vendor.id),
    group: true,
    only_show_if_degraded: false,
    components: members.map(({ id }) => id),
  }
}

function updateRow(update: UpdateState, entry: EntryState, state: PageState, site: Site): object {
  return {
    id: update.id,
    status: update.status,
    body: update.body,
    incident_id: entry.id,
    created_at: stamp(update.at, state, site),
    updated_at: stamp(update.updatedAt, state, site),
    display_at: stamp(update.at, state, site),
    affected_components: update.affected.map(({ component, from, to }) => ({
      code: component.id,
      name: componentTitle(component),
      old_status: from,
      new_status: to,
    })),
    deliver_notifications: true,
    custom_tweet: null,
    tweet_id: null,
  }
}

function stamp(seconds: number, { vendor }: PageState, site: Site): string {
  return isoIn(vendor.timeZone, site.startedAt + seconds * 1000)
}
