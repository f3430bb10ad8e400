import { hash } from 'node:crypto'
import type { FetchErrorKind } from './fetch/errors.ts'
import type { ParseErrorKind } from '../parsers/errors.ts'

/** Pure: when a page is looked at again. All durations in seconds. */

export interface ScheduleInput {
  readonly pageId: string
  readonly failure?: { readonly kind: FetchErrorKind | ParseErrorKind; readonly detail: string }
  /** Failed polls in a row, this one included; 0 after a good one. */
  readonly failures: number
  /** An incident or a maintenance is open. */
  readonly hasOpen: boolean
  readonly ownIntervalSeconds: number | null
  /** The platform's lowest interval. */
  readonly floorSeconds: number
  /** From the beginning of the poll to its end. */
  readonly tookSeconds: number
  /** What the page asked for, counted from its answer. */
  readonly retryAfterSeconds?: number | undefined
  readonly maxAgeSeconds?: number | undefined
}

export interface Schedule {
  /** The present interval of the page: what its freshness is judged by. A failure does not stretch it. */
  readonly intervalSeconds: number
  /** From the beginning of this poll to that of the next. */
  readonly waitSeconds: number
}

const regularSeconds = 120
const openSeconds = 30
const highestMaxAgeSeconds = 120
const highestRetryAfterSeconds = 172_800
/** Also the least time between the end of a poll and the next one: a page slower than its interval is never asked without end. */
const lowestSeconds = 1
/** The longest Retry-After, jittered. A timer beyond 24.8 days fires at once: no mistake shall come near that. */
const highestWaitSeconds = 259_200
/** Checks drift apart by up to this share, steadily for each page, so that no herd forms. */
const jitterShare = 0.1

interface Backoff {
  readonly firstSeconds: number
  readonly capSeconds: number
}

const minute = 60
const hour = 3_600

/**
 * The kind decides. The network's troubles pass, and an outage of the vendor may be their cause: never far apart.
 * A refusal is meant: rarely. A document that is not understood stays so until somebody changes something.
 */
const backoffs: Readonly<Record<FetchErrorKind | ParseErrorKind, Backoff>> = {
  timeout: { firstSeconds: minute, capSeconds: 15 * minute },
  dns: { firstSeconds: minute, capSeconds: 15 * minute },
  connection: { firstSeconds: minute, capSeconds: 15 * minute },
  tls: { firstSeconds: 2 * minute, capSeconds: hour },
  status: { firstSeconds: minute, capSeconds: 15 * minute },
  too_large: { firstSeconds: 10 * minute, capSeconds: 6 * hour },
  wrong_medium: { firstSeconds: 2 * minute, capSeconds: hour },
  redirect: { firstSeconds: 2 * minute, capSeconds: hour },
  challenge: { firstSeconds: 15 * minute, capSeconds: 4 * hour },
  forbidden_address: { firstSeconds: hour, capSeconds: 6 * hour },
  // Dear to try, and most often this machine's own lack.
  browser: { firstSeconds: 5 * minute, capSeconds: hour },
  shape: { firstSeconds: 2 * minute, capSeconds: 30 * minute },
  missing: { firstSeconds: 2 * minute, capSeconds: 30 * minute },
  empty: { firstSeconds: 2 * minute, capSeconds: 30 * minute },
  foreign: { firstSeconds: 5 * minute, capSeconds: 4 * hour },
}

/** Answers that mean it: told apart by their status, which is the detail. */
const statusBackoffs: Readonly<Record<string, Backoff>> = {
  '401': { firstSeconds: 15 * minute, capSeconds: 4 * hour },
  '403': { firstSeconds: 15 * minute, capSeconds: 4 * hour },
  '404': { firstSeconds: 5 * minute, capSeconds: 4 * hour },
  '410': { firstSeconds: hour, capSeconds: 24 * hour },
  '451': { firstSeconds: hour, capSeconds: 24 * hour },
  '429': { firstSeconds: 5 * minute, capSeconds: 4 * hour },
}

