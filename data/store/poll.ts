import type { Instant, Snapshot } from '../../parsers/model.ts'
import type { OpenListed } from '../changes/moment.ts'
import type { ChangeKind, PollTable, RawBodyTable, RawDocumentTable, SourceStateTable } from '../database/schema.ts'

/** What a poll hands to the store, and what the store answers. */

export interface AnyPoll {
  readonly pageId: string
  readonly observedAt: Instant
  readonly recordedAt: Instant
  readonly bytes: number
  readonly durationMilliseconds: number
  /** The present interval and the next check, as the scheduler decided; absent leaves both as they are. */
  readonly schedule?: { readonly intervalSeconds: number; readonly nextDueAt: Instant }
}

/** A good poll whose documents were parsed. */
export interface ReadPoll extends AnyPoll {
  readonly type: 'read'
  readonly platform: string
  /** Settings that the page itself told, as JSON; absent = as they were. */
  readonly settings?: string | null
  readonly snapshot: Snapshot
  readonly sources: readonly Omit<SourceStateTable, 'page_id' | 'observed_at'>[]
  /** Bodies for the archive; empty where no archive is kept. */
  readonly archive: readonly (Omit<RawDocumentTable, 'page_id' | 'observed_at'> & Pick<RawBodyTable, 'encoding' | 'body'>)[]
  /** Identity of what the cheap sources said. */
  readonly contentDigest: string
  readonly listsRead: boolean
  /** A source of this reading tells every open entry: one that is missing is closed, whatever the past lists hold. */
  readonly openListed: OpenListed
  readonly backfill: boolean
  /** Out of an archive: a record of what was seen, whose copies of an older state are part of it. */
  readonly isReplay?: true
}

/** A good poll that said what was said before: a 304, or the same bytes. */
export interface UnchangedPoll extends AnyPoll {
  readonly type: 'unchanged'
  readonly outcome: 'unchanged' | 'not_modified'
  readonly listsRead: boolean
  /** The same bytes under new validators. */
  readonly sources: ReadPoll['sources']
}

export interface FailedPoll extends AnyPoll {
  readonly type: 'failed'
  readonly outcome: 'unreachable' | 'refused' | 'unparseable'
  readonly kind: string
  readonly detail: string
  /** false: the answer could not be understood or was not this page, so nothing is known of it now. */
  readonly understood: boolean
  readonly digest: string
}

export type Poll = ReadPoll | UnchangedPoll | FailedPoll

export interface Recorded {
  /** `skipped`: this very reading had been recorded before. */
  readonly outcome: PollTable['outcome'] | 'skipped'
  readonly changes: readonly ChangeKind[]
  /** Why a reading that was understood was held back all the same. */
  readonly failure?: { readonly kind: 'empty' | 'shape'; readonly detail: string }
}

/** Identity of what was read: the same (page, instant, digest) is never applied twice. */
export function digestOf(poll: Poll): string {
  if (poll.type === 'read')
    return poll.sources
      .map((source) => `${source.source}:${source.body_hash}`)
      .toSorted()
      .join(' ')
  return poll.type === 'unchanged' ? '=' : poll.digest
}
