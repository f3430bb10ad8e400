import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Source: the state that https://status.hetzner.com/en carries for its client (`__NEXT_DATA__`), as public readers of it describe
 * it (2026). Authority: the maker's own. Quirks: the four lists of entries overlap; an entry names one system or none
 * ("/systems/12"); how a system is stands in `systemState` where it is told at all; texts come in English and German, either of
 * which may be absent; an entry's own page is /incident/<uuid>.
 */
const Id = z.union([z.number(), z.string().min(1)]).transform(String)

const System = z.object({
  id: Id,
  titleEn: z.string().nullish(),
  titleDe: z.string().nullish(),
  systemState: z.string().nullish(),
  parent: z.string().nullish(),
})
export type System = z.infer<typeof System>

const Update = z.object({
  id: Id,
  incidentState: z.string().min(1),
  descriptionEn: z.string().nullish(),
  descriptionDe: z.string().nullish(),
  createdAt: z.string().nullish(),
})
export type Update = z.infer<typeof Update>

const Entry = z.object({
  id: Id,
  uuid: z.string().max(100).nullish(),
  system: z.string().nullish(),
  titleEn: z.string().nullish(),
  titleDe: z.string().nullish(),
  descriptionEn: z.string().nullish(),
  descriptionDe: z.string().nullish(),
  incidentType: z.string().min(1),
  incidentState: z.string().min(1),
  startTime: z.string().nullish(),
  endTime: z.string().nullish(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
  incidentUpdates: list(Update).nullish(),
})
export type Entry = z.infer<typeof Entry>

export const NextData = z.object({
  props: z.object({
    pageProps: z.object({
      systems: list(System),
      incidents: z.object({
        // Of which there is one or none: whether a list holds it was written down by nobody.
        topNotification: z.union([list(Entry), Entry.transform((entry) => [entry]), z.null().transform(() => [])]),
        informationList: list(Entry),
        maintenanceList: list(Entry),
        incidentHistory: list(Entry),
      }),
    }),
  }),
})
