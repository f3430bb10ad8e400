import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Source: https://www.nintendo.co.jp/netinfo/en_US/status.json, read in a shortened answer of 2021-02. Authority: the maker's
 * own. Quirks: no ids; times are English text by the clock of the Pacific coast, with a stray blank before the colon
 * ("Monday, January 22, 2018  2 :14 AM"), and text of other languages elsewhere; an entry that goes on has no end; what
 * is over is listed for another day; `event_status` is a digit of which 0 and 3 were seen; older answers come as
 * `getJSON({...});`; the lists are always there.
 */
const Entry = z.object({
  software_title: z.string().min(1),
  message: z.string().nullish(),
  free_write: z.string().nullish(),
  begin: z.string().nullish(),
  end: z.string().nullish(),
  event_status: z.string().nullish(),
  platform: list(z.string()).nullish(),
  services: list(z.string()).nullish(),
})
export type Entry = z.infer<typeof Entry>

export const NetworkStatus = z.object({
  lang: z.string().min(1),
  categories: list(z.object({ name: z.string().min(1) })),
  operational_statuses: list(Entry),
  temporary_maintenances: list(Entry),
})
