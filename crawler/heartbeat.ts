import type { Instant } from '../parsers/model.ts'
import type { Database } from '../data/database/open.ts'
import type { BrowserStats } from './fetch/browser/garage.ts'
import { beat } from '../data/store/instances.ts'
import { repeat, type Repeated } from './repeat.ts'

const beatMilliseconds = 5_000

/** What is told of it: a Runner. */
interface Living {
  readonly now: () => Instant
  readonly browser: { readonly stats: () => BrowserStats }
}

/** Says every few seconds that this crawler is alive, and what its browser has done. */
export function startHeartbeat(database: Database, { now, browser }: Living, onError: (error: unknown) => void): Repeated {
  const startedAt = now()
  const id = `crawler-${process.pid}`

  function tell(): Promise<void> {
    const { browser: name, pages, crashes } = browser.stats()
    return beat(database, {
      id,
      role: 'crawler',
      startedAt,
      seenAt: now(),
      browser: name === undefined ? undefined : { name, pages, crashes },
    })
  }

  return repeat(tell, {
    firstMilliseconds: 0,
    everyMilliseconds: beatMilliseconds,
    onError,
  })
}
