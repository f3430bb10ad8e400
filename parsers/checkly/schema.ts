import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * What the page asks of `/api/status-page/<slug>/` and carries in its `__NUXT_DATA__`. Source: the open incidents of a page
 * recorded on 2026-07-27; uptime and windows as public clients read them until 2026-09. Authority: the vendor's own.
 * Quirks: the list of incidents holds open ones alone; those that are over stand in the days of the uptime, once a day.
 */

const Word = z.string().min(1)

const Service = z.object({ id: Word, name: z.string() })

export const Incident = z.object({
  id: Word,
  name: z.string(),
  severity: Word,
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  lastUpdateStatus: Word,
  services: list(Service).nullish(),
  incidentUpdates: list(
    z.object({
      id: Word,
      status: Word.nullish(),
      description: z.string().nullish(),
      publicIncidentUpdateDate: z.string().nullish(),
      created_at: z.string().nullish(),
    }),
  ).nullish(),
})
export type Incident = z.infer<typeof Incident>

export const Unresolved = z.strictObject({ incidents: list(Incident) })

const Event = z.object({
  id: Word,
  name: z.string(),
  severity: Word,
  duration: z.number().nullish(),
  lastUpdateStatus: Word,
  created_at: z.string().nullish(),
})
export type Event = z.infer<typeof Event>

const Group = z.object({
  id: Word.nullish(),
  name: z.string().nullish(),
  order: z.number().nullish(),
  services: list(Service.extend({ order: z.number().nullish(), days: list(z.object({ events: list(Event).nullish() })).nullish() })),
})
export type Group = z.infer<typeof Group>

export const Uptime = z.object({ metadata: list(Group), uptime: list(Group), partialError: z.boolean().nullish() })
export type Uptime = z.infer<typeof Uptime>

const Window = z.object({
  id: Word,
  name: z.string(),
  startsAt: z.string().nullish(),
  startAt: z.string().nullish(),
  endsAt: z.string().nullish(),
  endAt: z.string().nullish(),
  services: list(Service).nullish(),
})
export type Window = z.infer<typeof Window>

export const Windows = z.object({ upcoming: list(Window), active: list(Window) })

export const Nuxt = z.object({ data: z.record(z.string(), z.unknown()) })

export const Resolved = z.object({
  statusPage: z.object({ id: Word, name: z.string(), customDomain: z.string().nullish(), url: z.string().nullish() }),
})
