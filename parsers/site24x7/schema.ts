import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * What is on the wire. Source: the maker's own clients, https://github.com/site24x7/StatusIQ-Android-SDK and
 * https://github.com/site24x7/StatusIQ-iOS-SDK. Authority: the vendor's own. Quirks: a status is a number, with its text
 * beside it in incidents alone; a component has the fields of a group too, and the other way round, empty.
 */
const Code = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,2}$/u)
    .transform(Number),
])

const ComponentRow = z.object({
  enc_component_id: z.string().min(1),
  display_name: z.string().min(1),
  component_status: Code,
  desc: z.string().nullish(),
})
export type ComponentRow = z.infer<typeof ComponentRow>

const GroupRow = z.object({
  enc_componentgroup_id: z.string().min(1),
  componentgroup_display_name: z.string().min(1),
  componentgroup_status: Code,
  desc: z.string().nullish(),
  componentgroup_components: list(ComponentRow),
})
export type GroupRow = z.infer<typeof GroupRow>

const Post = z.object({
  enc_inc_state_progress_id: z.string().min(1).nullish(),
  incident_status: z.string(),
  incident_status_id: Code,
  incident_status_desc: z.string().nullish(),
  status_updated_at: z.string().nullish(),
})
export type Post = z.infer<typeof Post>

export const Entry = z.object({
  enc_inc_id: z.string().min(1),
  incident_title: z.string(),
  incident_severity: z.string(),
  incident_severity_id: Code,
  incident_began_at: z.string().nullish(),
  incident_ended_at: z.string().nullish(),
  incident_affected_components: looseArray(z.object({ display_name: z.string() })).nullish(),
  incident_status_updates: list(Post).nullish(),
})
export type Entry = z.infer<typeof Entry>

export const Summary = z.object({
  data: z.object({
    current_status: list(z.union([ComponentRow, GroupRow])),
    active_incident_details: list(Entry).nullish(),
    resolved_incident_details: list(z.object({ grp_by_incidents_list: list(Entry).nullish() })).nullish(),
    statuspage_details: z
      .object({
        enc_statuspage_id: z.string().nullish(),
        updated_at: z.string().nullish(),
        current_status: z.object({ severity: z.string(), description: z.string().nullish() }).nullish(),
      })
      .nullish(),
  }),
})
