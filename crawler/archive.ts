import { hash } from 'node:crypto'
import { z } from 'zod'
import { ParseError } from '../parsers/errors.ts'
import { instantFromEpochMs, instantFromIso } from '../parsers/lib/time.ts'
import type { Instant, Snapshot } from '../parsers/model.ts'
import type { Platform } from '../parsers/platform.ts'
import { platformById, platforms } from '../parsers/registry.ts'
import { noneListed } from '../data/changes/moment.ts'
import { contentDigest } from '../data/identity.ts'
import type { PageToPoll } from '../data/store/due.ts'
import type { Poll } from '../data/store/poll.ts'
import { failureOf } from './failure.ts'
import { decodeBody } from './fetch/decode.ts'
import { FetchError } from './fetch/errors.ts'
import { decodeText } from './fetch/text.ts'
import { readDocuments, snapshotDigest, type SourcedDocument } from './reading.ts'
import { settingsIn } from './settings.ts'

const Headers = z
  .record(z.string(), z.string())
  .transform((headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])))

/** One document of an archive line. */
const ArchivedDocument = z.object({
  url: z.string().optional(),
  status: z.int().default(200),
  headers: Headers.default({}),
  body: z.string().default(''),
  /** The body's bytes, where its charset or its coding is still to be undone. */
  bodyBase64: z.string().optional(),
})

/** One line of an archive: what was read of a page at one moment, by source. */
const ArchiveLine = z.object({
  observedAt: z.string(),
  page: z.string().optional(),
  documents: z.record(z.string(), z.union([ArchivedDocument, z.array(ArchivedDocument)])),
})

/** A page that an archive is replayed into. What one line tells, the next ones know. */
export interface ArchivePage {
  readonly toPoll: PageToPoll
  /** Named by the vendor's row, or found with the first line that one platform alone can read. */
  platform?: Platform
  timeZone?: string
  nativeId?: string
}

/** The poll that a line stands for; undefined where it does not even say when and of what page it is. */
export function pollOfLine(text: string, pages: readonly ArchivePage[]): Poll | undefined {
  const { data } = ArchiveLine.safeParse(jsonOf(text))
  const observedAt = instantFromIso(data?.observedAt)
  if (!data || !observedAt) return undefined
  const named = data.page?.replace(/\/$/u, '')
  const page = named === undefined ? pages[0] : pages.find(({ toPoll }) => toPoll.page.url === named || toPoll.page.id === named)
  if (!page) return undefined
  const answers = Object.entries(data.documents).flatMap(([source, one]) => [one].flat().map((document) => answerOf(source, document)))
  return replay(page, observedAt, answers)
}

interface Answer {
  readonly source: string
  readonly url: string | undefined
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
  readonly text: string
}

const mostDecodedBytes = 20_971_520

function answerOf(source: string, { url, status, headers, body, bodyBase64 }: z.infer<typeof ArchivedDocument>): Answer {
  if (bodyBase64 === undefined) return { source, url, status, headers, bytes: Buffer.from(body), text: body }
  const raw = Buffer.from(bodyBase64, 'base64')
  // Some archives keep the header of a coding that they have undone.
  const decoded = decodeBody(raw, headers['content-encoding'], mostDecodedBytes)
  const bytes = Buffer.isBuffer(decoded) ? decoded : raw
  return { source, url, status, headers, bytes, text: decodeText(bytes, headers['content-type']) }
}

