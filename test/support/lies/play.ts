import type { Database } from '../../../data/database/open.ts'
import type { Poll } from '../../../data/store/poll.ts'
import { recordPolls } from '../../../data/store/polls.ts'
import { insert, openTestDatabase } from '../database.ts'
import { at, neverRead, page, vendor } from '../rows.ts'
import { pageIdOf } from './polls.ts'
import { createScript, type Script } from './script.ts'
import { styles } from './site.ts'
import { expectedLines, type PageLines, storedLines } from './stored.ts'

/** Plays scripts into a store, and compares what is known at their end with what they did. */

const beginning = Date.parse(at('2026-03-02T00:00:00Z'))
const minute = 60_000
const turnMilliseconds = 10 * minute
const settlingTurns = 4

export interface Week {
  readonly seed: number
  readonly vendors: number
  readonly turns: number
}

export interface Played {
  readonly scripts: readonly Script[]
  readonly stored: ReadonlyMap<string, PageLines>
}

export async function play({ seed, vendors, turns }: Week): Promise<Played> {
  const database = await openTestDatabase()
  const scripts = Array.from({ length: vendors }, (_, number) =>
    createScript(seed * 1_000_003 + number, number, styles[number % styles.length] ?? 'lists', beginning),
  )
  await watch(database, scripts)
  for (let turn = 0; turn < turns + settlingTurns; turn++) {
    const polls: Poll[] = scripts.flatMap((script, number) => {
      const now = beginning + turn * turnMilliseconds + (number % 7) * minute
      return turn < turns ? script.turn(now) : [script.settle(now)]
    })
    // Not all of them in one transaction: the crawler takes whatever has come in.
    const half = turn % 2 === 0 ? polls.length : Math.ceil(polls.length / 2)
    await recordPolls(database, polls.slice(0, half))
    if (half < polls.length) await recordPolls(database, polls.slice(half))
  }
  const stored = await storedLines(database)
  await database.close()
  return { scripts, stored }
}

async function watch(database: Database, scripts: readonly Script[]): Promise<void> {
  for (const { story } of scripts) {
    const id = pageIdOf(story.site)
    await insert(database, { vendor: [vendor(id)], page: [page(id, { ...neverRead, id, interval_seconds: 600, ...unread })] })
  }
}

const unread = {
  incidents_open_at: null,
  incidents_list_at: null,
  maintenances_open_at: null,
  maintenances_list_at: null,
  lists_read_at: null,
  observed_from: null,
}

export interface Difference {
  readonly page: string
  readonly style: string
  readonly missing: readonly string[]
  readonly extra: readonly string[]
}

/** The pages of which something else is known than what they did. */
export function differences({ scripts, stored }: Played): readonly Difference[] {
  return scripts.flatMap((script) => differencesOf(script, stored.get(pageIdOf(script.story.site))))
}

function differencesOf(script: Script, stored: PageLines | undefined): readonly Difference[] {
  const expected = expectedLines(script.story.ledger)
  const missing: string[] = []
  const extra: string[] = []
  for (const part of ['changes', 'entries', 'versions', 'components', 'page'] as const) {
    missing.push(...without(expected[part], stored?.[part] ?? []).map((text) => `${part}: ${text}`))
    extra.push(...without(stored?.[part] ?? [], expected[part]).map((text) => `${part}: ${text}`))
  }
  const { site } = script.story
  return missing.length + extra.length === 0 ? [] : [{ page: pageIdOf(site), style: site.style, missing, extra }]
}

/** What stands in one list more often than in the other. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const text of other) left.set(text, (left.get(text) ?? 0) + 1)
  return list.filter((text) => {
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count <= 0
  })
}
