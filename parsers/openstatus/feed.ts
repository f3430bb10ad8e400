import type { Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { namedIds } from '../lib/named-ids.ts'
import { mapped, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { toIncidentPhase, toUpdatePhase } from '../lib/statuspage-words.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { AffectedComponent, Component, Incident, Instant, Maintenance, MaintenancePhase, Update } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import * as wire from './schema.ts'
import { headline, healths, maintenanceIdentity, reportIdentity } from './words.ts'

type Named = ReadonlyMap<string, AffectedComponent>

/** Every report and every maintenance there ever was, newest first, with all that was posted to them. */
export function parseFeed(document: Document<'json'>, { page: { url }, observedAt }: Context, source: 'feed' | 'feedAlone'): Part {
  const top = topOf(source)
  const feed = readWire(wire.Feed, readJson(document), document.url)
  const { components, named } = toComponents(feed, top)
  return {
    authority: 'api',
    page: { name: cleanName(feed.title) },
    health: headline(mapped(healths, feed.status, top, 'status'), feed.monitors.length, top),
    native: feed.status,
    components,
    incidents: feed.statusReports.map((report, index) => toIncident(report, named, placeIn(top, 'statusReports', index), url)),
    maintenances: feed.maintenances.map((entry, index) =>
      toMaintenance(entry, named, placeIn(top, 'maintenances', index), url, observedAt),
    ),
    coverage: { components: 'full', incidents: 'full', maintenances: 'full' },
    omissions: top.omissions,
  }
}

/** Only what is checked has a health here; a component that is set by hand has it in the summary alone. */
function toComponents(feed: wire.Feed, top: Place): { readonly components: readonly Component[]; readonly named: Named } {
  const monitors = new Map(feed.monitors.map((monitor, index) => [monitor.id, { ...monitor, place: placeIn(top, 'monitors', index) }]))
  const rows: readonly wire.PageComponent[] = feed.pageComponents ?? feed.monitors.map((monitor) => ({ ...monitor, monitorId: monitor.id }))
  const ids = namedIds(rows.map(({ name }) => name))
  const leaves = rows.map((row, index) => {
    const monitor = monitors.get(row.monitorId ?? '')
    const component: Component = {
      nativeId: ids[index] ?? row.name,
      name: cleanName(row.name),
      health: monitor ? mapped(healths, monitor.status, monitor.place, 'status') : 'unknown',
      native: monitor?.status ?? '',
      group: false,
      children: [],
    }
    return { row, component: row.description ? { ...component, description: cleanBody(row.description) } : component }
  })
  // What has the name of another cannot be found again in the summary, where it may stand in another order.
  const named = leaves.map(({ row: { id }, component: { nativeId, name } }): readonly [string, AffectedComponent] => [
    id,
    leaves.filter(({ component }) => component.name === name).length > 1 ? { name } : { nativeId, name },
  ])
  return { components: leaves.map(({ component }) => component), named: new Map(named) }
}

function toIncident(report: wire.Report, named: Named, place: Place, pageUrl: string): Incident {
  const updates = oldestFirst(report.statusReportUpdates.map((note, index) => toUpdate(note, placeIn(place, 'statusReportUpdates', index))))
  const phase = toIncidentPhase(report.status, place, 'status')
  return told({
    ...reportIdentity(report.id, pageUrl),
    title: cleanName(report.title),
    phase,
    nativePhase: report.status,
    // The end is when the post says that it was: the platform draws it so.
    resolvedAt: phase === 'resolved' ? updates.findLast((update) => update.phase === 'resolved')?.postedAt : undefined,
    updatedAt: timeAt(report.updatedAt, place, 'updatedAt'),
    components: affectedBy(report.pageComponents, named),
    updates,
  })
}

function toMaintenance(entry: wire.Maintenance, named: Named, place: Place, pageUrl: string, observedAt: Instant): Maintenance {
  const scheduledFor = timeAt(entry.from, place, 'from')
  const scheduledUntil = timeAt(entry.to, place, 'to')
  const notes = entry.maintenanceUpdates ?? []
  const announced: Update[] = entry.message ? [{ body: cleanBody(entry.message), format: 'markdown' }] : []
  return told({
    ...maintenanceIdentity(entry.id, pageUrl),
    title: cleanName(entry.name),
    phase: phaseOf(scheduledFor, scheduledUntil, observedAt),
    scheduledFor,
    scheduledUntil,
    updatedAt: timeAt(entry.updatedAt, place, 'updatedAt'),
    components: affectedBy(entry.pageComponents, named),
    updates:
      notes.length > 0 ? oldestFirst(notes.map((note, index) => toUpdate(note, placeIn(place, 'maintenanceUpdates', index)))) : announced,
  })
}

/** The platform has no phase beside the window: a maintenance begins and ends with it, and the summary says its words by it. */
function phaseOf(from: Instant | undefined, until: Instant | undefined, observedAt: Instant): MaintenancePhase | undefined {
  if (from === undefined || until === undefined) return undefined
  if (observedAt < from) return 'scheduled'
  return observedAt <= until ? 'in_progress' : 'completed'
}

function affectedBy(ids: readonly string[] | null | undefined, named: Named): readonly AffectedComponent[] | undefined {
  return ids?.flatMap((id) => named.get(id) ?? [])
}

function toUpdate({ id, status, message, date }: wire.Note, place: Place): Update {
  return told({
    nativeId: id ?? undefined,
    phase: status ? toUpdatePhase(status, place, 'status') : undefined,
    native: status ?? undefined,
    body: cleanBody(message),
    format: 'markdown' as const,
    postedAt: timeAt(date, place, 'date'),
  })
}
