import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listen } from '../support/fault-server.ts'
import { openWorkshop, servedUrl, type Workshop } from '../support/processes.ts'

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url)
    return true
  } catch {
    return false
  }
}

describe('crawler/side-by-side.ts, its beginning and its end', () => {
  let workshop: Workshop

  beforeEach(() => {
    workshop = openWorkshop()
  })
  afterEach(async () => {
    await workshop.close()
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('ends both processes of the demonstration at %s, and leaves nothing behind', async (signal) => {
    const running = workshop.start('crawler/start.ts', ['--demo'], { PORT: '0' })
    const served = await servedUrl(running)
    await expect.poll(() => running.said.stderr, { timeout: 15_000 }).toContain('"msg":"poll"')
    const { folder = '', web = '' } =
      /pages are at (?<web>\S+), everything is kept in (?<folder>\S+) until/u.exec(running.said.stderr)?.groups ?? {}
    const before = [existsSync(join(folder, 'demo.db')), await answers(web), await answers(served)]

    running.child.kill(signal)
    const { code, stdout } = await running.ended

    expect(before).toEqual([true, true, true])
    expect([code, stdout]).toEqual([0, ''])
    // The pipes that both processes wrote to are closed, so that neither is left.
    expect([existsSync(folder), await answers(web), await answers(served)]).toEqual([false, false, false])
  })

  it('ends with a failure where one of the two cannot go on', async () => {
    const taken = createServer()
    const port = await listen(taken)

    const { code, stderr } = await workshop.run('crawler/start.ts', ['--demo'], { PORT: String(port) })
    await new Promise((resolve) => taken.close(resolve))

    expect(code).toBe(1)
    expect(stderr).toContain('EADDRINUSE')
    expect(existsSync(/kept in (?<folder>\S+) until/u.exec(stderr)?.groups?.['folder'] ?? '')).toBe(false)
  })

  it.each([
    {
      what: 'an argument that it does not know',
      parameters: ['--dmeo'],
      environment: {},
      says: /^statuswire: no such argument: [^\n]*\n$/u,
    },
    {
      what: 'a setting that is wrong',
      parameters: [],
      environment: { STATUSWIRE_VENDORS: 'nosuch' },
      says: /^statuswire: vendors: [^\n]*\n$/u,
    },
  ])('refuses $what in one line', async ({ parameters, environment, says }) => {
    const { code, stdout, stderr } = await workshop.run('crawler/start.ts', parameters, environment)

    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(says)
  })

  it('explains itself', async () => {
    const { code, stdout, stderr } = await workshop.run('crawler/start.ts', ['--help'])

    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('npm run demo')
  })
})
