import type { Instant } from '../parsers/model.ts'
import type { Database } from '../data/database/open.ts'
import { beat } from '../data/store/instances.ts'

const beatMilliseconds = 5_000

/** Says every few seconds that this process is alive. */
export function startHeartbeat(database: Database, role: 'crawler' | 'server', now: () => Instant): { stop(): Promise<void> } {
  const startedAt = now()
  const id = `${role}-${process.pid}`
  let last = beat(database, { id, role, startedAt, seenAt: startedAt })
  const timer = setInterval(() => {
    last = last.then(() => beat(database, { id, role, startedAt, seenAt: now() }))
  }, beatMilliseconds)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await last
    },
  }
}
