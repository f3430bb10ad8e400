import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Products for businesses and developers with their services, and the outages of one product. Source: metastatus.com/data/orgs.json,
 * recorded 2026-07; the outages' shape is that of programs that read them in 2026, unrecorded. Authority: the maker's own page; it
 * says nothing of the apps themselves. Quirks: services are numbered within their product; the words are prose; an answer to a path
 * that does not exist is the page itself; products without an outage have an empty list.
 */
const Id = z.union([z.number(), z.string().min(1)]).transform(String)

export const Org = z.object({
  id: z.string().min(1),
  name: z.string(),
  rss_file_paths: list(z.string()),
  services: list(z.object({ id: Id, name: z.string(), status: z.string() })),
})
export type Org = z.infer<typeof Org>

export const Orgs = list(Org)

const Post = z.object({
  id: Id.nullish(),
  status: z.string().nullish(),
  description: z.string(),
  time: z.string().nullish(),
})

export const Outage = z.object({
  id: Id,
  service_id: Id.nullish(),
  status: z.string(),
  time: z.string().nullish(),
  posts: list(Post),
})
export type Outage = z.infer<typeof Outage>

export const Outages = list(Outage)
