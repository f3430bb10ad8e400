import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * The public summary of the maker's API, and what the pages stream to their client. Source: public clients and the pages
 * that they keep, 2026-07 and 2026-08. Authority: the vendor's own. Quirks: the summary drops an incident once it is over;
 * the list of all incidents shows the newest update of each alone; maintenances stand among the incidents once they are
 * under way and are told by their words; components stand in the state since the middle of 2026, and with the uptime before.
 */

const Word = z.string().min(1)
const Id = z.union([z.string().min(1), z.int()]).transform(String)

const Update = z.object({
  id: Id.nullish(),
  status: Word.nullish(),
  description: z.string().nullish(),
  createdAt: z.string().nullish(),
  dateHappened: z.string().nullish(),
})
export type Update = z.infer<typeof Update>

export const Entry = z.object({
  id: Id,
  title: z.string(),
  status: Word.nullish(),
  impact: Word.nullish(),
  started: z.string().nullish(),
  ended: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  updates: list(Update).nullish(),
})
export type Entry = z.infer<typeof Entry>

const Component = z.object({ id: Id, name: z.string(), status: Word })

export const Summary = z.object({
  result: z.object({
    status: z.object({ description: Word }),
    status_page: z.object({ id: Id, name: z.string(), subdomain: z.string().nullish(), custom_domain: z.string().nullish() }),
    components: list(Component),
    active_incidents: list(Entry),
    scheduled_maintenance: list(Entry).nullish(),
  }),
})

const StatusPage = z.object({ id: Id, name: z.string(), subdomain: z.string().nullish(), customDomain: z.string().nullish() })

const Root = z.object({ statusPage: StatusPage, components: list(Component).nullish() })
export type Root = z.infer<typeof Root>

export const State = z.object({ loaderData: z.object({ root: z.object({ result: Root }) }) })

const Uptime = z.object({
  componentId: Id,
  componentName: z.string(),
  componentStatus: Word,
  data: z
    .object({
      incidents: list(z.object({ incidentData: list(z.object({ incidentId: Id, impact: Word.nullish() })).nullish() })).nullish(),
    })
    .nullish(),
})
export type Uptime = z.infer<typeof Uptime>

/** Incidents by day, or by month: the heads of the list are for people. */
const ByDate = z.record(z.string(), list(Entry))

export const Home = z.object({
  loaderData: z.object({
    'routes/_index': z.object({
      result: z.object({
        incidents: ByDate,
        activeIncidents: list(Entry),
        scheduledMaintenance: list(Entry).nullish(),
        uptime: list(Uptime).nullish(),
      }),
    }),
  }),
})

export const History = z.object({
  loaderData: z.object({ 'routes/incidents._index': z.object({ result: z.object({ incidents: ByDate }) }) }),
})

export const Single = Entry.extend({ started: z.string(), updates: list(Update) })
