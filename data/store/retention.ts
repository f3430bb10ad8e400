import { epochMs, instantFromEpochMs } from '../../parsers/lib/time.ts'
import type { Instant } from '../../parsers/model.ts'
import type { Database } from '../database/open.ts'

const pollDays = 7
const dayMilliseconds = 86_400_000
/** Deleting in small steps: no other writer waits for long. */
const rowsPerStep = 5_000

/** Removes poll rows after seven days and archived bodies after `archiveDays`; history itself is never removed. */
export async function prune(database: Database, now: Instant, archiveDays: number): Promise<void> {
  const pollsBefore = daysBefore(now, pollDays)
  for (;;) {
    const removed = await database.write(async (transaction) => {
      const old = transaction.selectFrom('poll').select('id').where('recorded_at', '<', pollsBefore).limit(rowsPerStep)
      return transaction.deleteFrom('poll').where('id', 'in', old).executeTakeFirst()
    })
    if (removed.numDeletedRows < BigInt(rowsPerStep)) break
  }
  await database.write(async (transaction) => {
    await transaction.deleteFrom('raw_document').where('observed_at', '<', daysBefore(now, archiveDays)).execute()
    const used = transaction.selectFrom('raw_document').select('hash')
    await transaction.deleteFrom('raw_body').where('hash', 'not in', used).execute()
  })
}

function daysBefore(now: Instant, days: number): Instant {
  return instantFromEpochMs(epochMs(now) - days * dayMilliseconds) ?? now
}
