import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Both generations of the API. Sources: the code of https://github.com/cachethq/cachet (2.x, `/api/v1`: rows in an envelope) and of
 * https://github.com/cachethq/core (3.x, `/api`: JSON:API), read on 2026-11-20, and answers recorded in 2016, 2020 and 2022.
 * Authority: the vendor's own. Quirks: numbers may be strings; labels are in the page's language, the numbers tell; times are
 * in the zone of the installation, which no answer names; 2.x prints the present for a `scheduled_at` or `completed_at` that
 * was never set. Whatever is of no use stays out; what is left is the same for both.
 */

export const Settings = z.strictObject({
  generation: z.literal([2, 3]).optional(),
  /** The IANA zone of the installation, in which its answers tell their times. */
  timeZone: z.string().optional(),
})
export type Settings = z.infer<typeof Settings>

const text = z.string().nullish()
const Figure = z.union([z.number(), z.string().min(1)]).transform(String)
const figure = Figure.nullish()
const Flag = z.union([z.boolean(), z.literal([0, 1, '0', '1'])]).transform((flag) => flag === true || flag === 1 || flag === '1')
const order = z.coerce.number().nullish()

export const Component2 = z
  .object({ id: Figure, name: z.string(), description: text, status: Figure, status_name: text, order, group_id: figure, enabled: Flag })
  .transform(({ status_name: label, group_id: group, enabled: isShown, ...row }) => ({
    ...row,
    label,
    group: group === '0' ? null : group,
    isShown,
  }))
export const Group2 = z.object({ id: Figure, name: z.string(), order, enabled_components: list(Component2).nullish() })

const Post2 = z
  .object({ id: Figure, status: figure, human_status: text, message: text, created_at: text })
  .transform(({ human_status: label, created_at: created, ...row }) => ({ ...row, label, created }))

/** An incident, or a schedule: those have a `scheduled_at` and components of their own. */
export const Entry2 = z
  .object({
    id: Figure,
    component_id: figure,
    components: list(z.object({ component_id: Figure, component_name: text })).nullish(),
    name: z.string(),
    message: text,
    status: Figure,
    human_status: text,
    latest_status: figure,
    latest_human_status: text,
    occurred_at: text,
    scheduled_at: text,
    completed_at: text,
    created_at: text,
    updated_at: text,
    permalink: text,
    updates: list(Post2).nullish(),
  })
  .transform((row) => ({
    id: row.id,
    name: row.name,
    message: row.message,
    status: row.latest_status ?? row.status,
    label: row.latest_human_status ?? row.human_status,
    // Before there was an `occurred_at`, the time of the entry was the incident's.
    occurred: row.occurred_at ?? row.created_at,
    scheduled: row.scheduled_at,
    completed: row.completed_at,
    created: row.created_at,
    updated: row.updated_at,
    url: row.permalink,
    components:
      row.components?.map(({ component_id: id, component_name: name }) => ({ id, name })) ??
      (row.component_id && row.component_id !== '0' ? [{ id: row.component_id, name: null }] : null),
    posts: row.updates ?? [],
  }))

const Pagination = z.object({ current_page: z.number(), total_pages: z.number() })
export const Envelope2 = z.object({
  data: z.union([list(z.unknown()), z.record(z.string(), z.unknown())]),
  meta: z.object({ pagination: Pagination.nullish() }).nullish(),
})

/** An enumeration: its number alone, or with the label that pages show. */
const Stated = z.union([Figure.transform((value) => ({ value, human: null })), z.object({ value: Figure, human: text })])
const Time = z
  .object({ string: text })
  .nullish()
  .transform((time) => time?.string)

export const Component3 = z
  .object({ name: z.string(), description: text, status: Stated, order, enabled: Flag })
  .transform(({ status, enabled: isShown, ...row }) => ({ ...row, status: status.value, label: status.human, isShown }))
export const Group3 = z.object({ name: z.string(), order })

/** The posts of a schedule have no status. */
export const Post3 = z
  .object({ message: text, status: z.object({ value: figure, human: text }).nullish(), created: Time })
  .transform(({ status, ...row }) => ({ ...row, status: status?.value, label: status?.human }))
export const Entry3 = z
  .object({
    guid: z.string().min(1).nullish(),
    name: z.string(),
    message: text,
    status: Stated,
    occurred: Time,
    scheduled: Time,
    completed: Time,
    created: Time,
    updated: Time,
  })
  .transform(({ status, ...row }) => ({
    ...row,
    occurred: row.occurred ?? row.created,
    status: status.value,
    label: status.human,
    url: null,
  }))
export const Paging3 = z.object({
  data: list(z.unknown()),
  links: z.object({ next: text }),
  meta: z.object({ current_page: z.number() }),
})

export const Status = z.object({ data: z.object({ status: z.string(), message: z.string() }) })
