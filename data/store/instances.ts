import type { Kysely } from 'kysely'
import type { Instant } from '../../parsers/model.ts'
import type { Database } from '../database/open.ts'
import type { Schema } from '../database/schema.ts'

export interface Instance {
  readonly id: string
  readonly role: 'crawler' | 'server'
  readonly startedAt: Instant
  readonly seenAt: Instant
  /** Absent = it has started none. */
  readonly browser?: InstanceBrowser | undefined
}

/** The browser of a crawler since its start: name and version, pages drawn, ends that nobody has asked for. */
export interface InstanceBrowser {
  readonly name: string
  readonly pages: number
  readonly crashes: number
}

/** Writes down that a process is alive. */
export async function beat(database: Database, { id, role, startedAt, seenAt, browser }: Instance): Promise<void> {
  const drawn = { browser: browser?.name ?? null, browser_pages: browser?.pages ?? null, browser_crashes: browser?.crashes ?? null }
  const told = { started_at: startedAt, seen_at: seenAt, ...drawn }
  await database.write(async (transaction) => {
    await transaction
      .insertInto('instance')
      .values({ id, role, ...told })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(told))
      .execute()
  })
}

/** The browsers of the crawlers that have been seen since a moment. */
export async function loadBrowsers(db: Kysely<Schema>, since: Instant): Promise<readonly InstanceBrowser[]> {
  const rows = await db
    .selectFrom('instance')
    .where('role', '=', 'crawler')
    .where('seen_at', '>=', since)
    .where('browser', 'is not', null)
    .select(['browser', 'browser_pages', 'browser_crashes'])
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ name: row.browser ?? '', pages: row.browser_pages ?? 0, crashes: row.browser_crashes ?? 0 }))
}
