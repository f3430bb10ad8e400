import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * Source: https://status.sorryapp.com/api and https://docs.sorryapp.com/v1/notices, read 2026-11-20; /api/v1/status of
 * a live page, 2025-07. Authority: the maker's documentation. Quirks: tenants switch the API on, others answer 404; lists
 * come 25 at a time, and the status tells how long they are; there is one word for every degree of harm ("degraded");
 * the address of a notice is `url` here and `link` in the keyed API; its updates are not in every answer.
 */
const linked = z.object({ count: z.int().nullish() }).nullish()

export const Status = z.object({
  page: z.object({
    id: z.union([z.int(), z.string()]).nullish(),
    name: z.string(),
    state: z.string(),
    state_text: z.string().nullish(),
    url: z.string().nullish(),
    updated_at: z.string().nullish(),
    links: z.object({ components: linked, notices: linked }),
  }),
})

const id = z.union([z.int(), z.string().min(1)]).transform(String)

const Meta = z.object({ total_count: z.int().nullish(), next_page: z.string().nullish() }).nullish()
const Row = z.object({ id, name: z.string(), state: z.string(), description: z.string().nullish(), parent_id: id.nullish() })
export type Row = z.infer<typeof Row>
export const Components = z.object({ components: list(Row), meta: Meta })

const Update = z.object({ id: id.nullish(), content: z.string(), state: z.string().nullish(), created_at: z.string().nullish() })
export type Update = z.infer<typeof Update>

const Notice = z.object({
  id,
  type: z.string(),
  state: z.string(),
  timeline_state: z.string().nullish(),
  subject: z.string(),
  url: z.string().nullish(),
  link: z.string().nullish(),
  begins_at: z.string().nullish(),
  ends_at: z.string().nullish(),
  began_at: z.string().nullish(),
  ended_at: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  updates: list(Update).nullish(),
  components: looseArray(z.object({ id, name: z.string() })).nullish(),
})
export type Notice = z.infer<typeof Notice>
export const Notices = z.object({ notices: list(Notice), meta: Meta })
export const Single = z.object({ notice: Notice })
