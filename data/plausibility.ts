import { epochMs } from '../parsers/lib/time.ts'
import { healthSeverity, type Instant, leaves, pageHealth, type Snapshot } from '../parsers/model.ts'
import type { PageState } from './changes.ts'
import type { ToldEntry } from './changes/entries.ts'
import type { EntryState } from './changes/moment.ts'
import type { ComponentTable, PageTable } from './database/schema.ts'
import { contentDigest } from './identity.ts'

/**
 * Pure: whether a reading that was understood can be true. A page that has lost its components, or tells nothing at all,
 * is a broken page far more often than a page that has become small; one whose own clock went back and that takes back
 * what was seen is an old copy. It is held back and read as a failure.
 */
export interface Doubtful {
  readonly kind: 'empty' | 'shape'
  /** In plain words, for the reading's reason. */
  readonly detail: string
  readonly suspectSince: Instant
  readonly suspectDigest: string
}

const hourMilliseconds = 3_600_000

/** A page that goes on telling the same shorter list for so long has really become smaller. */
const shrunkenHoldMilliseconds = 6 * hourMilliseconds
/** Caches keep a page for a day at most, as a rule; a clock that stays behind for longer was set back. */
const outdatedHoldMilliseconds = 24 * hourMilliseconds

type Reason = Pick<Doubtful, 'kind' | 'detail'> & { readonly holdMilliseconds: number }

/**
 * The rule: a reading is held back when it tells nothing; when it tells no component where there were some; when it
 * tells fewer than half of the components that its last good reading told, and at least two fewer; or when the page's
 * own clock has gone back and it is better than it was, lacks an open entry that was posted after the time which that
 * clock shows, or tells an entry as it was before. A reading older than the newest one is none of these: the page was
 * another then.
 */
export function doubtfulReading(snapshot: Snapshot, page: PageTable, state: PageState, at: Instant): Doubtful | undefined {
  const isNewest = page.read_at === null || at >= page.read_at
  const reason = saysNothing(snapshot) ?? (isNewest ? (shrunken(snapshot, state.components) ?? outdated(snapshot, page, state)) : undefined)
  if (!reason) return undefined
  const { kind, detail, holdMilliseconds } = reason
  const suspectDigest = contentDigest(snapshot.components ?? [])
  const since = page.suspect_digest === suspectDigest && page.suspect_since !== null ? page.suspect_since : at
  return epochMs(at) - epochMs(since) >= holdMilliseconds ? undefined : { kind, detail, suspectSince: since, suspectDigest }
}

function saysNothing({ health, components, incidents, maintenances }: Snapshot): Reason | undefined {
  const isSilent = health === undefined && components === undefined && incidents === undefined && maintenances === undefined
  return isSilent ? { kind: 'empty', detail: 'it tells nothing', holdMilliseconds: shrunkenHoldMilliseconds } : undefined
}

function shrunken({ components }: Snapshot, stored: ReadonlyMap<string, ComponentTable> | undefined): Reason | undefined {
  if (!components || !stored) return undefined
  const holdMilliseconds = shrunkenHoldMilliseconds
  const standing = [...stored.values()].filter((row) => row.is_group === 0 && row.missing_polls === 0).length
  const told = leaves(components).length
  if (told === 0 && standing > 0) return { kind: 'empty', detail: `it lists none of its ${standing} components`, holdMilliseconds }
  if (standing - told < 2 || told * 2 >= standing) return undefined
  return { kind: 'shape', detail: `it lists only ${told} of its ${standing} components`, holdMilliseconds }
}

/** A copy out of a cache, or a restored one: its own clock has gone back, and so has what it says. */
function outdated(snapshot: Snapshot, page: PageTable, state: PageState): Reason | undefined {
  const [before, clock] = [page.source_updated_at, snapshot.sourceUpdatedAt]
  if (before === null || clock === undefined || clock >= before) return undefined
  // The clocks of two sources are not one clock; that an entry was posted later than a source was written counts for any.
  const isOneClock = page.authority === snapshot.authority
  const goneBack =
    lacksLater(snapshot.incidents, state.incident, clock) ||
    lacksLater(snapshot.maintenances, state.maintenance, clock) ||
    (isOneClock && (isBetter(snapshot, page) || tellsEarlier(snapshot.incidents, state.incident)))
  return goneBack ? { kind: 'shape', detail: 'an older copy of itself', holdMilliseconds: outdatedHoldMilliseconds } : undefined
}

function lacksLater(told: readonly ToldEntry[] | undefined, states: ReadonlyMap<string, EntryState>, clock: Instant): boolean {
  if (!told) return false
  const toldIds = new Set(told.map(({ nativeId }) => nativeId))
  return [...states.values()].some(
    ({ row }) => row.is_open === 1 && !toldIds.has(row.native_id) && row.first_posted_at !== null && row.first_posted_at > clock,
  )
}

function isBetter(snapshot: Snapshot, page: PageTable): boolean {
  const health = pageHealth(snapshot)
  return health !== undefined && page.health !== null && healthSeverity(health) < healthSeverity(page.health)
}

/** Last changed before what is stored of it, with no update that is not known, and fewer of those. */
function tellsEarlier(told: readonly ToldEntry[] = [], states: ReadonlyMap<string, EntryState>): boolean {
  return told.some(({ nativeId, updatedAt, updates }) => {
    const { row, detail } = states.get(nativeId) ?? {}
    if (!row || !detail || !updates || updatedAt === undefined || row.updated_at === null || updatedAt >= row.updated_at) return false
    const known = new Set(detail.updates.filter((update) => update.row.removed_at === null).map((update) => update.row.native_id))
    return updates.length < known.size && updates.every((update) => known.has(update.nativeId ?? null))
  })
}
