import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * The keyed REST API, which the crawler never asks: its answers are read from archives. Source:
 * https://github.com/hundio/api-specification (libraries/core.raml, fieldDescriptions, examples). Authority: the vendor's own.
 * Quirks: times are seconds since 1970; texts may be maps of languages; the first post of an issue is its own body; the label
 * of an issue is that of its first post, and its newest update has the present one; components carry no state.
 */
export const Text = z.union([z.string(), z.record(z.string(), z.string())])
export type Text = z.infer<typeof Text>

const seconds = z.number().nullish()

function paged<T extends z.ZodType>(element: T) {
  return z.object({ type: z.literal('paged_array'), has_more: z.boolean().nullish(), data: list(element) })
}

const Named = z.object({ id: z.string().min(1), type: z.literal('component'), name: Text, description: Text.nullish() })

const Post = z.object({
  id: z.string().min(1),
  label: Text.nullish(),
  body: Text.nullish(),
  created_at: seconds,
  effective_after: seconds,
})
export type Post = z.infer<typeof Post>

const Issue = z.object({
  id: z.string().min(1),
  type: z.literal('issue'),
  title: Text,
  label: Text.nullish(),
  body: Text.nullish(),
  specialization: z.string().nullish(),
  scheduled: z.boolean(),
  standing: z.boolean(),
  resolved: z.boolean().nullish(),
  cancelled: z.boolean().nullish(),
  created_at: seconds,
  updated_at: seconds,
  began_at: seconds,
  ended_at: seconds,
  schedule: z.object({ starts_at: seconds, ends_at: seconds, started: z.boolean().nullish(), ended: z.boolean().nullish() }).nullish(),
  components: paged(Named).nullish(),
  updates: paged(Post).nullish(),
})
export type Issue = z.infer<typeof Issue>

export const Issues = paged(Issue)
export const Components = paged(Named)
