import { compareTexts, type Edit } from '../../data/edits.ts'
import type { RevisionReading, UpdateReading } from '../../data/store/readings.ts'
import type { Instant } from '../../parsers/model.ts'
import { toPlainText } from '../http/sanitize.ts'

/** The versions of a text in the order in which they were shown, each with what it changed. */

export interface VersionStep {
  readonly revision: RevisionReading
  /** The one before it; null for the first. */
  readonly before: RevisionReading | null
  /** Null for the first. */
  readonly edit: Edit | null
  /** The text had been there before, and came back: since when is not known. */
  readonly isReturn: boolean
}

/**
 * Equal texts are one version, with the first and the last time it was seen: one that stands now, but began before
 * another did, came back.
 */
export function inOrder(revisions: readonly RevisionReading[]): readonly RevisionReading[] {
  const sorted = revisions.toSorted((a, b) => (a.seenFrom < b.seenFrom ? -1 : a.seenFrom > b.seenFrom ? 1 : 0))
  const present = sorted.find((revision) => revision.seenUntil === null)
  return present && sorted.at(-1) !== present ? [...sorted, present] : sorted
}

function stepsOf(revisions: readonly RevisionReading[]): readonly VersionStep[] {
  const ordered = inOrder(revisions)
  return ordered.map((revision, index) => {
    const before = ordered[index - 1] ?? null
    const edit = before && compareTexts(plainBody(before), plainBody(revision))
    return { revision, before, edit, isReturn: ordered.indexOf(revision) < index }
  })
}

function plainBody({ body, format }: RevisionReading): string {
  return toPlainText(body ?? '', format ?? 'text')
}

/** The versions of each update by its id; of those that were never edited none. */
export function versionsByUpdate(revisions: readonly RevisionReading[]): ReadonlyMap<string, readonly VersionStep[]> {
  const groups = Map.groupBy(
    revisions.filter((revision) => revision.updateId !== null),
    (revision) => revision.updateId ?? '',
  )
  return new Map([...groups].filter(([, group]) => group.length > 1).map(([id, group]) => [id, stepsOf(group)]))
}

export interface EditCount {
  readonly times: number
  readonly last: Instant | null
  readonly addsCause: boolean
}

/** How often the updates were edited after they had been posted, and when last. */
export function editsIn(versions: Iterable<readonly VersionStep[]>): EditCount {
  const edits = [...versions].flatMap((steps) => steps.slice(1))
  return {
    times: edits.length,
    last:
      edits
        .flatMap((step) => (step.isReturn ? [] : step.revision.seenFrom))
        .toSorted()
        .at(-1) ?? null,
    addsCause: edits.some((step) => step.edit?.addsCause === true),
  }
}

/** What the page no longer shows: each update that was taken down, with all its versions. */
export function takenDown(
  revisions: readonly RevisionReading[],
  updates: readonly UpdateReading[],
): readonly (readonly RevisionReading[])[] {
  const shown = new Set(updates.map((update) => update.id))
  const gone = revisions.filter(({ updateId }) => updateId !== null && !shown.has(updateId))
  return [...Map.groupBy(gone, ({ updateId }) => updateId).values()].map(inOrder)
}