/** Decides the next check: the largest of platform floor, Retry-After, max-age (bounded) and interval or back-off. */
export function schedule(input: ScheduleInput): Schedule {
  const usual = input.ownIntervalSeconds ?? (input.hasOpen ? openSeconds : regularSeconds)
  const maxAge = Math.min(finite(input.maxAgeSeconds), highestMaxAgeSeconds)
  const intervalSeconds = Math.max(lowestSeconds, usual, input.floorSeconds, input.failure ? 0 : maxAge)
  const retryAfter = Math.min(finite(input.retryAfterSeconds), highestRetryAfterSeconds)
  const pause = input.failure ? backoff(input.failure, input.failures, intervalSeconds) : intervalSeconds
  const jittered = Math.max(pause, retryAfter) * (1 + jitterShare * steadyFraction(input.pageId))
  const soonest = finite(input.tookSeconds) + Math.max(retryAfter, lowestSeconds)
  return { intervalSeconds, waitSeconds: Math.min(Math.max(jittered, soonest), highestWaitSeconds) }
}

function backoff(failure: NonNullable<ScheduleInput['failure']>, failures: number, intervalSeconds: number): number {
  const { firstSeconds, capSeconds } = (failure.kind === 'status' ? statusBackoffs[failure.detail] : undefined) ?? backoffs[failure.kind]
  const doublings = Math.min(Math.max(failures - 1, 0), 20)
  return Math.max(Math.min(Math.max(firstSeconds, intervalSeconds) * 2 ** doublings, capSeconds), intervalSeconds)
}

function finite(seconds: number | undefined): number {
  return seconds !== undefined && Number.isFinite(seconds) && seconds > 0 ? seconds : 0
}

/** A number from 0 to 1 that stays with `id`: spreads checks without chance. */
function steadyFraction(id: string): number {
  return Number.parseInt(hash('sha1', id).slice(0, 8), 16) / 0x1_0000_0000
}

export interface ListAge {
  readonly nowSeconds: number
  /** When the incident lists were last read; undefined = never. */
  readonly listsReadSeconds: number | undefined
  /** When the last incident was closed; undefined = none known. */
  readonly lastClosedSeconds: number | undefined
  /** When the page was last seen to change; undefined = never. */
  readonly changedSeconds: number | undefined
  /** The page says that something moved which its summary does not show. */
  readonly unexplained: boolean
}

const tailDays = 45

/**
 * Whether the own page of a closed incident is read again though the lists no longer hold it: the same tail, thinner,
 * because each costs a request of its own.
 */
export function detailIsDue({
  sinceClosedSeconds,
  sinceReadSeconds,
}: {
  readonly sinceClosedSeconds: number
  readonly sinceReadSeconds: number
}): boolean {
  if (sinceClosedSeconds >= tailDays * 24 * hour) return false
  if (sinceClosedSeconds < 24 * hour) return sinceReadSeconds >= hour
  return sinceReadSeconds >= (sinceClosedSeconds < 7 * 24 * hour ? 6 * hour : 24 * hour)
}

/**
 * Whether the lists of past incidents are read though nothing is open: closed incidents are rewritten for weeks, and
 * that is when root causes are published. Dense on the first day, then hourly for a week, then daily.
 */
export function listsAreDue({ nowSeconds, listsReadSeconds, lastClosedSeconds, changedSeconds, unexplained }: ListAge): boolean {
  if (listsReadSeconds === undefined) return true
  // They were asked for when it changed, and could not be read.
  if (changedSeconds !== undefined && changedSeconds > listsReadSeconds) return true
  const age = nowSeconds - listsReadSeconds
  if (unexplained && age >= 15 * minute) return true
  const sinceClosed = lastClosedSeconds === undefined ? Infinity : nowSeconds - lastClosedSeconds
  if (sinceClosed < 24 * hour) return age >= 15 * minute
  if (sinceClosed < 7 * 24 * hour) return age >= hour
  return age >= 24 * hour && (sinceClosed < tailDays * 24 * hour || age >= 7 * 24 * hour)
}
