import type { Instant } from '../../parsers/model.ts'
import type { Database } from '../database/open.ts'

export interface Instance {
  readonly id: string
  readonly role: 'crawler' | 'server'
  readonly startedAt: Instant
  readonly seenAt: Instant
}

/** Writes down that a process is alive. */
export async function beat(database: Database, { id, role, startedAt, seenAt }: Instance): Promise<void> {
  await database.write(async (transaction) => {
    await transaction
      .insertInto('instance')
      .values({ id, role, started_at: startedAt, seen_at: seenAt })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ started_at: startedAt, seen_at: seenAt }))
      .execute()
  })
}
