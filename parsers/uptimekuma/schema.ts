import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Source: server/routers/status-page-router.js and server/model/*.js of louislam/uptime-kuma, 1.19 to 2.5, and the answers
 * of a running 2.5.3 of 2026-11. Authority: the software's own API. Quirks: times are UTC and carry no zone, but for
 * buckets of several beats, which do; 1.x sends one `incident` or null, 2.x a list `incidents`; only what is pinned and
 * only windows of this moment are sent; a bucket in which nothing was measured is the number 0 instead of a beat.
 */

const Id = z.union([z.int(), z.string().min(1)]).transform(String)

export const Post = z.object({
  id: Id,
  style: z.string().nullish(),
  title: z.string(),
  content: z.string().nullish(),
  active: z.boolean().nullish(),
  createdDate: z.string().nullish(),
  lastUpdatedDate: z.string().nullish(),
})
export type Post = z.infer<typeof Post>

export const Window = z.object({
  id: Id,
  title: z.string(),
  description: z.string().nullish(),
  status: z.string(),
  timezone: z.string().nullish(),
  timeslotList: list(z.object({ startDate: z.string().nullish(), endDate: z.string().nullish() })).nullish(),
})
export type Window = z.infer<typeof Window>

const Monitor = z.object({ id: Id, name: z.string() })
export const Group = z.object({ id: Id, name: z.string(), monitorList: list(Monitor) })
export type Group = z.infer<typeof Group>

export const StatusPage = z.object({
  config: z.object({ slug: z.string().min(1), title: z.string() }),
  incident: Post.nullish(),
  incidents: list(Post).nullish(),
  publicGroupList: list(Group),
  maintenanceList: list(Window).nullish(),
})
export type StatusPage = z.infer<typeof StatusPage>

/** Beats by monitor id, oldest first. */
const Beat = z.object({ status: z.number(), time: z.string().nullish() })
export type Beat = z.infer<typeof Beat>
export const Heartbeats = z.object({
  heartbeatList: z.record(z.string(), list(z.union([Beat, z.literal(0)]))),
  uptimeList: z.record(z.string(), z.unknown()),
})

/** Newest first, closed ones included. */
export const History = z.object({
  ok: z.literal(true),
  incidents: list(Post.extend({ active: z.boolean() })),
  nextCursor: z.union([z.string(), z.number()]).nullish(),
  hasMore: z.boolean(),
})
