import { hash } from 'node:crypto'
import { sliceAfter } from '../../data/store/cursor.ts'
import type { EntryFilter, Slice } from '../../data/store/filters.ts'
import type { IncidentReading, MaintenanceReading, RevisionReading } from '../../data/store/readings.ts'
import type { IncidentReportReading } from '../../data/store/report-readings.ts'
import type { ServerContext, ServerRequest } from '../context.ts'
import { conditionalAnswer, shownOf } from '../http/caching.ts'
import { problem } from '../http/problem.ts'
import { json, list } from './answers.ts'
import { checkKnown, entryFilterOf } from './filters.ts'
import { entryFilters, listParameters, readQuery } from './query.ts'

/** Incidents and maintenances: the same routes over two lists. */

type Entry = WithReport | MaintenanceReading
/** An incident with its report as it was read, in the place of the bare text. */
type WithReport = Omit<IncidentReading, 'report'> & { readonly report: IncidentReportReading | null }

async function listEntries(c: ServerRequest, load: (filter: EntryFilter) => Promise<Slice<Entry>>): Promise<Response> {
  const { vendor, component, impact, phase, state, since, until, q, ...part } = readQuery(c, { ...entryFilters, ...listParameters })
  const filter = entryFilterOf({ vendor, component, impact, phase, state, since, until, q })
  const unwatched = await checkKnown(c, filter)
  const board = await c.get('server').board()
  return conditionalAnswer(c, shownOf(board, null, unwatched), async () => list(c, await load({ ...filter, ...part })))
}

/** Texts that an older reading adds, and reports read anew, make no change; an unwatched page goes stale unseen: all are part of the tag. */
async function oneEntry(c: ServerRequest, kind: string, entry: Entry | null): Promise<Response> {
  readQuery(c, {})
  if (!entry) return problem(c, 404, `There is no such ${kind}`)
  const board = await c.get('server').board()
  const revisions = entry.updates.reduce((sum, update) => sum + update.revisions, 0)
  const affected = entry.components.map((component) => component.health).join(' ')
  const report = 'report' in entry ? hash('sha1', JSON.stringify(entry.report)) : ''
  return conditionalAnswer(c, shownOf(board, null, `${revisions} ${affected} ${report}`), () => json(c, entry))
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

async function withReports({ store }: ServerContext, incidents: readonly IncidentReading[]): Promise<readonly WithReport[]> {
  const reports = await store.incidentReports(incidents.map(({ id }) => id))
  return incidents.map((incident) => ({ ...incident, report: reports.get(incident.id) ?? null }))
}

export async function listIncidents(c: ServerRequest): Promise<Response> {
  const server = c.get('server')
  return listEntries(c, async (filter) => {
    const { rows, next } = await server.store.incidents(filter)
    return { rows: await withReports(server, rows), next }
  })
}

export async function listMaintenances(c: ServerRequest): Promise<Response> {
  return listEntries(c, (filter) => c.get('server').store.maintenances(filter))
}

export async function oneIncident(c: ServerRequest): Promise<Response> {
  const server = c.get('server')
  const incident = await server.store.incident(idOf(c))
  const [entry = null] = incident ? await withReports(server, [incident]) : []
  return oneEntry(c, 'incident', entry)
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
