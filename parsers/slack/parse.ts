import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl, isWhole, loadHtml, textOf } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { namedIds } from '../lib/named-ids.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { listedLatestFirst, oldestFirst } from '../lib/updates.ts'
import {
  type AffectedComponent,
  type Component,
  type Health,
  healthSeverity,
  type Impact,
  type Incident,
  type IncidentPhase,
  type Maintenance,
  type MaintenancePhase,
  type Snapshot,
  type Update,
} from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { Current, type Entry, History } from './schema.ts'

/** The kinds of an entry, which are its grades, too. A notice says neither that a service works nor that it does not. */
const grades: ReadonlyMap<string, { readonly health: Health; readonly impact: Impact }> = new Map([
  ['outage', { health: 'major_outage', impact: 'critical' }],
  ['incident', { health: 'partial_outage', impact: 'major' }],
  ['maintenance', { health: 'under_maintenance', impact: 'none' }],
  ['notice', { health: 'unknown', impact: 'none' }],
])
const impacts = new Map([...grades].map(([kind, { impact }]) => [kind, impact]))
const healths = new Map([...grades].map(([kind, { health }]) => [kind, health]))
/** What the icon of a service is called. */
const icons: ReadonlyMap<string, Health> = new Map([['check', 'operational'], ...healths])
const headlines: ReadonlyMap<string, Health> = new Map([['ok', 'operational']])
/** "active" says that an entry is open, and no more. */
const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map([
  ['active', 'unknown'],
  ['resolved', 'resolved'],
  ['cancelled', 'resolved'],
  ['completed', 'resolved'],
])
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map([
  ['scheduled', 'scheduled'],
  ['active', 'in_progress'],
  ['completed', 'completed'],
  ['resolved', 'completed'],
  ['cancelled', 'cancelled'],
])

/** What services were called before, by the id of their present name. */
const renamed: ReadonlyMap<string, string> = new Map([['connections', 'connectivity']])

function serviceId(name: string): string | undefined {
  const [id] = namedIds([name])
  return id === undefined ? undefined : (renamed.get(id) ?? id)
}

