import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * The attributes in `/index.json`, a document of JSON:API. Source: a page recorded on 2026-07-19, and the fields that public
 * clients of 2026-09 read. Authority: the vendor's own. Quirks: the zone is a name of Rails; `ends_at` stays null on reports
 * that are resolved; an update's resources are empty where its author named none; only the last few reports are included.
 */

const Affected = z.object({ status_page_resource_id: z.union([z.string(), z.number()]).transform(String), status: z.string() })
export type Affected = z.infer<typeof Affected>

export const Page = z.object({
  company_name: z.string().min(1),
  timezone: z.string().nullish(),
  subdomain: z.string().nullish(),
  custom_domain: z.string().nullish(),
  announcement: z.string().nullish(),
  aggregate_state: z.string(),
  updated_at: z.string().nullish(),
})
export type Page = z.infer<typeof Page>

export const Section = z.object({ name: z.string().nullish(), position: z.number().nullish() })

export const Component = z.object({
  status_page_section_id: z.union([z.string(), z.number()]).transform(String).nullish(),
  public_name: z.string(),
  explanation: z.string().nullish(),
  position: z.number().nullish(),
  status: z.string(),
})
export type Component = z.infer<typeof Component>

export const Report = z.object({
  title: z.string().nullish(),
  report_type: z.string(),
  starts_at: z.string().nullish(),
  ends_at: z.string().nullish(),
  affected_resources: list(Affected).nullish(),
  aggregate_state: z.string(),
})
export type Report = z.infer<typeof Report>

export const Post = z.object({
  message: z.string().nullish(),
  published_at: z.string().nullish(),
  affected_resources: list(Affected).nullish(),
})
