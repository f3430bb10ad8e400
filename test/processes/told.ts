import type { z } from 'zod'
import * as model from '../../parsers/model.ts'
import { Component, Incident, Maintenance, Vendor } from '../../server/api/schemas.ts'
import { getAll } from '../support/api.ts'

/** What a running server answers of a vendor, beside what a snapshot of its page says: in one shape, so that they compare. */
export interface Told {
  readonly platform: string | null
  readonly health: model.Health
  /** Leaves in page order, with the names of the groups above them. */
  readonly components: readonly object[]
  readonly incidents: readonly object[]
  readonly maintenances: readonly object[]
}

/** Of a list that may hold only some of the components nothing is taken for proved to be operational. */
export function toldBy(snapshot: model.Snapshot): Told {
  const isWhole = snapshot.coverage.components === 'full'
  function guarded(health: model.Health): model.Health {
    return health === 'operational' && !isWhole ? 'unknown' : health
  }

  function rowsOf(components: readonly model.Component[], path: readonly string[]): readonly object[] {
    return components.flatMap(({ nativeId, name, health, native, description = null, group, children }) => [
      ...(group ? [] : [{ nativeId, name, health: guarded(health), native, description, path }]),
      ...rowsOf(children, [...path, name]),
    ])
  }

  return {
    platform: snapshot.platform,
    health: model.pageHealth(snapshot) ?? 'unknown',
    components: rowsOf(snapshot.components ?? [], []),
    incidents: (snapshot.incidents ?? []).toSorted(byId).map(({ impact = null, nativeImpact = null, resolvedAt = null, ...entry }) => ({
      ...entryTold(entry),
      impact,
      nativeImpact,
      resolvedAt,
    })),
    maintenances: (snapshot.maintenances ?? []).toSorted(byId).map(({ scheduledFor = null, scheduledUntil = null, ...entry }) => ({
      ...entryTold(entry),
      scheduledFor,
      scheduledUntil,
    })),
  }
}

function entryTold(entry: Omit<model.Incident | model.Maintenance, 'impact'>): object {
  const { nativeId, title, url = null, phase = null, nativePhase = null, startedAt = null, updatedAt = null } = entry
  return {
    nativeId,
    title,
    url,
    phase,
    nativePhase,
    startedAt,
    updatedAt,
    components: (entry.components ?? []).map(({ name, health = null }) => ({ name, health })),
    updates: (entry.updates ?? []).map((update) => {
      const { phase: posted = null, native = null, body, format, postedAt = null } = update
      return { phase: posted, native, body, format, postedAt }
    }),
  }
}

/** What the server says of every vendor that is watched, by id. */
export async function saidBy(server: string): Promise<ReadonlyMap<string, { readonly page: Page; readonly told: Told }>> {
  const incidents = await getAll(`${server}/api/v1/incidents`, Incident)
  const maintenances = await getAll(`${server}/api/v1/maintenances`, Maintenance)
  const said = new Map<string, { readonly page: Page; readonly told: Told }>()
  for (const { id, pages } of await getAll(`${server}/api/v1/vendors`, Vendor)) {
    const [page] = pages
    if (!page) continue
    const components = await getAll(`${server}/api/v1/vendors/${id}/components`, Component)
    const told: Told = {
      platform: page.platform,
      health: page.health,
      components: components.map(({ nativeId, name, health, native, description, path }) => ({
        nativeId,
        name,
        health,
        native,
        description,
        path,
      })),
      incidents: incidents
        .filter(({ vendorId }) => vendorId === id)
        .toSorted(byId)
        .map(({ impact, nativeImpact, resolvedAt, ...entry }) => ({ ...entrySaid(entry), impact, nativeImpact, resolvedAt })),
      maintenances: maintenances
        .filter(({ vendorId }) => vendorId === id)
        .toSorted(byId)
        .map(({ scheduledFor, scheduledUntil, ...entry }) => ({ ...entrySaid(entry), scheduledFor, scheduledUntil })),
    }
    said.set(id, { page, told })
  }
  return said
}

type Page = z.infer<typeof Vendor>['pages'][number]
type Entry = Pick<
  z.infer<typeof Incident> | z.infer<typeof Maintenance>,
  'nativeId' | 'title' | 'url' | 'phase' | 'nativePhase' | 'startedAt' | 'updatedAt' | 'components' | 'updates'
>

function entrySaid({ nativeId, title, url, phase, nativePhase, startedAt, updatedAt, components, updates }: Entry): object {
  return {
    nativeId,
    title,
    url,
    phase,
    nativePhase,
    startedAt,
    updatedAt,
    components: components.map(({ name, health }) => ({ name, health })),
    updates: updates.map(({ phase: posted, native, body, format, postedAt }) => ({ phase: posted, native, body, format, postedAt })),
  }
}

function byId(a: { readonly nativeId: string }, b: { readonly nativeId: string }): number {
  return a.nativeId < b.nativeId ? -1 : 1
}
