import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PollContext } from '../../crawler/poll.ts'
import type { Poll, Recorded } from '../../data/store/poll.ts'
import { allClear, allClearLater, type Answers, cases, degradedComponent, type HostileCase, inTrouble, openIncident } from './cases.ts'
import { type HostileSite, openHostileSite } from './site.ts'
import { createHostileClient, watch, type Watcher } from './watcher.ts'

/** No page that is not the page, in whatever way, turns anything green or ends anything that is open. */

let site: HostileSite
let http: PollContext['http']

const pollsInARow = 4
const refused = cases.filter(({ expected }) => expected.outcome !== 'read')
const readAllTheSame = cases.filter(({ expected }) => expected.outcome === 'read')

/** The watched page, read twice in one state where one is given. */
async function meet(before: Answers | undefined, platform: string | undefined = 'statuspage'): Promise<Watcher> {
  const watcher = await watch(site, http, platform)
  if (before) {
    site.answers = before
    for (let turn = 0; turn < 2; turn++) await watcher.poll()
    await watcher.newChanges()
  }
  return watcher
}

/** Whether a reader is shown green anywhere; the page's own word for its health is kept where the case says so. */
async function looksGreen(watcher: Watcher, { expected }: HostileCase, secondsLater = 0): Promise<boolean> {
  const { green, health, pages } = await watcher.vendor(secondsLater)
  const healths = [health, ...pages.map((page) => page.health)]
  return green || (expected.says === undefined && healths.includes('operational'))
}

interface Turn {
  readonly isGreen: boolean
  readonly outcome: Recorded['outcome']
  readonly kind?: string | undefined
  readonly detail?: string | undefined
}

/** Polls several times in a row, and looks after each. */
async function pollOn(watcher: Watcher, hostile: HostileCase): Promise<readonly Turn[]> {
  const turns: Turn[] = []
  for (let turn = 0; turn < pollsInARow; turn++) {
    const { poll, recorded } = await watcher.poll()
    const { kind, detail } = poll.type === 'failed' ? poll : (recorded.failure ?? {})
    turns.push({ isGreen: await looksGreen(watcher, hostile), outcome: recorded.outcome, kind, detail })
  }
  return turns
}

/** What is left of what the page in trouble has told, and what was noted as ended or gone since the last look. */
async function remains(watcher: Watcher): Promise<object> {
  const { is_open, removed_at, closed_seen_at, resolved_at } = (await watcher.incident(openIncident)) ?? {}
  const changes = await watcher.newChanges()
  return {
    incident: { is_open, removed_at, closed_seen_at, resolved_at },
    components: (await watcher.components()).length,
    ended: Object.keys(changes).filter((kind) => /_removed$|_resolved$/u.test(kind)),
    failures: changes.page_failed ?? 0,
    recoveries: changes.page_recovered ?? 0,
  }
}

const everything = {
  incident: { is_open: 1, removed_at: null, closed_seen_at: null, resolved_at: null },
  components: 5,
  ended: [],
  failures: 0,
  recoveries: 0,
}

/** What is no answer of this page, or says how it is, takes the last word back at once; silence does when that is old. */
function takesBack(poll: Poll, turn: number): boolean {
  if (poll.type === 'failed' && !poll.understood) return true
  return (poll.type === 'read' && poll.snapshot.health !== undefined) || turn >= 2
}

describe('crawler/poll.ts, hostile pages', () => {
  beforeAll(async () => {
    site = await openHostileSite()
    http = createHostileClient()
  })
  afterAll(async () => {
    await http.destroy()
    await site.close()
  })

  it.each(refused)('refuses $name ($what), and the outage stays', async (hostile) => {
    const watcher = await meet(inTrouble)
    site.answers = hostile.answers

    const turns = await pollOn(watcher, hostile)

    const { outcome, kind, detail } = hostile.expected
    const told = { isGreen: false, outcome, kind, ...(detail === undefined ? {} : { detail }) }
    expect(turns).toMatchObject(Array.from({ length: pollsInARow }, () => told))
    expect(await looksGreen(watcher, hostile, 3_600)).toBe(false)
    expect(await remains(watcher)).toEqual({ ...everything, failures: 1 })
    expect((await watcher.vendor()).trustReason).toMatch(/\w/u)
    expect((await watcher.components()).find((one) => one.nativeId === degradedComponent)?.health).not.toBe('operational')
    site.answers = inTrouble
    await watcher.poll(120)
    expect(await watcher.vendor()).toMatchObject({ health: 'degraded_performance', trust: 'fresh', openIncidents: 1, green: false })
    expect(await remains(watcher)).toEqual({ ...everything, recoveries: 1 })
    await watcher.close()
  })

  it.each(readAllTheSame)('reads $name ($what), and the outage stays', async (hostile) => {
    const watcher = await meet(inTrouble)
    site.answers = hostile.answers

    const turns = await pollOn(watcher, hostile)

    expect(turns.map(({ isGreen }) => isGreen)).not.toContain(true)
    expect(['changed', 'unchanged', 'not_modified']).toEqual(expect.arrayContaining(turns.map(({ outcome }) => outcome)))
    expect(await looksGreen(watcher, hostile, 3_600)).toBe(false)
    expect(await remains(watcher)).toEqual(everything)
    const doubt = hostile.expected.doubt === undefined ? [] : [{ kind: hostile.expected.doubt }]
    expect((await watcher.vendor()).doubts).toMatchObject(doubt)
    site.answers = inTrouble
    await watcher.poll(120)
    expect(await watcher.vendor()).toMatchObject({ health: 'degraded_performance', trust: 'fresh', openIncidents: 1, green: false })
    expect(await remains(watcher)).toEqual(everything)
    await watcher.close()
  })

  it.each(cases)('keeps the outage where $name stands beside the rest of the page', async (hostile) => {
    const watcher = await meet(inTrouble)
    const { '*': rest, ...answers } = hostile.answers
    site.answers = { ...inTrouble, ...(rest && !('summary' in answers) ? { summary: rest } : {}), ...answers }

    const turns = await pollOn(watcher, hostile)

    expect(turns.map(({ isGreen }) => isGreen)).not.toContain(true)
    expect(await remains(watcher)).toMatchObject({ incident: everything.incident, components: 5, ended: [] })
    await watcher.close()
  })

  it.each(cases.filter(({ withoutOutage }) => withoutOutage === undefined))('takes back the green of a page at $name', async (hostile) => {
    const watcher = await meet(allClear)
    const before = await watcher.vendor()
    site.answers = hostile.answers

    const greens: boolean[] = []
    for (let turn = 0; turn < pollsInARow; turn++) {
      const { poll } = await watcher.poll(120)
      if (takesBack(poll, turn)) greens.push(await looksGreen(watcher, hostile))
    }

    expect(before.green).toBe(true)
    expect(greens).toContain(false)
    expect(greens).not.toContain(true)
    site.answers = allClearLater
    await watcher.poll(300)
    expect((await watcher.vendor()).health).toBe('operational')
    await watcher.close()
  })

  const unreadCases = cases.filter(({ firstReading }) => firstReading === undefined)
  it.each(unreadCases)('never turns green at a first reading of $name, whether its platform is known or not', async (hostile) => {
    site.answers = hostile.answers
    for (const platform of ['statuspage', undefined]) {
      const watcher = await meet(undefined, platform)

      const turns = await pollOn(watcher, hostile)

      expect(turns.map(({ isGreen }) => isGreen)).not.toContain(true)
      expect(await watcher.newChanges()).not.toHaveProperty('page_failed')
      await watcher.close()
    }
  })
})
