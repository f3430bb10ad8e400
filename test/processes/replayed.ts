import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { Component, Incident, Maintenance, Vendor } from '../../server/api/schemas.ts'
import { getAll, getOne } from '../support/api.ts'
import { componentSaid, incidentSaid, maintenanceSaid, truthOf } from '../support/payloads.ts'
import type { Workshop } from '../support/processes.ts'
import type { Replay } from '../support/replay.ts'

type ReplaySettings = Readonly<Record<'DATABASE_URL' | 'HTTPS_PROXY' | 'HTTP_PROXY' | 'NODE_EXTRA_CA_CERTS', string>>

/** The settings by which the crawler reaches the whole web through the replay. */
export function throughReplay(workshop: Workshop, replay: Replay): ReplaySettings {
  const authority = join(workshop.folder, 'authority.pem')
  writeFileSync(authority, replay.certificateAuthority)
  return {
    DATABASE_URL: `sqlite:${join(workshop.folder, 'statuswire.db')}`,
    HTTPS_PROXY: replay.url,
    HTTP_PROXY: replay.url,
    NODE_EXTRA_CA_CERTS: authority,
  }
}

/** Compares what the interface answers of a vendor with what the payloads of its page say. */
export async function expectSaid(server: string, vendor: string, payloads: Parameters<typeof truthOf>[0]): Promise<void> {
  const truth = truthOf(payloads)
  const reading = await getOne(`${server}/api/v1/vendors/${vendor}`, Vendor)
  const components = await getAll(`${server}/api/v1/vendors/${vendor}/components`, Component)
  const incidents = await getAll(`${server}/api/v1/incidents?vendor=${vendor}`, Incident)
  const maintenances = await getAll(`${server}/api/v1/maintenances?vendor=${vendor}`, Maintenance)

  expect(reading).toMatchObject({ health: truth.health, native: truth.native, trust: 'fresh', trustReason: null })
  expect(reading.openIncidents).toBe(truth.open.incidents.length)
  expect(reading.pages).toMatchObject([{ platform: 'statuspage', authority: 'api', health: truth.health, trust: 'fresh' }])
  expect(components.map(componentSaid)).toEqual(truth.components)
  expect(incidents.toSorted(byNativeId).map(incidentSaid)).toEqual(truth.incidents)
  expect(maintenances.toSorted(byNativeId).map(maintenanceSaid)).toEqual(truth.maintenances)
  expect(openIds(incidents)).toEqual(truth.open.incidents)
  expect(openIds(maintenances)).toEqual(truth.open.maintenances)
}

interface Listed {
  readonly nativeId: string
  readonly open: boolean
}

function byNativeId(a: Listed, b: Listed): number {
  return a.nativeId < b.nativeId ? -1 : 1
}

function openIds(entries: readonly Listed[]): readonly string[] {
  return entries
    .filter(({ open }) => open)
    .map(({ nativeId }) => nativeId)
    .toSorted()
}
