import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * Sources: history/summary.json as the monitor writes it into its repository (src/summary.ts of upptime/uptime-monitor, and
 * one repository of 2026-08); issues and comments as GitHub's REST API gives them
 * (https://docs.github.com/en/rest/search/search). Authority: the monitor's own files. Quirks: no time of any kind stands in the
 * summary; GitHub counts a search by the minute and everything else by the hour, so the lists are searched for.
 */

export const Summary = list(
  z.object({ name: z.string(), slug: z.string().min(1), status: z.string(), uptime: z.string(), dailyMinutesDown: z.unknown() }),
)
export type Summary = z.infer<typeof Summary>

export const Issue = z.object({
  number: z.int(),
  title: z.string(),
  state: z.string(),
  html_url: z.string(),
  labels: looseArray(z.object({ name: z.string() })),
  body: z.string().nullish(),
  comments: z.int(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  closed_at: z.string().nullish(),
})
export type Issue = z.infer<typeof Issue>

export const Search = z.object({ total_count: z.int(), incomplete_results: z.boolean(), items: list(Issue) })

export const Comments = list(z.object({ id: z.int(), issue_url: z.string(), body: z.string().nullish(), created_at: z.string() }))
export type Comments = z.infer<typeof Comments>
