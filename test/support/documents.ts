import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { instantFromIso } from '../../parsers/lib/time.ts'
import type { Instant } from '../../parsers/model.ts'
import type { Body, Context, Document, Medium } from '../../parsers/platform.ts'

const folder = fileURLToPath(new URL('../fixtures', import.meta.url))

const Recorded = z.object({
  file: z.string(),
  url: z.url(),
  finalUrl: z.url().optional(),
  status: z.int(),
  headers: z.record(z.string(), z.string()).default({}),
})
const Failed = z.object({ url: z.url(), status: z.int().nullable(), failure: z.string() })

/** What each case shows; the conformance suite demands the first five of every platform. */
const states = ['all-clear', 'open-incident', 'resolved-incident', 'maintenance', 'truncated', 'report', 'history'] as const

/** `capture.json`: where and when the bodies beside it were seen, and on whose word. */
export const Capture = z.strictObject({
  vendor: z.string(),
  page: z.url(),
  capturedAt: z.string().transform((text) => instant(text)),
  timeZone: z.string().optional(),
  /** The vendor row's settings, as the platform's schema wants them. */
  params: z.record(z.string(), z.unknown()).default({}),
  origin: z.enum(['recorded', 'documented', 'synthetic']),
  originUrl: z.url().optional(),
  notes: z.string().optional(),
  states: z.array(z.enum(states)),
  sources: z.record(z.string(), z.union([Recorded, z.array(Recorded), Failed])),
})
export type Capture = z.infer<typeof Capture>

export interface FixtureCase {
  readonly platform: string
  readonly name: string
  readonly folder: string
  readonly capture: Capture
  readonly context: Context<Readonly<Record<string, unknown>>>
  /** Documents by source; the medium of each is the platform's to say. */
  documents(mediumOf: (source: string) => Medium): Record<string, Document[]>
}

/** Every case of every platform: one folder each under test/fixtures/<platform>/. */
export function fixtureCases(platform?: string): readonly FixtureCase[] {
  const platforms = platform === undefined ? foldersIn(folder) : [platform]
  return platforms.flatMap((id) => foldersIn(join(folder, id)).map((name) => fixtureCase(id, name)))
}

function fixtureCase(platform: string, name: string): FixtureCase {
  const own = join(folder, platform, name)
  const capture = Capture.parse(JSON.parse(readFileSync(join(own, 'capture.json'), 'utf8')))
  const context = { page: { url: capture.page }, params: capture.params, observedAt: capture.capturedAt }
  return {
    platform,
    name,
    folder: own,
    capture,
    context: capture.timeZone === undefined ? context : { ...context, timeZone: capture.timeZone },
    documents: (mediumOf) =>
      Object.fromEntries(
        Object.entries(capture.sources).flatMap(([source, recorded]) => {
          const answers = [recorded].flat().filter((answer) => 'file' in answer)
          const documents = answers.map((answer) => ({
            ...answer,
            finalUrl: answer.finalUrl ?? answer.url,
            body: bodyOf(mediumOf(source), readFileSync(join(own, answer.file), 'utf8')),
          }))
          return documents.length > 0 ? [[source, documents]] : []
        }),
      ),
  }
}

/** A successful answer with a body of one medium. */
export function documentOf<M extends Medium>(medium: M, text: string, url = 'https://status.example.com/'): Document<M> {
  return { url, finalUrl: url, status: 200, headers: {}, body: bodyOf(medium, text) }
}

function bodyOf<M extends Medium>(medium: M, text: string): Body<M> {
  return { medium, text }
}

/** An instant of a test; one that is none is a mistake in the test. */
export function instant(text: string): Instant {
  const made = instantFromIso(text)
  if (made === undefined) throw new Error(`not an instant: ${text}`)
  return made
}

/** Freezes a value through and through: whoever writes to it throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}

function foldersIn(parent: string): readonly string[] {
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
}
