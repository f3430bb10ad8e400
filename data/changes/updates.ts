import type { Instant, Update } from '../../parsers/model.ts'
import type { EntryKind, UpdateTable, UpdateVersionTable } from '../database/schema.ts'
import { contentDigest, publicId } from '../identity.ts'
import { lettersOf, matchUpdates } from './matching.ts'
import { earlier, type EntryWrites, later, type Moment, note, sighted, superseded, type UpdateState } from './moment.ts'

/** The entry whose updates are compared. */
interface Owner {
  readonly kind: EntryKind
  readonly id: string
  readonly title: string
  /** When the store's last word on it was said. */
  readonly lastTold: Instant
  /** The reading is the newest word on it. */
  readonly present: boolean
  /** When it had been gone from the list, if it had: its updates were gone with it. */
  readonly goneAt: Instant | null
  /** First sight of it in a state that was closed already: nobody needs to be told of its updates. */
  readonly backfilled: boolean
}

/** Compares the updates of one entry; returns the instant of its earliest update that still stands. */
export function diffUpdates(
  told: readonly Update[],
  stored: readonly UpdateState[],
  owner: Owner,
  moment: Moment,
  writes: EntryWrites,
): Instant | null {
  const matches = matchUpdates(told, stored)
  const matched = new Set(matches.values())
  const ids = new Set(stored.map((state) => state.row.id))
  const standing: (Instant | null)[] = []
  told.forEach((update, position) => {
    const state = matches.get(update)
    const row = state ? revisit(update, position, state, owner, moment, writes) : firstSight(update, position, ids, owner, moment, writes)
    if (row.removed_at === null) standing.push(row.posted_at)
  })
  // A source that numbers its updates does not take back those that another told without numbers, nor the reverse: an
  // interface may leave out the postmortem that the incident's own page shows.
  const isNumbered = told.some((update) => update.nativeId !== undefined)
  for (const state of stored) {
    if (matched.has(state)) continue
    if (told.length > 0 && isNumbered !== (state.row.native_id !== null)) {
      if (state.row.removed_at === null) standing.push(state.row.posted_at)
      continue
    }
    const row = missed(state.row, owner, moment)
    if (row !== state.row) writes.updates.push(row)
    if (owner.present && state.row.removed_at === null) writes.updateVersions.push(...superseded(state.versions, '', owner.lastTold))
    if (row.removed_at === null) standing.push(row.posted_at)
  }
  return standing.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null)
}

function wording(update: Update): Pick<UpdateTable, 'phase' | 'native' | 'body' | 'format' | 'posted_at'> {
  return {
    phase: update.phase ?? null,
    native: update.native ?? null,
    body: update.body,
    format: update.format,
    posted_at: update.postedAt ?? null,
  }
}

/** An update as the change log keeps it, in the public spelling. */
function shown({ phase, native, body, format, posted_at }: UpdateTable): Record<string, unknown> {
  return { phase, native, body, format, postedAt: posted_at }
}

function versionOf(id: string, words: ReturnType<typeof wording>, at: Instant): UpdateVersionTable {
  return { update_id: id, digest: contentDigest(words), ...words, seen_from: at, seen_until: null }
}

/** An update without a native id keeps the id that its first label and minute gave it. */
function updateId(update: Update, taken: Set<string>, owner: Owner): string {
  const own = update.nativeId ?? `${update.native ?? ''}\u0000${update.postedAt?.slice(0, 16) ?? update.body}`
  for (let ordinal = 0; ; ordinal++) {
    const id = publicId(owner.id, 'update', own, ordinal === 0 ? '' : String(ordinal))
    if (taken.has(id)) continue
    taken.add(id)
    return id
  }
}

function firstSight(update: Update, position: number, ids: Set<string>, owner: Owner, moment: Moment, writes: EntryWrites): UpdateTable {
  const id = updateId(update, ids, owner)
  const words = wording(update)
  const version = versionOf(id, words, moment.at)
  const row: UpdateTable = {
    id,
    entry_id: owner.id,
    native_id: update.nativeId ?? null,
    ...words,
    components: update.components ? JSON.stringify(update.components) : null,
    position,
    first_seen_at: moment.at,
    seen_at: moment.at,
    removed_at: owner.present ? null : nextTelling(owner, moment),
    digest: version.digest,
  }
  writes.updates.push(row)
  writes.updateVersions.push({ ...version, seen_until: owner.present ? null : moment.at })
  if (owner.present) {
    note(moment, `${owner.kind}_update_posted`, subject(owner, id), { after: shown(row), backfilled: owner.backfilled })
  }
  return row
}

/** An older reading that tells an update which newer ones do not: it was gone with the next poll. */
function nextTelling(owner: Owner, moment: Moment): Instant {
  const extentOf = owner.kind === 'incident' ? 'incidents' : 'maintenances'
  return moment.polls.find((poll) => poll.at > moment.at && poll[extentOf] !== 'none')?.at ?? owner.lastTold
}

function subject(owner: Owner, updateIdOf: string): { kind: EntryKind; id: string; title: string; updateId: string } {
  return { kind: owner.kind, id: owner.id, title: owner.title, updateId: updateIdOf }
}

