import { absoluteUrl } from '../lib/html.ts'
import { omit, type Place, placeIn } from '../lib/place.ts'
import { present, told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { epochMs, instantFromEpochMs } from '../lib/time.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Component, Incident, Instant, Maintenance, Update } from '../model.ts'
import type { Notice, Post, Row, Text } from './schema.ts'
import { isMaintenanceWord, timeOf, toHealth, toImpact, toIncidentPhase, toMaintenancePhase, toPhase } from './words.ts'

/** The text of the page's own language, or of the first that has one. */
export function textOf(text: Text | null | undefined): string {
  if (!text || typeof text === 'string') return text ?? ''
  return text['default'] || Object.values(text).find((translation) => translation) || ''
}

/** The tree in page order. Rows come nested, or flat with the group that each is in, or both ways at once. */
export function toComponents(rows: readonly Row[], top: Place): readonly Component[] {
  const nodes = new Map<string, { row: Row; parent?: string; order: number }>()
  function add(row: Row, nested?: string): void {
    if (row.archivedAt) return
    const parent = nested ?? row.group?.id
    const known = nodes.get(row.id)
    // Where it stands twice, one may be a stub.
    if (!known || !known.row.status) nodes.set(row.id, { row, order: row.order ?? 0, ...(parent === undefined ? {} : { parent }) })
    else if (known.parent === undefined && parent !== undefined) nodes.set(row.id, { ...known, parent })
    for (const child of row.children ?? []) add(child, row.id)
  }
  for (const row of rows) add(row)
  for (const { group } of rows) {
    if (group && !nodes.has(group.id)) nodes.set(group.id, { row: { ...group, isParent: true }, order: group.order ?? 0 })
  }
  const sorted = [...nodes].map(([id, node]) => ({ id, ...node })).toSorted((a, b) => a.order - b.order)
  const childrenOf = Map.groupBy(sorted, ({ parent }) => parent ?? '')
  const placed = new Set<string>()
  function toComponent({ id, row }: { readonly id: string; readonly row: Row }, depth: number): Component {
    placed.add(id)
    const own = depth < deepest ? (childrenOf.get(id) ?? []) : []
    const children = own.filter((child) => !placed.has(child.id)).map((child) => toComponent(child, depth + 1))
    const group = row.isParent === true || children.length > 0
    const place = placeIn(placeIn(top, 'components'), id)
    const native = row.status ?? ''
    if (native === '' && !group) omit(place, 'status', undefined, 'a component without a status')
    const health = native === '' ? ('unknown' as const) : toHealth(native, place)
    const description = textOf(row.description)
    const component = { nativeId: id, name: cleanName(textOf(row.name)), health, native, group, children }
    return description === '' ? component : { ...component, description: cleanBody(description) }
  }
  const roots = sorted.filter(({ parent }) => parent === undefined || !nodes.has(parent)).map((node) => toComponent(node, 0))
  // Groups that hold each other in a ring have no root among them.
  return [...roots, ...sorted.flatMap((node) => (placed.has(node.id) ? [] : [toComponent(node, 0)]))]
}

/** Pages have groups in one another no deeper than two; what lies deeper than this stands at the end. */
const deepest = 16

/** Component names by id: some entries carry the ids alone. */
export type Names = ReadonlyMap<string, string>

export interface Entries {
  readonly incidents: readonly Incident[]
  readonly maintenances: readonly Maintenance[]
}

/** Sorts notices into the two kinds; those of `activeMaintenances` are planned whatever their status says. */
export function toEntries(notices: readonly Notice[], top: Place, list: string, names: Names, pageUrl: string): Entries {
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, notice] of notices.entries()) {
    const place = placeIn(top, list, index)
    const nativeId = notice.id ?? /\/(c[a-z0-9]{20,31})\/?$/u.exec(notice.url ?? '')?.[1]
    if (nativeId === undefined) {
      omit(place, 'id', notice.url, 'an entry without an id')
      continue
    }
    const updates = notice.updates?.map((post, at) => toUpdate(post, placeIn(place, 'updates', at))).toReversed()
    const fields = {
      nativeId,
      title: cleanName(textOf(notice.name)),
      url: absoluteUrl(notice.url, pageUrl) ?? `${pageUrl}/${nativeId}`,
      nativeImpact: notice.impact ?? undefined,
      nativePhase: notice.status,
      resolvedAt: timeOf(notice.resolved, place, 'resolved'),
      createdAt: timeOf(notice.createdAt, place, 'createdAt'),
      updatedAt: timeOf(notice.updatedAt, place, 'updatedAt'),
      // Their status there is that of now, not what the entry did to them.
      components: notice.components
        ? present(notice.components).kept.map(({ id, name }) => ({ nativeId: id, name: cleanName(textOf(name) || (names.get(id) ?? id)) }))
        : undefined,
      updates: updates && oldestFirst(updates),
    }
    if (list === 'activeMaintenances' || notice.start || isMaintenanceWord(notice.status)) {
      const scheduledFor = timeOf(notice.start ?? notice.started, place, 'start')
      const scheduledUntil = notice.start && scheduledFor ? endOf(scheduledFor, notice.duration) : undefined
      maintenances.push(told({ ...fields, phase: toMaintenancePhase(notice.status, place), scheduledFor, scheduledUntil }))
    } else {
      const impact = notice.impact ? toImpact(notice.impact, place) : undefined
      incidents.push(
        told({ ...fields, impact, phase: toIncidentPhase(notice.status, place), startedAt: timeOf(notice.started, place, 'started') }),
      )
    }
  }
  return { incidents, maintenances }
}

/** Minutes after the start. */
function endOf(start: Instant, duration: number | string | null | undefined): Instant | undefined {
  const minutes = duration === '' ? 0 : Number(duration ?? 0)
  return minutes > 0 ? instantFromEpochMs(epochMs(start) + minutes * 60_000) : undefined
}

function toUpdate(post: Post, place: Place): Update {
  const text = textOf(post.message)
  return told({
    nativeId: post.id ?? undefined,
    phase: post.status ? toPhase(post.status, place) : undefined,
    native: post.status ?? undefined,
    body: cleanBody(text === '' ? textOf(post.messageHtml) : text),
    // Posts are written in Markdown; the page's own program renders them.
    format: text === '' ? ('html' as const) : ('markdown' as const),
    postedAt: timeOf(post.started, place, 'started'),
  })
}
