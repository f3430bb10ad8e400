import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Source: https://xnotify.xboxlive.com/servicestatusv6/US/en-US, read as XML of 2026-09 and as the JSON of the same endpoint,
 * which is what an Accept header of JSON brings. Authority: Microsoft's own. Quirks: the word for "nothing is wrong" is None;
 * times carry seven digits of a second; XML writes an empty list as an empty element; no incident was seen yet, its shape is
 * that of version 4.
 */
const State = z.object({ Name: z.string().min(1) })
const Id = z.union([z.string().min(1), z.number()]).transform(String)

const Incident = z.object({
  Id,
  Begin: z.string().nullish(),
  Stage: z.object({ Message: z.string().nullish() }).nullish(),
})
export type Incident = z.infer<typeof Incident>

const Scenario = z.object({
  Id,
  Name: z.string().min(1),
  Status: State,
  Description: z.string().nullish(),
  Devices: list(z.object({ Name: z.string() })).nullish(),
  Incidents: list(Incident).nullish(),
})
export type Scenario = z.infer<typeof Scenario>

/** A part of the service, or a game; a game has scenarios too, or none. */
const Category = z.object({ Id, Name: z.string().min(1), Status: State, Scenarios: list(Scenario).nullish() })
export type Category = z.infer<typeof Category>

export const ServiceStatus = z.object({
  Status: z.object({ Overall: z.object({ State: z.string().min(1), LastUpdated: z.string().nullish() }) }),
  CoreServices: list(Category),
  Titles: list(Category).nullish(),
})
export type ServiceStatus = z.infer<typeof ServiceStatus>
