import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Every region with its alerts, and a stream of alerts. Source: the maker's documentation and its example of 2020. Authority: the
 * maker's own page, which "includes all regions, current outages, alerts, and upcoming scheduled maintenance". Quirks: nothing
 * tells an outage from planned work but the prose ("Start Time: ...", "End Time: ..."); planned work is "ongoing" from its
 * announcement on; entries stand newest first; `updated_at` is empty where there was no update; an alert of one region may stand
 * under several.
 */
const Entry = z.object({ updated_at: z.string().nullish(), message: z.string() })

export const Alert = z.object({
  id: z.string().min(1),
  subject: z.string(),
  status: z.string(),
  start_date: z.string().nullish(),
  updated_at: z.string().nullish(),
  region: z.string().nullish(),
  entries: list(Entry),
})
export type Alert = z.infer<typeof Alert>

const Region = z.object({ location: z.string(), country_name: z.string().nullish(), alerts: list(Alert) })

export const Status = z.object({ service_alerts: list(Alert), regions: z.record(z.string().min(1), Region) })
export type Status = z.infer<typeof Status>

export const Alerts = z.object({ service_alerts: list(Alert), regions: z.never().optional() })
