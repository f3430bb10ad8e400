import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { scriptJson } from '../lib/embedded.ts'
import { isWhole } from '../lib/html.ts'
import { readWire } from '../lib/json.ts'
import { omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { AffectedComponent, Component, Health, Incident } from '../model.ts'
import type { Document } from '../platform.ts'
import * as wire from './schema.ts'
import { healths, impacts, incidentPhases, keyOf, meaning } from './words.ts'

/** Pages as they were until 2024: everything stood in `script#data`. Later ones hold the layout there and no summary. */
export function parseHome(document: Document<'html'>): Part {
  const top = topOf('home')
  const { url } = document
  const data = scriptJson(document, 'data')
  if (data === undefined) throw new ParseError('foreign', 'a page without script#data', { url })
  if (!isWhole(document.body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const { summary, layout } = readWire(wire.Home, data, url)
  const { name, business_services: services, statusPage } = layout.layout_settings
  if (services.length === headsOf(services).size) throw new ParseError('empty', 'a page without services', { url })
  if (summary.posts.length > 0) omit(top, 'summary.posts', summary.posts.length, 'posts, whose shape in this place is not known')
  const headline = statusPage?.globalStatusHeadline
  const isQuiet = summary.open_incidents.length === 0 && summary.posts.length === 0
  return told({
    authority: 'embedded-state' as const,
    page: told({ nativeId: layout.status_page_id, name: name ? cleanName(name) : undefined }),
    // The headline is the owner's text for a page on which nothing is open; it says nothing on any other.
    ...(isQuiet && headline ? { health: 'operational' as const, native: cleanName(headline) } : {}),
    components: toComponents(services, summary.open_incidents, summary.posts.length > 0, top),
    incidents: [
      ...summary.open_incidents.map((incident, index) => toIncident(incident, placeIn(top, 'summary.open_incidents', index))),
      ...summary.resolved_incidents.map((incident, index) => toIncident(incident, placeIn(top, 'summary.resolved_incidents', index))),
    ],
    coverage: { components: 'full' as const, incidents: 'recent' as const },
    omissions: top.omissions,
  })
}

interface State {
  readonly health: Health
  readonly native: string
}

/** A service that no open incident names is fine: the page has no other way to say so. */
function toComponents(
  rows: readonly wire.BusinessService[],
  open: readonly wire.OldIncident[],
  isVague: boolean,
  top: Place,
): readonly Component[] {
  const states = new Map<string, State>()
  for (const [index, { updates }] of open.entries()) {
    const place = placeIn(top, 'summary.open_incidents', index)
    for (const { business_service_id, severity } of updates[0]?.impacted_business_services ?? []) {
      const health = meaning(healths, { native: severity, key: keyOf(severity) }, place, 'severity')
      if (health !== 'operational' || !states.has(business_service_id)) states.set(business_service_id, { health, native: severity })
    }
  }
  // An open incident that names no service may be about any.
  const isUnclear = isVague || open.some(({ updates }) => (updates[0]?.impacted_business_services.length ?? 0) === 0)
  const others: State = isUnclear ? { health: 'unknown', native: '' } : { health: 'operational', native: '' }
  const heads = headsOf(rows)
  function toLeaf({ id, name, description }: wire.BusinessService): Component {
    return told({
      nativeId: id,
      name: cleanName(name),
      ...(states.get(id) ?? others),
      group: false,
      description: description ? cleanBody(description) : undefined,
      children: [],
    })
  }
  return rows.flatMap((row): readonly Component[] => {
    if (!heads.has(row.id)) return heads.has(String(row.Head_ID)) ? [] : [toLeaf(row)]
    const children = rows.filter(({ id, Head_ID }) => String(Head_ID) === row.id && !heads.has(id)).map(toLeaf)
    return children.length === 0
      ? []
      : [{ nativeId: row.id, name: cleanName(row.name), health: 'unknown', native: '', group: true, children }]
  })
}

/** The rows that only hold others: they say so, and the others do. */
function headsOf(rows: readonly wire.BusinessService[]): ReadonlySet<string> {
  const named = new Set(rows.map(({ Head_ID }) => String(Head_ID)))
  return new Set(rows.filter((row) => row.grouping_element || row.child_business_services || named.has(row.id)).map(({ id }) => id))
}

function toIncident({ id, title, postmortem, updates }: wire.OldIncident, place: Place): Incident {
  const [latest] = updates
  const word = latest && { native: latest.status, key: keyOf(latest.status) }
  const phase = word && meaning(incidentPhases, word, place, 'updates[0].status')
  // When it is over its severity is none; how bad it was stands in what was said before.
  const severity = (updates.find((update) => update.severity !== 'all_good') ?? latest)?.severity
  return told({
    nativeId: id,
    title: cleanName(title),
    phase,
    nativePhase: word?.native,
    impact: severity === undefined ? undefined : meaning(impacts, { native: severity, key: keyOf(severity) }, place, 'severity'),
    nativeImpact: severity,
    resolvedAt: phase === 'resolved' ? timeAt(latest?.reported_at, place, 'updates[0].reported_at') : undefined,
    components: affectedBy(updates, place),
    updates: oldestFirst(
      updates.map((update, index) => {
        const own = placeIn(place, 'updates', index)
        return told({
          nativeId: update.id,
          phase: meaning(incidentPhases, { native: update.status, key: keyOf(update.status) }, own, 'status'),
          native: update.status,
          body: cleanBody(update.message),
          format: 'html' as const,
          postedAt: timeAt(update.reported_at, own, 'reported_at'),
          components: affectedBy([update], own),
        })
      }),
    ),
    reports: postmortem
      ? [
          told({
            body: cleanBody(postmortem.message),
            format: 'html' as const,
            publishedAt: timeAt(postmortem.reported_at, place, 'postmortem.reported_at'),
          }),
        ]
      : undefined,
  })
}

/** Every service that an update named, as the newest of those said it was. */
function affectedBy(newestFirst: wire.OldIncident['updates'], place: Place): readonly AffectedComponent[] {
  const affected = new Map<string, AffectedComponent>()
  for (const { impacted_business_services: rows } of newestFirst) {
    for (const { business_service_id: nativeId, name, severity } of rows) {
      if (affected.has(nativeId)) continue
      const health = meaning(healths, { native: severity, key: keyOf(severity) }, place, 'impacted_business_services')
      affected.set(nativeId, { nativeId, name: cleanName(name), health })
    }
  }
  return [...affected.values()]
}
