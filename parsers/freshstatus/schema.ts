import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * https://public-api.freshstatus.io/v1, keyless. Source: the code of programs that read it for updates.freshservice.com
 * (2026-07) and two other accounts. Authority: clients' code; the maker documents the keyed API alone, and has announced
 * the product's end for 2026-03-31, but pages still answered after that. Quirks: components are a tree of which only the
 * leaves have a status; planned work stands among the incidents, marked `is_planned`; an incident has an end or none, and
 * no other phase; its description is its only text here.
 */
export interface Node {
  readonly id: string
  readonly name: string
  readonly description?: string | null | undefined
  readonly status?: string | null | undefined
  readonly components?: readonly Node[] | null | undefined
}

/** Numbers, where products with lists of the same name have texts. */
const id = z.int().transform(String)

const Node: z.ZodType<Node> = z.object({
  id,
  name: z.string(),
  description: z.string().nullish(),
  status: z.string().nullish(),
  get components() {
    return list(Node).nullish()
  },
})

export const Components = z.object({ components: list(Node) })

const Incident = z.object({
  id,
  title: z.string(),
  description: z.string().nullish(),
  is_planned: z.boolean().nullish(),
  start_time: z.string().nullish(),
  // Always there: what has none is not over.
  end_time: z.string().nullable(),
  scheduled_start_time: z.string().nullish(),
  scheduled_end_time: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  affected_components: list(z.object({ component: id, new_status: z.string().nullish() })).nullish(),
})
export type Incident = z.infer<typeof Incident>

export const Incidents = z.object({ next: z.string().nullish(), results: list(Incident) })
