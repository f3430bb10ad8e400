import { z } from 'zod'
import type { ComponentUptime } from '../../data/store/uptime.ts'
import type { ServerRequest } from '../context.ts'
import { conditionalAnswer } from '../http/caching.ts'
import { json } from './answers.ts'
import { readQuery } from './query.ts'
import type { named } from './schemas.ts'
import { findVendor, noVendor } from './vendors.ts'

const defaultDays = 90
const mostDays = 400

export const historyParameters = {
  days: z.coerce
    .number()
    .int()
    .exactOptional()
    .meta({ description: `How far back, today included: ${defaultDays} by default; held to between 1 and ${mostDays}.` }),
}

/** Uptime of a vendor and of each of its components with its coverage, day by day, and what its incidents come to. */
export async function vendorHistory(c: ServerRequest): Promise<Response> {
  const days = Math.min(mostDays, Math.max(1, readQuery(c, historyParameters).days ?? defaultDays))
  const found = await findVendor(c)
  if (!found) return noVendor(c)
  const { vendor, shown } = found
  const server = c.get('server')
  // What was observed grows without a change: each answer is that of its minute.
  const tag = `${shown.tag} ${server.now().slice(0, 16)}`
  return conditionalAnswer(c, { ...shown, tag }, async () => {
    const [history, components] = await Promise.all([server.store.history(vendor.id, days), server.store.components(vendor.id)])
    if (!history) return noVendor(c)
    const { from, until, periods, daily, incidents } = history
    const answer: z.infer<typeof named.History> = {
      vendorId: vendor.id,
      days,
      from,
      until,
      periods: [...periods],
      daily: [...daily],
      incidents,
      components: components.flatMap(({ id, name, path }) => {
        const uptime = history.components.get(id)
        return uptime ? [{ id, name, path: [...path], ...columnsOf(uptime) }] : []
      }),
    }
    return json(c, answer)
  })
}

/** The days of a component as columns: there may be hundreds of thousands of them. */
function columnsOf(uptime: ComponentUptime): Pick<z.infer<typeof named.ComponentHistory>, 'periods' | 'daily'> {
  const days = uptime.daily()
  return {
    periods: [...uptime.periods],
    daily: { worst: days.map((day) => day.worst), uptime: days.map((day) => day.uptime), coverage: days.map((day) => day.coverage) },
  }
}
