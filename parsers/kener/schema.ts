import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * What SvelteKit loads for a page (`__data.json`, the nodes put together), and the answers of `/dashboard-apis` and `/api`. Source:
 * servers of version 3.2.19 and 4.1.2 that were run and recorded. Authority: the software's own. Quirks: times are seconds;
 * `created_at` is UTC without saying so, or a date; `status` says that an entry is published, `state` how far it is;
 * `recentConcludedMaintenances` of version 4 holds incidents that are over; lists leave out fields that they need not show.
 */

const Word = z.string().min(1)

const Comment = z.object({
  id: z.int().nullish(),
  comment: z.string(),
  commented_at: z.number().nullish(),
  state: Word.nullish(),
  status: z.string().nullish(),
})
export type Comment = z.infer<typeof Comment>

const Affected = z.object({
  tag: Word.nullish(),
  monitor_tag: Word.nullish(),
  name: z.string().nullish(),
  monitor_name: z.string().nullish(),
  impact_type: Word.nullish(),
  monitor_impact: Word.nullish(),
})

export const Entry = z.object({
  id: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  start_date_time: z.number().nullish(),
  end_date_time: z.number().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  state: Word.nullish(),
  status: Word.nullish(),
  incident_type: z.string().nullish(),
  monitors: list(Affected).nullish(),
  comments: list(Comment).nullish(),
})
export type Entry = z.infer<typeof Entry>

const Site = z.object({
  siteName: z.string().nullish(),
  siteURL: z.string().nullish(),
  categories: looseArray(z.object({ name: z.string(), isHidden: z.boolean().nullish() })).nullish(),
})

const Monitors = list(
  z.object({
    tag: Word,
    name: z.string(),
    description: z.string().nullish(),
    pageData: z.object({ summaryColorClass: Word }),
  }),
)

export const HomeV3 = z.object({
  site: Site,
  lang: z.record(z.string(), z.unknown()).nullish(),
  categoryName: z.string().nullish(),
  monitors: Monitors,
  allRecentIncidents: list(Entry),
  allRecentMaintenances: list(Entry),
  systemDataMessage: z.object({ text: Word }).nullish(),
})
export type HomeV3 = z.infer<typeof HomeV3>

export const HomeV4 = z.object({
  siteName: z.string().nullish(),
  siteUrl: z.string().nullish(),
  pageStatus: z.object({ statusSummary: Word }),
  monitorTags: list(z.string()).nullish(),
  ongoingIncidents: list(Entry),
  recentConcludedMaintenances: list(Entry).nullish(),
  ongoingMaintenances: list(Entry).nullish(),
  upcomingMaintenances: list(Entry).nullish(),
  pastMaintenances: list(Entry).nullish(),
  pageDetails: z.object({ page_settings: z.unknown().optional() }).nullish(),
})
export type HomeV4 = z.infer<typeof HomeV4>

/** Whether the page shows its open incidents at all: only then does an empty list say that there are none. */
export const ShowsIncidents = z.object({
  incidents: z.object({ enabled: z.literal(true), ongoing: z.object({ show: z.literal(true) }) }),
})

export const Month = z.object({ site: Site, incidents: list(Entry), prevMonthName: z.string().nullish() })
export type Month = z.infer<typeof Month>

/** One monitor, drawn for other people's pages. */
export const Embedded = z.object({ site: Site, monitors: Monitors })

/** One event: version 3 has all of it in the entry, version 4 beside it. */
export const Single = z.object({
  site: Site.nullish(),
  siteName: z.string().nullish(),
  siteUrl: z.string().nullish(),
  incident: Entry,
  comments: list(Comment).nullish(),
  affectedMonitors: list(Affected).nullish(),
})

/** The summaries of other products hold two lists of these names as well, beside the page that they are about. */
export const Events = z.object({
  incidents: list(Entry),
  maintenances: list(Entry),
  page: z.undefined().optional(),
  status_page: z.undefined().optional(),
})

export const Bars = z.object({
  data: z.record(z.string(), z.object({ name: z.string(), description: z.string().nullish(), currentStatus: Word })),
  missingTags: list(z.string()).nullish(),
})

/** Answers of `/api/incident`, `/api/incident/{id}/updates`, `/api/monitor` and `/api/status` of version 3, which need a key. */
export const Incidents = list(Entry.extend({ start_date_time: z.number(), incident_type: Word, status: Word }))
export const Updates = list(Comment.extend({ incident_id: z.int(), commented_at: z.number() }))
/** `status` says whether it is watched, and `default_status` what it shows while nothing was measured: neither is how it is. */
export const MonitorList = list(
  z.object({
    tag: Word,
    name: z.string(),
    description: z.string().nullish(),
    category_name: z.string().nullish(),
    status: Word,
    monitor_type: Word,
  }),
)
export type MonitorList = z.infer<typeof MonitorList>
export const MonitorStatus = z.object({ status: Word, uptime: z.union([z.string(), z.number()]), last_updated_at: z.number() })
