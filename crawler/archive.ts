import { hash } from 'node:crypto'
import { z } from 'zod'
import { ParseError } from '../parsers/errors.ts'
import { instantFromEpochMs, instantFromIso } from '../parsers/lib/time.ts'
import type { Instant } from '../parsers/model.ts'
import type { Document, Platform } from '../parsers/platform.ts'
import { platformById, platforms } from '../parsers/registry.ts'
import { classifyRefusal } from '../parsers/lib/refusal.ts'
import { noneListed } from '../data/changes/moment.ts'
import { contentDigest } from '../data/identity.ts'
import type { PageToPoll } from '../data/store/due.ts'
import type { FailedPoll, Poll } from '../data/store/poll.ts'
import { type Failure, failureOf } from './failure.ts'
import { decodeText } from './fetch/text.ts'
import { snapshotDigest } from './reading.ts'

/** One document of an archive line. */
const ArchivedDocument = z.object({
  url: z.string().optional(),
  status: z.int().default(200),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().optional(),
  bodyBase64: z.string().optional(),
})
type ArchivedDocument = z.infer<typeof ArchivedDocument>

/** One line of an archive: what was read of a page at one moment, by source. */
const ArchiveLine = z.object({
  observedAt: z.string(),
  page: z.string().optional(),
  documents: z.record(z.string(), z.union([ArchivedDocument, z.array(ArchivedDocument)])),
})

/** A page that an archive is replayed into; the platform is found with the first line that tells it. */
export interface ArchivePage {
  readonly toPoll: PageToPoll
  platform?: Platform
  /** As an earlier line told it. */
  timeZone?: string
}

/** The poll that a line stands for; undefined where it does not even say when and of what page it is. */
export function pollOfLine(text: string, pages: readonly ArchivePage[]): Poll | undefined {
  const line = ArchiveLine.safeParse(jsonOf(text))
  const observedAt = line.success ? instantFromIso(line.data.observedAt) : undefined
  if (!line.success || !observedAt) return undefined
  const named = line.data.page?.replace(/\/$/u, '')
  const page = named === undefined ? pages[0] : pages.find(({ toPoll }) => toPoll.page.url === named || toPoll.page.id === named)
  if (!page) return undefined
  const documents = Object.entries(line.data.documents).flatMap(([source, one]) => [one].flat().map((document) => ({ source, document })))
  return replay(page, observedAt, documents)
}

interface Archived {
  readonly source: string
  readonly document: ArchivedDocument
}

function replay(page: ArchivePage, observedAt: Instant, archived: readonly Archived[]): Poll {
  const { toPoll } = page
  const bodies = archived.map(({ document }) => bodyOf(document))
  const base = {
    ...{ pageId: toPoll.page.id, observedAt, recordedAt: instantFromEpochMs(Date.now()) ?? observedAt, durationMilliseconds: 0 },
    bytes: bodies.reduce((sum, body) => sum + body.bytes.length, 0),
  }
  const digest = contentDigest(archived.map(({ source, document }, index) => [source, document.status, bodies[index]?.hash]))
  const refused = archived.find(({ document }) => document.status < 200 || document.status > 299)
  if (refused) return { type: 'failed', ...base, ...refusalOf(refused.document, page), digest }
  try {
    const platform = (page.platform ??= platformOf(page, archived, bodies, observedAt))
    const snapshot = parseWith(platform, page, archived, bodies, observedAt)
    if (snapshot.page.timeZone !== undefined) page.timeZone = snapshot.page.timeZone
    const sources = archived.map(({ source, document }, index) => ({
      ...{ source, url: document.url ?? urlOf(platform, source, toPoll), etag: null, last_modified: null },
      body_hash: bodies[index]?.hash ?? '',
    }))
    return {
      ...{ type: 'read', ...base, platform: platform.id, snapshot, sources, archive: [], contentDigest: snapshotDigest(snapshot) },
      ...{ listsRead: false, openListed: noneListed, backfill: false },
    }
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    return { type: 'failed', ...base, ...withoutCause(failureOf(error, [])), digest }
  }
}

