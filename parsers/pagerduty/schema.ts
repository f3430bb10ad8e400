import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * What the page's own host answers under `/api/`, and `script#data`, which pages of 2023 were rendered from. Source: a page
 * recorded in 2023-12; the API as public clients read it in 2026. Authority: the vendor's own. Quirks: words are ids of the
 * page's own vocabulary (`post_enums`), which its owner may rename, but not their keys; the messages of lists are cut off;
 * `globalStatusHeadline` is a text of the owner's for good days and stands there on bad ones, too.
 */

const Id = z.string().min(1)
/** Milliseconds, or a time in ISO 8601. */
const Time = z.union([z.number(), z.string()])

export const Enum = z.object({
  id: Id,
  name: z.string(),
  post_type: z.string(),
  post_enum_type: z.string(),
  layout_settings: z.object({ key: z.string().nullish() }).nullish(),
})
export const Enums = z.object({ post_enums: list(Enum) })

const Service = z
  .object({
    id: Id,
    name: z.string().nullish(),
    display_name: z.string().nullish(),
    is_active: z.union([z.boolean(), z.number()]).nullish(),
    status_page_id: Id.nullish(),
    business_service_id: Id.nullish(),
  })
  .refine(({ status_page_id: page, business_service_id: service }) => page || service, 'no service of a status page')
export const Services = z.object({ services: list(Service) })
export type Services = z.infer<typeof Services>

export const Impacted = z.object({ impacted_services: list(z.object({ service_id: Id, impact_severity_id: Id.nullish() })) })
export type Impacted = z.infer<typeof Impacted>

const Update = z.object({
  id: Id.nullish(),
  message: z.string().nullish(),
  status_id: Id.nullish(),
  severity_id: Id.nullish(),
  reported_at: Time.nullish(),
  impacts: list(z.object({ service_id: Id, severity_id: Id.nullish() })).nullish(),
})
export type Update = z.infer<typeof Update>

export const Post = z.object({
  id: Id,
  title: z.string(),
  post_type: z.string().min(1),
  starts_at: Time.nullish(),
  ends_at: Time.nullish(),
  last_update_at: Time.nullish(),
  latest_update: Update.nullish(),
  updates: list(Update).nullish(),
})
export type Post = z.infer<typeof Post>

export const Posts = z.object({ posts: list(Post), continuationToken: z.string().nullish() })
export const OnePost = z.object({ post: Post })

const Affected = z.object({ name: z.string(), severity: z.string().min(1), business_service_id: Id })

const OldIncident = z.object({
  id: Id,
  title: z.string(),
  postmortem: z.object({ message: z.string(), reported_at: z.string().nullish() }).nullish(),
  updates: list(
    z.object({
      id: Id,
      status: z.string().min(1),
      severity: z.string().min(1),
      message: z.string(),
      reported_at: z.string().nullish(),
      impacted_business_services: list(Affected),
    }),
  ).min(1),
})
export type OldIncident = z.infer<typeof OldIncident>

const BusinessService = z.object({
  id: Id,
  name: z.string(),
  description: z.string().nullish(),
  grouping_element: z.boolean().nullish(),
  child_business_services: list(Id).nullish(),
  Head_ID: z.union([z.string(), z.number()]).nullish(),
})
export type BusinessService = z.infer<typeof BusinessService>

export const Home = z.object({
  summary: z.object({ open_incidents: list(OldIncident), resolved_incidents: list(OldIncident), posts: list(z.unknown()) }),
  layout: z.object({
    status_page_id: Id,
    layout_settings: z.object({
      name: z.string().nullish(),
      business_services: list(BusinessService),
      statusPage: z.object({ globalStatusHeadline: z.string().nullish() }).nullish(),
    }),
  }),
})
