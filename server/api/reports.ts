import { hash } from 'node:crypto'
import type { z } from 'zod'
import { honestyRule } from '../../data/report-honesty.ts'
import type { ServerRequest } from '../context.ts'
import { conditionalAnswer } from '../http/caching.ts'
import { json, list } from './answers.ts'
import { checkKnown, reportFilterOf } from './filters.ts'
import { listParameters, readQuery, reportFilters } from './query.ts'
import type { named } from './schemas.ts'
import { findVendor, noVendor } from './vendors.ts'

export const reportListParameters = { ...reportFilters, ...listParameters }

/** Incident reports across vendors. Texts may be read anew without a change: what is shown is its own tag. */
export async function listReports(c: ServerRequest): Promise<Response> {
  const { vendor, cause, thirdParty, since, until, q, ...part } = readQuery(c, reportListParameters)
  const filter = reportFilterOf({ vendor, cause, thirdParty, since, until, q })
  await checkKnown(c, filter)
  const found = await c.get('server').store.reports({ ...filter, ...part })
  return conditionalAnswer(c, { tag: tagOf(found), freshUntil: null }, () => list(c, found))
}

/** How much of what a vendor's reports state its page had shown. */
export async function vendorHonesty(c: ServerRequest): Promise<Response> {
  readQuery(c, {})
  const found = await findVendor(c)
  if (!found) return noVendor(c)
  const honesty = await c.get('server').store.honesty(found.vendor.id)
  if (honesty === null) return noVendor(c)
  const answer: z.infer<typeof named.Honesty> = { ...honesty, rule: honestyRule.text }
  return conditionalAnswer(c, { tag: tagOf(answer), freshUntil: null }, () => json(c, answer))
}

function tagOf(shown: unknown): string {
  return hash('sha1', JSON.stringify(shown))
}
