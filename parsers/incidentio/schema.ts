import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'
import * as dialect from '../lib/statuspage-dialect.ts'

/**
 * What the pages of incident.io read themselves (`/proxy/<host>`, and the same object in the home page's flight), and the
 * imitation of Statuspage's `/api/v2`. Source: pages of two vendors of 2026-03, `/api/v2` of two of 2026-07 and 2026-08, a
 * feed of 2026-09; words from https://docs.incident.io/status-pages/api. Authority: the vendor's own. Quirks: a component
 * that is not among the affected ones is operational; the components of an entry carry no names; `/api/v2` leaves out
 * lists that are empty, and groups altogether.
 */

/** Pages, components, incidents and updates all have ULIDs. */
export const Ulid = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/u)

const Told = z.object({ component_id: z.string().min(1), status: z.string() })
const Affected = Told.extend({ current_status: z.string().nullish() })
const Placed = z.object({ component_id: z.string().min(1), name: z.string().nullish(), hidden: z.boolean().nullish() })

const Post = z.object({
  id: z.string().min(1),
  to_status: z.string().nullish(),
  message_string: z.string().nullish(),
  published_at: z.string().nullish(),
  component_statuses: list(Told).nullish(),
})
export type Post = z.infer<typeof Post>

export const Entry = z.object({
  id: Ulid,
  name: z.string(),
  status: z.string(),
  /** `incident` or `maintenance`. */
  type: z.string().nullish(),
  status_page_id: Ulid.nullish(),
  published_at: z.string().nullish(),
  affected_components: list(Affected).nullish(),
  component_impacts: looseArray(z.object({ start_at: z.string(), end_at: z.string().nullish(), status: z.string() })).nullish(),
  status_summaries: looseArray(z.object({ start_at: z.string() })).nullish(),
  updates: list(Post).nullish(),
  write_up_url: z.string().nullish(),
  /** A document of the kind that messages are, or its text. */
  write_up_contents: z.unknown().optional(),
})
export type Entry = z.infer<typeof Entry>

export const Summary = z.object({
  id: Ulid,
  name: z.string(),
  public_url: z.string().nullish(),
  components: list(z.object({ id: z.string().min(1), name: z.string(), description: z.string().nullish() })),
  structure: z
    .object({
      items: list(
        z.object({
          component: Placed.nullish(),
          group: z
            .object({
              id: z.string().min(1),
              name: z.string(),
              description: z.string().nullish(),
              hidden: z.boolean().nullish(),
              components: list(Placed).nullish(),
            })
            .nullish(),
          sub_page: z.unknown().optional(),
        }),
      ),
    })
    .nullish(),
  /** What is not here is well: never left out, though empty most of the time. */
  affected_components: list(Affected),
  ongoing_incidents: list(Entry).nullish(),
  in_progress_maintenances: list(Entry).nullish(),
  scheduled_maintenances: list(Entry).nullish(),
})
export type Summary = z.infer<typeof Summary>

/** `/proxy/<host>/incidents` */
export const List = z.object({ incidents: list(Entry.extend({ status_page_id: Ulid, published_at: z.string() })) })

/** What the home page carries beside its summary. */
export const Calendar = z.object({
  incident_links: looseArray(Entry).nullish(),
  initialNow: z.object({ isoDate: z.string() }).nullish(),
})

const ShimPage = dialect.Page.extend({ id: Ulid, name: z.string() })
const ShimEntry = dialect.Entry.extend({ id: Ulid, page_id: Ulid })

export const Shim = z.object({
  page: ShimPage,
  status: dialect.PageStatus.nullish(),
  components: list(dialect.ComponentRow).nullish(),
  incidents: list(ShimEntry).nullish(),
  scheduled_maintenances: list(ShimEntry).nullish(),
})
/** Archives keep the list without its head; the entries then say whose they are. */
export const ShimIncidents = Shim.extend({ page: ShimPage.nullish() })
