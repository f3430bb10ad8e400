import { z } from 'zod'
import type { FetchedPage } from '../fingerprint.ts'
import { list } from '../lib/schema.ts'

/**
 * The documents behind the pages: files where the site is generated, an API where it is served. Source:
 * https://github.com/juliomrqz/statusfy (lib/content/database.js, server/api, markdown/containers.js), read 2018 to 2020.
 * Authority: the vendor's own. Quirks: `severity` uses the words of a system's state; the list holds ten incidents a page,
 * newest first; a maintenance stands in `scheduled` until its hour and then among the incidents; updates are blocks within the
 * rendered text; `modified` is when a file was changed, and no end of anything.
 */
export const Params = z.strictObject({
  /** The language of the documents that are read. */
  language: z
    .string()
    .regex(/^[A-Za-z]{2}(?:-[A-Za-z]{2,4})?$/u)
    .optional(),
  /** Served by the program itself, and not as generated files. */
  served: z.boolean().optional(),
})
export type Params = z.infer<typeof Params>

const System = z.strictObject({ name: z.string().min(1), status: z.string(), order: z.number() })
export const Systems = list(System)
export type System = z.infer<typeof System>

const Entry = z.object({
  id: z.string().min(1),
  title: z.string(),
  description: z.string().nullish(),
  date: z.string(),
  modified: z.string().nullish(),
  scheduled: z.string().nullish(),
  /** Minutes. */
  duration: z.number().nullish(),
  severity: z.string(),
  affectedsystems: list(z.string().min(1)),
  resolved: z.boolean(),
  content: z.string(),
})
export type Entry = z.infer<typeof Entry>

export const Incidents = z.object({
  count: z.number(),
  page: z.number(),
  page_size: z.number(),
  total_pages: z.number(),
  incidents: list(Entry),
})
export const Scheduled = z.object({ count: z.number(), incidents: list(Entry) })

/** Where a generated site keeps a document: "systems", "incidents.page-2", "scheduled". */
export function filePath(name: string, language: string): string {
  return `/static/content/api/v0/${name}.${language}.json`
}

export const servedPath = '/api/v0/systems'

/** Whether a text is a list of systems, as this software and no other writes it. */
export function isSystems(text: string): boolean {
  return /^\s{0,10}\[\s{0,20}\{\s{0,20}"name":\s?"[^"]{1,300}",\s{0,20}"status":\s?"[a-z-]{1,40}",\s{0,20}"order":\s?\d{1,4}\s{0,20}\}/u.test(
    text,
  )
}

/** The language of the page, and which of the two kinds of addresses answers. */
export function settingsOf({ home, probes }: FetchedPage): z.input<typeof Params> | undefined {
  if (probes === undefined) return undefined
  const language = /<html[^>]{0,500}\slang="([A-Za-z]{2}(?:-[A-Za-z]{2,4})?)"/u.exec(home.body.text.slice(0, 5000))?.[1] ?? 'en'
  return { language: language.slice(0, 2).toLowerCase(), served: isSystems(probes[servedPath]?.body.text ?? '') }
}
