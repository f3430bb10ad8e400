import { z } from 'zod'

/**
 * /api/statuses. Source: the answer of wpenginestatus.com as the app "stts" reads it (2026-07); the maker documents only
 * the keyed API (https://statushub.redocly.app/api-v3-openapi). Authority: a client's code. Quirks: what is read is how
 * many services are in each state, by its number: 1 up, 2 affected, 3 down; what other numbers mean is not known.
 */
export const Statuses = z.object({
  counters: z
    .object({ count_status_1: z.int().min(0), count_status_2: z.int().min(0), count_status_3: z.int().min(0) })
    .catchall(z.unknown()),
})
