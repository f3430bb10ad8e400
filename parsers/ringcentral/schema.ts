import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Source: https://status.ringcentral.com/status.json, as several public readers of it describe it (75 rows in 2026). Authority:
 * the maker's own. Quirks: a flat list of one row for each service in each region; rows have no id; what an alert holds was
 * seen by nobody.
 */
const Row = z.object({
  category: z.string().nullish(),
  service: z.string().min(1),
  region: z.string().min(1),
  level: z.string().min(1),
  alerts: list(z.unknown()),
})
export type Row = z.infer<typeof Row>

export const Rows = list(Row)
