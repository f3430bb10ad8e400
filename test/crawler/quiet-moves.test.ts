import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPollBench, type PollBench } from './poll-bench.ts'
import { paths, replacing, siteStart } from './site.ts'

const minute = 60
/** Long after the last incident: nothing but the page's own word asks for the lists. */
const quiet = 10 * 86_400
/** That word: something moved a minute later. */
const touched = replacing(/"updated_at":"[^"]*"/u, `"updated_at":"${new Date(siteStart + (quiet + minute) * 1000).toISOString()}"`)

describe('crawler/attempt.ts', () => {
  let bench: PollBench

  beforeEach(async () => {
    bench = await openPollBench({ platform: 'statuspage' })
  })

  afterEach(async () => {
    await bench.close()
  })

  it('reads the lists for a move that the summary does not show, however soon after the last reading of them it came', async () => {
    await bench.poll(quiet)
    bench.site.answers.set(paths.summary, touched)

    const [soon, same, later] = [
      await bench.poll(quiet + 2 * minute),
      await bench.poll(quiet + 4 * minute),
      await bench.poll(quiet + 16 * minute),
    ]

    expect(soon.asked).toEqual([paths.summary])
    expect(same.asked).toEqual([paths.summary])
    expect(later.asked).toContain(paths.incidents)
  })

  it('reads them for one such move once', async () => {
    await bench.poll(quiet)
    bench.site.answers.set(paths.summary, touched)
    await bench.poll(quiet + 2 * minute)
    await bench.poll(quiet + 16 * minute)

    const after = await bench.poll(quiet + 32 * minute)

    expect(after.asked).toEqual([paths.summary])
  })
})
