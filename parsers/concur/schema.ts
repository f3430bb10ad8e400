import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * How every service of one data centre is, with the incidents of the last 20 days; all incidents since 2013; a banner. Source:
 * open.concur.com, status histories recorded 2025-06 and 2026-09, incidents and banner recorded 2026-07. Authority: the maker's own
 * page. Quirks: `success` is false in good answers, too; an answer does not name its data centre; a message's body is a text, or
 * one text for each language; the banner's text stands ready while it is not displayed; incidents have no title; a report comes as one more
 * message, "Root Cause Analysis"; the list of all incidents is 23 MB.
 */
export const bannerPath = '/api/v3/banner'

/** The data centres to ask for, as the page itself names them in its requests. */
export const Params = z.strictObject({
  dataCenters: z
    .array(z.string().regex(/^[a-z0-9]{1,10}$/u))
    .min(1)
    .optional(),
})
export type Params = z.infer<typeof Params>

const Text = z.union([z.string(), z.record(z.string(), z.string().nullish())])

export const Message = z.object({
  id: z.union([z.number(), z.string().min(1)]).transform(String),
  message_type: z.string(),
  body: Text,
  created_date: z.string().nullish(),
})
export type Message = z.infer<typeof Message>

export const Incident = z.object({
  id: z.union([z.number(), z.string().min(1)]).transform(String),
  status: z.string(),
  severity: z.string(),
  start_date: z.string().nullish(),
  end_date: z.string().nullish(),
  created_date: z.string().nullish(),
  affected_services: list(z.string()).nullish(),
  data_centers: list(z.string()).nullish(),
  messages: list(Message),
})
export type Incident = z.infer<typeof Incident>

export const Incidents = z.object({ incidents: list(Incident) })

const State = z.object({ status: z.string(), incidents: list(Incident) })
const CurrentState = z.object({ 'Current Status': State })

/** Services by name; of each the present state, and one for each day. */
export const StatusHistory = z.object({ data: z.record(z.string().min(1), CurrentState.catchall(z.unknown())) })
export const Day = State

export const Banner = z.object({ data: z.object({ display: z.boolean(), text: Text }) })
