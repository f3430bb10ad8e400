import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Sources: the handlers and types of statping-ng/statping-ng, and the example answers saved in its
 * dev/postman.json (0.90.34). Authority: the software's own API. Quirks: what is empty is left out of a service; times that
 * were never are of the year 1; a list that holds nothing is null.
 */

/** A whole document; Go prints an empty list as null. */
function document<T extends z.ZodType>(element: T): ListOf<z.output<T>> {
  return list(element)
    .nullable()
    .transform((elements) => elements ?? [])
}
export type ListOf<T> = z.ZodType<readonly T[]>

const Update = z.object({
  id: z.int(),
  message: z.string().nullish(),
  type: z.string().nullish(),
  created_at: z.string().nullish(),
})
export type Update = z.infer<typeof Update>

export const Incident = z.object({
  id: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  service: z.int(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  updates: list(Update).nullish(),
})
export type Incident = z.infer<typeof Incident>
export const Incidents = document(Incident)

export const Service = z.object({
  id: z.int(),
  name: z.string(),
  online: z.boolean(),
  group_id: z.int(),
  order_id: z.int().nullish(),
  online_24_hours: z.number(),
  is_outage_enabled: z.boolean().nullish(),
  incidents: list(Incident).nullish(),
})
export type Service = z.infer<typeof Service>
export const Services = document(Service)

export const Group = z.object({ id: z.int(), name: z.string(), public: z.boolean(), order_id: z.int().nullish() })
export type Group = z.infer<typeof Group>
export const Groups = document(Group)

export const Message = z.object({
  id: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  start_on: z.string(),
  end_on: z.string(),
  service: z.int().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
})
export type Message = z.infer<typeof Message>
export const Messages = document(Message)

export const Core = z.object({ name: z.string().nullish(), setup: z.literal(true), version: z.string(), started_on: z.string() })
