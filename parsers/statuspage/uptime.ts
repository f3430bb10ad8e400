import { z } from 'zod'
import { readJson, readWire } from '../lib/json.ts'
import { list, looseArray, present } from '../lib/schema.ts'
import { instantFromIso } from '../lib/time.ts'
import type { Instant } from '../model.ts'
import type { Document } from '../platform.ts'

/**
 * Where the home page draws 90 days of uptime, a script holds them: `var uptimeData = {"<component>": {"days": [...]}}`,
 * each day with the incidents that ran on it. Seen 2021-01 on 13 of 17 pages. It is the one place there that says in
 * which year an open incident began.
 */
const Uptime = z.record(
  z.string(),
  z.object({
    days: list(z.object({ date: z.string(), related_events: looseArray(z.object({ code: z.string() })).nullish() })),
  }),
)

/** The days, as their noon in UTC, between which an incident is known to have been open. */
export interface OpenDays {
  readonly first: Instant
  readonly last: Instant
}

export function readOpenDays(document: Document<'html'>): ReadonlyMap<string, OpenDays> {
  const days = new Map<string, OpenDays>()
  for (const { days: listed } of Object.values(uptimeOf(document))) {
    for (const { date, related_events: related } of listed) {
      const noon = instantFromIso(`${date}T12:00:00Z`)
      if (noon === undefined) continue
      for (const { code } of present(related ?? []).kept) {
        const known = days.get(code)
        days.set(code, { first: known && known.first < noon ? known.first : noon, last: known && known.last > noon ? known.last : noon })
      }
    }
  }
  return days
}

const start = 'var uptimeData = '

function uptimeOf(document: Document<'html'>): z.infer<typeof Uptime> {
  const { text } = document.body
  const from = text.indexOf(start)
  const end = text.indexOf('\n', from)
  if (from === -1 || end === -1) return {}
  const json = text
    .slice(from + start.length, end)
    .trim()
    .replace(/;$/u, '')
  try {
    return readWire(Uptime, readJson({ ...document, body: { medium: 'json', text: json } }), document.url)
  } catch {
    // A chart that cannot be read dates nothing; the page is none the worse for it.
    return {}
  }
}
