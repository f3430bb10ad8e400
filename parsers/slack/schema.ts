import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Slack's status API, version 2.0.0. Source: https://docs.slack.dev/reference/slack-status-api, and answers of 2020, 2022 and
 * 2026. Authority: the vendor's own. Quirks: ids are numbers, in the documentation strings; times carry the offset of San
 * Francisco; notes have no id; they come newest first or oldest first; their text is HTML since about 2023, plain before; an
 * incident may name no service.
 */

export const Entry = z.object({
  id: z.union([z.string().min(1), z.number().int()]).transform(String),
  title: z.string(),
  type: z.string(),
  status: z.string(),
  url: z.string().nullish(),
  services: list(z.string()).nullish(),
  date_created: z.string().nullish(),
  date_updated: z.string().nullish(),
  notes: list(z.object({ date_created: z.string().nullish(), body: z.string().nullish() })).nullish(),
})
export type Entry = z.infer<typeof Entry>

export const Current = z.object({ status: z.string(), date_updated: z.string().nullish(), active_incidents: list(Entry) })

export const History = list(Entry)
