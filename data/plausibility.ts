import { epochMs } from '../parsers/lib/time.ts'
import { type Instant, leaves, type Snapshot } from '../parsers/model.ts'
import type { PageState } from './changes.ts'
import { flattenComponents, type StoredComponents } from './changes/components.ts'
import type { ToldEntry } from './changes/entries.ts'
import type { EntryState } from './changes/moment.ts'
import { hasSameClock } from './changes/page.ts'
import type { PageTable } from './database/schema.ts'
import { contentDigest } from './identity.ts'
import type { ReadPoll } from './store/poll.ts'

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

/** A page that goes on telling the same for so long has really become smaller, or its clock was set back. */
const holdMilliseconds = 6 * 3_600_000

type Reason = Pick<Doubtful, 'kind' | 'detail'>

/**
 * The rule: a reading is held back when it tells nothing; when a whole list tells no component where there were some, or
 * fewer than half of the components that the last good reading told, and at least two fewer; or when the page's own clock
 * has gone back, it says something else than before, and nothing in that is new (live polls only). A reading older than
 * the newest one is none of these: the page was another then.
 */
export function doubtfulReading(
  told: Pick<ReadPoll, 'snapshot' | 'contentDigest' | 'isReplay'>,
  page: PageTable,
  state: PageState,
  at: Instant,
): Doubtful | undefined {
  const { snapshot } = told
  const isNewest = page.read_at === null || at >= page.read_at
  const reason =
    saysNothing(snapshot) ?? (isNewest ? (shrunken(snapshot, state.components) ?? outdatedUnlessReplayed(told, page, state)) : undefined)
  if (!reason) return undefined
  const suspectDigest = contentDigest(snapshot.components ?? [])
  const since = page.suspect_digest === suspectDigest && page.suspect_since !== null ? page.suspect_since : at
  return epochMs(at) - epochMs(since) >= holdMilliseconds ? undefined : { ...reason, suspectSince: since, suspectDigest }
}

function saysNothing({ health, components, incidents, maintenances }: Snapshot): Reason | undefined {
  const isSilent = health === undefined && components === undefined && incidents === undefined && maintenances === undefined
  return isSilent ? { kind: 'empty', detail: 'it tells nothing' } : undefined
}

function shrunken({ components, coverage }: Snapshot, stored: StoredComponents | undefined): Reason | undefined {
  // What only names the concerned names fewer when it is over.
  if (!components || coverage.components !== 'full' || !stored || stored.isPartial) return undefined
  const standing = [...stored.rows.values()].filter((row) => row.is_group === 0 && row.missing_polls === 0).length
  const told = leaves(components).length
  if (told === 0 && standing > 0) return { kind: 'empty', detail: `it lists none of its ${standing} components` }
  if (standing - told < 2 || told * 2 >= standing) return undefined
  return { kind: 'shape', detail: `it lists only ${told} of its ${standing} components` }
}

type States = ReadonlyMap<string, EntryState>

/** An archive keeps what was seen, old copies included: there it is a doubt, and neither health nor trust is touched. */
function outdatedUnlessReplayed(
  told: Pick<ReadPoll, 'snapshot' | 'contentDigest' | 'isReplay'>,
  page: PageTable,
  state: PageState,
): Reason | undefined {
  return told.isReplay ? undefined : outdated(told, page, state)
}

/** A copy out of a cache: seen 2022-05 on www.githubstatus.com, three minutes old between two newer ones. */
function outdated(
  { snapshot, contentDigest: digest }: Pick<ReadPoll, 'snapshot' | 'contentDigest'>,
  page: PageTable,
  state: PageState,
): Reason | undefined {
  const [before, clock] = [page.source_updated_at, snapshot.sourceUpdatedAt]
  if (before === null || clock === undefined || clock >= before) return undefined
  const kinds = [
    { told: snapshot.incidents, states: state.incident },
    { told: snapshot.maintenances, states: state.maintenance },
  ]
  // What the page itself says it was rendered before its last known change cannot show that.
  const isRenderedBefore = snapshot.authority === 'markup' && page.authority !== 'markup'
  const goneBack =
    isRenderedBefore || hasSameClock(snapshot, page)
      ? digest !== page.content_digest && !tellsNews(snapshot, state)
      : kinds.some(({ told = [], states }) => told.some((entry) => isEarlier(entry, states.get(entry.nativeId)))) ||
        kinds.some(({ told, states }) => told && lacksLater(told, states, clock))
  return goneBack ? { kind: 'shape', detail: 'an older copy of itself' } : undefined
}

/** A component, an entry or an update that is not known, or an entry that was changed later than any reading has told. */
function tellsNews({ components = [], incidents = [], maintenances = [] }: Snapshot, state: PageState): boolean {
  return (
    (state.components?.isPartial === false &&
      flattenComponents(components).some(({ nativeId }) => !state.components?.rows.has(nativeId))) ||
    incidents.some((entry) => isNews(entry, state.incident.get(entry.nativeId))) ||
    maintenances.some((entry) => isNews(entry, state.maintenance.get(entry.nativeId)))
  )
}

function isNews({ updatedAt, updates = [] }: ToldEntry, state: EntryState | undefined): boolean {
  if (!state) return true
  if (updatedAt !== undefined && state.row.updated_at !== null && updatedAt > state.row.updated_at) return true
  if (!state.detail) return false
  const known = new Set(state.detail.updates.map((update) => update.row.native_id))
  return updates.some(({ nativeId }) => nativeId !== undefined && !known.has(nativeId) && !known.has(null))
}

/** The clocks of two sources differ; but what was posted after the time that a source shows, it cannot know of. */
function lacksLater(told: readonly ToldEntry[], states: States, clock: Instant): boolean {
  const toldIds = new Set(told.map(({ nativeId }) => nativeId))
  return [...states.values()].some(({ row }) => row.is_open === 1 && !toldIds.has(row.native_id) && (row.first_posted_at ?? '') > clock)
}

/** Last changed before what is stored of it, and with some of its updates only. */
function isEarlier({ updatedAt, updates }: ToldEntry, state: EntryState | undefined): boolean {
  if (!state?.detail || !updates || updatedAt === undefined || updatedAt >= (state.row.updated_at ?? '')) return false
  const known = new Set(state.detail.updates.filter(({ row }) => row.removed_at === null).map(({ row }) => row.native_id))
  return updates.length < known.size && updates.every((update) => known.has(update.nativeId ?? null))
}
