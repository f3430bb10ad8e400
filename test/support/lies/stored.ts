import { z } from 'zod'
import type { Database } from '../../../data/database/open.ts'
import type { EntryKind, EntryTable } from '../../../data/database/schema.ts'
import { idsOf, type Ledger, line, stateText } from './ledger.ts'
import type { LyingEntry } from './site.ts'

/** What the store holds of each page, and what it should hold, as lines that can be compared. */

export interface PageLines {
  readonly changes: readonly string[]
  readonly entries: readonly string[]
  readonly versions: readonly string[]
  readonly components: readonly string[]
  readonly page: readonly string[]
}

export function expectedLines(ledger: Ledger): PageLines {
  const entries: string[] = []
  const versions: string[] = []
  for (const [{ kind }, truth] of ledger.entries) {
    const { title } = truth.state
    const updates = [...truth.updates.values()]
    const standing = updates.filter((update) => !update.isRemoved).map((update) => update.words)
    entries.push(entryLine(kind, Object.values(truth.state), truth, standing))
    versions.push(...[...truth.versions].map((text) => `${title}: ${text}`))
    versions.push(...updates.flatMap((update) => [...update.versions].map((text) => `${title}, update: ${text}`)))
  }
  const components = [...ledger.components.values()].map(({ text, missing, isRemoved }) => `${text} | ${isRemoved ? 'removed' : missing}`)
  const doubts = [
    ...(ledger.isContradictory ? ['contradiction'] : []),
    ...(ledger.isBackdated ? ['backdated'] : []),
    ...Array.from({ length: ledger.reusedIds }, () => 'reused_id'),
  ]
  return sorted({
    changes: ledger.lines,
    entries,
    versions,
    components,
    page: [`health ${ledger.health ?? null}`, `failures ${ledger.failures}`, ...doubts],
  })
}

function entryLine(
  kind: LyingEntry['kind'],
  state: readonly (string | null)[],
  { isOpen, isRemoved }: { readonly isOpen: boolean; readonly isRemoved: boolean },
  updates: readonly string[],
): string {
  const flags = `${isOpen ? 'open' : 'closed'}${isRemoved ? ' removed' : ''}`
  return [kind, stateText(state), flags, ...updates.toSorted()].join('\n  ')
}

function sorted(lines: PageLines): PageLines {
  const { changes, entries, versions, components, page } = lines
  return {
    changes: changes.toSorted(),
    entries: entries.toSorted(),
    versions: versions.toSorted(),
    components: components.toSorted(),
    page: page.toSorted(),
  }
}

/** The lines of every page, by page id. */
export async function storedLines(database: Database): Promise<ReadonlyMap<string, PageLines>> {
  const { db } = database
  const lines = new Map<string, PageLines & { [K in keyof PageLines]: string[] }>()
  const pages = await db.selectFrom('page').selectAll().execute()
  const doubts = await db.selectFrom('doubt').selectAll().execute()
  for (const page of pages) {
    const own = doubts.filter((doubt) => doubt.subject_id === page.id).map((doubt) => doubt.kind)
    const head = [`health ${page.health}`, `failures ${page.failures}`, ...own]
    lines.set(page.id, { changes: [], entries: [], versions: [], components: [], page: head })
  }
  const reused = new Set(doubts.filter((doubt) => doubt.kind === 'reused_id').map((doubt) => doubt.subject_id))
  for (const change of await db.selectFrom('change').selectAll().execute()) lines.get(change.page_id)?.changes.push(changeLine(change))
  await addComponents(database, (pageId, text) => lines.get(pageId)?.components.push(text))
  for (const kind of ['incident', 'maintenance'] as const) {
    for (const { row, entry, versions } of await loadEntries(database, kind)) {
      lines.get(row.page_id)?.entries.push(entry)
      lines.get(row.page_id)?.versions.push(...versions)
      if (reused.has(row.id)) lines.get(row.page_id)?.page.push('reused_id')
    }
  }
  return new Map([...lines].map(([id, page]) => [id, sorted(page)]))
}

async function addComponents({ db }: Database, add: (pageId: string, text: string) => void): Promise<void> {
  const rows = await db.selectFrom('component').selectAll().execute()
  const nativeIds = new Map(rows.map((row) => [row.id, row.native_id]))
  for (const row of rows) {
    const group = row.parent_id === null ? '-' : (nativeIds.get(row.parent_id) ?? '?')
    const text = [row.name, row.is_group === 1 ? 'group' : row.health, group].join(' | ')
    add(row.page_id, `${text} | ${row.removed_at === null ? row.missing_polls : 'removed'}`)
  }
}

interface StoredEntry {
  readonly row: EntryTable
  readonly entry: string
  readonly versions: readonly string[]
}

