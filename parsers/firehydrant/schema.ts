import { z } from 'zod'
import { list, looseArray } from '../lib/schema.ts'

/**
 * The document that the pages are drawn from. Source: two programs that read /data/payload.json of status.redis.io and
 * status.firehydrant.com, with facts of both pages from 2026-03 to 2026-08. Authority: the vendor's own. Quirks: a component has
 * no state: only an incident names conditions, in the page's own words, which the table `conditions` maps to OPERATIONAL,
 * DEGRADED and OFFLINE; the whole history is listed; an incident is open while `timestamps.resolved` is absent; maintenances
 * are incidents of the severity MAINTENANCE; severities are the tenant's own, of which SEV1 to SEV5 and UNSET come by default;
 * a note is a text, or wrapped once more, or missing.
 */
export const payloadPath = '/data/payload.json'

const Note = z.union([z.string(), z.object({ note: z.string().nullish() })])
const Event = z.object({
  details: z.object({ note: Note.nullish() }).nullish(),
  occurredAt: z.string().nullish(),
  time: z.string().nullish(),
})
export type Event = z.infer<typeof Event>

const Entry = z.object({
  id: z.string().min(1),
  title: z.string(),
  severitySlug: z.string().nullish(),
  components: list(z.object({ id: z.string().min(1).nullish(), name: z.string(), condition: z.string().nullish() })).nullish(),
  timeline: looseArray(Event).nullish(),
  timestamps: z.object({ started: z.string().nullish(), detected: z.string().nullish(), resolved: z.string().nullish() }),
})
export type Entry = z.infer<typeof Entry>

export const Payload = z.object({
  config: z.object({ companyName: z.string().nullish(), title: z.string().nullish() }).nullish(),
  components: list(z.object({ id: z.string().min(1), name: z.string() })),
  conditions: z.record(z.string(), z.string()),
  incidents: list(Entry),
})
export type Payload = z.infer<typeof Payload>

/** Whether a text looks like this document: a table of conditions in the platform's three words, and the two lists. */
export function isPayload(text: string): boolean {
  const head = text.slice(0, 400_000)
  const conditions = /"conditions":\s?\{[^{}]{0,2000}:\s?"(?:OPERATIONAL|DEGRADED|OFFLINE)"/u.test(head)
  return /^\s{0,10}\{/u.test(head) && conditions && /"incidents":\s?\[/u.test(head) && /"components":\s?\[/u.test(head)
}
