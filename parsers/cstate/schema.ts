import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Source: https://github.com/cstate/cstate/wiki/API (API 2.0 of versions 5 and 6; 1.0 of version 4 has yes and no as
 * strings and no status of a system) and a site built with 6.0.1 in 2026-11. Authority: the site's own files. Quirks: what
 * was left out reads `<no value>`; times are as Go prints them (`2026-11-19 22:10:00 +0000 UTC`), but an end stands as
 * its author wrote it, mostly without a zone; the JSON is made by a template and may hold blank lines.
 */

/** What was not written down stays out. */
const Text = z
  .string()
  .nullish()
  .transform((text) => (text && text !== '<no value>' ? text : undefined))
const Flag = z.union([z.boolean(), z.enum(['true', 'false', '', '<no value>'])]).transform((flag) => flag === true || flag === 'true')

export const Issue = z.object({
  is: z.literal('issue'),
  title: z.string(),
  body: z.string().nullish(),
  createdAt: z.string(),
  lastMod: Text,
  permalink: z.string().min(1),
  severity: Text,
  resolved: Flag,
  informational: Flag.nullish(),
  resolvedAt: Text,
  affected: list(z.string()).nullish(),
})
export type Issue = z.infer<typeof Issue>

const System = z.object({
  name: z.string().min(1),
  category: Text,
  description: Text,
  status: z.string().nullish(),
  unresolvedIssues: list(Issue).nullish(),
})
export type System = z.infer<typeof System>

const Category = z.object({ name: z.string().min(1), description: Text, hideTitle: Flag.nullish() })
export type Category = z.infer<typeof Category>

export const Index = z.object({
  is: z.literal('index'),
  cStateVersion: z.string(),
  title: z.string(),
  baseURL: Text,
  summaryStatus: z.string(),
  categories: list(Category),
  systems: list(System),
  pinnedIssues: list(Issue).nullish(),
  buildDate: Text,
  buildTime: Text,
  buildTimezone: Text,
})

export const Issues = z.object({ is: z.literal('issues'), pages: list(Issue) })

/** Lists hold other pages of the site beside the issues. */
const Page = z.union([Issue, z.object({ is: z.string().regex(/^(?!issue$)\w/u) }).transform(() => undefined)])

export const Affected = z.object({ is: z.literal('system'), title: z.string().min(1), status: z.string().min(1), pages: list(Page) })
