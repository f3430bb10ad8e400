import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Frozen in time: imports nothing of ours, whatever the vocabulary becomes later. */

interface Types {
  readonly bytes: string
  readonly serial: string
  readonly strict: string
  /** For small rows under a key of text: SQLite then keeps them in the key's own tree instead of two. */
  readonly keyed: string
  /** Finds parts of words in the texts of reports; kept up to date by the database. */
  readonly reportSearch: readonly string[]
}
/** Longer texts are found by their beginning. */
const searchedCharacters = 250_000
const types: Readonly<Record<'sqlite' | 'postgres', Types>> = {
  sqlite: {
    bytes: 'blob',
    serial: 'integer primary key autoincrement not null',
    strict: 'strict',
    keyed: 'strict, without rowid',
    // The text of a version never changes, so rows are only added and taken out.
    reportSearch: [
      "create virtual table report_search using fts5 (title, body, content = '', contentless_delete = 1, tokenize = 'trigram')",
      `create trigger report_added after insert on report begin insert into report_search (rowid, title, body)
      values (new.id, new.title, substr(coalesce(new.plain, new.body), 1, ${searchedCharacters})); end`,
      'create trigger report_taken_out after delete on report begin delete from report_search where rowid = old.id; end',
    ],
  },
  postgres: {
    bytes: 'bytea',
    serial: 'bigserial primary key not null',
    strict: '',
    keyed: '',
    reportSearch: [
      'create extension if not exists pg_trgm',
      `create index report_search on report using gin (lower(coalesce(title, '') || ' ' || substr(coalesce(plain, body), 1, ${searchedCharacters})) gin_trgm_ops)`,
    ],
  },
}

const health = "'operational','degraded_performance','partial_outage','major_outage','under_maintenance','unknown'"
const impact = "'none','minor','major','critical','unknown'"
const phases = {
  incident: "'investigating','identified','monitoring','resolved','postmortem','unknown'",
  maintenance: "'scheduled','in_progress','verifying','completed','cancelled','unknown'",
}
const authority = "'api','feed','embedded-state','markup','aggregator'"
const format = "'text','markdown','html'"
const extent = "'full','recent','open','none'"

/** One shape for every instant: 24 characters, UTC; written so that both databases can check it. */
function instants(...columns: readonly string[]): string {
  return columns
    .map((column) => {
      const name = column.replace('!', '')
      const required = column.endsWith('!') ? ' not null' : ''
      return `${name} text${required} check (length(${name}) = 24 and substr(${name}, 11, 1) = 'T' and substr(${name}, 24, 1) = 'Z')`
    })
    .join(', ')
}

function flag(column: string): string {
  return `${column} integer not null check (${column} in (0, 1))`
}

function oneOf(column: string, words: string, required = true): string {
  return `${column} text${required ? ' not null' : ''} check (${column} in (${words}))`
}

function watchTables({ strict }: Types): readonly string[] {
  return [
    `create table vendor (id text primary key not null, name text not null, homepage text, category text, position integer not null,
    ${flag('watched')}, ${oneOf('origin', "'list','add'")}) ${strict}`,
    `create table page (id text primary key not null, vendor_id text not null references vendor (id), key text not null, url text not null,
    position integer not null, ${flag('watched')}, platform text, params text not null, settings text, own_interval_seconds integer,
    ${oneOf('authority', authority, false)}, native_id text, name text, time_zone text, ${oneOf('health', health, false)}, native text,
    ${instants('health_at', 'checked_at', 'read_at', 'first_read_at', 'changed_at', 'source_updated_at', 'components_at')},
    ${instants('incidents_open_at', 'incidents_list_at', 'maintenances_open_at', 'maintenances_list_at', 'lists_read_at', 'observed_from')},
    content_digest text, components_digest text, interval_seconds integer not null, ${instants('next_due_at', 'failing_since')},
    failures integer not null, failure_kind text, failure_detail text, ${flag('understood')}, ${instants('suspect_since')}, suspect_digest text, unique (vendor_id, key)) ${strict}`,
    'create index page_due on page (watched, next_due_at)',
  ]
}

