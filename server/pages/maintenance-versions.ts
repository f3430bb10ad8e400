import type { Reader } from '../../data/store/reader.ts'
import type { MaintenanceReading } from '../../data/store/readings.ts'
import type { MaintenanceVersions } from '../components/entry-lists.tsx'
import { versionsByUpdate } from '../components/version-steps.ts'

/** More edited maintenances than this on one page are shown without their versions, which the interface has. */
const mostEdited = 100

/** The versions of what was edited; nothing is looked up for the others, which are nearly all. */
export async function loadMaintenanceVersions(
  store: Pick<Reader, 'maintenanceRevisions'>,
  maintenances: readonly MaintenanceReading[],
): Promise<MaintenanceVersions> {
  const edited = maintenances.filter(({ updates }) => updates.some((update) => update.revisions > 1)).slice(0, mostEdited)
  const loaded = await Promise.all(edited.map(async ({ id }) => [id, versionsByUpdate(await store.maintenanceRevisions(id))] as const))
  return new Map(loaded)
}
