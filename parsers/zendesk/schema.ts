import { z } from 'zod'

/**
 * Sources: https://developer.zendesk.com/api-reference/status_api/status_api/ (the public API, in snake case) and the lists that
 * https://status.zendesk.com asks for itself, `/api/ssp/*.json` (in camel case), as public readers of them describe them
 * (2026-09). Authority: the maker's own. Quirks: JSON:API; how a service is stands nowhere, only the incidents that it has; the
 * status of an incident may stay "monitoring" for months after `resolvedAt`, so that alone tells the end; lists answer for all
 * of Zendesk unless a subdomain is named; ten requests a minute.
 */
export const Incident = z.object({
  title: z.string().nullish(),
  name: z.string().nullish(),
  impact: z.string().nullish(),
  status: z.string().nullish(),
  outage: z.boolean().nullish(),
  degradation: z.boolean().nullish(),
  startedAt: z.string().nullish(),
  resolvedAt: z.string().nullish(),
  postmortem: z.string().nullish(),
  maintenanceStartTime: z.string().nullish(),
  maintenanceEndTime: z.string().nullish(),
  maintenanceArticle: z.string().nullish(),
})
export type Incident = z.infer<typeof Incident>

export const IncidentUpdate = z.object({ description: z.string(), createdAt: z.string().nullish() })

const Id = z.union([z.string().min(1), z.number()]).transform(String)
export const IncidentService = z.object({
  serviceId: Id.nullish(),
  resolvedAt: z.string().nullish(),
  outage: z.boolean().nullish(),
  degradation: z.boolean().nullish(),
})

export const Service = z.object({ name: z.string().min(1), deprecated: z.boolean().nullish(), description: z.string().nullish() })
