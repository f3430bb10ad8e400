import { z } from 'zod'
import { list } from '../lib/schema.ts'
import { ComponentRow, Entry, Page, PageStatus } from '../lib/statuspage-dialect.ts'

/**
 * Source: https://github.com/openstatusHQ/openstatus (apps/status-page/src/content/status-json.ts and the route of
 * /feed/json), read 2026-11-20, and one answer of a page described in 2026-10. Authority: the maker's code.
 * Quirks: /api/status imitates Statuspage without ids of page, components and updates, without impact, and without
 * what is over; `page.updated_at` is when the page's settings were last edited. /feed/json tells everything there ever
 * was, in words of its own; `updatedAt` there is when it was rendered, `monitors` are the older name of components that
 * are checked, and only they carry a status; groups stand there alone, so the tree is not told. Reports and maintenances are numbered each for themselves.
 */
const ImitatedPage = Page.extend({ id: z.undefined().optional(), name: z.string(), url: z.string() })
const components = list(ComponentRow.pick({ name: true, status: true }))

export const Summary = z.object({
  page: ImitatedPage,
  status: PageStatus,
  components,
  incidents: list(Entry),
  scheduled_maintenances: list(Entry),
})

const id = z.union([z.int(), z.string().min(1)]).transform(String)
const ids = list(id).nullish()

const Monitor = z.object({ id, name: z.string(), description: z.string().nullish(), status: z.string() })
const PageComponent = z.object({
  id,
  name: z.string(),
  description: z.string().nullish(),
  monitorId: id.nullish(),
})
export type PageComponent = z.infer<typeof PageComponent>

const Note = z.object({ id: id.nullish(), status: z.string().nullish(), message: z.string(), date: z.string().nullish() })
export type Note = z.infer<typeof Note>

const Report = z.object({
  id,
  title: z.string(),
  status: z.string(),
  updatedAt: z.string().nullish(),
  pageComponents: ids,
  statusReportUpdates: list(Note),
})
export type Report = z.infer<typeof Report>

const Maintenance = z.object({
  id,
  name: z.string(),
  message: z.string().nullish(),
  from: z.string(),
  to: z.string().nullish(),
  updatedAt: z.string().nullish(),
  pageComponents: ids,
  maintenanceUpdates: list(Note).nullish(),
})
export type Maintenance = z.infer<typeof Maintenance>

export const Feed = z.object({
  title: z.string(),
  status: z.string(),
  monitors: list(Monitor),
  /** Since 2026; before that the monitors were all there was. */
  pageComponents: list(PageComponent).nullish(),
  statusReports: list(Report),
  maintenances: list(Maintenance),
})
export type Feed = z.infer<typeof Feed>
