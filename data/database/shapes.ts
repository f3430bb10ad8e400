import type { Insertable } from 'kysely'
import { rowShape, type RowShape } from './rows.ts'
import type {
  ChangeTable,
  ComponentTable,
  DoubtTable,
  EntryComponentTable,
  EntryKind,
  EntryTable,
  EntryVersionTable,
  ObservationTable,
  PageTable,
  PollTable,
  RawBodyTable,
  RawDocumentTable,
  SourceStateTable,
  UpdateTable,
  UpdateVersionTable,
} from './schema.ts'

/** Every column of the tables that polls write, by table; a column forgotten here does not compile. */

export const pageShape = rowShape<PageTable>()(
  'page',
  [
    ...([
      'id',
      'vendor_id',
      'key',
      'url',
      'position',
      'watched',
      'platform',
      'params',
      'settings',
      'own_interval_seconds',
      'authority',
    ] as const),
    ...(['native_id', 'name', 'time_zone', 'health', 'native', 'health_at', 'checked_at', 'read_at', 'first_read_at'] as const),
    ...(['changed_at', 'source_updated_at', 'components_at', 'incidents_open_at', 'incidents_list_at'] as const),
    ...(['maintenances_open_at', 'maintenances_list_at', 'content_digest', 'components_digest', 'lists_read_at'] as const),
    ...(['observed_from', 'interval_seconds', 'next_due_at', 'failures', 'failing_since', 'failure_kind'] as const),
    ...(['failure_detail', 'understood', 'suspect_since', 'suspect_digest'] as const),
  ],
  { key: ['id'], fixed: ['vendor_id', 'key'] },
)

export const sourceStateShape = rowShape<SourceStateTable>()(
  'source_state',
  ['page_id', 'source', 'url', 'etag', 'last_modified', 'body_hash', 'observed_at'],
  { key: ['page_id', 'source', 'url'], newest: 'observed_at' },
)

export const pollShape = rowShape<Insertable<Omit<PollTable, 'id'>>>()(
  'poll',
  [
    ...(['page_id', 'observed_at', 'outcome', 'kind', 'detail', 'digest', 'components', 'incidents', 'maintenances'] as const),
    ...(['bytes', 'duration_milliseconds', 'recorded_at'] as const),
  ],
  {},
)

/** A poll more in a stretch, or the first of one. */
export const observationShape = rowShape<ObservationTable>()('observation', ['page_id', 'from_at', 'until_at', 'polls'], {
  key: ['page_id', 'from_at'],
  summed: ['polls'],
})

export const rawBodyShape = rowShape<RawBodyTable>()('raw_body', ['hash', 'encoding', 'body'], { key: ['hash'], replace: 'nothing' })

export const rawDocumentShape = rowShape<RawDocumentTable>()(
  'raw_document',
  ['page_id', 'source', 'url', 'observed_at', 'final_url', 'status', 'headers', 'medium', 'hash'],
  { key: ['observed_at', 'page_id', 'source', 'url'], replace: 'nothing' },
)

export const componentShape = rowShape<ComponentTable>()(
  'component',
  [
    ...(['id', 'page_id', 'native_id', 'parent_id', 'position', 'is_group', 'name', 'health', 'native', 'description'] as const),
    ...(['first_seen_at', 'seen_at', 'changed_at', 'missing_polls', 'removed_at'] as const),
  ],
  { key: ['id'], fixed: ['page_id', 'native_id'] },
)

/** A doubt keeps the moment when it was first had. */
export const doubtShape = rowShape<DoubtTable>()('doubt', ['subject_id', 'kind', 'since', 'text'], {
  key: ['subject_id', 'kind'],
  replace: ['text'],
})

export const changeShape = rowShape<Insertable<Omit<ChangeTable, 'id'>>>()(
  'change',
  [
    ...(['key', 'kind', 'vendor_id', 'page_id', 'subject_kind', 'subject_id', 'update_id', 'title', 'before', 'after'] as const),
    ...(['observed_at', 'backfilled'] as const),
  ],
  {},
)

interface EntryShapes {
  readonly entry: RowShape<EntryTable>
  readonly version: RowShape<EntryVersionTable>
  readonly component: RowShape<EntryComponentTable>
  readonly update: RowShape<UpdateTable>
  readonly updateVersion: RowShape<UpdateVersionTable>
}

function entryShapes(kind: EntryKind): EntryShapes {
  return {
    entry: rowShape<EntryTable>()(
      kind,
      [
        ...(['id', 'page_id', 'vendor_id', 'native_id', 'title', 'url', 'impact', 'native_impact', 'phase', 'native_phase'] as const),
        ...(['started_at', 'resolved_at', 'created_at', 'updated_at', 'date_precision', 'scheduled_for', 'scheduled_until'] as const),
        ...([
          'first_posted_at',
          'closed_seen_at',
          'removed_at',
          'listed',
          'list_order',
          'list_order',
          'seen_at',
          'first_seen_at',
          'is_open',
          'sort_at',
          'digest',
        ] as const),
      ],
      { key: ['id'] },
    ),
    version: rowShape<EntryVersionTable>()(
      `${kind}_version`,
      [
        ...(['entry_id', 'digest', 'title', 'impact', 'native_impact', 'phase', 'native_phase', 'started_at', 'resolved_at'] as const),
        ...(['scheduled_for', 'scheduled_until', 'components', 'seen_from', 'seen_until'] as const),
      ],
      { key: ['entry_id', 'digest'] },
    ),
    component: rowShape<EntryComponentTable>()(`${kind}_component`, ['entry_id', 'position', 'native_id', 'name', 'health'], {}),
    update: rowShape<UpdateTable>()(
      `${kind}_update`,
      [
        ...(['id', 'entry_id', 'native_id', 'phase', 'native', 'body', 'format', 'posted_at', 'components', 'position'] as const),
        ...(['first_seen_at', 'seen_at', 'removed_at', 'digest'] as const),
      ],
      { key: ['id'], fixed: ['entry_id'] },
    ),
    updateVersion: rowShape<UpdateVersionTable>()(
      `${kind}_update_version`,
      ['update_id', 'digest', 'phase', 'native', 'body', 'format', 'posted_at', 'seen_from', 'seen_until'],
      { key: ['update_id', 'digest'] },
    ),
  }
}

export const shapes = { incident: entryShapes('incident'), maintenance: entryShapes('maintenance') }
