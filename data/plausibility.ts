import { epochMs } from '../parsers/lib/time.ts'
import { type Instant, leaves, type Snapshot } from '../parsers/model.ts'
import type { ComponentTable, PageTable } from './database/schema.ts'
import { contentDigest } from './identity.ts'

/**
 * Pure: whether a reading that was understood can be true. A page that has lost its components, or tells nothing at all,
 * is a broken page far more often than a page that has become small: it is held back and read as a failure.
 */
export interface Doubtful {
  readonly kind: 'empty' | 'shape'
  /** In plain words, for the reading's reason. */
  readonly detail: string
  readonly suspectSince: Instant
  readonly suspectDigest: string
}

/** A page that goes on telling the same shorter list for so long has really become smaller. */
const holdMilliseconds = 6 * 3_600_000

/**
 * The rule: a reading is held back when it tells nothing; when it tells no component where there were some; or when it
 * tells fewer than half of the components that its last good reading told, and at least two fewer.
 */
export function doubtfulReading(
  snapshot: Snapshot,
  page: PageTable,
  stored: ReadonlyMap<string, ComponentTable> | undefined,
  at: Instant,
): Doubtful | undefined {
  const reason = reasonOf(snapshot, stored)
  if (!reason) return undefined
  const suspectDigest = contentDigest(snapshot.components ?? [])
  const since = page.suspect_digest === suspectDigest && page.suspect_since !== null ? page.suspect_since : at
  return epochMs(at) - epochMs(since) >= holdMilliseconds ? undefined : { ...reason, suspectSince: since, suspectDigest }
}

function reasonOf(
  snapshot: Snapshot,
  stored: ReadonlyMap<string, ComponentTable> | undefined,
): Pick<Doubtful, 'kind' | 'detail'> | undefined {
  const { health, components, incidents, maintenances } = snapshot
  if (health === undefined && components === undefined && incidents === undefined && maintenances === undefined) {
    return { kind: 'empty', detail: 'it tells nothing' }
  }
  if (!components || !stored) return undefined
  const standing = [...stored.values()].filter((row) => row.is_group === 0 && row.missing_polls === 0).length
  const told = leaves(components).length
  if (told === 0 && standing > 0) return { kind: 'empty', detail: `it lists none of its ${standing} components` }
  if (standing - told < 2 || told * 2 >= standing) return undefined
  return { kind: 'shape', detail: `it lists only ${told} of its ${standing} components` }
}
