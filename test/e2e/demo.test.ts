import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { launchBrowser } from '../support/browser.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const Vendors = z.object({ data: z.array(z.object({ id: z.string(), trust: z.string(), health: z.string() })) })

describe('crawler/start.ts', () => {
  let demo: ChildProcess
  let browser: Browser
  let origin = ''
  let output = ''

  beforeAll(async () => {
    const port = await freePort()
    origin = `http://127.0.0.1:${port}`
    demo = spawn(process.execPath, ['--import', 'tsx', 'crawler/start.ts', '--demo'], {
      cwd: root,
      env: { ...process.env, PORT: String(port), HOST: '127.0.0.1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    demo.stdout?.on('data', (chunk) => (output += String(chunk)))
    demo.stderr?.on('data', (chunk) => (output += String(chunk)))
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    demo.kill('SIGKILL')
  })

  it('shows a dashboard that moves by itself, without a network, and ends cleanly', async () => {
    await expect.poll(freshVendors, { timeout: 30_000, interval: 250 }).toBe(8)
    const page = await browser.newPage()
    await page.goto(origin)

    expect(await page.textContent('body')).toContain('Slow delivery to some mailbox providers')
    // Opens 12 seconds into the story and reaches the open page by itself.
    await page.getByText('Elevated error rates on card payments').first().waitFor({ timeout: 60_000 })
    await page.getByText('Quillhaven Docs').first().waitFor()

    const folder = /everything is kept in (?<folder>\S+)/u.exec(output)?.groups?.['folder'] ?? ''
    expect(existsSync(folder)).toBe(true)
    demo.kill('SIGTERM')
    await expect.poll(() => demo.exitCode, { timeout: 15_000 }).toBe(0)
    expect(existsSync(folder)).toBe(false)
  })

  async function freshVendors(): Promise<number> {
    try {
      const response = await fetch(`${origin}/api/v1/vendors`)
      return Vendors.parse(await response.json()).data.filter(({ trust }) => trust === 'fresh').length
    } catch {
      return 0
    }
  }
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return address !== null && typeof address === 'object' ? address.port : 0
}
