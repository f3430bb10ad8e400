import {
  type Component,
  type Incident,
  IncidentPhase,
  type Maintenance,
  MaintenancePhase,
  type Snapshot,
  type Update,
} from '../../../parsers/model.ts'
import { instantOf, isOver, type LyingComponent, type LyingEntry, type LyingUpdate, type Site } from './site.ts'

/** What a reading of a lying page tells. */

/** The newest by last change, incidents and maintenances together. */
const feedWindow = 10

export function toldEntries(site: Site, isFeed: boolean): readonly LyingEntry[] {
  const listed = site.entries.filter((entry) => entry.isListed)
  if (site.style === 'feed') return listed.toSorted((a, b) => b.changedAt - a.changedAt).slice(0, feedWindow)
  return site.style === 'summary' && !isFeed ? listed.filter((entry) => !isOver(entry)) : listed
}

export function toldComponents(site: Site): readonly LyingComponent[] {
  return site.components.filter((component) => component.isListed)
}

export function toldUpdates(entry: LyingEntry): readonly LyingUpdate[] {
  return entry.updates.filter((update) => update.isListed).toSorted((a, b) => a.at - b.at)
}

/** A reading through the page's interface, or through its feed. */
export function snapshotOf(site: Site, now: number, isFeed = site.style === 'feed'): Snapshot {
  const entries = toldEntries(site, isFeed)
  const extent = isFeed ? 'recent' : extents[site.style]
  return {
    platform: site.platform,
    authority: isFeed ? 'feed' : 'api',
    observedAt: instantOf(now),
    sourceUpdatedAt: instantOf(clockOf(site)),
    page: { name: `Page ${site.number}`, ...(isFeed ? {} : { nativeId: `page${site.number}` }) },
    ...(isFeed ? {} : { health: site.banner, native: site.banner, components: tree(toldComponents(site)) }),
    incidents: entries.filter(({ kind }) => kind === 'incident').map((entry) => toldIncident(entry, isFeed)),
    maintenances: entries.filter(({ kind }) => kind === 'maintenance').map((entry) => toldMaintenance(entry, isFeed)),
    coverage: { components: isFeed ? 'none' : 'full', incidents: extent, maintenances: extent },
    omissions: [],
  }
}

const extents = { lists: 'recent', mixed: 'recent', summary: 'open', whole: 'full', feed: 'recent' } as const

/** When the page says that it was changed last. */
export function clockOf(site: Site): number {
  return site.changedAt - site.clockLag
}

function tree(components: readonly LyingComponent[], group?: LyingComponent): Component[] {
  return components
    .filter((component) => component.group === group)
    .map((component) => ({
      nativeId: component.id,
      name: component.name,
      health: component.health,
      native: component.health,
      group: component.isGroup,
      children: tree(components, component),
    }))
}

type ToldEntry = Pick<
  Incident,
  'nativeId' | 'title' | 'url' | 'updatedAt' | 'startedAt' | 'createdAt' | 'resolvedAt' | 'components' | 'updates' | 'reports'
>

function toldEntry(entry: LyingEntry, isFeed: boolean): ToldEntry {
  const common = {
    nativeId: entry.id,
    title: entry.title,
    url: `https://status.example.com/incidents/${entry.id}`,
    updatedAt: instantOf(entry.changedAt),
    updates: toldUpdates(entry).map((update) => toldUpdate(update, isFeed)),
  }
  if (isFeed) return common
  return {
    ...common,
    startedAt: instantOf(entry.startedAt),
    createdAt: instantOf(entry.createdAt),
    ...(entry.resolvedAt === undefined ? {} : { resolvedAt: instantOf(entry.resolvedAt) }),
    components: entry.components.map(({ id, name }) => ({ nativeId: id, name })),
    ...(entry.report === undefined ? {} : { reports: [{ body: entry.report, format: 'markdown' as const }] }),
  }
}

/** A feed has labels for readers, and times to the minute. */
function toldUpdate({ id, phase, label, body, at }: LyingUpdate, isFeed: boolean): Update {
  const words = { body, format: 'text' as const, ...(phase === undefined ? {} : { phase }) }
  if (!isFeed) return { ...words, nativeId: id, native: label, postedAt: instantOf(at) }
  return { ...words, native: feedLabel(label), postedAt: instantOf(Math.floor(at / 60_000) * 60_000) }
}

export function feedLabel(label: string): string {
  const words = label.replaceAll('_', ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

function toldIncident(entry: LyingEntry, isFeed: boolean): Incident {
  const { phase, impact } = entry
  const graded = isFeed ? {} : { impact, nativeImpact: impact }
  return { ...toldEntry(entry, isFeed), ...graded, phase: IncidentPhase.parse(phase), nativePhase: phase }
}

export const maintenanceMilliseconds = 7_200_000

function toldMaintenance(entry: LyingEntry, isFeed: boolean): Maintenance {
  const { phase, scheduledFor } = entry
  const start = isFeed ? undefined : scheduledFor
  const window = start === undefined ? {} : { scheduledFor: instantOf(start), scheduledUntil: instantOf(start + maintenanceMilliseconds) }
  return { ...toldEntry(entry, isFeed), ...window, phase: MaintenancePhase.parse(phase), nativePhase: phase }
}
