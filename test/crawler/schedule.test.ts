import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fetchErrorKinds } from '../../crawler/fetch/errors.ts'
import { listsAreDue, schedule, type ListAge, type ScheduleInput } from '../../crawler/schedule.ts'

const kinds = [...fetchErrorKinds, 'shape', 'missing', 'empty', 'foreign'] as const
const dayAndMore = 259_200

const seconds = fc.double({ min: 0, max: 1e9, noNaN: true })
const anyNumber = fc.oneof(seconds, fc.constantFrom(Number.NaN, Infinity, -5))
const failure = fc.record({ kind: fc.constantFrom(...kinds), detail: fc.constantFrom('429', '404', '403', '503', 'deadline', 'anything') })
const input: fc.Arbitrary<ScheduleInput> = fc.record(
  {
    pageId: fc.string(),
    failure,
    failures: fc.nat(1_000),
    hasOpen: fc.boolean(),
    ownIntervalSeconds: fc.option(fc.integer({ min: 1, max: 86_400 })),
    floorSeconds: fc.integer({ min: 0, max: 3_600 }),
    tookSeconds: fc.double({ min: 0, max: 600, noNaN: true }),
    retryAfterSeconds: anyNumber,
    maxAgeSeconds: anyNumber,
  },
  { requiredKeys: ['pageId', 'failures', 'hasOpen', 'ownIntervalSeconds', 'floorSeconds', 'tookSeconds'] },
)

const calm: ScheduleInput = { pageId: 'p', failures: 0, hasOpen: false, ownIntervalSeconds: null, floorSeconds: 30, tookSeconds: 0.2 }

function failing(kind: (typeof kinds)[number], failures: number, detail = 'any'): ScheduleInput {
  return { ...calm, failures, failure: { kind, detail } }
}

