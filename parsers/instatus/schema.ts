import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * The keyless JSON, and the state in the home page. Source: https://instatus.com/help/api/public-data, home pages of two
 * vendors of 2023-03 to 2026-03 (both generations of the program), answers of one of 2026-07 and 2026-08. Authority: the
 * vendor's own. Quirks: lists are left out where they are empty; texts are plain or maps by language; times of 2022 are as
 * JavaScript prints them; a maintenance has a length in minutes, as a number or a text; every path answers 200.
 */

/** "text", or `{"default": "text", "en": "text"}`. */
export const Text = z.union([z.string(), z.record(z.string(), z.string().nullish())])
export type Text = z.infer<typeof Text>

const Group = z.object({ id: z.string().min(1), name: Text.nullish(), order: z.number().nullish() })

export const Row = z.object({
  id: z.string().min(1),
  name: Text.nullish(),
  status: z.string().nullish(),
  description: Text.nullish(),
  order: z.number().nullish(),
  archivedAt: z.string().nullish(),
  isParent: z.boolean().nullish(),
  group: Group.nullish(),
  get children() {
    return list(Row).nullish()
  },
})
export type Row = z.infer<typeof Row>

const Post = z.object({
  id: z.string().min(1).nullish(),
  status: z.string().nullish(),
  started: z.string().nullish(),
  message: Text.nullish(),
  messageHtml: Text.nullish(),
})
export type Post = z.infer<typeof Post>

/** An incident or a maintenance, of whatever list. */
export const Notice = z.object({
  /** Left out in 2022: then it stands at the end of the address. */
  id: z.string().min(1).nullish(),
  url: z.string().nullish(),
  name: Text,
  status: z.string(),
  impact: z.string().nullish(),
  started: z.string().nullish(),
  start: z.string().nullish(),
  duration: z.union([z.number(), z.string()]).nullish(),
  resolved: z.string().nullish(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
  components: looseArray(z.object({ id: z.string().min(1), name: Text.nullish() })).nullish(),
  updates: list(Post).nullish(),
})
export type Notice = z.infer<typeof Notice>

export const Answer = z.object({
  page: z.object({ name: Text, url: z.string().nullish(), status: z.string() }).nullish(),
  components: list(Row).nullish(),
  activeIncidents: list(Notice).nullish(),
  activeMaintenances: list(Notice).nullish(),
})

export const State = z.object({
  site: z.object({
    id: z.string().min(1),
    name: Text,
    status: z.string(),
    /** The finer word. */
    mainStatus: z.string().nullish(),
    subdomain: z.string().nullish(),
    customDomain: z.string().nullish(),
    components: list(Row),
  }),
  activeIncidents: list(Notice),
  activeMaintenances: list(Notice),
  /** The last days, whole. */
  dailyGroupedNotices: looseArray(z.object({ notices: list(Notice) })).nullish(),
  /** The last months, by id and without posts. */
  notices: z
    .record(
      z.string(),
      Notice.nullable().catch(() => null),
    )
    .nullish(),
})
export type State = z.infer<typeof State>

/** The program of 2023 keeps the state in a script of its own. */
export const NextData = z.object({ props: z.object({ pageProps: z.looseObject({}) }) })
