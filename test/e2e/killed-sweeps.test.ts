import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Change, Component, Incident, Maintenance } from '../../server/api/schemas.ts'
import { getAll } from '../support/api.ts'
import { type Ended, openWorkshop, type Workshop } from '../support/processes.ts'
import { expectedChanges } from '../support/scripted/changes.ts'
import { scriptedDocuments } from '../support/scripted/documents.ts'
import { scriptedPage } from '../support/scripted/pages.ts'
import { readStore, type StoredPage } from '../support/scripted/stored.ts'
import { etagOf, startScriptedWeb, vendorOf } from '../support/scripted/web.ts'

const pages = 60
const kills = 30
/** A sweep asks for three documents of each page. */
const requestsPerSweep = 3 * pages
const seed = 20_240_301

/** When a crawler is killed: so many milliseconds after so many of its requests. */
type Moment = readonly [requests: number, milliseconds: number]

const moments = fc.sample(fc.tuple(fc.integer({ min: 1, max: requestsPerSweep - 10 }), fc.integer({ min: 0, max: 40 })), {
  seed,
  numRuns: 2 * kills,
})
/** How long the answers are kept back, so that the pages of a sweep are done at different times. */
const delays = fc.sample(fc.integer({ min: 0, max: 25 }), { seed, numRuns: 997 })

describe('crawler/writer.ts', () => {
  let workshop: Workshop

  beforeEach(() => {
    workshop = openWorkshop()
  })

  afterEach(async () => {
    await workshop.close()
  })

  it('leaves no poll half written, however often it is killed in the middle of a sweep', async () => {
    const rehearsal = await startRehearsal(workshop)
    let killed = 0
    let cut = 0
    for (const moment of moments) {
      if (killed === kills) break
      rehearsal.nextRound()
      const { signal, stderr } = await rehearsal.sweep('killed.db', moment)
      expect(stderr).toBe('')
      if (signal === 'SIGKILL') killed += 1

      const stored = await readStore(rehearsal.fileOf('killed.db'), pages)
      for (const page of stored) checkWhole(page)
      if (isCut(stored, rehearsal.round)) cut += 1
    }
    expect(killed).toBe(kills)
    // Sweeps of which some pages were written down and others were not.
    expect(cut).toBeGreaterThan(kills / 4)

    rehearsal.nextRound()
    expect(await rehearsal.sweep('killed.db')).toMatchObject({ code: 0, stderr: '' })
    expect(await rehearsal.sweep('whole.db')).toMatchObject({ code: 0, stderr: '' })

    for (const page of await readStore(rehearsal.fileOf('killed.db'), pages)) {
      checkWhole(page)
      expect(stepsOf(page).at(-1)).toBe(stepAt(page.number, rehearsal.round))
    }
    const [repaired, whole] = await Promise.all(['killed.db', 'whole.db'].map((name) => published(workshop, rehearsal.fileOf(name))))
    expect(repaired).toEqual(whole)
    await rehearsal.close()
  }, 240_000)
})

interface Rehearsal {
  readonly round: number
  /** Every page goes one step further in its script. */
  nextRound(): void
  fileOf(database: string): string
  /** One pass over all pages; killed, where a moment is given. */
  sweep(database: string, moment?: Moment): Promise<Ended>
  close(): Promise<void>
}

async function startRehearsal(workshop: Workshop): Promise<Rehearsal> {
  let round = 0
  let requests = 0
  let onRequest: (() => void) | undefined
  const web = await startScriptedWeb({
    pages,
    stepOf: (page) => stepAt(page, round),
    async beforeAnswer() {
      requests += 1
      onRequest?.()
      await sleep(delays[requests % delays.length])
    },
  })
  const config = join(workshop.folder, 'config.yaml')
  writeFileSync(config, JSON.stringify({ vendors: web.vendors(60), allowPrivate: ['127.0.0.0/8'], logLevel: 'warn', concurrency: 12 }))

  function fileOf(database: string): string {
    return join(workshop.folder, database)
  }
  return {
    get round() {
      return round
    },
    nextRound() {
      round += 1
    },
    fileOf,
    sweep(database, [after, milliseconds] = [Infinity, 0]) {
      const environment = { STATUSWIRE_CONFIG: config, DATABASE_URL: `sqlite:${fileOf(database)}` }
      const running = workshop.start('crawler/main.ts', ['crawl', '--once', '--json'], environment)
      const last = requests + after
      onRequest = () => {
        if (requests === last) setTimeout(() => running.child.kill('SIGKILL'), milliseconds)
      }
      return running.ended
    },
    close: () => web.close(),
  }
}

