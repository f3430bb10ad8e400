import { existsSync } from 'node:fs'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoStory } from '../../crawler/demo/story.ts'
import { Change, Vendor } from '../../server/api/schemas.ts'
import { getAll } from '../support/api.ts'
import { launchBrowser } from '../support/browser.ts'
import { followStream } from '../support/event-stream.ts'
import { openWorkshop, type Running, servedUrl, type Workshop } from '../support/processes.ts'

describe('crawler/start.ts', () => {
  let workshop: Workshop
  let demo: Running
  let browser: Browser
  let origin = ''

  beforeAll(async () => {
    workshop = openWorkshop()
    demo = workshop.start('crawler/start.ts', ['--demo'], { PORT: '0' })
    origin = await servedUrl(demo)
    browser = await launchBrowser()
  })

  afterAll(async () => {
    await browser.close()
    await workshop.close()
  })

  it('shows a dashboard that moves by itself, without a network, and ends cleanly', async () => {
    await expect.poll(freshVendors, { timeout: 30_000, interval: 250 }).toBe(demoStory.length)
    const stream = followStream(`${origin}/api/v1/changes/stream`)
    const page = await browser.newPage()
    await page.goto(origin)

    expect(await page.textContent('body')).toContain('Slow delivery to some mailbox providers')
    // Opens 12 seconds into the story and reaches the open page, the stream and the change log by itself.
    const opened = 'Elevated error rates on card payments'
    await page.getByText(opened).first().waitFor({ timeout: 60_000 })
    await page.getByText('Quillhaven Docs').first().waitFor()
    await expect.poll(() => stream.changes.map(({ kind, title }) => `${kind} ${title}`)).toContain(`incident_opened ${opened}`)

    const told = stream.changes.map((change) => change.cursor)
    const logged = await getAll(`${origin}/api/v1/changes?after=${(told[0] ?? 0) - 1}&backfilled=false`, Change)
    expect(logged.slice(0, told.length)).toEqual(stream.changes.slice(0, told.length))
    expect(logged.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['incident_update_posted', 'component_health', 'page_health']))
    await stream.close()

    const folder = /everything is kept in (?<folder>\S+)/u.exec(demo.said.stderr)?.groups?.['folder'] ?? ''
    expect(existsSync(folder)).toBe(true)
    const { code } = await demo.stop()
    expect(code).toBe(0)
    expect(existsSync(folder)).toBe(false)
  })

  async function freshVendors(): Promise<number> {
    const vendors = await getAll(`${origin}/api/v1/vendors`, Vendor)
    return vendors.filter(({ trust }) => trust === 'fresh').length
  }
})
