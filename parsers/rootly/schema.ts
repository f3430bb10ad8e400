import { z } from 'zod'
import { list } from '../lib/schema.ts'
import { Entry, Page, PageStatus } from '../lib/statuspage-dialect.ts'

/**
 * Source: https://docs.rootly.com/configuration/status-page-public-api, read 2026-11-20; authority: the maker's
 * documentation. Quirks: the shape is Statuspage's, but neither page nor incidents nor updates have ids (an incident's
 * address ends in one), there are no components, and the status of an incident is a word of the maker's own life cycle
 * ("started") while its updates carry the words of status pages. Only what is going on is listed.
 */
export const RootlyPage = Page.extend({ id: z.undefined().optional(), name: z.string(), time_zone: z.string() })
export type RootlyPage = z.infer<typeof RootlyPage>

const RootlyEntry = Entry.omit({ id: true }).extend({
  id: z.union([z.int(), z.string().min(1)]).nullish(),
  status: z.string(),
  url: z.string().nullish(),
})
export type RootlyEntry = z.infer<typeof RootlyEntry>

export const Status = z.object({ page: RootlyPage, status: PageStatus, incidents: list(RootlyEntry) })
export const Incidents = z.object({ page: RootlyPage, incidents: list(RootlyEntry) })
