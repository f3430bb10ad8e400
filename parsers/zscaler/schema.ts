import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * The services of one cloud, with what goes on and what went on within the week. Source: trust.zscaler.com/api/cloud-status,
 * recorded 2026-08 for the clouds zscaler.net, private.zscaler.com and zdxcloud.net. Authority: the maker's own page. Quirks: the
 * boolean `status` stays true while an event of the service is in progress; an event that goes on stands in `category_status` and in
 * `issues`; one event may stand under several services; its updates are markup within its description, where the newest stands twice.
 */
export const statusPath = '/api/cloud-status'

const Tid = z.union([z.string().min(1), z.number()]).transform(String)

export const Event = z.object({
  title: z.string(),
  alias: z.string().min(1),
  severityTid: Tid,
  status: z.string(),
  description: z.string().nullish(),
  from: z.string().nullish(),
  to: z.string().nullish(),
})
export type Event = z.infer<typeof Event>

export const Service = z.object({
  tid: Tid,
  name: z.string(),
  status: z.boolean(),
  info: z.string().nullish(),
  category_status: list(Event).nullish(),
  issues: list(Event).nullish(),
})
export type Service = z.infer<typeof Service>

export const CloudStatus = z.object({
  data: z.object({
    severity: list(z.object({ tid: Tid, name: z.string() })),
    category: list(z.object({ title: z.string(), tid: Tid, subCategory: list(Service) })),
  }),
})
