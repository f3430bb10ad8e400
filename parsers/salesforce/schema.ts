import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * The Trust Status API, version 1. Source: https://api.status.salesforce.com/v1/docs, the instances and the labels as answered
 * in 2020, and answers of 2023 and 2026 as public clients quote and read them. Authority: the vendor's own. Quirks: an incident
 * has no title and, in the list of instances, no `status`; `message` is an object of keys; instances that were shut down stay
 * listed with `isActive` false and the status OK; times are UTC; keys with a capital are lists of objects.
 */

const id = z.union([z.string().min(1), z.number().int()]).transform(String)
const time = z.string().nullish()

const Event = z.object({ id: id.nullish(), type: z.string().nullish(), message: z.string().nullish(), createdAt: time })
export type Event = z.infer<typeof Event>

const Entry = z.object({
  id,
  status: z.string().nullish(),
  additionalInformation: z.string().nullish(),
  affectsAll: z.boolean().nullish(),
  instanceKeys: list(z.string()).nullish(),
  serviceKeys: list(z.string()).nullish(),
  createdAt: time,
  updatedAt: time,
})

/** Keys of sentences, told once it is over; seen as keys and as free text. */
const Analysis = z.object({ rootCause: z.string().nullish(), actionPlan: z.string().nullish(), pathToResolution: z.string().nullish() })
export type Analysis = z.infer<typeof Analysis>

export const TrustIncident = Entry.extend({
  message: Analysis.nullish().catch(null),
  IncidentImpacts: list(z.object({ startTime: time, endTime: time, type: z.string().nullish(), severity: z.string().nullish() })),
  IncidentEvents: list(Event).nullish(),
})
export type TrustIncident = z.infer<typeof TrustIncident>

export const TrustMaintenance = Entry.extend({
  name: z.string().nullish(),
  plannedStartTime: z.string(),
  plannedEndTime: time,
  message: z.object({ maintenanceType: z.string().nullish(), eventStatus: z.string().nullish() }).nullish().catch(null),
  MaintenanceEvents: list(Event).nullish(),
})
export type TrustMaintenance = z.infer<typeof TrustMaintenance>

const Instance = z.object({
  key: z.string().min(1),
  status: z.string(),
  isActive: z.boolean(),
  location: z.string().nullish(),
  environment: z.string().nullish(),
  Products: looseArray(z.object({ key: z.string() })).nullish(),
  Incidents: list(TrustIncident).nullish(),
  Maintenances: list(TrustMaintenance).nullish(),
})
export type Instance = z.infer<typeof Instance>

export const Instances = list(Instance)
export const Product = z.object({ key: z.string(), name: z.string().nullish(), Instances })
export const Incidents = list(TrustIncident)
export const Maintenances = list(TrustMaintenance)

/** One row for each attribute of a thing that has a label; the same key comes again under other attributes. */
export const Labels = list(z.object({ modelName: z.string(), modelKey: z.string(), modelAttribute: z.string(), text: z.string() }))

export const Params = z.strictObject({
  product: z
    .string()
    .regex(/^[\w-]{1,60}$/u)
    .optional(),
})
