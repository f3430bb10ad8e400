import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** The hostile pages of test/fixtures/hostile: what each answers, and what must come of it. */

const Answer = z.strictObject({
  status: z.int().default(200),
  /** `{port}` in a value stands for the server's own. */
  headers: z.record(z.string(), z.string()).default({}),
  file: z.string().optional(),
  /** Comes after the file, so many times. */
  repeat: z.strictObject({ text: z.string(), times: z.int() }).optional(),
  end: z.string().optional(),
  /** The connection is cut after so many bytes of the body. */
  cutAfter: z.int().optional(),
})
export type Answer = z.infer<typeof Answer>

/** Answers by source (`summary`, `home`, ...), by the name of another host, and `*` for whatever has none. */
const Answers = z.record(z.string(), Answer)
export type Answers = z.infer<typeof Answers>

const Expected = z.strictObject({
  /** `read`: a page all the same, of which nothing good may be believed. */
  outcome: z.enum(['read', 'refused', 'unparseable', 'unreachable']),
  kind: z.string().optional(),
  detail: z.string().optional(),
  /** A doubt that must stand beside the reading. */
  doubt: z.string().optional(),
  /** The page's own word is kept, though it is not green. */
  says: z.literal('operational').optional(),
})

const HostileCase = z.strictObject({
  name: z.string(),
  what: z.string(),
  answers: Answers,
  expected: Expected,
  /** Why nobody can know better where the page was never read before. */
  firstReading: z.string().optional(),
  /** Why it is true where no outage was seen before. */
  withoutOutage: z.string().optional(),
})
export type HostileCase = z.infer<typeof HostileCase>

const Index = z.strictObject({ page: z.url(), cases: z.array(HostileCase) })

const folder = fileURLToPath(new URL('../fixtures/hostile', import.meta.url))
const read = new Map<string, Buffer>()

export function fixture(file: string): Buffer {
  const body = read.get(file) ?? readFileSync(join(folder, file))
  read.set(file, body)
  return body
}

export const { page: pageUrl, cases } = Index.parse(JSON.parse(fixture('index.json').toString()))

const json = { 'content-type': 'application/json; charset=utf-8' }

/** The page as it is: with an incident open and a component degraded, or with all well. */
function wholePage(state: 'good' | 'clear'): Answers {
  return Answers.parse({
    summary: { headers: json, file: `${state}-summary.json` },
    incidents: { headers: json, file: `${state}-incidents.json` },
    maintenances: { headers: json, file: `${state}-maintenances.json` },
    home: { headers: { 'content-type': 'text/html; charset=utf-8' }, file: `${state}-home.html` },
    atom: { headers: { 'content-type': 'application/atom+xml' }, file: `${state}-history.atom` },
    '*': { status: 404, headers: {}, file: 'not-found.html' },
  })
}

export const inTrouble = wholePage('good')
export const allClear = wholePage('clear')
/** All is well, and the page's own clock is past everything that any of the cases tells. */
export const allClearLater: Answers = { ...allClear, ...Answers.parse({ summary: { headers: json, file: 'later-summary.json' } }) }
/** The incident and the component that the page in trouble tells of. */
export const openIncident = 'hb0incid0001'
export const degradedComponent = 'hb0comp00003'