function withoutCause({ outcome, kind, detail, understood }: Failure): Pick<FailedPoll, 'outcome' | 'kind' | 'detail' | 'understood'> {
  return { outcome, kind, detail, understood }
}

function refusalOf(document: ArchivedDocument, page: ArchivePage): Pick<FailedPoll, 'outcome' | 'kind' | 'detail' | 'understood'> {
  const { url } = page.toPoll.page
  const answer = {
    finalUrl: url,
    status: document.status,
    headers: document.headers,
    body: { medium: 'html' as const, text: bodyOf(document).text },
  }
  const refusal = classifyRefusal(answer, page.platform?.refusals ?? [])
  if (refusal) return { outcome: 'refused', kind: 'foreign', detail: refusal.what, understood: false }
  return {
    outcome: 'refused',
    kind: 'status',
    detail: String(document.status),
    understood: document.status !== 404 && document.status !== 410,
  }
}

interface Body {
  readonly bytes: Buffer
  readonly text: string
  readonly hash: string
}

function bodyOf({ body, bodyBase64, headers }: ArchivedDocument): Body {
  const bytes = bodyBase64 === undefined ? Buffer.from(body ?? '') : Buffer.from(bodyBase64, 'base64')
  const text = bodyBase64 === undefined ? (body ?? '') : decodeText(bytes, headers['content-type'])
  return { bytes, text, hash: hash('sha256', bytes).slice(0, 32) }
}

function urlOf(platform: Platform, source: string, { page }: PageToPoll): string {
  return platform.sources[source]?.urls({ url: page.url }, JSON.parse(page.params), { entries: [] })[0] ?? page.url
}

function parseWith(
  platform: Platform,
  archive: ArchivePage,
  archived: readonly Archived[],
  bodies: readonly Body[],
  observedAt: Instant,
): ReturnType<Platform['parse']> {
  const { page } = archive.toPoll
  const documents: Record<string, Document[]> = {}
  archived.forEach(({ source, document }, index) => {
    const known = platform.sources[source]
    if (!known) throw new ParseError('shape', `the platform has no source called ${source}`)
    const url = document.url ?? known.urls({ url: page.url }, JSON.parse(page.params), { entries: [] })[0] ?? page.url
    const read: Document = {
      url,
      finalUrl: url,
      status: document.status,
      headers: document.headers,
      body: { medium: known.medium, text: bodies[index]?.text ?? '' },
    }
    documents[source] = [...(documents[source] ?? []), read]
  })
  const known = archive.timeZone ?? page.time_zone
  const zone = known === null ? {} : { timeZone: known }
  const params = platform.params.parse(JSON.parse(page.params))
  return platform.parse(documents, { page: { url: page.url }, params, observedAt, ...zone })
}

/** The page's platform; where it is not known yet, the only one that can read this line. */
function platformOf(page: ArchivePage, archived: readonly Archived[], bodies: readonly Body[], observedAt: Instant): Platform {
  const { platform: given } = page.toPoll.page
  const named = given === null ? undefined : platformById(given)
  if (named) return named
  const all: readonly Platform[] = Object.values(platforms)
  const able = all.filter(
    (platform) => archived.every(({ source }) => source in platform.sources) && canRead(platform, page, archived, bodies, observedAt),
  )
  const [only] = able
  if (!only || able.length > 1) throw new ParseError('foreign', 'no one platform recognises these documents')
  return only
}

function canRead(
  platform: Platform,
  page: ArchivePage,
  archived: readonly Archived[],
  bodies: readonly Body[],
  observedAt: Instant,
): boolean {
  try {
    parseWith(platform, page, archived, bodies, observedAt)
    return true
  } catch (error) {
    if (error instanceof ParseError) return false
    throw error
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
