import type { Instant } from '../parsers/model.ts'
import type { Database } from '../data/database/open.ts'
import { beat } from '../data/store/instances.ts'
import { repeat, type Repeated } from './repeat.ts'

const beatMilliseconds = 5_000

/** Says every few seconds that this crawler is alive. */
export function startHeartbeat(database: Database, now: () => Instant, onError: (error: unknown) => void): Repeated {
  const startedAt = now()
  const id = `crawler-${process.pid}`
  return repeat(() => beat(database, { id, role: 'crawler', startedAt, seenAt: now() }), {
    firstMilliseconds: 0,
    everyMilliseconds: beatMilliseconds,
    onError,
  })
}