async function loadEntries({ db }: Database, kind: EntryKind): Promise<readonly StoredEntry[]> {
  const rows = await db.selectFrom(kind).selectAll().execute()
  const components = Map.groupBy(await db.selectFrom(`${kind}_component`).selectAll().execute(), (row) => row.entry_id)
  const entryVersions = Map.groupBy(await db.selectFrom(`${kind}_version`).selectAll().execute(), (row) => row.entry_id)
  const updates = Map.groupBy(await db.selectFrom(`${kind}_update`).selectAll().execute(), (row) => row.entry_id)
  const updateVersions = Map.groupBy(await db.selectFrom(`${kind}_update_version`).selectAll().execute(), (row) => row.update_id)
  return rows.map((row) => {
    const versionRows = entryVersions.get(row.id) ?? []
    const told = versionRows.some((version) => version.components !== null)
    const ids = told ? idsOf((components.get(row.id) ?? []).map((one) => ({ id: one.native_id ?? one.name }))) : null
    const own = updates.get(row.id) ?? []
    const standing = own.filter((update) => update.removed_at === null).map(wordsLine)
    return {
      row,
      entry: entryLine(kind, stateOf(row, ids), { isOpen: row.is_open === 1, isRemoved: row.removed_at !== null }, standing),
      versions: [
        ...versionRows.map((version) => `${row.title}: ${stateText(stateOf(version, idsOfJson(version.components)))}`),
        ...own.flatMap((update) => (updateVersions.get(update.id) ?? []).map((version) => `${row.title}, update: ${wordsLine(version)}`)),
      ],
    }
  })
}

type State = Pick<EntryTable, 'title' | 'phase' | 'impact' | 'started_at' | 'resolved_at' | 'scheduled_for' | 'scheduled_until'>

function stateOf(
  { title, phase, impact, started_at, resolved_at, scheduled_for, scheduled_until }: State,
  ids: string | null,
): readonly (string | null)[] {
  return [title, phase, impact, started_at, resolved_at, scheduled_for, scheduled_until, ids]
}

function wordsLine({
  phase,
  native,
  body,
  posted_at,
}: {
  phase: string | null
  native: string | null
  body: string
  posted_at: string | null
}): string {
  return [phase ?? '-', native, body, posted_at].join(' | ')
}

const Ids = z.array(z.object({ nativeId: z.string() }).transform(({ nativeId }) => ({ id: nativeId })))

function idsOfJson(text: string | null): string | null {
  return text === null ? null : idsOf(Ids.parse(JSON.parse(text)))
}

const Text = z.union([z.string(), z.null()])
const Words = z.object({ body: z.string(), native: z.string().nullish(), postedAt: z.string().nullish() })
const Opened = z.object({ phase: z.string().nullable(), impact: Text, scheduledFor: Text })
const Times = z.object({ startedAt: Text, resolvedAt: Text })
const Window = z.object({ scheduledFor: Text, scheduledUntil: Text })
const Failure = z.object({ kind: z.string(), detail: z.string() })
const Health = z.object({ health: z.string() })

interface ChangeRow {
  readonly kind: string
  readonly title: string
  readonly before: string | null
  readonly after: string | null
  readonly backfilled: 0 | 1
}

/** The line of a change as the ledger writes it. */
function changeLine({ kind, title, before: was, after: is, backfilled }: ChangeRow): string {
  const [before, after]: unknown[] = [was, is].map((text) => (text === null ? undefined : JSON.parse(text)))
  const name = kind.startsWith('page_') ? '' : title
  return line(kind, name, detailOf(kind.replace(/^(?:incident|maintenance)_/u, ''), before, after), backfilled === 1)
}

function detailOf(kind: string, before: unknown, after: unknown): string {
  switch (kind) {
    case 'opened': {
      const { phase, impact } = Opened.parse(after)
      return `${phase} ${impact ?? '-'}`
    }
    case 'scheduled': {
      const { phase, scheduledFor } = Opened.parse(after)
      return `${phase} ${scheduledFor ?? '-'}`
    }
    case 'update_posted':
    case 'report_published':
      return Words.parse(after).body
    case 'update_removed':
      return Words.parse(before).body
    case 'update_edited':
    case 'report_edited':
      return editLine(Words.parse(before), Words.parse(after))
    case 'times': {
      const { startedAt, resolvedAt } = Times.parse(after)
      return `${startedAt} ${resolvedAt}`
    }
    case 'rescheduled': {
      const { scheduledFor, scheduledUntil } = Window.parse(after)
      return `${scheduledFor} ${scheduledUntil}`
    }
    case 'components':
      return z.array(z.string()).parse(after).join(', ')
    case 'component_added':
      return Health.parse(after).health
    case 'page_failed': {
      const failure = Failure.parse(after)
      return `${failure.kind} ${failure.detail}`
    }
    case 'removed':
    case 'component_removed':
    case 'component_moved':
    case 'page_recovered':
    case 'page_frozen':
      return ''
    default:
      return `${Text.parse(before ?? null)} > ${Text.parse(after ?? null)}`
  }
}

function editLine(before: z.infer<typeof Words>, after: z.infer<typeof Words>): string {
  const isRelabelled = plain(before.native) !== plain(after.native)
  return `${before.body} > ${after.body}${isRelabelled ? ` [${before.native} > ${after.native}]` : ''}`
}

function plain(label: string | null | undefined): string {
  return (label ?? '').toLowerCase().replaceAll(/[^a-z]/gu, '')
}
