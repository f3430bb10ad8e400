import { sql } from 'kysely'
import { z } from 'zod'
import { type Database, openDatabase } from '../../../data/database/open.ts'
import { changeLine } from './changes.ts'
import { vendorOf } from './web.ts'

/** What each table of a store holds of one scripted page. */
export interface StoredPage {
  readonly number: number
  /** Oldest first: the summaries that were kept. */
  readonly readings: readonly { readonly observedAt: string; readonly etag: string }[]
  readonly polls: readonly { readonly observedAt: string; readonly outcome: string }[]
  readonly changes: readonly { readonly observedAt: string; readonly lines: readonly string[] }[]
  readonly page: { readonly checkedAt: string | null; readonly readAt: string | null; readonly changedAt: string | null }
  readonly observedUntil: string | null
  readonly validators: readonly { readonly etag: string; readonly observedAt: string }[]
  readonly components: readonly string[]
  readonly entries: readonly string[]
  readonly updates: readonly string[]
}

const Headers = z.string().transform((text) => z.object({ etag: z.string() }).parse(JSON.parse(text)))

/** Opens the store as any command would, holds it to be sound, and reads it page by page. */
export async function readStore(file: string, pages: number): Promise<readonly StoredPage[]> {
  const database = await openDatabase(`sqlite:${file}`)
  try {
    await checkSound(database)
    const rows = await database.db.selectFrom('page').selectAll().execute()
    const stored: StoredPage[] = []
    for (let number = 0; number < pages; number++) {
      const row = rows.find(({ vendor_id }) => vendor_id === vendorOf(number))
      if (row) stored.push(await readPage(database, number, row))
    }
    return stored
  } finally {
    await database.close()
  }
}

async function checkSound({ db }: Database): Promise<void> {
  const integrity = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
  const orphans = await sql`pragma foreign_key_check`.execute(db)
  const words = integrity.rows.map((row) => row.integrity_check)
  if (words.join('; ') !== 'ok' || orphans.rows.length > 0)
    throw new Error(`the store is broken: ${words.join('; ')}, ${orphans.rows.length} orphans`)
}

interface PageRow {
  readonly id: string
  readonly checked_at: string | null
  readonly read_at: string | null
  readonly changed_at: string | null
}

async function readPage({ db }: Database, number: number, { id, checked_at, read_at, changed_at }: PageRow): Promise<StoredPage> {
  const documents = await db
    .selectFrom('raw_document')
    .selectAll()
    .where('page_id', '=', id)
    .where('source', '=', 'summary')
    .orderBy('observed_at')
    .execute()
  const polls = await db.selectFrom('poll').select(['observed_at', 'outcome']).where('page_id', '=', id).orderBy('id').execute()
  const changes = await db.selectFrom('change').selectAll().where('page_id', '=', id).orderBy('id').execute()
  const observed = await db.selectFrom('observation').select('until_at').where('page_id', '=', id).orderBy('until_at', 'desc').execute()
  const states = await db.selectFrom('source_state').select(['etag', 'observed_at']).where('page_id', '=', id).orderBy('etag').execute()
  const components = await db.selectFrom('component').select(['native_id', 'health']).where('page_id', '=', id).execute()
  const entries: string[] = []
  const updates: string[] = []
  for (const kind of ['incident', 'maintenance'] as const) {
    const rows = await db.selectFrom(kind).select(['id', 'native_id', 'phase', 'title']).where('page_id', '=', id).execute()
    entries.push(...rows.map(({ native_id, phase, title }) => `${native_id} ${phase} ${title}`))
    const ids = rows.map((row) => row.id)
    if (ids.length === 0) continue
    const posts = await db.selectFrom(`${kind}_update`).select(['native_id', 'body']).where('entry_id', 'in', ids).execute()
    updates.push(...posts.map(({ native_id, body }) => `${native_id} ${body}`))
  }
  return {
    number,
    readings: documents.map(({ observed_at, headers }) => ({ observedAt: observed_at, etag: Headers.parse(headers).etag })),
    polls: polls.map(({ observed_at, outcome }) => ({ observedAt: observed_at, outcome })),
    changes: Array.from(
      Map.groupBy(changes, (change) => change.observed_at),
      ([observedAt, rowsOfPoll]) => ({
        observedAt,
        lines: rowsOfPoll
          .map(({ kind, title, after }) => changeLine({ kind, title, after: after === null ? null : JSON.parse(after) }))
          .toSorted(),
      }),
    ),
    page: { checkedAt: checked_at, readAt: read_at, changedAt: changed_at },
    observedUntil: observed[0]?.until_at ?? null,
    validators: states.map(({ etag, observed_at }) => ({ etag: etag ?? '', observedAt: observed_at })),
    components: components.map(({ native_id, health }) => `${native_id} ${health}`).toSorted(),
    entries: entries.toSorted(),
    updates: updates.toSorted(),
  }
}
