import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * The dashboards of Google Cloud, Workspace, Firebase, Play, Ads, Search and Pay, which are one system. Source: incidents.json of
 * Cloud (2020-11, 2021-06, 2021-09, 2026-08) and Workspace (2026-08); `incidents.schema.json` lies beside it. Authority: the
 * vendor's own. Quirks: an open incident has no `end`, or null; updates come newest first; `severity` copies `status_impact`;
 * `service_key` is "zall" where several products are meant; a report comes weeks later as one more update; in 2020 there
 * was no `id`, no product list and no status, and `number` was unique only within a service.
 */

const time = z.string().nullish()

const Named = z.object({ id: z.string().min(1), title: z.string(), current_title: z.string().nullish() })
export type Named = z.infer<typeof Named>

const Post = z.object({ text: z.string(), created: time, when: time, modified: time, status: z.string().nullish() })
export type Post = z.infer<typeof Post>

export const Entry = z.object({
  id: z.string().min(1).nullish(),
  number: z
    .union([z.string().min(1), z.number().int()])
    .transform(String)
    .nullish(),
  external_desc: z.string(),
  begin: time,
  created: time,
  end: time,
  modified: time,
  status_impact: z.string().nullish(),
  severity: z.string().nullish(),
  service_key: z.string().nullish(),
  service_name: z.string().nullish(),
  uri: z.string().nullish(),
  updates: list(Post),
  affected_products: list(Named).nullish(),
  currently_affected_locations: list(Named).nullish(),
  previously_affected_locations: list(Named).nullish(),
})
export type Entry = z.infer<typeof Entry>

export const Incidents = list(Entry)
export const Products = z.object({ products: list(Named) })
