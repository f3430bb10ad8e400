import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * What is on the wire. Source: https://kb.status.io/developers/public-status-api and an answer recorded on 2020-07-16.
 * Authority: the vendor's own. Quirks: a container (a place, such as a region) has the same id under every component that
 * lives in it; times are UTC; only what is open is listed; an unknown id is answered 200 with an `error`.
 */

/** A status is told twice, as a text and as its number. */
const stated = { status: z.string(), status_code: z.number() }

const Container = z.object({ id: z.string().min(1), name: z.string(), ...stated })

export const ComponentRow = Container.extend({ containers: list(Container).nullish() })
export type ComponentRow = z.infer<typeof ComponentRow>

const Message = z.object({
  details: z.string().nullish(),
  state: z.number().nullish(),
  status: z.number().nullish(),
  datetime: z.string().nullish(),
})

const Affected = looseArray(
  z.object({ _id: z.string().min(1).nullish(), name: z.string() }).transform(({ _id: id, name }) => ({ id, name })),
).nullish()

export const Entry = z
  .object({
    _id: z.string().min(1),
    name: z.string(),
    datetime_open: z.string().nullish(),
    datetime_planned_start: z.string().nullish(),
    datetime_planned_end: z.string().nullish(),
    messages: list(Message).nullish(),
    components_affected: Affected,
    containers_affected: Affected,
  })
  .transform(({ _id: id, ...rest }) => ({ id, ...rest }))
export type Entry = z.infer<typeof Entry>

export const Status = z.object({
  result: z.object({
    status_overall: z.object({ ...stated, updated: z.string().nullish() }),
    status: list(ComponentRow),
    incidents: list(Entry),
    maintenance: z.object({ active: list(Entry), upcoming: list(Entry) }),
  }),
})

export const Refusal = z.object({ error: z.string() })
