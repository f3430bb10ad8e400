import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * Heroku's own status API, version 4. Source: answers of 2019 and 2020, and samples described in 2026; the makers document the
 * site, not the API. Authority: the vendor's own. Quirks: `resolved` stays false on incidents whose `state` says resolved;
 * maintenances that are long over keep the state "upcoming"; maintenances of 2020 have no `state`; times are UTC; updates come
 * newest first.
 */

const id = z.number().int().transform(String)

export const Post = z.object({
  id,
  update_type: z.string().nullish(),
  contents: z.string().nullish(),
  status_dev: z.string().nullish(),
  status_prod: z.string().nullish(),
  created_at: z.string().nullish(),
})
export type Post = z.infer<typeof Post>

export const Entry = z.object({
  id,
  title: z.string(),
  state: z.string().nullish(),
  resolved: z.boolean().nullish(),
  resolved_at: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  full_url: z.string(),
  systems: looseArray(z.object({ name: z.string(), status: z.string().nullish() })).nullish(),
  /** The parts of the world that are concerned: EMEA, NA, APAC. */
  tags: looseArray(z.union([z.string().min(1), z.object({ name: z.string().min(1) }).transform(({ name }) => name)])).nullish(),
  updates: list(Post),
})
export type Entry = z.infer<typeof Entry>

export const CurrentStatus = z.object({
  status: list(z.object({ system: z.string(), status: z.string() })),
  incidents: list(Entry),
  scheduled: list(Entry),
})

export const Incidents = list(Entry)
