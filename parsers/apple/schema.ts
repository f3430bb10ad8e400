import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * All services of one page, each with its events of the last days. Source: system_status_en_US.js of the consumer page
 * (recorded 2026-07, plain JSON) and of the developer page (recorded 2020-02, wrapped in `jsonCallback(...)`). Authority: the
 * maker's own page, which marks a service without a present event "Available". Quirks: one event stands under every service that
 * it concerns, sometimes with another message; printed times are Pacific, the epochs count milliseconds;
 * `affectedServices` is null, a list or a text.
 */
export const dataPath = '/data/system_status_en_US.js'

export const Event = z.object({
  messageId: z.union([z.string().min(1), z.number()]).transform(String),
  statusType: z.string(),
  eventStatus: z.string(),
  message: z.string().nullish(),
  usersAffected: z.string().nullish(),
  datePosted: z.string().nullish(),
  epochStartDate: z.number().nullish(),
  epochEndDate: z.number().nullish(),
  affectedServices: z.union([z.string(), list(z.string())]).nullish(),
})
export type Event = z.infer<typeof Event>

export const Service = z.object({ serviceName: z.string().min(1), events: list(Event) })
export type Service = z.infer<typeof Service>

export const Services = z.object({ services: list(Service) })
