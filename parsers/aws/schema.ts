import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * The documents of the AWS Health Dashboard. Source: https://health.aws.amazon.com/public/currentevents (UTF-16 with a byte
 * order mark), the catalogue beside it and the retired https://status.aws.amazon.com/data.json, read from pages recorded
 * between 2020-11 and 2026-09; nothing of it is documented but the page that shows it. Authority: api.
 * Quirks: levels and seconds are strings in one place and integers in the next; `impacted_service_status_changes` counts
 * milliseconds, and is not read: the log and the services tell the same; events of 2022 and 2023 have no `arn`; the healthy
 * answer is `[]`.
 */

/** 0 = over, 1 = impacted, 2 = degraded, 3 = disrupted. */
const Level = z.union([z.string(), z.number()]).transform(String)
/** Seconds since 1970. */
const Seconds = z.union([z.string(), z.number()]).transform(String)

const LogEntry = z.object({ message: z.string(), status: Level, timestamp: Seconds })

export const Event = z.object({
  arn: z.string().startsWith('arn:').nullish(),
  date: Seconds,
  end_time: Seconds.nullish(),
  region_name: z.string().nullish(),
  status: Level,
  /** The product's key with the region behind it: "s3-eu-west-1"; "multipleservices-eu-west-1" where there are many. */
  service: z.string().min(1),
  service_name: z.string(),
  /** Once the event is over, "[RESOLVED]" stands before it. */
  summary: z.string(),
  event_log: looseArray(LogEntry).nullish(),
  /** By their keys; only on events of many services. */
  impacted_services: z.record(z.string().min(1), z.object({ service_name: z.string(), current: Level })).nullish(),
})
export type Event = z.infer<typeof Event>
export const Events = list(Event)

const Service = z.object({
  service: z.string().min(1),
  service_name: z.string(),
  region_id: z.string().nullish(),
  region_name: z.string().nullish(),
})
export type Service = z.infer<typeof Service>
export const Services = list(Service)

const PastEvent = z.object({
  service: z.string().min(1),
  service_name: z.string(),
  summary: z.string(),
  date: Seconds,
  status: Level,
  /** One `div` for each update, with its time of day in a `span.yellowfg`. */
  description: z.string(),
})
export type PastEvent = z.infer<typeof PastEvent>
export const PastEvents = z.object({ archive: list(PastEvent), current: list(PastEvent) })
