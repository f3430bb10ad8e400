import type { Instant } from '../../parsers/model.ts'
import type { Activity } from '../../data/store/activity.ts'
import { latest } from '../../data/trust.ts'
import type { ServerRequest } from '../context.ts'
import { problem } from '../http/problem.ts'
import { json } from './answers.ts'

const noStore = { 'cache-control': 'no-store' }
/** A crawler that finishes no poll for this many intervals although a page is due is stuck. */
const patienceIntervals = 3

/** Up, the database answers, and the crawler lives. */
export async function healthz(c: ServerRequest): Promise<Response> {
  const server = c.get('server')
  let activity: Activity
  try {
    activity = await server.store.activity()
  } catch {
    return problem(c, 503, 'The database does not answer')
  }
  const silentSeconds = silence(activity, server.startedAt, server.now())
  const isStuck = silentSeconds > patienceIntervals * (activity.shortestIntervalSeconds ?? Infinity)
  if (isStuck) return problem(c, 503, `The crawler looks stuck: pages are due and none was polled for ${Math.round(silentSeconds)} s`)
  return json(c, { status: 'ok', watchedPages: activity.watchedPages, lastCheckedAt: activity.lastCheckedAt }, noStore)
}

/** Since when nothing was polled although something was due, in seconds. A server that has just started gives the crawler time. */
function silence({ lastCheckedAt, firstDueAt }: Activity, startedAt: Instant, now: Instant): number {
  const since = latest([lastCheckedAt, firstDueAt, startedAt])
  return since === null ? 0 : Math.max(0, (Date.parse(now) - Date.parse(since)) / 1000)
}

/** Requests can be answered: the database is open and migrated, and the server is not on its way down. */
export async function readyz(c: ServerRequest): Promise<Response> {
  try {
    await c.get('server').store.newestChange()
  } catch {
    return problem(c, 503, 'The database does not answer')
  }
  return json(c, { status: 'ready' }, noStore)
}
