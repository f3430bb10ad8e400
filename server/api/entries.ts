import { hash } from 'node:crypto'
import { sliceAfter } from '../../data/store/cursor.ts'
import type { EntryFilter, Slice } from '../../data/store/filters.ts'
import type { IncidentReading, MaintenanceReading, RevisionReading } from '../../data/store/readings.ts'
import type { ServerRequest } from '../context.ts'
import { conditionalAnswer, shownOf } from '../http/caching.ts'
import { problem } from '../http/problem.ts'
import { json, list } from './answers.ts'
import { checkKnown, entryFilterOf } from './filters.ts'
import { entryFilters, listParameters, readQuery } from './query.ts'

/** Incidents and maintenances: the same routes over two lists. */

type Entry = IncidentReading | MaintenanceReading

async function listEntries(c: ServerRequest, load: (filter: EntryFilter) => Promise<Slice<Entry>>): Promise<Response> {
  const { vendor, component, impact, phase, state, since, until, q, ...part } = readQuery(c, { ...entryFilters, ...listParameters })
  const filter = entryFilterOf({ vendor, component, impact, phase, state, since, until, q })
  const unwatched = await checkKnown(c, filter)
  const board = await c.get('server').board()
  return conditionalAnswer(c, shownOf(board, null, unwatched), async () => list(c, await load({ ...filter, ...part })))
}

/** Texts that an older reading adds make no change, and an unwatched page goes stale unseen: both are part of the tag. */
async function oneEntry(c: ServerRequest, kind: string, entry: Entry | null): Promise<Response> {
  readQuery(c, {})
  if (!entry) return problem(c, 404, `There is no such ${kind}`)
  const board = await c.get('server').board()
  const revisions = entry.updates.reduce((sum, update) => sum + update.revisions, 0)
  const affected = entry.components.map((component) => component.health).join(' ')
  return conditionalAnswer(c, shownOf(board, null, `${revisions} ${affected}`), () => json(c, entry))
}

async function listRevisions(c: ServerRequest, kind: string, revisions: readonly RevisionReading[]): Promise<Response> {
  const query = readQuery(c, listParameters)
  if (revisions.length === 0) return problem(c, 404, `There is no such ${kind}`)
  const newestFirst = revisions.toReversed().map((revision, index) => ({ id: String(index), revision }))
  const { rows, next } = sliceAfter(newestFirst, query)
  const data = rows.map((row) => row.revision)
  // Older readings add versions without a change: what is shown is its own tag.
  return conditionalAnswer(c, { tag: hash('sha1', JSON.stringify(data)), freshUntil: null }, () => list(c, { rows: data, next }))
}

export async function listIncidents(c: ServerRequest): Promise<Response> {
  return listEntries(c, (filter) => c.get('server').store.incidents(filter))
}

export async function listMaintenances(c: ServerRequest): Promise<Response> {
  return listEntries(c, (filter) => c.get('server').store.maintenances(filter))
}

export async function oneIncident(c: ServerRequest): Promise<Response> {
  return oneEntry(c, 'incident', await c.get('server').store.incident(idOf(c)))
}

export async function oneMaintenance(c: ServerRequest): Promise<Response> {
  return oneEntry(c, 'maintenance', await c.get('server').store.maintenance(idOf(c)))
}

export async function incidentRevisions(c: ServerRequest): Promise<Response> {
  return listRevisions(c, 'incident', await c.get('server').store.incidentRevisions(idOf(c)))
}

export async function maintenanceRevisions(c: ServerRequest): Promise<Response> {
  return listRevisions(c, 'maintenance', await c.get('server').store.maintenanceRevisions(idOf(c)))
}

function idOf(c: ServerRequest): string {
  return c.req.param('id') ?? ''
}
