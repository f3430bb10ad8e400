import { setImmediate } from 'node:timers/promises'
import { openDatabase } from '../../data/database/open.ts'
import { beat } from '../../data/store/instances.ts'
import { instant } from '../support/documents.ts'

/** Writes rows into the store without a pause until it is told to stop; says how many there were. */
const database = await openDatabase(process.env['DATABASE_URL'] ?? '')
let isStopped = false
process.once('SIGTERM', () => (isStopped = true))
const seenAt = instant(new Date().toISOString())
let beats = 0
while (!isStopped) {
  await beat(database, { id: `hammer-${process.pid}-${beats}`, role: 'server', startedAt: seenAt, seenAt })
  beats += 1
  await setImmediate()
}
await database.close()
process.stdout.write(`${beats}\n`)
