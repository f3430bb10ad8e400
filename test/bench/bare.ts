import { Agent, request } from 'undici'
import { median, medianOf, nextTurn } from './turns.ts'

/** What there is to beat: a loop that fetches the same bodies and does nothing but JSON.parse; prints one JSON object. */

const pages = 1_000
const atOnce = 128
const port = Number(process.argv[2])
const paths = ['summary', 'incidents', 'scheduled-maintenances'].map((name) => `/api/v2/${name}.json`)
const agent = new Agent({ connections: atOnce, pipelining: 1 })
let parsed = 0

async function each(count: number, work: (page: number) => Promise<void>): Promise<number> {
  let next = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await work(next++)
    }),
  )
  return count / ((performance.now() - started) / 1000)
}

const etags = new Map<number, string>()
const full: number[] = []
const notModified: number[] = []
for (let round = 0; round <= medianOf; round++) {
  // The first round warms up.
  if (round > 0) await nextTurn()
  const perSecond = await each(pages, async (page) => {
    for (const path of paths) {
      const { body, headers } = await request(`http://127.0.0.1:${port}/p${page}${path}`, { dispatcher: agent })
      if (JSON.parse(await body.text()) !== null) parsed++
      if (path === paths[0] && typeof headers['etag'] === 'string') etags.set(page, headers['etag'])
    }
  })
  const conditional = await each(pages, async (page) => {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/p${page}${paths[0]}`, {
      dispatcher: agent,
      headers: { 'if-none-match': etags.get(page) ?? '' },
    })
    if (statusCode !== 304) throw new Error(`expected 304, got ${statusCode}`)
    await body.dump()
  })
  if (round === 0) continue
  full.push(perSecond)
  notModified.push(conditional)
}
process.stdout.write(`${JSON.stringify({ changedPerSecond: median(full), unchangedPerSecond: median(notModified), parsed })}\n`)
await agent.close()