function pollTables({ strict, keyed, serial, bytes }: Types): readonly string[] {
  return [
    `create table source_state (page_id text not null references page (id), source text not null, url text not null, etag text,
    last_modified text, body_hash text not null, ${instants('observed_at!')}, primary key (page_id, source, url)) ${keyed}`,
    `create table poll (id ${serial}, page_id text not null references page (id), ${instants('observed_at!')},
    ${oneOf('outcome', "'changed','unchanged','not_modified','unreachable','refused','unparseable'")}, kind text, detail text,
    digest text not null, ${oneOf('components', extent)}, ${oneOf('incidents', extent)}, ${oneOf('maintenances', extent)},
    bytes integer not null, duration_milliseconds integer not null, ${instants('recorded_at!')}) ${strict}`,
    'create index poll_page on poll (page_id, observed_at)',
    'create index poll_recorded on poll (recorded_at)',
    `create table observation (page_id text not null references page (id), ${instants('from_at!', 'until_at!')}, polls integer not null,
    primary key (page_id, from_at)) ${keyed}`,
    `create table raw_body (hash text primary key not null, encoding text not null, body ${bytes} not null) ${strict}`,
    `create table raw_document (page_id text not null references page (id), source text not null, url text not null,
    ${instants('observed_at!')}, final_url text not null, status integer not null, headers text not null, medium text not null,
    hash text not null, primary key (observed_at, page_id, source, url)) ${keyed}`,
  ]
}

function componentTable({ strict }: Types): readonly string[] {
  return [
    `create table component (id text primary key not null, page_id text not null references page (id), native_id text not null,
    parent_id text, position integer not null, ${flag('is_group')}, name text not null, ${oneOf('health', health)}, native text not null,
    description text, ${instants('first_seen_at!', 'seen_at!', 'changed_at!')}, missing_polls integer not null, ${instants('removed_at')},
    unique (page_id, native_id)) ${strict}`,
  ]
}

function entryTables({ strict, keyed }: Types, kind: 'incident' | 'maintenance'): readonly string[] {
  return [
    `create table ${kind} (id text primary key not null, page_id text not null references page (id), vendor_id text not null,
    native_id text not null, title text not null, url text, ${oneOf('impact', impact, false)}, native_impact text,
    ${oneOf('phase', phases[kind], false)}, native_phase text, ${instants('started_at', 'resolved_at', 'created_at', 'updated_at')},
    date_precision text, ${instants('scheduled_for', 'scheduled_until', 'first_posted_at', 'closed_seen_at', 'removed_at')},
    ${flag('listed')}, list_order integer, ${instants('seen_at!', 'first_seen_at!')}, ${flag('is_open')}, ${instants('sort_at!')}, digest text not null,
    unique (page_id, native_id)) ${strict}`,
    `create index ${kind}_open on ${kind} (is_open, sort_at)`,
    `create index ${kind}_page on ${kind} (page_id, listed)`,
    `create index ${kind}_sort on ${kind} (sort_at, id)`,
    `create index ${kind}_vendor on ${kind} (vendor_id, sort_at)`,
    `create table ${kind}_version (entry_id text not null references ${kind} (id), digest text not null, title text not null, impact text,
    native_impact text, phase text, native_phase text, ${instants('started_at', 'resolved_at', 'scheduled_for', 'scheduled_until')},
    components text, ${instants('seen_from!', 'seen_until')}, primary key (entry_id, digest)) ${keyed}`,
    `create table ${kind}_component (entry_id text not null references ${kind} (id), position integer not null, native_id text,
    name text not null, ${oneOf('health', health, false)}, primary key (entry_id, position)) ${keyed}`,
    `create index ${kind}_component_native on ${kind}_component (native_id)`,
    `create table ${kind}_update (id text primary key not null, entry_id text not null references ${kind} (id), native_id text, phase text,
    native text, body text not null, ${oneOf('format', format)}, ${instants('posted_at')}, components text, position integer not null,
    ${instants('first_seen_at!', 'seen_at!', 'removed_at')}, digest text not null) ${strict}`,
    `create index ${kind}_update_entry on ${kind}_update (entry_id)`,
    `create table ${kind}_update_version (update_id text not null references ${kind}_update (id), digest text not null, phase text,
    native text, body text not null, ${oneOf('format', format)}, ${instants('posted_at', 'seen_from!', 'seen_until')},
    primary key (update_id, digest)) ${strict}`,
  ]
}

const genres = "'incident','template','guide','example'"
const causes =
  "'config-change','deploy','database','network','dns','capacity','third-party','hardware','certificate','security','maintenance','power','software-bug','unknown'"
const sections = "'summary','leadup','impact','detection','root_cause','resolution','corrective_actions','timeline','lessons'"

