import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * What happened lately. Source: an answer of status.alibabacloud.com, transcribed in 2026-08. Authority: the maker's own page.
 * Quirks: where an event stands is told in brackets at the start of its title, "[Incident (Recovered)]" or "[Incident Recovered]";
 * times count milliseconds; products, regions and eventUpdates were null in every event seen; nothing tells of a service without an
 * event.
 */
export const eventsPath = '/api/status/listHistoryEvent'

const Name = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])

export const Event = z.object({
  id: z.union([z.number(), z.string().min(1)]).transform(String),
  title: z.string(),
  eventType: z.string(),
  startTime: z.number().nullish(),
  endTime: z.number().nullish(),
  lastUpdateTime: z.number().nullish(),
  products: z.union([z.string(), list(Name)]).nullish(),
  regions: z.union([z.string(), list(Name)]).nullish(),
  eventUpdates: z.unknown().optional(),
})
export type Event = z.infer<typeof Event>

export const Events = z.object({ data: list(Event), code: z.literal(200), success: z.literal(true) })
