import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * The page's one word, the health of every service in every region, and a feed of incidents. Source: the maker's documentation
 * of its status service (four states, four phases) and programs that read the answers in 2026; no recorded answer was at hand.
 * Authority: the maker's own page. Quirks: the paths are those of Statuspage, the answers are not; a region-wide event is told
 * under each service; the feed keeps one item an incident and rewrites it.
 */
export const Status = z.object({
  page: z.object({ name: z.string().nullish(), updated_at: z.string().nullish() }),
  status: z.object({ indicator: z.string(), description: z.string() }),
})

export const ServiceReport = z.object({
  serviceId: z.string().min(1),
  serviceName: z.string(),
  serviceCategoryName: z.string().nullish(),
  serviceStatus: z.string(),
})
export type ServiceReport = z.infer<typeof ServiceReport>

export const RegionReport = z.object({
  regionId: z.string().min(1),
  regionName: z.string(),
  regionCanonicalName: z.string().nullish(),
  serviceHealthReports: list(ServiceReport),
})
export type RegionReport = z.infer<typeof RegionReport>

export const Components = z.object({ regionHealthReports: list(RegionReport) })
