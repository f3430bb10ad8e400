import { z } from 'zod'

/**
 * Sources: https://data.status.adobe.com/adobestatus/SnowServiceRegistry and .../StatusEvents, which https://status.adobe.com
 * asks for itself, as public readers of them describe them (2022 to 2026). Authority: the maker's own. Quirks: objects keyed by
 * id in place of lists; times in seconds since 1970, 0 where there is none; texts by token, in several languages; the words of
 * an event stand in the history of each product that it touches, keyed by time; readers disagree on `endedOn` alone, so the
 * newest word tells whether it is over; events of 40 days; how a product is stands nowhere while nothing is wrong.
 */
const Seconds = z.number().nullish()
const Id = z.union([z.string().min(1), z.number()]).transform(String)

const Cloud = z.object({ id: Id, name: z.string().min(1), cloudProducts: z.array(Id).nullish() })

export const Registry = z.object({
  clouds: z.record(z.string(), Cloud),
  products: z.record(z.string(), z.object({ id: Id, name: z.string().min(1) })),
})
export type Registry = z.infer<typeof Registry>

const Word = z.object({
  status: z.string().nullish(),
  severity: z.string().nullish(),
  titleToken: z.string().nullish(),
  messageToken: z.string().nullish(),
  statusTime: Seconds,
  messageTime: Seconds,
})
export type Word = z.infer<typeof Word>

const Product = z.object({
  id: Id,
  name: z.string().min(1),
  startedOn: Seconds,
  endedOn: Seconds,
  history: z.record(z.string(), Word).nullish(),
})
export type Product = z.infer<typeof Product>

const Event = z.object({
  id: Id,
  status: z.string().nullish(),
  scheduledDate: Seconds,
  startedOn: Seconds,
  completedOn: Seconds,
  products: z.record(z.string(), Product),
})
export type Event = z.infer<typeof Event>

const Text = z.object({ textMessage: z.string().nullish(), htmlMessage: z.string().nullish() })
const Messages = z.record(z.string(), z.record(z.string(), Text)).nullish()
export type Messages = z.infer<typeof Messages>

export const StatusEvents = z.object({
  incidentEvent: z.object({ incidents: z.record(z.string(), Event), messages: Messages }),
  maintenanceEvent: z.object({ maintenance: z.record(z.string(), Event), messages: Messages }),
})
