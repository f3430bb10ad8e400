import { type AffectedComponent, isClosed } from '../../parsers/model.ts'
import type { EntryComponentTable, EntryKind, EntryTable } from '../database/schema.ts'
import { type Moment, note } from './moment.ts'

interface ComponentSets {
  readonly before: readonly EntryComponentTable[]
  readonly after: readonly AffectedComponent[]
}

/** Seen for the first time, or again after it had been taken off the page. */
export function noteOpened(kind: EntryKind, row: EntryTable, moment: Moment): void {
  const { phase, impact, started_at: startedAt, scheduled_for: scheduledFor, scheduled_until: scheduledUntil } = row
  note(
    moment,
    kind === 'incident' ? 'incident_opened' : 'maintenance_scheduled',
    { kind, id: row.id, title: row.title },
    {
      after: { phase, impact, startedAt, scheduledFor, scheduledUntil },
      backfilled: isClosed(phase),
    },
  )
}

/** Notes what became different between two states of one entry. A field told for the first time is no transition. */
export function noteTransitions(
  kind: EntryKind,
  row: EntryTable,
  next: EntryTable,
  components: ComponentSets | undefined,
  moment: Moment,
): void {
  const subject = { kind, id: row.id, title: next.title }
  if (row.title !== next.title) note(moment, `${kind}_renamed`, subject, { before: row.title, after: next.title })
  const isBack = row.removed_at !== null && next.removed_at === null
  if (isBack && (kind === 'maintenance' || next.is_open === 0)) noteOpened(kind, next, moment)
  if (kind === 'incident') noteIncident(row, next, moment)
  else noteMaintenance(row, next, moment)
  if (components) {
    const before = components.before.map((component) => component.name)
    const after = components.after.map((component) => component.name)
    note(moment, `${kind}_components`, subject, { before, after })
  }
}

function noteIncident(row: EntryTable, next: EntryTable, moment: Moment): void {
  const subject = { kind: 'incident', id: row.id, title: next.title } as const
  if (row.impact !== null && row.impact !== next.impact)
    note(moment, 'incident_impact', subject, { before: row.impact, after: next.impact })
  const wasOpen = row.is_open === 1
  const phases = { before: row.phase, after: next.phase }
  if (wasOpen && isClosed(next.phase)) note(moment, 'incident_resolved', subject, phases)
  else if (!wasOpen && next.is_open === 1 && (isClosed(row.phase) || row.closed_seen_at !== null || row.removed_at !== null)) {
    note(moment, 'incident_reopened', subject, phases)
  } else if (row.phase !== null && row.phase !== next.phase) note(moment, 'incident_phase', subject, phases)
  const before = { startedAt: row.started_at, resolvedAt: row.resolved_at }
  const after = { startedAt: next.started_at, resolvedAt: next.resolved_at }
  const startMoved = row.started_at !== null && row.started_at !== next.started_at
  const endMoved = row.resolved_at !== null && next.resolved_at !== null && row.resolved_at !== next.resolved_at
  if (startMoved || endMoved) note(moment, 'incident_times', subject, { before, after })
}

function noteMaintenance(row: EntryTable, next: EntryTable, moment: Moment): void {
  const subject = { kind: 'maintenance', id: row.id, title: next.title } as const
  // One that a list of open ones had lost was over, as far as anybody knew.
  const phase = row.closed_seen_at === null ? row.phase : null
  const isBack = row.closed_seen_at !== null && next.closed_seen_at === null && row.removed_at === null
  if (isBack || (phase !== null && phase !== next.phase)) note(moment, 'maintenance_phase', subject, { before: phase, after: next.phase })
  const before = { scheduledFor: row.scheduled_for, scheduledUntil: row.scheduled_until }
  const after = { scheduledFor: next.scheduled_for, scheduledUntil: next.scheduled_until }
  const moved =
    (row.scheduled_for !== null && row.scheduled_for !== next.scheduled_for) ||
    (row.scheduled_until !== null && row.scheduled_until !== next.scheduled_until)
  if (moved) note(moment, 'maintenance_rescheduled', subject, { before, after })
}
