import type { Kysely } from 'kysely'
import { type IncidentPhase, incidentPhases, type Instant, type Phase } from '../../parsers/model.ts'
import type { EntryTable, Schema } from '../database/schema.ts'
import { type EntryDetail, loadEntryDetails, loadEntryRow, loadEntryRows } from './entries.ts'
import type { EntryFilter, Slice } from './filters.ts'
import type { IncidentReading } from './readings.ts'

/** Incidents that the filter admits, newest first. */
export async function loadIncidents(db: Kysely<Schema>, filter: EntryFilter, now: Instant): Promise<Slice<IncidentReading>> {
  const { rows, next } = await loadEntryRows(db, 'incident', filter)
  const detailOf = await loadEntryDetails(db, 'incident', rows, now)
  return { rows: rows.map((row) => incidentReading(row, detailOf(row.id))), next }
}

export async function loadIncident(db: Kysely<Schema>, id: string, now: Instant): Promise<IncidentReading | null> {
  const row = await loadEntryRow(db, 'incident', id)
  if (!row) return null
  const detailOf = await loadEntryDetails(db, 'incident', [row], now)
  return incidentReading(row, detailOf(id))
}

function incidentReading(row: EntryTable, { components, updates, doubts, report }: EntryDetail): IncidentReading {
  return {
    id: row.id,
    vendorId: row.vendor_id,
    nativeId: row.native_id,
    title: row.title,
    url: row.url,
    impact: row.impact,
    nativeImpact: row.native_impact,
    phase: incidentPhaseOf(row.phase),
    nativePhase: row.native_phase,
    startedAt: row.started_at,
    resolvedAt: row.resolved_at,
    closedSeenAt: row.closed_seen_at,
    removedAt: row.removed_at,
    firstPostedAt: row.first_posted_at,
    updatedAt: row.updated_at,
    open: row.is_open === 1,
    doubts,
    components,
    updates,
    report,
  }
}

function incidentPhaseOf(phase: Phase | null): IncidentPhase | null {
  return incidentPhases.find((word) => word === phase) ?? null
}