function replay(page: ArchivePage, observedAt: Instant, answers: readonly Answer[]): Poll {
  const base = {
    pageId: page.toPoll.page.id,
    observedAt,
    recordedAt: instantFromEpochMs(Date.now()) ?? observedAt,
    bytes: answers.reduce((sum, { bytes }) => sum + bytes.length, 0),
    durationMilliseconds: 0,
  }
  try {
    const platform = (page.platform ??= platformOf(page, answers, observedAt))
    const snapshot = readAnswers(platform, page, answers, observedAt)
    if (snapshot.page.timeZone !== undefined) page.timeZone = snapshot.page.timeZone
    if (snapshot.page.nativeId !== undefined) page.nativeId = snapshot.page.nativeId
    return {
      type: 'read',
      ...base,
      platform: platform.id,
      snapshot,
      sources: answers.map((answer) => ({
        source: answer.source,
        url: urlOf(platform, page, answer),
        etag: null,
        last_modified: null,
        body_hash: hashOf(answer),
      })),
      archive: [],
      contentDigest: snapshotDigest(snapshot),
      listsRead: false,
      openListed: noneListed,
      backfill: false,
      isReplay: true,
    }
  } catch (error) {
    if (!(error instanceof ParseError || error instanceof FetchError)) throw error
    const { outcome, kind, detail, understood } = failureOf(error, page.platform?.refusals ?? [])
    const digest = contentDigest(answers.map((answer) => [answer.source, answer.status, hashOf(answer)]))
    return { type: 'failed', ...base, outcome, kind, detail, understood, digest }
  }
}

function hashOf({ bytes }: Answer): string {
  return hash('sha256', bytes).slice(0, 32)
}

/** As a live poll reads them: the good answers, however many they are; throws what was wrong where there is none. */
function readAnswers(platform: Platform, page: ArchivePage, answers: readonly Answer[], observedAt: Instant): Snapshot {
  const read = answers.map((answer) => documentOf(platform, page, answer))
  const documents = read.filter((one): one is SourcedDocument => !(one instanceof FetchError))
  const fault = read.find((one) => one instanceof FetchError)
  if (documents.length === 0 && fault) throw fault
  const known = {
    ...page.toPoll.page,
    time_zone: page.timeZone ?? page.toPoll.page.time_zone,
    native_id: page.nativeId ?? page.toPoll.page.native_id,
  }
  return readDocuments({ platform, page: known, observedAt }, documents)
}

function documentOf(platform: Platform, page: ArchivePage, answer: Answer): SourcedDocument | FetchError {
  const { source, status, headers, text } = answer
  const known = platform.sources[source]
  if (!known) throw new ParseError('shape', `the platform has no source called ${source}`)
  const url = urlOf(platform, page, answer)
  if (!isGood(answer)) return refusalOf(answer, url)
  return { source, document: { url, finalUrl: url, status, headers, body: { medium: known.medium, text } } }
}

function isGood({ status }: Answer): boolean {
  return status >= 200 && status <= 299
}

function refusalOf({ status, headers, text }: Answer, url: string): FetchError {
  return new FetchError('status', 'archived', { url, httpStatus: status, headers, body: text })
}

function urlOf(platform: Platform, { toPoll: { page } }: ArchivePage, { source, url }: Answer): string {
  if (url !== undefined) return url
  const params = settingsIn(platform, page)
  return (params && platform.sources[source]?.urls({ url: page.url }, params, { entries: [] })[0]) ?? page.url
}

/** The page's platform; where it is not known yet, the only one that can read this line. */
function platformOf(page: ArchivePage, answers: readonly Answer[], observedAt: Instant): Platform {
  const given = page.toPoll.page.platform
  const named = given === null ? undefined : platformById(given)
  if (named) return named
  const [first] = answers
  if (first && !answers.some(isGood)) throw refusalOf(first, first.url ?? page.toPoll.page.url)
  const all: readonly Platform[] = Object.values(platforms)
  const [only, ...others] = all.filter((platform) => canRead(platform, page, answers, observedAt))
  if (!only || others.length > 0) throw new ParseError('foreign', 'no one platform recognises these documents')
  return only
}

function canRead(platform: Platform, page: ArchivePage, answers: readonly Answer[], observedAt: Instant): boolean {
  try {
    readAnswers(platform, page, answers, observedAt)
    return true
  } catch (error) {
    if (error instanceof ParseError || error instanceof FetchError) return false
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
