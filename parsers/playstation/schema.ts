import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Source: https://status.playstation.com/data/statuses/region/<region>.json, as several public readers of it describe it
 * (2018 to 2026). Authority: the maker's own. Quirks: a service of which there is nothing to say has an empty list of entries,
 * which readers take for "up and running" and the maker has nowhere explained; a region, a country, a service and a resource have such a list each, and one entry
 * stands in many of them; entries stay after their end, and stand there before their start; "OK" is a type too.
 */
const Entry = z.object({
  statusId: z.union([z.string().min(1), z.number()]).transform(String),
  statusType: z.string().min(1),
  startDate: z.string().nullish(),
  endDate: z.string().nullish(),
  modifiedDate: z.string().nullish(),
  message: z.object({ messages: z.record(z.string(), z.string()).nullish() }).nullish(),
})
export type Entry = z.infer<typeof Entry>

const Resource = z.object({ resourceName: z.string().min(1), status: list(Entry) })

const Service = z.object({
  serviceName: z.string().min(1),
  i18n: z.record(z.string(), z.unknown()).nullish(),
  status: list(Entry),
  resources: list(Resource).nullish(),
})
export type Service = z.infer<typeof Service>

const Country = z.object({ countryCode: z.string().min(1), status: list(Entry), services: list(Service) })
export type Country = z.infer<typeof Country>

export const Region = z.object({ regionName: z.string().min(1).nullish(), status: list(Entry), countries: list(Country) })

/** Whose status is read; absent = the usual ones. */
export const Params = z.strictObject({
  regions: z
    .array(z.enum(['SCEA', 'SCEE', 'SCEJA', 'SCEJ']))
    .min(1)
    .max(4)
    .readonly()
    .exactOptional(),
})
export type Params = z.infer<typeof Params>

/** The Americas and Europe. */
export const usualRegions: NonNullable<Params['regions']> = ['SCEA', 'SCEE']
