import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Health of Azure DevOps by service and geography. Source: https://status.dev.azure.com/_apis/status/health, documented at
 * https://learn.microsoft.com/en-us/rest/api/azure/devops/status/ (answers are kept for 60 seconds), recorded 2026-07;
 * authority: api. The page itself carries the same in `script#dataProviders`, its health as numbers. No incidents in either.
 */
const Geography = z.object({ id: z.string().min(1), name: z.string(), health: z.union([z.string(), z.number()]).transform(String) })
const Service = z.object({ id: z.string().min(1), geographies: list(Geography) })
export type Service = z.infer<typeof Service>

export const Health = z.object({
  lastUpdated: z.string().nullish(),
  status: z.object({ health: z.string(), message: z.string().nullish() }),
  services: list(Service),
})

export const Providers = z.object({
  data: z.object({ 'ms.vss-status-web.public-status-data-provider': z.object({ serviceStatus: z.object({ services: list(Service) }) }) }),
})
