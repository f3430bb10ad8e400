import type { EntryFilter } from '../../data/store/filters.ts'
import type { VendorReading } from '../../data/store/readings.ts'
import type { MaintenancePhase } from '../../parsers/model.ts'
import type { ServerContext, ServerRequest } from '../context.ts'
import { conditionalAnswer } from '../http/caching.ts'
import { json } from './answers.ts'
import { componentShapes, type HealthNow, incidentShape, maintenanceShape, pageShape, statusShape } from './statuspage-shape.ts'
import { findVendor, noVendor } from './vendors.ts'

type Store = ServerContext['store']
type Members = (store: Store, id: string, vendor: VendorReading) => Promise<object>

/** As many as Statuspage itself sends. */
const listed = 50
const mostOpen = 1000
const open = { state: 'open', limit: mostOpen } as const

async function healthNow(store: Store, id: string): Promise<HealthNow> {
  return new Map((await store.components(id)).map((component) => [component.id, component.health]))
}

async function incidents(store: Store, id: string, filter: EntryFilter): Promise<readonly object[]> {
  const now = await healthNow(store, id)
  return (await store.incidents({ ...filter, vendors: [id] })).rows.map((row) => incidentShape(row, now))
}

async function maintenances(
  store: Store,
  id: string,
  filter: EntryFilter,
  isWanted: (phase: MaintenancePhase | null) => boolean = () => true,
): Promise<readonly object[]> {
  const now = await healthNow(store, id)
  const { rows } = await store.maintenances({ ...filter, vendors: [id] })
  return rows.filter((row) => isWanted(row.phase)).map((row) => maintenanceShape(row, now))
}

function isActive(phase: MaintenancePhase | null): boolean {
  return phase === 'in_progress' || phase === 'verifying'
}

const documents = {
  summary: async (store, id, vendor) => ({
    components: componentShapes(await store.components(id)),
    incidents: await incidents(store, id, open),
    scheduled_maintenances: await maintenances(store, id, open),
    status: statusShape(vendor),
  }),
  status: async (_store, _id, vendor) => ({ status: statusShape(vendor) }),
  components: async (store, id) => ({ components: componentShapes(await store.components(id)) }),
  incidents: async (store, id) => ({ incidents: await incidents(store, id, { limit: listed }) }),
  unresolved: async (store, id) => ({ incidents: await incidents(store, id, open) }),
  maintenances: async (store, id) => ({ scheduled_maintenances: await maintenances(store, id, { limit: listed }) }),
  upcoming: async (store, id) => ({ scheduled_maintenances: await maintenances(store, id, open, (phase) => !isActive(phase)) }),
  active: async (store, id) => ({ scheduled_maintenances: await maintenances(store, id, open, isActive) }),
} satisfies Record<string, Members>

export function statuspageDocument(name: keyof typeof documents): (c: ServerRequest) => Promise<Response> {
  return async (c) => {
    const found = await findVendor(c)
    if (!found) return noVendor(c)
    const { vendor, shown } = found
    return conditionalAnswer(c, shown, async () =>
      json(c, { page: pageShape(vendor), ...(await documents[name](c.get('server').store, vendor.id, vendor)) }),
    )
  }
}
