import type { Instant, ReportText } from '../../parsers/model.ts'
import type { ReportTable, UpdateVersionTable } from '../database/schema.ts'
import { contentDigest } from '../identity.ts'
import { isReportInAllButName } from './closing-text.ts'
import type { ToldEntry } from './entries.ts'
import { type EntryWrites, type Moment, note, sighted, superseded, type Writes } from './moment.ts'

interface Owner {
  readonly id: string
  readonly title: string
  readonly lastTold: Moment['at']
  readonly present: boolean
  readonly backfilled: boolean
}

/** What this reading tells around a text: it dates what the text leaves open. */
type Around = Pick<ReportTable, 'incident_id' | 'vendor_id' | 'posts' | 'dated_at'>

function around(told: ToldEntry, owner: Owner, { at, page }: Moment): Around {
  const posts = (told.updates ?? []).flatMap(({ postedAt }) => postedAt ?? []).toSorted()
  return {
    incident_id: owner.id,
    vendor_id: page.vendor_id,
    posts: JSON.stringify([...new Set(posts)]),
    dated_at: told.resolvedAt ?? told.updatedAt ?? posts.at(-1) ?? told.startedAt ?? at,
  }
}

/** Compares the reports of an incident: the texts published as such, and the updates that are reports in all but name. */
export function diffTexts(
  told: ToldEntry,
  stored: readonly ReportTable[],
  since: UpdateMark,
  owner: Owner,
  moment: Moment,
  writes: Writes,
): void {
  diffClosingTexts(told, stored, since, owner, moment, writes)
  diffReports(told, stored, owner, moment, writes)
}

/** Where two are told, each is its own. */
function diffReports(told: ToldEntry, all: readonly ReportTable[], owner: Owner, moment: Moment, writes: Writes): void {
  const stored = all.filter((row) => row.kind === 'report')
  const fresh = (told.reports ?? []).map((report) => rowOf(report, around(told, owner, moment), moment.at))
  const digests = new Set(fresh.map(({ digest }) => digest))
  const present = stored.filter((row) => row.seen_until === null)
  const replaced = present.filter((row) => !digests.has(row.digest) && fresh.some(({ format }) => format === row.format))
  for (const row of fresh) {
    const known = stored.find(({ digest }) => digest === row.digest)
    // Not told is not gone: what an older reading tells stands, unless another version was told since.
    const stands = owner.present || !stored.some((other) => other !== known && other.format === row.format && isSince(other, moment.at))
    const seen = sighted(known, row, moment.at, stands)
    if (seen) put(seen, row, known, moment, writes)
  }
  if (!owner.present) return
  writes.reports.push(...replaced.flatMap((row) => superseded([row], '', owner.lastTold)))
  const subject = { kind: 'incident', id: owner.id, title: owner.title } as const
  const gone = [...replaced]
  for (const row of fresh) {
    if (present.some(({ digest }) => digest === row.digest)) continue
    const edited = gone.find(({ format, title, url }) => format === row.format && title === row.title && url === row.url) ?? gone[0]
    if (edited) gone.splice(gone.indexOf(edited), 1)
    if (edited && edited.body !== row.body) note(moment, 'report_edited', subject, { before: shown(edited), after: shown(row) })
    // The same report in another markup (a page beside an interface) is neither published anew nor an edit.
    else if (!edited && (stored.length === 0 || present.some(({ format }) => format === row.format)))
      note(moment, 'report_published', subject, { after: shown(row), backfilled: owner.backfilled })
  }
}

function shown({ body, format, published_at: publishedAt }: ReportTable): Record<string, unknown> {
  return { body, format, publishedAt }
}

function rowOf(report: ReportText, where: Around, at: Instant): ReportTable {
  const content = {
    url: report.url ?? null,
    title: report.title ?? null,
    body: report.body,
    format: report.format,
    published_at: report.publishedAt ?? null,
  }
  return {
    ...where,
    ...content,
    digest: contentDigest(content),
    kind: 'report',
    update_id: null,
    plain: null,
    dated_at: report.publishedAt ?? where.dated_at,
    seen_from: at,
    seen_until: null,
  }
}

function isSince({ seen_until: until }: ReportTable, at: Instant): boolean {
  return until === null || until > at
}

/** What stands around a text is kept as its first reading told it: so any order of the same readings ends alike. */
function put(row: ReportTable, fresh: ReportTable, known: ReportTable | undefined, moment: Moment, writes: Writes): void {
  const isFirst = known === undefined || moment.at < known.seen_from
  const { url, posts, dated_at } = isFirst ? fresh : known
  const next = { ...row, url, posts, dated_at }
  writes.reports.push(next)
  if (isFirst && (known?.posts !== posts || known.url !== url)) writes.unreadReports.push({ row: next, again: known !== undefined })
}

/** How far the lists of an incident's update versions had come before its updates were compared. */
export interface UpdateMark {
  readonly versions: number
  readonly poorer: number
}

export function markUpdates({ updateVersions, poorerVersions }: EntryWrites): UpdateMark {
  return { versions: updateVersions.length, poorer: poorerVersions.length }
}

function closingDigest(updateId: string, versionDigest: string): string {
  return contentDigest(['update', updateId, versionDigest])
}

/** The versions of updates that are reports in all but name are reports as well, seen when the version was. */
function diffClosingTexts(
  told: ToldEntry,
  stored: readonly ReportTable[],
  since: UpdateMark,
  owner: Owner,
  moment: Moment,
  writes: Writes,
): void {
  const { updateVersions, poorerVersions } = writes.incident
  const bodies = new Set(told.reports?.map(({ body }) => body))
  let where: Around | undefined
  for (const version of updateVersions.slice(since.versions)) {
    const digest = closingDigest(version.update_id, version.digest)
    const known = stored.find((row) => row.digest === digest)
    if (!known && (bodies.has(version.body) || !isReportInAllButName(version))) continue
    where ??= around(told, owner, moment)
    const fresh = closingRow(version, { ...where, url: told.url ?? null })
    put({ ...fresh, plain: known?.plain ?? null }, fresh, known, moment, writes)
  }
  for (const { update_id, digest } of poorerVersions.slice(since.poorer)) {
    const known = stored.find((row) => row.digest === closingDigest(update_id, digest))
    if (known) writes.removedReports.push(known)
  }
}

export function closingRow(version: UpdateVersionTable, where: Around & Pick<ReportTable, 'url'>): ReportTable {
  const { update_id, body, format, posted_at, seen_from, seen_until } = version
  return {
    ...where,
    digest: closingDigest(update_id, version.digest),
    kind: 'update',
    update_id,
    title: null,
    body,
    format,
    plain: null,
    published_at: posted_at,
    dated_at: posted_at ?? where.dated_at,
    seen_from,
    seen_until,
  }
}
