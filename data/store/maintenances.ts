import type { Kysely } from 'kysely'
import { type Instant, type MaintenancePhase, maintenancePhases, type Phase } from '../../parsers/model.ts'
import type { EntryTable, Schema } from '../database/schema.ts'
import { type EntryDetail, loadEntryDetails, loadEntryRow, loadEntryRows } from './entries.ts'
import type { EntryFilter, Slice } from './filters.ts'
import type { MaintenanceReading } from './readings.ts'

/** Maintenances that the filter admits, latest start first. */
export async function loadMaintenances(db: Kysely<Schema>, filter: EntryFilter, now: Instant): Promise<Slice<MaintenanceReading>> {
  const { rows, next } = await loadEntryRows(db, 'maintenance', filter)
  const detailOf = await loadEntryDetails(db, 'maintenance', rows, now)
  return { rows: rows.map((row) => maintenanceReading(row, detailOf(row.id))), next }
}

export async function loadMaintenance(db: Kysely<Schema>, id: string, now: Instant): Promise<MaintenanceReading | null> {
  const row = await loadEntryRow(db, 'maintenance', id)
  if (!row) return null
  const detailOf = await loadEntryDetails(db, 'maintenance', [row], now)
  return maintenanceReading(row, detailOf(id))
}

function maintenanceReading(row: EntryTable, { components, updates, doubts }: EntryDetail): MaintenanceReading {
  return {
    id: row.id,
    vendorId: row.vendor_id,
    nativeId: row.native_id,
    title: row.title,
    url: row.url,
    phase: maintenancePhaseOf(row.phase),
    nativePhase: row.native_phase,
    startedAt: row.started_at,
    scheduledFor: row.scheduled_for,
    scheduledUntil: row.scheduled_until,
    closedSeenAt: row.closed_seen_at,
    removedAt: row.removed_at,
    firstPostedAt: row.first_posted_at,
    updatedAt: row.updated_at,
    open: row.is_open === 1,
    doubts,
    components,
    updates,
  }
}

function maintenancePhaseOf(phase: Phase | null): MaintenancePhase | null {
  return maintenancePhases.find((word) => word === phase) ?? null
}
