import type { Kysely } from 'kysely'
import type { Instant } from '../../parsers/model.ts'
import type { PollTable, Schema } from '../database/schema.ts'

/** Signs of life of the crawler, as its pages and polls show them. */
export interface Activity {
  readonly watchedPages: number
  /** When the last poll of any watched page ended, whatever its outcome. */
  readonly lastCheckedAt: Instant | null
  /** When the first page was or is due; null where one waits that was never planned. */
  readonly firstDueAt: Instant | null
  readonly shortestIntervalSeconds: number | null
}

export async function loadActivity(db: Kysely<Schema>): Promise<Activity> {
  const row = await db
    .selectFrom('page')
    .where('watched', '=', 1)
    .select((eb) => [
      eb.fn.countAll().as('pages'),
      eb.fn.count('next_due_at').as('planned'),
      eb.fn.max('checked_at').as('last_checked_at'),
      eb.fn.min('next_due_at').as('first_due_at'),
      eb.fn.min('interval_seconds').as('shortest'),
    ])
    .executeTakeFirst()
  const pages = Number(row?.pages ?? 0)
  return {
    watchedPages: pages,
    lastCheckedAt: row?.last_checked_at ?? null,
    firstDueAt: Number(row?.planned ?? 0) === pages ? (row?.first_due_at ?? null) : null,
    shortestIntervalSeconds: pages === 0 ? null : (row?.shortest ?? null),
  }
}

export type PollOutcome = PollTable['outcome']

/** How many polls ended how since a moment. */
export async function loadPollCounts(db: Kysely<Schema>, since: Instant): Promise<ReadonlyMap<PollOutcome, number>> {
  const rows = await db
    .selectFrom('poll')
    .where('recorded_at', '>=', since)
    .groupBy('outcome')
    .select((eb) => ['outcome', eb.fn.countAll().as('polls')])
    .execute()
  return new Map(rows.map((row) => [row.outcome, Number(row.polls)]))
}