describe('crawler/schedule.ts', () => {
  it.each<{ what: string; given: Partial<ScheduleInput>; interval: number }>([
    { what: 'nothing special', given: {}, interval: 120 },
    { what: 'an open incident', given: { hasOpen: true }, interval: 30 },
    { what: "the row's own", given: { ownIntervalSeconds: 300 }, interval: 300 },
    { what: "the row's own, whatever is open", given: { ownIntervalSeconds: 300, hasOpen: true }, interval: 300 },
    { what: "the row's own below the floor", given: { ownIntervalSeconds: 5 }, interval: 30 },
    { what: 'no floor', given: { ownIntervalSeconds: 5, floorSeconds: 0 }, interval: 5 },
    { what: 'a cached answer', given: { hasOpen: true, maxAgeSeconds: 60 }, interval: 60 },
    { what: 'an answer cached for very long', given: { hasOpen: true, maxAgeSeconds: 86_400 }, interval: 120 },
    { what: 'a cache time that is no number', given: { maxAgeSeconds: Number.NaN }, interval: 120 },
  ])('gives the interval by $what', ({ given, interval }) => {
    const { intervalSeconds, waitSeconds } = schedule({ ...calm, ...given })

    expect(intervalSeconds).toBe(interval)
    expect(waitSeconds).toBeGreaterThanOrEqual(interval)
    expect(waitSeconds).toBeLessThanOrEqual(interval * 1.1)
  })

  it.each<{ kind: (typeof kinds)[number]; detail: string; first: number; cap: number }>([
    { kind: 'timeout', detail: 'deadline', first: 120, cap: 900 },
    { kind: 'status', detail: '503', first: 120, cap: 900 },
    { kind: 'status', detail: '404', first: 300, cap: 14_400 },
    { kind: 'status', detail: '410', first: 3_600, cap: 86_400 },
    { kind: 'status', detail: '429', first: 300, cap: 14_400 },
    { kind: 'challenge', detail: 'a wall', first: 900, cap: 14_400 },
    { kind: 'shape', detail: 'not JSON', first: 120, cap: 1_800 },
    { kind: 'foreign', detail: 'a login form', first: 300, cap: 14_400 },
  ])('waits after $kind $detail for $first s at first, and never more than $cap s', ({ kind, detail, first, cap }) => {
    const waits = [1, 2, 50].map((failures) => schedule(failing(kind, failures, detail)).waitSeconds)

    expect(waits[0]).toBeGreaterThanOrEqual(first)
    expect(waits[0]).toBeLessThanOrEqual(first * 1.1)
    expect(waits[1]).toBeGreaterThanOrEqual(Math.min(first * 2, cap))
    expect(waits[2]).toBeGreaterThanOrEqual(cap)
    expect(waits[2]).toBeLessThanOrEqual(cap * 1.1)
  })

  it('never undercuts floor, Retry-After or a moment of rest, and never waits for ever', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { intervalSeconds, waitSeconds } = schedule(given)
        const asked = Number.isFinite(given.retryAfterSeconds) ? Math.min(given.retryAfterSeconds ?? 0, 172_800) : 0

        expect(intervalSeconds).toBeGreaterThanOrEqual(Math.max(1, given.floorSeconds))
        expect(waitSeconds).toBeGreaterThanOrEqual(given.floorSeconds)
        expect(waitSeconds).toBeGreaterThanOrEqual(given.tookSeconds + 1)
        // Counted from the answer, not from the question.
        expect(waitSeconds).toBeGreaterThanOrEqual(given.tookSeconds + asked)
        expect(waitSeconds).toBeLessThanOrEqual(dayAndMore)
      }),
    )
  })

  it('never comes sooner after one more failure', () => {
    fc.assert(
      fc.property(input, failure, fc.nat(40), (given, reason, failures) => {
        const once = schedule({ ...given, failure: reason, failures: failures + 1 })
        const again = schedule({ ...given, failure: reason, failures: failures + 2 })

        expect(again.waitSeconds).toBeGreaterThanOrEqual(once.waitSeconds)
      }),
    )
  })

  it('does not let a failure stretch the interval by which freshness is judged', () => {
    fc.assert(
      fc.property(input, failure, fc.integer({ min: 1, max: 100 }), (given, reason, failures) => {
        const { failure: _, ...good } = given
        const before = schedule({ ...good, failures: 0 }).intervalSeconds

        expect(schedule({ ...good, failure: reason, failures }).intervalSeconds).toBeLessThanOrEqual(before)
        expect(schedule({ ...good, failure: reason, failures }).intervalSeconds).toBe(
          schedule({ ...good, failure: reason, failures: failures + 5 }).intervalSeconds,
        )
      }),
    )
  })

  it('gives the same page the same answer, and spreads pages over a tenth of the interval', () => {
    const waits = Array.from({ length: 200 }, (_, page) => schedule({ ...calm, pageId: `page-${page}` }).waitSeconds)
    const again = Array.from({ length: 200 }, (_, page) => schedule({ ...calm, pageId: `page-${page}` }).waitSeconds)

    expect(again).toEqual(waits)
    expect(new Set(waits).size).toBe(200)
    const tenths = Map.groupBy(waits, (wait) => Math.floor((wait - 120) / 1.2))
    expect(tenths.size).toBe(10)
  })

  describe('listsAreDue', () => {
    const minute = 60
    const hour = 3_600
    const day = 86_400
    it.each<{ what: string; age: number; closed?: number; changed?: number; unexplained?: boolean; due: boolean }>([
      { what: 'closed within the day, read 14 minutes ago', age: 14 * minute, closed: 2 * hour, due: false },
      { what: 'closed within the day, read 15 minutes ago', age: 15 * minute, closed: 2 * hour, due: true },
      { what: 'closed within the week, read 59 minutes ago', age: 59 * minute, closed: 3 * day, due: false },
      { what: 'closed within the week, read an hour ago', age: hour, closed: 3 * day, due: true },
      { what: 'closed a month ago, read 23 hours ago', age: 23 * hour, closed: 30 * day, due: false },
      { what: 'closed a month ago, read a day ago', age: day, closed: 30 * day, due: true },
      { what: 'closed two months ago, read a day ago', age: day, closed: 60 * day, due: false },
      { what: 'closed two months ago, read a week ago', age: 7 * day, closed: 60 * day, due: true },
      { what: 'nothing ever closed, read a day ago', age: day, due: false },
      { what: 'nothing ever closed, read a week ago', age: 7 * day, due: true },
      { what: 'the page says that something moved, read 14 minutes ago', age: 14 * minute, unexplained: true, due: false },
      { what: 'the page says that something moved, read 15 minutes ago', age: 15 * minute, unexplained: true, due: true },
      { what: 'changed since they were read', age: minute, changed: 30, due: true },
      { what: 'changed when they were read', age: minute, changed: minute, due: false },
    ])('is $due where $what', ({ age, closed, changed, unexplained = false, due }) => {
      const nowSeconds = 1_800_000_000
      const given: ListAge = {
        nowSeconds,
        listsReadSeconds: nowSeconds - age,
        lastClosedSeconds: closed === undefined ? undefined : nowSeconds - closed,
        changedSeconds: changed === undefined ? undefined : nowSeconds - changed,
        unexplained,
      }

      expect(listsAreDue(given)).toBe(due)
    })

    it('is true where they were never read', () => {
      const never = {
        nowSeconds: 1,
        listsReadSeconds: undefined,
        lastClosedSeconds: undefined,
        changedSeconds: undefined,
        unexplained: false,
      }

      expect(listsAreDue(never)).toBe(true)
    })
  })
})