function revisit(
  update: Update,
  position: number,
  { row, versions }: UpdateState,
  owner: Owner,
  moment: Moment,
  writes: EntryWrites,
): UpdateTable {
  const words = keptWording(update, row)
  const version = versionOf(row.id, words, moment.at)
  const known = versions.find((candidate) => candidate.digest === version.digest)
  const lastTold = row.removed_at === null ? owner.lastTold : row.seen_at
  if (!owner.present && moment.at < lastTold) {
    const seen = sighted(known, version, moment.at, false)
    if (seen) writes.updateVersions.push(seen)
    const older = { ...row, first_seen_at: earlier(row.first_seen_at, moment.at) }
    if (older.first_seen_at !== row.first_seen_at) writes.updates.push(older)
    return older
  }
  const next: UpdateTable = {
    ...row,
    ...words,
    native_id: row.native_id ?? update.nativeId ?? null,
    position,
    components: update.components ? JSON.stringify(update.components) : row.components,
    removed_at: owner.present ? null : nextTelling(owner, moment),
    digest: version.digest,
  }
  const same = row.digest === version.digest && row.removed_at === null && row.native_id === next.native_id && row.position === position
  if (owner.present && same) return row
  const difference = differenceOf(row, next, moment)
  if (row.removed_at !== null) {
    if (owner.present)
      note(moment, `${owner.kind}_update_posted`, subject(owner, row.id), { after: shown(next), backfilled: owner.backfilled })
  } else {
    if (difference.isEdited) note(moment, `${owner.kind}_update_edited`, subject(owner, row.id), { before: shown(row), after: shown(next) })
    if (difference.isRetimed) {
      note(moment, `${owner.kind}_update_retimed`, subject(owner, row.id), { before: row.posted_at, after: next.posted_at })
    }
  }
  const isSaidBetter = row.digest !== version.digest && !difference.isEdited && !difference.isRetimed && !moment.migrated
  const poorer = isSaidBetter ? versions.find((candidate) => candidate.digest === row.digest) : undefined
  if (poorer) writes.poorerVersions.push(poorer)
  else if (row.digest !== version.digest) writes.updateVersions.push(...superseded(versions, version.digest, lastTold))
  const seen = sighted(known, poorer ? { ...version, seen_from: poorer.seen_from } : version, moment.at, owner.present)
  if (seen) writes.updateVersions.push(seen)
  next.seen_at = moment.at
  writes.updates.push(next)
  return next
}

interface Difference {
  readonly isEdited: boolean
  readonly isRetimed: boolean
}

/**
 * What became different between two states of an update. A source with ids that says what another one of the same
 * page has said without says it with labels, markup and seconds of its own: that is neither an edit nor another time.
 */
function differenceOf(row: UpdateTable, next: UpdateTable, { migrated }: Moment): Difference {
  const isOtherSource = row.native_id === null && next.native_id !== null && !migrated
  if (!isOtherSource) {
    const isEdited = row.body !== next.body || row.native !== next.native || row.phase !== next.phase
    return { isEdited, isRetimed: row.posted_at !== next.posted_at }
  }
  const isOtherPhase = row.phase !== null && next.phase !== null && row.phase !== next.phase
  const isEdited = isOtherPhase || (row.body !== next.body && lettersOf(row.body) !== lettersOf(next.body))
  return { isEdited, isRetimed: row.posted_at?.slice(0, 16) !== next.posted_at?.slice(0, 16) }
}

/**
 * The told wording, except where another source of the same page says the same in a poorer way: a feed without ids
 * and with another markup does not edit what the interface has told.
 */
function keptWording(update: Update, row: UpdateTable): ReturnType<typeof wording> {
  const told = wording(update)
  if (update.format === row.format && (update.nativeId === undefined) === (row.native_id === null)) return told
  const sameText = lettersOf(update.body) === lettersOf(row.body)
  const sameMinute = told.posted_at?.slice(0, 16) === row.posted_at?.slice(0, 16)
  const richer = row.native_id === null && update.nativeId !== undefined
  return {
    phase: told.phase ?? row.phase,
    native: richer || (row.phase === null && told.phase !== null) ? told.native : row.native,
    body: sameText && !richer ? row.body : told.body,
    format: sameText && !richer ? row.format : told.format,
    posted_at: sameMinute && !richer ? row.posted_at : told.posted_at,
  }
}

function missed(row: UpdateTable, owner: Owner, moment: Moment): UpdateTable {
  if (owner.present) {
    if (row.removed_at !== null) return row
    note(moment, `${owner.kind}_update_removed`, subject(owner, row.id), {
      before: shown(row),
    })
    return {
      ...row,
      seen_at: later(row.seen_at, owner.lastTold),
      removed_at: owner.goneAt === null ? moment.at : earlier(owner.goneAt, moment.at),
    }
  }
  return goneAlready(row, moment.at) ? { ...row, removed_at: moment.at } : row
}

function goneAlready(row: UpdateTable, at: Instant): boolean {
  return row.removed_at !== null && row.seen_at < at && at < row.removed_at
}

/** An older reading without the entry: its updates that a later one found removed were gone by then. */
export function goneBetween(stored: readonly UpdateState[], at: Instant): UpdateTable[] {
  return stored.filter(({ row }) => goneAlready(row, at)).map(({ row }) => ({ ...row, removed_at: at }))
}