/** Instants, and moments whose year is not known (`--07-14T15:17Z`). */
function statedTimes(...columns: readonly string[]): string {
  return columns
    .map((name) => `${name} text check (length(${name}) = 24 or (length(${name}) = 14 and substr(${name}, 1, 2) = '--'))`)
    .join(', ')
}

function reportTables({ strict, keyed, serial, reportSearch }: Types): readonly string[] {
  const owner = 'incident_id text not null, digest text not null'
  const place = `${owner}, position integer not null`
  const offsets = 'from_offset integer not null, to_offset integer not null'
  const ofReport = 'foreign key (incident_id, digest) references report (incident_id, digest)'
  return [
    `create table report (id ${serial}, incident_id text not null references incident (id), digest text not null, vendor_id text not null,
    ${oneOf('kind', "'report','update'")}, update_id text, url text, title text, body text not null, ${oneOf('format', format)}, plain text,
    ${instants('published_at', 'dated_at!')}, posts text not null, ${instants('seen_from!', 'seen_until')},
    unique (incident_id, digest)) ${strict}`,
    'create index report_present on report (dated_at, incident_id) where seen_until is null',
    'create index report_vendor on report (vendor_id, dated_at) where seen_until is null',
    `create table report_reading (${owner}, reader integer not null, ${oneOf('genre', genres)}, parts integer not null, title text,
    ${oneOf('cause_category', causes)}, cause_sentence text, cause_from integer, cause_to integer, affected_share_percent real,
    share_sentence text, share_from integer, share_to integer, primary key (incident_id, digest), ${ofReport}) ${keyed}`,
    `create table report_section (${place}, ${oneOf('name', sections)}, heading text not null, text text not null, ${offsets},
    primary key (incident_id, digest, position), ${ofReport}) ${strict}`,
    `create table report_window (${place}, ${statedTimes('start_at', 'end_at')}, ${oneOf('role', "'main','sub'")},
    ${oneOf('certainty', "'exact','approximate','inferred-date'")}, zone text, primary key (incident_id, digest, position), ${ofReport}) ${keyed}`,
    `create table report_window_evidence (${owner}, window_position integer not null, position integer not null, sentence text not null,
    ${offsets}, primary key (incident_id, digest, window_position, position), ${ofReport}) ${keyed}`,
    `create table report_timeline_entry (${place}, ${statedTimes('at')}, stated text not null, text text not null, zone text, ${offsets},
    primary key (incident_id, digest, position), ${ofReport}) ${strict}`,
    `create table report_mention (${owner}, ${oneOf('kind', "'component','third_party'")}, position integer not null, name text not null,
    sentence text not null, ${offsets}, primary key (incident_id, digest, kind, position), ${ofReport}) ${keyed}`,
    'create index report_mention_name on report_mention (kind, name)',
    `create table report_post (${place}, ${instants('at!')}, label text, from_offset integer not null,
    primary key (incident_id, digest, position), ${ofReport}) ${keyed}`,
    ...reportSearch,
  ]
}

function changeTables({ strict, keyed, serial }: Types): readonly string[] {
  return [
    `create table doubt (subject_id text not null,
    ${oneOf('kind', "'contradiction','frozen','reused_id','backdated','unverified'")}, ${instants('since!')}, text text not null,
    primary key (subject_id, kind)) ${keyed}`,
    `create table change (id ${serial}, key text not null, kind text not null, vendor_id text not null, page_id text not null,
    ${oneOf('subject_kind', "'page','component','incident','maintenance'")}, subject_id text not null, update_id text, title text not null,
    before text, after text, ${instants('observed_at!')}, ${flag('backfilled')}) ${strict}`,
    'create index change_subject on change (subject_id)',
    'create index change_vendor on change (vendor_id, id)',
    'create index change_kind on change (kind, id)',
    `create table instance (id text primary key not null, ${oneOf('role', "'crawler','server'")}, ${instants('started_at!', 'seen_at!')},
      browser text, browser_pages integer, browser_crashes integer) ${keyed}`,
  ]
}

export function firstSchema(dialect: 'sqlite' | 'postgres'): Migration {
  const names = types[dialect]
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      const statements = [
        ...watchTables(names),
        ...pollTables(names),
        ...componentTable(names),
        ...entryTables(names, 'incident'),
        ...entryTables(names, 'maintenance'),
        ...reportTables(names),
        ...changeTables(names),
      ]
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
