import type { Snapshot } from '../../../parsers/model.ts'
import type { Chance } from './chance.ts'
import { type Ledger, line } from './ledger.ts'
import { isOver, type LyingEntry, type LyingUpdate, nextId, nextWords, type Site } from './site.ts'
import { toldEntries } from './telling.ts'

/** One page, what is true of it, and what is happening to it before the next reading. */
export interface Story {
  readonly site: Site
  readonly chance: Chance
  readonly ledger: Ledger
  now: number
  /** What this turn's lies are about: no two of them about the same, or nobody could tell them apart. */
  readonly claims: Map<object, Set<string>>
  isAlone: boolean
  /** Something of this turn is not told by a feed. */
  needsInterface: boolean
  /** The last good reading was of the feed. */
  wasFeed: boolean
  /** Readings that a cache may still hold; undefined where those before the next one would prove nothing. */
  copies: readonly Snapshot[] | undefined
}

/** A lie: false where the page gives no occasion for it. */
export type Lie = (story: Story) => boolean

/** Takes one aspect of a thing for this turn; `whole` takes all of them. */
export function claim({ claims, isAlone }: Story, target: object, aspect: string): boolean {
  const taken = claims.get(target) ?? new Set()
  if (isAlone || taken.has('whole') || taken.has(aspect) || (aspect === 'whole' && taken.size > 0)) return false
  claims.set(target, taken.add(aspect))
  return true
}

/** Takes the whole page for this turn. */
export function claimAlone(story: Story): boolean {
  if (story.isAlone || story.claims.size > 0) return false
  story.isAlone = true
  return true
}

export function expectLines({ ledger }: Story, lines: (isFeed: boolean) => readonly string[]): void {
  ledger.pending.push(lines)
}

/** An entry that a reader knows and would see change. */
export function pickEntry({ site, chance }: Story, wanted: (entry: LyingEntry) => boolean): LyingEntry | undefined {
  const visible = site.style === 'summary' ? toldEntries(site, false) : site.entries.filter((entry) => entry.isListed)
  return chance.pick(visible.filter((entry) => entry.isSeen && wanted(entry)))
}

/** Whether the page tells what no feed does; a lie about that is only seen by a reading that tells it. */
export function hasInterface({ site }: Story): boolean {
  return site.style !== 'feed'
}

/** Told with what no feed tells: a difference in that can only be seen from then on. */
export function isToldWhole({ ledger }: Story, entry: LyingEntry): boolean {
  return (ledger.entries.get(entry)?.state.components ?? null) !== null
}

/** Moves the page's clock, and the entry's. */
export function touch({ site, now }: Story, entry?: LyingEntry): void {
  site.changedAt = now
  if (entry) entry.changedAt = now
}

/** A new update, posted now; undefined where one of that label stands at this minute already. */
export function addUpdate(
  story: Story,
  entry: LyingEntry,
  phase: LyingUpdate['phase'],
  label = phase ?? 'update',
): LyingUpdate | undefined {
  const { site, now, chance } = story
  if (!isFreeMinute(entry, label, now)) return undefined
  const at = site.style === 'feed' ? now : now + chance.between(0, 59) * 1000
  const update = { id: nextId(site, 'u'), phase, label, body: nextWords(site, 'Text'), at, isListed: true, isSeen: false }
  entry.updates.push(update)
  return update
}

/** Updates without ids are told apart by label and minute: no page has two alike. */
export function isFreeMinute(entry: LyingEntry, label: string, at: number): boolean {
  return entry.updates.every((update) => update.label !== label || Math.floor(update.at / 60_000) !== Math.floor(at / 60_000))
}

/** The lines of updates that a reader has not seen yet. */
export function postedLines(entry: LyingEntry, isPast = false): readonly string[] {
  return entry.updates
    .filter((update) => update.isListed && !update.isSeen)
    .map((update) => line(`${entry.kind}_update_posted`, entry.title, update.body, isPast))
}

export function isOpenIncident(entry: LyingEntry): boolean {
  return entry.kind === 'incident' && !isOver(entry)
}

export function isOpenMaintenance(entry: LyingEntry): boolean {
  return entry.kind === 'maintenance' && !isOver(entry)
}
