import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Sources: api/endpoint_status.go, api/config.go, config/endpoint/*.go and config/announcement/announcement.go of TwiN/gatus, and the
 * bodies that its tests expect. Authority: the software's own API. Quirks: results stand oldest first; an endpoint that was
 * never looked at has none; before version 3 the statuses were an object by key; lists that hold nothing may be null.
 */

const Result = z.object({ success: z.boolean(), timestamp: z.string().nullish() })

export const Endpoint = z.object({
  name: z.string().min(1),
  group: z.string().nullish(),
  key: z.string().min(1).nullish(),
  results: list(Result).nullable(),
})
export type Endpoint = z.infer<typeof Endpoint>

/** By key, as versions 1 and 2 have it, or a list. */
export const Statuses = z.union([list(Endpoint), z.record(z.string(), Endpoint)])

export const Announcement = z.object({
  timestamp: z.string(),
  type: z.string(),
  message: z.string(),
  archived: z.boolean().nullish(),
})
export type Announcement = z.infer<typeof Announcement>

export const Config = z.object({
  oidc: z.boolean(),
  authenticated: z.boolean(),
  announcements: list(Announcement).nullish(),
})