/** The API before the page, which alone lists the services. */
export function parse(documents: Documents<typeof sources>, { page, observedAt }: Context): Snapshot {
  const parts: readonly Part[] = [
    ...(documents.current ?? []).map((document) => parseCurrent(document, page.url)),
    ...(documents.history ?? []).map((document) => parseHistory(document, page.url)),
    ...(documents.home ?? []).map(parseHome),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return listedLatestFirst(assemble('slack', observedAt, parts))
}

/** "When all is well, the status will be ok"; while it is "active", the worst of the active entries stands for the page. */
function parseCurrent(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('current')
  const wire = readWire(Current, readJson(document), document.url)
  const active = wire.active_incidents.flatMap(({ type, status }) => (status === 'scheduled' ? [] : (healths.get(type) ?? 'unknown')))
  const worst = active.reduce<Health>((a, b) => (healthSeverity(b) > healthSeverity(a) ? b : a), 'unknown')
  if (wire.status === 'active' && active.length === 0) omit(top, 'status', wire.status, 'active, without anything that is')
  return told({
    authority: 'api' as const,
    sourceUpdatedAt: timeAt(wire.date_updated, top, 'date_updated'),
    health: wire.status === 'active' ? worst : mapped(headlines, wire.status, top, 'status'),
    native: cleanName(wire.status),
    ...toEntries(wire.active_incidents, top, 'active_incidents', pageUrl),
    coverage: { incidents: 'open' as const, maintenances: 'open' as const },
    omissions: top.omissions,
  })
}

function parseHistory(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('history')
  const wire = readWire(History, readJson(document), document.url)
  if (wire.length === 0) throw new ParseError('empty', 'a history without entries', { url: document.url })
  const coverage = { incidents: 'recent' as const, maintenances: 'recent' as const }
  return { authority: 'api', ...toEntries(wire, top, 'entries', pageUrl), coverage, omissions: top.omissions }
}

/** The table of services, an icon each, as scrapers of 2021 to 2026 describe it: "TableCheck.png" stands for no issues. */
function parseHome(document: Document<'html'>): Part {
  const top = topOf('home')
  const $ = loadHtml(document)
  if (!isWhole(document.body.text)) throw new ParseError('shape', 'a page that was cut off', { url: document.url })
  const rows = $('.service.header').toArray()
  const named = rows.map((row) => ({ name: textOf([row]).split('\n')[0] ?? '', icon: $(row).find('img').attr('src') ?? '' }))
  const ids = namedIds(named.map(({ name }) => name))
  const components = named.map(({ name, icon }, index): Component => {
    const place = placeIn(top, 'services', index)
    const native = /\/Table([A-Za-z]{1,40})\.png/u.exec(icon)?.[1]
    if (name === '') throw new ParseError('missing', 'a service without a name', { url: document.url, path: '.service.header' })
    const health = mapped(icons, native?.toLowerCase() ?? icon, place, 'icon')
    return { nativeId: ids[index] ?? name, name: cleanName(name), health, native: native ?? cleanName(icon), group: false, children: [] }
  })
  if (components.length === 0) throw new ParseError('missing', 'no table of services', { url: document.url, path: '.service.header' })
  return { authority: 'markup', components, coverage: { components: 'full' }, omissions: top.omissions }
}

interface Entries {
  readonly incidents: Incident[]
  readonly maintenances: Maintenance[]
}

function toEntries(entries: readonly Entry[], top: Place, name: string, pageUrl: string): Entries {
  const sorted: Entries = { incidents: [], maintenances: [] }
  for (const [index, entry] of entries.entries()) {
    const place = placeIn(top, name, index)
    const fields = toFields(entry, place, pageUrl)
    if (entry.type === 'maintenance' || entry.status === 'scheduled') {
      sorted.maintenances.push(told({ ...fields, phase: mapped(maintenancePhases, entry.status, place, 'status') }))
    } else {
      const impact = mapped(impacts, entry.type, place, 'type')
      sorted.incidents.push(
        told({ ...fields, impact, nativeImpact: entry.type, phase: mapped(incidentPhases, entry.status, place, 'status') }),
      )
    }
  }
  return sorted
}

type Fields = Pick<Incident, 'nativeId' | 'title' | 'nativePhase'> & {
  [K in 'url' | 'createdAt' | 'updatedAt' | 'components' | 'updates']: Incident[K] | undefined
}

/** No end is told: a closed entry carries only the time of its last update. */
function toFields(entry: Entry, place: Place, pageUrl: string): Fields {
  const isOpen = entry.status === 'active'
  return {
    nativeId: entry.id,
    title: cleanName(entry.title),
    url: absoluteUrl(entry.url, pageUrl),
    nativePhase: entry.status,
    createdAt: timeAt(entry.date_created, place, 'date_created'),
    updatedAt: timeAt(entry.date_updated, place, 'date_updated'),
    components: entry.services ? toServices(entry.services, isOpen ? healths.get(entry.type) : undefined) : undefined,
    updates: entry.notes ? toUpdates(entry.notes, place) : undefined,
  }
}

/** Each once, though a list may hold its former name, too. */
function toServices(names: readonly string[], health: Health | undefined): readonly AffectedComponent[] {
  const services = names.map((name) => told({ nativeId: serviceId(name), name: cleanName(name), health }))
  return services.filter(({ nativeId }, index) => services.findIndex((other) => other.nativeId === nativeId) === index)
}

const tag = /<\/?(?:a|b|br|code|div|em|i|li|ol|p|span|strong|u|ul)(?:\s[^<>]{0,1000})?\/?>/iu

/** A note is known by its time, which stays when its text is edited. The lists begin with the newest or with the oldest. */
function toUpdates(notes: NonNullable<Entry['notes']>, place: Place): readonly Update[] {
  const updates = notes.map((note, index): Update => {
    const body = cleanBody(note.body ?? '')
    const postedAt = timeAt(note.date_created, placeIn(place, 'notes', index), 'date_created')
    return told({ body, format: tag.test(body) ? ('html' as const) : ('text' as const), postedAt })
  })
  const isOldestFirst = (updates[0]?.postedAt ?? '') < (updates.at(-1)?.postedAt ?? '')
  const ordered = oldestFirst(isOldestFirst ? updates.toReversed() : updates)
  return ordered.map((update, index) => {
    const isFirst = ordered[index - 1]?.postedAt !== update.postedAt
    return update.postedAt !== undefined && isFirst ? { nativeId: update.postedAt, ...update } : update
  })
}
