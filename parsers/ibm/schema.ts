import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Everything that the page shows in one answer: notices of all kinds, and every product with the regions it is offered in.
 * Source: cloud.ibm.com/status/getEnhancedStatus, recorded 2026-07 (trimmed to ten notices and two products). Authority: the
 * maker's own page. Quirks: most notices are news (release notes, announcements, security bulletins); an incident's `state` was
 * "resolved" in every one seen, and is empty on news; times count milliseconds, and are 0 or empty where there are none; `sev`
 * is a number, or empty; the status of every region of every product was empty, which says nothing of its health; `id` is empty on
 * news.
 */
const Moment = z.union([z.number(), z.literal('')]).nullish()

/** Read of those alone that tell of operation. */
export const Notice = z.object({
  type: z.string(),
  id: z.string().nullish(),
  recordID: z.string().min(1),
  name: z.string(),
  state: z.string(),
  sev: z.union([z.number(), z.string()]).nullish(),
  creationTime: z.string().nullish(),
  outageStart: Moment,
  outageEnd: Moment,
  updateTime: Moment,
  shortDescription: z.string().nullish(),
  longDescription: z.string().nullish(),
  regions: list(z.string()),
  resourceIDs: list(z.string()),
  pnpRemoved: z.union([z.string(), z.boolean()]).nullish(),
})
export type Notice = z.infer<typeof Notice>

export const Resource = z.object({
  resourceID: z.string().min(1),
  displayName: z.string(),
  regions: list(z.object({ regionId: z.string().min(1), status: z.string() })),
})
export type Resource = z.infer<typeof Resource>

export const Status = z.object({ statusItems: list(z.looseObject({ type: z.string() })), resources: list(Resource) })
