import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Impact, Incident, Maintenance, MaintenancePhase, Snapshot, Update } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { type Entry, PlatformData, type Text } from './schema.ts'

/** A notice ("info") is no disruption. */
const impacts: ReadonlyMap<string, Impact> = new Map<string, Impact>([
  ['info', 'none'],
  ['warning', 'minor'],
  ['critical', 'critical'],
])
const phases: ReadonlyMap<string, MaintenancePhase> = new Map<string, MaintenancePhase>([
  ['scheduled', 'scheduled'],
  ['in_progress', 'in_progress'],
  ['complete', 'completed'],
])

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = (documents.status ?? []).map(toPart)
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('riot', context.observedAt, parts)
}

function toPart(document: Document<'json'>): Part {
  const top = topOf('status')
  const { id, name, incidents, maintenances } = readWire(PlatformData, readJson(document), document.url)
  const nativeId = cleanName(id)
  return {
    authority: 'api',
    page: { nativeId, name: cleanName(name) },
    // The region is named, and how it is stands nowhere.
    components: [{ nativeId, name: cleanName(name), health: 'unknown', native: '', group: false, children: [] }],
    incidents: distinct(incidents.map((entry, index) => toIncident(entry, placeIn(top, 'incidents', index)))),
    maintenances: distinct(maintenances.map((entry, index) => toMaintenance(entry, placeIn(top, 'maintenances', index)))),
    coverage: { components: 'full', incidents: 'open', maintenances: 'open' },
    omissions: top.omissions,
  }
}

/** Listed means open: an incident is of no phase that the document would tell. */
function toIncident(entry: Entry, place: Place): Incident {
  const { incident_severity: severity } = entry
  const impact = severity ? mapped(impacts, severity, place, 'incident_severity') : undefined
  return told({ ...toFields(entry, place), impact, nativeImpact: severity ?? undefined, phase: 'unknown' as const })
}

function toMaintenance(entry: Entry, place: Place): Maintenance {
  const { maintenance_status: status } = entry
  const phase = status ? mapped(phases, status, place, 'maintenance_status') : 'unknown'
  return told({ ...toFields(entry, place), phase, nativePhase: status ?? undefined })
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'components' | 'updates'> & {
  createdAt: Incident['createdAt'] | undefined
  updatedAt: Incident['updatedAt'] | undefined
}

function toFields(entry: Entry, place: Place): Fields {
  const published = entry.updates.filter(({ publish }) => publish !== false)
  const updates = published.map(({ id, translations, created_at: at }, index): Update => {
    const updatePlace = placeIn(place, 'updates', index)
    const body = inEnglish(translations, updatePlace)
    return told({ nativeId: id, body: cleanBody(body), format: 'text' as const, postedAt: timeAt(at, updatePlace, 'created_at') })
  })
  return {
    nativeId: entry.id,
    title: cleanName(inEnglish(entry.titles, place)),
    components: [...new Set(entry.platforms ?? [])].map((platform) => ({ name: cleanName(platform) })),
    createdAt: timeAt(entry.created_at, place, 'created_at'),
    updatedAt: timeAt(entry.updated_at, place, 'updated_at'),
    updates: distinct(oldestFirst(updates)),
  }
}

/** American English, else any English, else what comes first. */
function inEnglish(texts: readonly Text[], place: Place): string {
  const text = texts.find(({ locale }) => locale === 'en_US') ?? texts.find(({ locale }) => locale.startsWith('en')) ?? texts[0]
  if (!text) omit(place, 'text', texts, 'no text in any language')
  return text?.content ?? ''
}

function distinct<E extends { readonly nativeId?: string }>(entries: readonly E[]): readonly E[] {
  const byId = new Map(entries.toReversed().map((entry) => [entry.nativeId, entry]))
  return [...byId.values()].toReversed()
}