/** The pages are at different places of their script. */
function stepAt(page: number, round: number): number {
  return round + (page % 6)
}

/** The step of each reading that is stored, by the ETag of its summary. */
function stepsOf({ number, readings }: StoredPage): readonly number[] {
  return readings.map(({ etag }) => {
    const known = stepOfEtag.get(etag)
    if (known !== undefined) return known
    for (let step = 0; step <= stepAt(number, 2 * kills); step++)
      stepOfEtag.set(etagOf(documentsAt(number, step)['/api/v2/summary.json'] ?? ''), step)
    return stepOfEtag.get(etag) ?? NaN
  })
}

const stepOfEtag = new Map<string, number>()

function documentsAt(number: number, step: number): Readonly<Record<string, string>> {
  return scriptedDocuments(scriptedPage(number, step))
}

function isCut(stored: readonly StoredPage[], round: number): boolean {
  const done = stored.filter((page) => stepsOf(page).at(-1) === stepAt(page.number, round))
  return done.length > 0 && done.length < pages
}

/** Every table tells of the same readings: those whose summaries were kept. */
function checkWhole(page: StoredPage): void {
  const told = stepsOf(page)
  const times = page.readings.map(({ observedAt }) => observedAt)
  const last = times.at(-1) ?? null
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  expect(page.polls).toEqual(times.map((observedAt) => ({ observedAt, outcome: 'changed' })))
  expect(page.page).toEqual({ checkedAt: last, readAt: last, changedAt: last })
  expect(page.observedUntil).toBe(last)

  const chain = told.map((step, index) => {
    const before = told[index - 1]
    return expectedChanges(before === undefined ? undefined : scriptedPage(page.number, before), scriptedPage(page.number, step))
  })
  expect(page.changes).toEqual(times.map((observedAt, index) => ({ observedAt, lines: chain[index] })))

  // What is present is what the page said at its last reading, beside the validators of that.
  const step = told.at(-1)
  const said = step === undefined ? { components: [], incidents: [], maintenances: [] } : scriptedPage(page.number, step)
  const etags = step === undefined ? [] : Object.values(documentsAt(page.number, step)).map(etagOf)
  const entries = [...said.incidents, ...said.maintenances]
  expect(page.validators).toEqual(etags.toSorted().map((etag) => ({ etag, observedAt: last })))
  expect(page.components).toEqual(said.components.map(({ id, health }) => `${id} ${health}`).toSorted())
  expect(page.entries).toEqual(entries.map(({ id, title, phase }) => `${id} ${phase} ${title}`).toSorted())
  expect(page.updates).toEqual(entries.flatMap(({ updates }) => updates.map(({ id, body }) => `${id} ${body}`)).toSorted())
}

/** What a reader is told of the present, without how we came to know it. */
async function published(workshop: Workshop, file: string): Promise<unknown> {
  const server = await workshop.serve(`sqlite:${file}`)
  const components = await Promise.all(
    Array.from({ length: pages }, (_, page) => getAll(`${server.url}/api/v1/vendors/${vendorOf(page)}/components`, Component)),
  )
  const incidents = await getAll(`${server.url}/api/v1/incidents`, Incident)
  const maintenances = await getAll(`${server.url}/api/v1/maintenances`, Maintenance)
  const changes = await getAll(`${server.url}/api/v1/changes?after=0`, Change)
  await server.stop()
  expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length)
  return {
    components: components.map((list) => list.map(({ changedAt: _changedAt, ...component }) => component)),
    entries: [...incidents, ...maintenances].map((entry) => ({
      ...entry,
      updates: entry.updates.map(({ editedAt: _editedAt, revisions: _revisions, ...update }) => update),
    })),
  }
}
