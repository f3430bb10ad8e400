import { describe, expect, it } from 'vitest'
import { changeKinds, type ChangeKind } from '../../../data/database/schema.ts'
import { headlineOf } from '../../../server/feeds/change-words.ts'

const start = '2026-03-01T10:00:00.000Z'
const later = '2026-03-01T11:30:00.000Z'

describe('server/feeds/change-words.ts', () => {
  it.each<{ kind: ChangeKind; before?: unknown; after?: unknown; words: string }>([
    { kind: 'page_health', before: 'operational', after: 'major_outage', words: 'Overall status went from operational to major outage' },
    {
      kind: 'page_failed',
      after: { kind: 'status', detail: 'server_error' },
      words: 'The page can no longer be read: answers with a server error',
    },
    { kind: 'page_failed', words: 'The page can no longer be read' },
    { kind: 'page_recovered', before: 'deadline', words: 'The page can be read again' },
    {
      kind: 'page_migrated',
      before: 'statuspage',
      after: 'instatus',
      words: 'The page moved to another platform from statuspage to instatus',
    },
    { kind: 'component_added', after: { health: 'operational' }, words: 'Component added: operational' },
    { kind: 'component_removed', before: { health: 'partial_outage' }, words: 'Component removed, last partial outage' },
    { kind: 'component_renamed', before: 'API', after: 'Public API', words: 'Component renamed from "API" to "Public API"' },
    {
      kind: 'component_health',
      before: 'degraded_performance',
      after: 'operational',
      words: 'Went from degraded performance to operational',
    },
    { kind: 'incident_opened', after: { impact: 'major' }, words: 'Incident opened with major impact' },
    { kind: 'incident_opened', after: { impact: 'none' }, words: 'Incident opened without impact' },
    { kind: 'incident_opened', after: { impact: null }, words: 'Incident opened' },
    { kind: 'incident_update_posted', after: { native: 'Monitoring', phase: 'monitoring' }, words: 'Update posted: Monitoring' },
    { kind: 'incident_update_posted', after: { native: null, phase: 'identified' }, words: 'Update posted: identified' },
    {
      kind: 'incident_update_edited',
      before: { native: 'Update', body: 'a' },
      after: { native: 'Update', body: 'b' },
      words: 'An update was edited: Update',
    },
    {
      kind: 'incident_update_edited',
      before: { native: 'Update', body: 'a' },
      after: { native: 'Resolved', body: 'a' },
      words: "An update's label was changed from Update to Resolved",
    },
    {
      kind: 'incident_update_retimed',
      before: start,
      after: later,
      words: "An update's time was changed from 2026-03-01 10:00 UTC to 2026-03-01 11:30 UTC, 1 h 30 min later",
    },
    { kind: 'incident_update_removed', before: { native: 'Update' }, words: 'An update was taken down: Update' },
    { kind: 'incident_renamed', before: 'Slow', after: 'Down', words: 'Incident renamed from "Slow" to "Down"' },
    { kind: 'incident_impact', before: 'minor', after: 'major', words: 'Impact raised from minor to major' },
    { kind: 'incident_impact', before: 'critical', after: 'none', words: 'Impact lowered from critical to none' },
    { kind: 'incident_impact', before: 'minor', after: 'unknown', words: 'Impact changed from minor to unknown' },
    { kind: 'incident_phase', before: 'investigating', after: 'identified', words: 'Phase went from investigating to identified' },
    {
      kind: 'incident_times',
      before: { startedAt: start, resolvedAt: null },
      after: { startedAt: later, resolvedAt: null },
      words: 'Start moved from 2026-03-01 10:00 UTC to 2026-03-01 11:30 UTC, 1 h 30 min later',
    },
    { kind: 'incident_times', before: {}, after: {}, words: 'Times changed' },
    { kind: 'incident_components', before: ['API'], after: ['Web', 'Apps'], words: 'Affects now also Web, Apps, no longer API' },
    {
      kind: 'incident_components',
      before: [],
      after: ['1', '2', '3', '4', '5', '6', '7'],
      words: 'Affects now also 1, 2, 3, 4, 5 and 2 more',
    },
    { kind: 'incident_components', before: null, after: 7, words: 'Affected components changed' },
    { kind: 'incident_resolved', before: 'monitoring', after: 'resolved', words: 'Incident resolved' },
    { kind: 'incident_resolved', before: 'monitoring', after: null, words: 'No longer listed as open' },
    { kind: 'incident_reopened', before: 'resolved', after: 'investigating', words: 'Incident reopened, from resolved to investigating' },
    {
      kind: 'incident_reopened',
      before: null,
      after: 'investigating',
      words: 'Incident reopened, from no longer listed to investigating',
    },
    { kind: 'incident_reopened', words: 'Incident reopened' },
    { kind: 'incident_removed', words: 'Incident removed from the page' },
    {
      kind: 'incident_removed',
      before: { phase: 'resolved', impact: 'major' },
      words: 'Incident removed from the page, last resolved, with major impact',
    },
    { kind: 'maintenance_removed', before: { phase: 'in_progress' }, words: 'Maintenance removed from the page, last in progress' },
    {
      kind: 'page_frozen',
      after: 'The page has not changed since 2026-02-01 while an incident is open',
      words: 'The page seems to be frozen: it has not changed since 2026-02-01 while an incident is open',
    },
    {
      kind: 'page_frozen',
      before: later,
      after: start,
      words: 'The page seems to be frozen: its own clock went back from 2026-03-01 11:30 UTC to 2026-03-01 10:00 UTC, 1 h 30 min earlier',
    },
    { kind: 'page_frozen', words: 'The page seems to be frozen' },
    {
      kind: 'incident_update_edited',
      before: { native: 'Resolved', body: 'Resolved.' },
      after: { native: 'Resolved', body: 'Resolved. It was caused by a full disk.' },
      words: 'An update was edited, adding a cause: Resolved',
    },
    {
      kind: 'report_edited',
      before: { body: 'Sorry.' },
      after: { body: 'Sorry. It was due to a full disk.' },
      words: 'Incident report edited, adding a cause',
    },
    {
      kind: 'report_edited',
      before: { body: 'It was due to a disk.' },
      after: { body: 'It was due to a cable.' },
      words: 'Incident report edited',
    },
    {
      kind: 'maintenance_scheduled',
      after: { scheduledFor: start, scheduledUntil: later },
      words: 'Maintenance announced for 2026-03-01 10:00 UTC to 2026-03-01 11:30 UTC',
    },
    { kind: 'maintenance_scheduled', after: {}, words: 'Maintenance announced' },
    {
      kind: 'maintenance_rescheduled',
      before: { scheduledFor: start, scheduledUntil: later },
      after: { scheduledFor: start, scheduledUntil: null },
      words: 'End moved from 2026-03-01 11:30 UTC to not told',
    },
    { kind: 'maintenance_phase', before: 'scheduled', after: 'in_progress', words: 'Maintenance went from scheduled to in progress' },
    { kind: 'maintenance_phase', before: 'scheduled', after: null, words: 'No longer listed' },
    { kind: 'report_published', words: 'Incident report published' },
  ])('says $kind as "$words"', ({ kind, before = null, after = null, words }) => {
    expect(headlineOf({ kind, before, after })).toBe(words)
  })

  it.each(changeKinds)('says %s in words whatever its values are', (kind) => {
    const values: readonly unknown[] = [null, 'x', 7, [], {}, { body: 3 }, ['a', 1], { constructor: 'x' }]
    const lines = values.flatMap((before) => values.map((after) => headlineOf({ kind, before, after })))

    expect(lines.filter((line) => line.length < 8 || /undefined|null|\[object|NaN/u.test(line))).toEqual([])
  })
})
