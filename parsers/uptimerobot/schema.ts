import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * What the pages load. Sources: nine answers of `/api/getMonitorList` recorded on 2025-03-08, and the fields that public clients of
 * 2026 read, of that path in its newer shape (`data` in place of `psp.monitors`) and of `/api/getEventFeed`. Authority: the
 * vendor's own. Quirks: the counts are those of the whole page, the monitors come thirty at a time; `count_result` says "All
 * Clear" while everything is paused; a `time` beside a `dateGMT` is shifted by the page's zone, so no bare number of
 * seconds is taken for a moment.
 */

export const Settings = z.strictObject({
  /** The origin that answers, without a slash at the end. */
  host: z.string().regex(/^https?:\/\/[\w.:[\]-]{1,260}$/u),
  key: z.string().regex(/^[\w-]{1,64}$/u),
})

export const Monitor = z.object({
  monitorId: z.number(),
  name: z.string(),
  statusClass: z.string(),
  groupId: z.number().nullish(),
  groupName: z.string().nullish(),
})
export type Monitor = z.infer<typeof Monitor>

const Counts = z.object({ up: z.number(), down: z.number(), paused: z.number() })
export const Answer = z.object({
  status: z.literal('ok'),
  title: z.string().nullish(),
  psp: z.object({ perPage: z.number().nullish(), totalMonitors: z.number().nullish(), monitors: list(Monitor) }).nullish(),
  data: list(Monitor).nullish(),
  monitor: Monitor.nullish(),
  statistics: z.object({ counts: Counts, count_result: z.string().nullish() }),
})
export type Answer = z.infer<typeof Answer>

export const Event = z.object({
  id: z.union([z.number(), z.string().min(1)]).nullish(),
  type: z.string(),
  title: z.string(),
  content: z.string().nullish(),
  status: z.union([z.number(), z.string()]).transform(String).nullish(),
  timestamp: z.number().nullish(),
  timeGMT: z.string().nullish(),
  endDateGMT: z.string().nullish(),
})
export type Event = z.infer<typeof Event>
export const Events = z.object({ status: z.union([z.literal(true), z.literal('ok')]), results: list(Event) })
