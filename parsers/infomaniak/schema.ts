import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * Source: GET https://api.infomaniak.com/2/events, read in answers of 2022-12 to 2024-03. Authority: the maker's own. Quirks:
 * the description is in French whatever is asked for, and the translations stand beside it; a comment's translations carry the
 * titles of other events; a comment's time is seconds since 1970, or a clock without a zone; an open event has no end; newest
 * first, five to a page.
 */
const Translation = z.object({ language: z.string(), title: z.string().nullish(), body: z.string().nullish() })

const Comment = z.object({
  body: z.string(),
  started_at: z.union([z.number(), z.string()]).nullish(),
  translation: looseArray(Translation).nullish(),
})
export type Comment = z.infer<typeof Comment>

const Event = z.object({
  id: z.union([z.number(), z.string().min(1)]).transform(String),
  url: z.string().nullish(),
  type: z.string().min(1),
  status: z.string().min(1),
  description: z.object({
    title: z.string(),
    description: z.string().nullish(),
    translations: looseArray(Translation).nullish(),
  }),
  comments: list(Comment),
  services: list(z.object({ id: z.union([z.number(), z.string()]).transform(String), name: z.string() })),
  started_at: z.number().nullish(),
  ended_at: z.number().nullish(),
})
export type Event = z.infer<typeof Event>

export const Events = z.object({
  result: z.literal('success'),
  data: list(Event),
  page: z.number().nullish(),
  pages: z.number().nullish(),
})
