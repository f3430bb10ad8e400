import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import type { Component, Health, Snapshot } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { toIncidents, toMaintenances } from './entries.ts'
import { Events, type Group, Incidents, type MonitorStatus, Overview, type Resource } from './schema.ts'

interface Read {
  readonly overview?: readonly Document<'json'>[]
  readonly incidents?: readonly Document<'json'>[]
  readonly maintenances?: readonly Document<'json'>[]
}

export function parse({ overview = [], incidents = [], maintenances = [] }: Read, { page, observedAt }: Context): Snapshot {
  const parts: Part[] = [
    ...overview.map((document) => parseOverview(document, page.url)),
    ...incidents.map((document): Part => {
      const top = topOf('incidents')
      const wire = readWire(Incidents, readJson(document), document.url)
      const listed = toIncidents(wire.incidents, wire, top, page.url)
      return { authority: 'api', incidents: listed, coverage: { incidents: 'recent' }, omissions: top.omissions }
    }),
    ...maintenances.map((document): Part => {
      const top = topOf('maintenances')
      const wire = readWire(Events, readJson(document), document.url)
      const listed = toMaintenances(wire, top, page.url)
      return { authority: 'api', maintenances: listed, coverage: { maintenances: 'recent' }, omissions: top.omissions }
    }),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('oneuptime', observedAt, parts)
}

function parseOverview(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('overview')
  const wire = readWire(Overview, readJson(document), document.url)
  const { overallStatus: overall, statusPage } = wire
  const { id: nativeId, name } = statusPage
  return told({
    authority: 'api' as const,
    page: told({ nativeId, name: name ? cleanName(name) : undefined }),
    health: overall ? headline(overall, wire.statusPageResources, top) : undefined,
    native: overall ? cleanName(overall.name) : undefined,
    components: toComponents(wire, top),
    incidents: toIncidents(wire.activeIncidents, wire, top, pageUrl),
    maintenances: toMaintenances(wire, top, pageUrl),
    coverage: { components: 'full' as const, incidents: 'open' as const, maintenances: 'open' as const },
    omissions: top.omissions,
  })
}

/** A page with nothing on it is given the best status that the tenant has. */
function headline(overall: MonitorStatus, resources: readonly Resource[], top: Place): Health {
  const health = toHealth(overall, top, 'overallStatus')
  if (resources.length > 0 || health !== 'operational') return health
  omit(top, 'overallStatus', overall.name, 'a headline that rests on no component')
  return 'unknown'
}

/** What the statuses are called that every new installation begins with. */
const names: ReadonlyMap<string, Health> = new Map([
  ['Degraded', 'degraded_performance'],
  ['Offline', 'major_outage'],
])

/** Fine only where the flag says so, whatever the tenant calls it. How bad something else is, a name of the tenant's own does not say. */
function toHealth(status: MonitorStatus, place: Place, field: string): Health {
  if (status.isOperationalState === true) return 'operational'
  return status.isOfflineState === true ? 'major_outage' : mapped(names, status.name, place, field)
}

/** Groups in groups are few; deeper, or in a ring, they stand on their own. */
const deepest = 16

function toComponents(wire: Overview, top: Place): readonly Component[] {
  const groups = new Map(wire.resourceGroups.map((group) => [group.id, group]))
  const groupsIn = Map.groupBy(wire.resourceGroups, (group) =>
    isRooted(group, groups) ? groups.get(group.parentStatusPageGroupId ?? '')?.id : undefined,
  )
  const leavesIn = Map.groupBy(wire.statusPageResources, (resource) => groups.get(resource.statusPageGroupId ?? '')?.id)
  const statuses = new Map(wire.monitorStatuses.map((status) => [status.id ?? '', status]))

  function childrenOf(parent: string | undefined): readonly Component[] {
    return [
      ...inOrder(leavesIn.get(parent) ?? []).map((resource) => toLeaf(resource, statuses.get(statusIdOf(resource, wire) ?? ''), top)),
      // How a group fares, the page works out for itself.
      ...inOrder(groupsIn.get(parent) ?? []).map(({ id, name }): Component => {
        return { nativeId: id, name: cleanName(name), health: 'unknown', native: '', group: true, children: childrenOf(id) }
      }),
    ]
  }
  return childrenOf(undefined)
}

function isRooted(group: Group, groups: ReadonlyMap<string, Group>): boolean {
  let above: Group | undefined = group
  for (let step = 0; step < deepest && above; step += 1) above = groups.get(above.parentStatusPageGroupId ?? '')
  return above === undefined
}

function statusIdOf({ monitorGroupId, monitor }: Resource, { monitorGroupCurrentStatuses }: Overview): string | null | undefined {
  return monitorGroupId ? monitorGroupCurrentStatuses[monitorGroupId] : monitor?.currentMonitorStatusId
}

/** Without a status the page itself shows a component as operational: that is a guess, and not made here. */
function toLeaf(resource: Resource, status: MonitorStatus | undefined, top: Place): Component {
  const field = `statusPageResources.${resource.id}`
  if (!status) omit(top, field, null, 'no status of this page')
  return told({
    nativeId: resource.id,
    name: cleanName(resource.displayName || resource.monitor?.name || ''),
    health: status ? toHealth(status, top, field) : 'unknown',
    native: status ? cleanName(status.name) : '',
    group: false,
    description: resource.displayDescription ? cleanBody(resource.displayDescription) : undefined,
    children: [],
  })
}

function inOrder<T extends { readonly order?: number | null | undefined }>(listed: readonly T[]): readonly T[] {
  return listed.toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
}
