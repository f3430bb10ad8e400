import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * /status.json. Source: https://hyperping.com/docs/status-page/status-page-json, read 2026-11-20, and the maker's article
 * on the older address under api.hyperping.io, which lists services too. Authority: the maker's documentation. Quirks: today
 * the answer is documented as two values; services have no ids; a page under maintenance says so even while something
 * else is down.
 */
const Service = z.object({ name: z.string(), indicator: z.string() })

export const Status = z.object({
  indicator: z.string(),
  uptime: z.string().nullish(),
  name: z.string().nullish(),
  url: z.string().nullish(),
  status: z.string().nullish(),
  services: list(Service).nullish(),
})
