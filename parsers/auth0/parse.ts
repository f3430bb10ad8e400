import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { scriptJson } from '../lib/embedded.ts'
import { isWhole } from '../lib/html.ts'
import { readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { isMaintenancePhase, maintenanceImpact, toImpact, toIncidentPhase, toMaintenancePhase } from '../lib/statuspage-words.ts'
import { cleanName } from '../lib/text.ts'
import { type Component, type Health, type Incident, isClosed, type Maintenance, type Snapshot, worstOf } from '../model.ts'
import type { Context, Document, Source } from '../platform.ts'
import { type Entry, NextData, type Region } from './schema.ts'

const home: Source<'html'> = { medium: 'html', via: 'http', when: 'poll', urls: (page) => [page.url] }

export const sources = { home }

export function parse({ home: documents = [] }: { readonly home?: readonly Document<'html'>[] }, { observedAt }: Context): Snapshot {
  if (documents.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('auth0', observedAt, documents.map(parseHome))
}

interface Placed {
  readonly entry: Entry
  readonly place: Place
  readonly regions: readonly { readonly nativeId: string; readonly name: string }[]
}

function parseHome(document: Document<'html'>): Part {
  const { url, body } = document
  const state = scriptJson(document, '__NEXT_DATA__')
  if (state === undefined) throw new ParseError('foreign', 'a page without the state of this one', { url, excerpt: body.text })
  const { activeIncidents } = readWire(NextData, state, url).props.pageProps
  if (activeIncidents.length === 0) throw new ParseError('empty', 'no regions', { url, path: 'props.pageProps.activeIncidents' })
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const top = topOf('home')
  const regions = [...new Map(activeIncidents.map((region) => [idOf(region), region])).values()]
  if (regions.length < activeIncidents.length) omit(top, 'activeIncidents', activeIncidents.length, 'a region that comes twice')
  const entries = grouped(regions, top)
  return {
    authority: 'embedded-state',
    components: toComponents(regions, top),
    incidents: entries.filter(({ entry }) => !isPlanned(entry)).map(toIncident),
    maintenances: entries.filter(({ entry }) => isPlanned(entry)).map(toMaintenance),
    coverage: { components: 'full', incidents: 'open', maintenances: 'open' },
    omissions: top.omissions,
  }
}

function idOf({ environment, region }: Region): string {
  return cleanName(`${environment}/${region}`.toLowerCase())
}

/** Where nothing goes on a placeholder says so. */
function isPlaceholder({ id }: Entry): boolean {
  return id === ''
}

/** One entry for each id, with all its regions, as the region tells it that was updated last. */
function grouped(regions: readonly Region[], top: Place): readonly Placed[] {
  const all = regions.flatMap((region, index) =>
    region.response.incidents.flatMap((entry, at): Placed[] => {
      if (isPlaceholder(entry) || entry.isPrivate) return []
      const place = placeIn(placeIn(top, 'activeIncidents', index), 'response.incidents', at)
      return [{ entry, place, regions: [{ nativeId: idOf(region), name: cleanName(region.region) }] }]
    }),
  )
  return [...Map.groupBy(all, ({ entry }) => entry.id).values()].flatMap((copies) => {
    const [latest] = copies.toSorted((a, b) => ((a.entry.updated_at ?? '') < (b.entry.updated_at ?? '') ? 1 : -1))
    return latest ? [{ ...latest, regions: copies.flatMap((copy) => copy.regions) }] : []
  })
}

/** An incident may carry a time in `scheduled_for`, too: where its impact is graded it is none that was planned. */
function isPlanned({ impact, status, scheduled_for: scheduledFor }: Entry): boolean {
  if (impact === maintenanceImpact || isMaintenancePhase(status)) return true
  return Boolean(scheduledFor) && (!impact || impact === 'none')
}

/** Environments hold regions. */
function toComponents(regions: readonly Region[], top: Place): readonly Component[] {
  const leaves = regions.map((region, index) => ({
    environment: region.environment,
    component: toComponent(region, placeIn(top, 'activeIncidents', index)),
  }))
  return [...Map.groupBy(leaves, ({ environment }) => environment)].map(([environment, members]) => ({
    nativeId: cleanName(environment.toLowerCase()),
    name: cleanName(environment),
    health: 'unknown',
    native: '',
    group: true,
    children: members.map(({ component }) => component),
  }))
}

function toComponent(region: Region, place: Place): Component {
  const states = region.response.incidents.map((entry, index) => stateOf(entry, placeIn(place, 'response.incidents', index)))
  const health = worstOf(states.map((state) => state.health))
  const native = states.find((state) => state.health === health)?.native ?? ''
  return { nativeId: idOf(region), name: cleanName(region.region), health, native, group: false, children: [] }
}

/** What an entry says of its region: the placeholder's own word, the grade of what goes on, nothing where it is over. */
const healths: ReadonlyMap<string, Health> = new Map([['operational', 'operational']])
const grades: ReadonlyMap<string, Health> = new Map([
  ['none', 'unknown'],
  ['minor', 'degraded_performance'],
  ['major', 'partial_outage'],
  ['critical', 'major_outage'],
])

function stateOf(entry: Entry, place: Place): Pick<Component, 'health' | 'native'> {
  const { status, impact } = entry
  if (isPlaceholder(entry)) return { health: mapped(healths, status, place, 'status'), native: status }
  if (isPlanned(entry) && !entry.isPrivate) {
    return { health: status === 'in_progress' || status === 'verifying' ? 'under_maintenance' : 'unknown', native: status }
  }
  // What concerns one tenant alone says nothing of the region.
  if (entry.isPrivate || status === 'resolved' || status === 'postmortem') return { health: 'unknown', native: status }
  return { health: impact ? mapped(grades, impact, place, 'impact') : 'unknown', native: impact ?? status }
}

function toIncident({ entry, place, regions }: Placed): Incident {
  const phase = toIncidentPhase(entry.status, place, 'status')
  return told({
    ...toEntry(entry, place, regions),
    phase,
    impact: entry.impact ? toImpact(entry.impact, place, 'impact') : undefined,
    nativeImpact: entry.impact ?? undefined,
    resolvedAt: isClosed(phase) ? timeAt(entry.resolved_at, place, 'resolved_at') : undefined,
  })
}

function toMaintenance({ entry, place, regions }: Placed): Maintenance {
  return told({
    ...toEntry(entry, place, regions),
    phase: toMaintenancePhase(entry.status, place, 'status'),
    scheduledFor: timeAt(entry.scheduled_for, place, 'scheduled_for'),
  })
}

function toEntry(entry: Entry, place: Place, regions: Placed['regions']): Omit<Incident, 'impact' | 'phase'> {
  return told({
    nativeId: entry.id,
    title: cleanName(entry.name ?? ''),
    nativePhase: entry.status,
    updatedAt: timeAt(entry.updated_at, place, 'updated_at'),
    components: regions,
  })
}
