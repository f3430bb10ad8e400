import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Page } from 'playwright'
import * as row from '../support/rows.ts'
import { insert } from '../support/database.ts'
import { openSite, type Site } from './site.ts'

/** How an open page follows what happens. */

describe('server/public/app.js', () => {
  let site: Site

  beforeEach(async () => {
    site = await openSite()
  })

  afterEach(async () => {
    await site.close()
  })

  /** As the crawler would write it: the incident and its change. */
  async function breakFine(): Promise<void> {
    await insert(site.server.database, {
      incident: [row.incident('fine', 'i9', { title: 'Disks are full', impact: 'major' })],
      change: [row.change('fine', 'k9', { subject_id: 'i9', title: 'Disks are full' })],
    })
  }

  /** Past the pause that a page keeps between two refreshes. */
  const soon = { timeout: 15_000 }

  async function headlineOf(page: Page): Promise<string | null> {
    return page.locator('h1').textContent()
  }

  /** The document as seen by a reader that turns to another tab and back. */
  async function turn(page: Page, hidden: boolean): Promise<void> {
    await page.evaluate(
      `Object.defineProperty(document, 'hidden', { value: ${String(hidden)}, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
    )
  }

  it('shows what happens as it happens, and says it aloud', async () => {
    const page = await site.open('/')
    expect(await headlineOf(page)).toBe('2 of 45 vendors have problems')

    await breakFine()

    await expect.poll(() => headlineOf(page), soon).toBe('3 of 45 vendors have problems')
    expect(await page.locator('#t-fine .entry-title').textContent()).toBe('Disks are full')
    expect(await page.locator('#v-fine use').getAttribute('href')).toBe('#mark-incident')
    expect(await page.locator('#announcement').textContent()).toBe('3 of 45 vendors have problems')
    expect(await page.title()).toBe('3 of 45 vendors have problems – Statuswire')
    expect(site.faults).toEqual([])
  })

  it('leaves focus, text, selection, filter and place alone', async () => {
    const page = await site.open('/', { viewport: { width: 800, height: 500 } })
    await page.getByLabel('Name').fill('vendor')
    await page.evaluate(
      "document.querySelector('#filter input').setSelectionRange(1, 3); document.getElementById('v-v30').scrollIntoView()",
    )
    const before = await page.evaluate<number>("document.getElementById('v-v30').getBoundingClientRect().top")

    await breakFine()
    await expect.poll(() => headlineOf(page), soon).toContain('3 of')
    const after = await page.evaluate<number>("document.getElementById('v-v30').getBoundingClientRect().top")

    // A browser scrolls by whole pixels.
    expect(Math.abs(after - before)).toBeLessThan(1)
    expect(await page.getByLabel('Name').inputValue()).toBe('vendor')
    expect(
      await page.evaluate<string>(
        "[document.activeElement.name, document.activeElement.selectionStart, document.activeElement.selectionEnd].join(' ')",
      ),
    ).toBe('name 1 3')
    expect(await page.locator('.vendor:visible').count()).toBe(40)
    expect(await page.locator('#v-fine').isVisible()).toBe(false)
  })

  it('keeps the focus on a link whose row moves, and open what the reader opened', async () => {
    const page = await site.open('/vendors/fine')
    await page.locator('details.group > summary').first().click()
    await page.locator('#i-old0 a').focus()

    await breakFine()
    await expect.poll(() => page.locator('#open-list').count(), soon).toBe(1)

    expect(await page.locator('details.group').first().getAttribute('open')).not.toBeNull()
    expect(await page.evaluate<string>("document.activeElement.closest('li').id")).toBe('i-old0')
  })

  it('can be paused, and catches up when resumed', async () => {
    const page = await site.open('/')
    await page.getByRole('button', { name: 'Pause' }).click()
    await expect.poll(() => site.server.live.listeners(), soon).toBe(0)

    await breakFine()
    expect(await page.locator('#live-state').textContent()).toBe('Paused')
    expect(await headlineOf(page)).toContain('2 of')

    await page.getByRole('button', { name: 'Resume' }).click()
    await expect.poll(() => headlineOf(page), soon).toContain('3 of')
    expect(await page.locator('#live-state').textContent()).toBe('Live')
  })

  it('rests while nobody looks', async () => {
    const page = await site.open('/')
    await expect.poll(() => site.server.live.listeners(), soon).toBe(1)

    await turn(page, true)
    await expect.poll(() => site.server.live.listeners(), soon).toBe(0)
    await breakFine()
    await turn(page, false)

    await expect.poll(() => headlineOf(page), soon).toContain('3 of')
  })

  it('shows nothing green when Statuswire itself does not answer, and recovers', async () => {
    const page = await site.open('/')
    await page.getByRole('button', { name: 'Pause' }).click()
    await site.disconnect()
    await page.getByRole('button', { name: 'Resume' }).click()

    await expect
      .poll(() => page.locator('#lost').textContent(), soon)
      .toBe('Statuswire does not answer. What is below was true at 12:00:00 UTC.')
    expect(await page.evaluate<string>("getComputedStyle(document.querySelector('#v-fine .mark')).filter")).toContain('grayscale')
    // What was wrong stays said.
    expect(await page.evaluate<string>("getComputedStyle(document.querySelector('#v-down .mark')).filter")).toBe('none')

    await site.reconnect()
    await expect.poll(() => page.locator('#lost').isVisible(), soon).toBe(false)
    expect(await page.locator('main.lost').count()).toBe(0)
  })

  it('lets no green outlive its proof on a page that is paused', async () => {
    // A second before the readings go stale.
    site.server.setNow(row.secondsAfter(row.readAt, 239))
    const page = await site.open('/')
    await page.getByRole('button', { name: 'Pause' }).click()
    expect(await page.locator('main.lost').count()).toBe(0)

    await expect.poll(() => page.locator('main.lost').count(), soon).toBe(1)
    expect(await page.locator('#lost').textContent()).toBe('These readings are too old to rely on. What is below was true at 12:03:29 UTC.')
  })

  it('takes a reading that goes stale off the green by itself', async () => {
    site.server.setNow(row.secondsAfter(row.readAt, 239))
    const page = await site.open('/')
    expect(await page.locator('#v-fine use').getAttribute('href')).toBe('#mark-operational')

    site.server.setNow(row.secondsAfter(row.readAt, 241))

    await expect.poll(() => page.locator('#v-fine use').getAttribute('href'), soon).toBe('#mark-unknown')
    expect(await page.locator('#v-fine .trust').textContent()).toBe('last read 4 min ago: not read lately')
  })
})
