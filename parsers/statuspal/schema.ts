import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * What is on the wire. Source: answers of two pages recorded between 2023-09 and 2025-10, and the maker's own example.
 * Authority: the vendor's own. Quirks: no current incident is `null`; times are UTC without saying so; older answers have no
 * `info_notices`; a parent's word is that of the worst below it; a listed incident names every service, parents included.
 */

export interface Service {
  readonly id: number
  readonly name: string
  readonly description?: string | null | undefined
  readonly current_incident_type: string | null
  readonly children: readonly Service[]
}
const Service: z.ZodType<Service> = z.object({
  id: z.int(),
  name: z.string(),
  description: z.string().nullish(),
  current_incident_type: z.string().nullable(),
  get children() {
    return list(Service)
      .nullish()
      .transform((children) => children ?? [])
  },
})

const Post = z.object({
  id: z.int(),
  type: z.string().nullish(),
  description: z.string().nullish(),
  description_html: z.string().nullish(),
  posted_at: z.string().nullish(),
})
export type Post = z.infer<typeof Post>

export const Entry = z.object({
  id: z.int(),
  title: z.string(),
  /** Notices have none. */
  type: z.string().nullish(),
  url: z.string().nullish(),
  inserted_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  starts_at: z.string().nullish(),
  ends_at: z.string().nullish(),
  featured_until: z.string().nullish(),
  service_ids: list(z.int()).nullish(),
  updates: list(Post).nullish(),
})
export type Entry = z.infer<typeof Entry>

const entries = list(Entry)

export const Summary = z.object({
  status_page: z.object({
    name: z.string(),
    subdomain: z.string().min(1),
    time_zone: z.string().nullish(),
    current_incident_type: z.string().nullable(),
  }),
  services: list(Service),
  incidents: entries,
  maintenances: entries,
  upcoming_maintenances: entries,
  info_notices: entries.nullish(),
})

export const History = z.object({
  incidents: entries,
  links: z.object({ next: z.string().nullish() }),
  meta: z.object({ total_count: z.number().nullish() }).nullish(),
})
