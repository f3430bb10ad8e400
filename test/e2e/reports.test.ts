import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Page } from 'playwright'
import { openSite, type Site } from './site.ts'

/** Incident reports in a real browser. */

const phone = { width: 390, height: 844 }

/** Contrast of what is drawn or written against what lies behind it, by WCAG 2.2. */
const contrasts = `(selector, property) => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number)
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).slice(0, 3).map((value) => { const share = value / 255; return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4 })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor
      if (channels(colour)[3] !== 0) return colour
    }
    return 'rgb(255, 255, 255)'
  }
  return [...document.querySelectorAll(selector)].map((element) => {
    const [high, low] = [luminance(getComputedStyle(element)[property]), luminance(ground(element))].sort((a, b) => b - a)
    return (high + 0.05) / (low + 0.05)
  })
}`

async function leastContrast(page: Page, selector: string, property: string): Promise<number> {
  const all = await page.evaluate<number[]>(`(${contrasts})(${JSON.stringify(selector)}, ${JSON.stringify(property)})`)
  // Nothing there is nothing proved.
  return all.length === 0 ? 0 : Math.min(...all)
}

describe('server/pages/reports.tsx', () => {
  let site: Site

  beforeEach(async () => {
    site = await openSite()
  })

  afterEach(async () => {
    await site.close()
  })

  it.each(['light', 'dark'] as const)('can be read in the %s: text by 4.5, what is drawn by 3', async (colorScheme) => {
    const page = await site.open('/incidents/i1', { colorScheme, viewport: phone })
    await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")

    expect(await leastContrast(page, '.report :is(p, dt, dd, summary, h2, blockquote, a, figcaption)', 'color')).toBeGreaterThanOrEqual(4.5)
    expect(await leastContrast(page, '.windows text', 'fill')).toBeGreaterThanOrEqual(4.5)
    expect(await leastContrast(page, '.windows .stated rect.main', 'fill')).toBeGreaterThanOrEqual(3)
    expect(await leastContrast(page, '.windows :is(.lag rect, .shown rect, circle, .axis line)', 'stroke')).toBeGreaterThanOrEqual(3)
    expect(site.faults).toEqual([])
  })

  it.each([phone.width, 320, 1280])('draws the two windows true to time, each label beside its bar, %i pixels wide', async (width) => {
    const page = await site.open('/incidents/i1', { viewport: { width, height: 844 }, javaScriptEnabled: false })
    const [stated, lag, shown, svg] = await Promise.all(
      ['.stated rect', '.lag rect', '.shown rect', '> svg'].map(async (part) => page.locator(`.windows ${part}`).first().boundingBox()),
    )
    if (!stated || !lag || !shown || !svg) throw new Error('the drawing lacks a bar')
    const labels = await page.evaluate<number[][]>(
      "[...document.querySelectorAll('.windows text')].map((text) => { const { left, right } = text.getBoundingClientRect(); return [left, right] })",
    )

    // The axis ends with the later of both windows, 99.5 minutes after the stated start; impact is stated for 90, the first post came after 40.
    expect(stated.width / svg.width).toBeCloseTo(90 / 99.5, 1)
    expect(lag.width / svg.width).toBeCloseTo(40 / 99.5, 1)
    expect(shown.x).toBeCloseTo(lag.x + lag.width, -1)
    expect(stated.y + stated.height).toBeLessThan(lag.y)
    expect(lag.y + lag.height).toBeLessThan(shown.y)
    expect(labels.length).toBeGreaterThan(4)
    expect(labels.filter(([left = -1, right = Infinity]) => left < 0 || right > width)).toEqual([])
  })

  it('is found by its words, opened, unfolded and read by the keyboard, without a script', async () => {
    const page = await site.open('/', { javaScriptEnabled: false })
    await page.getByRole('link', { name: 'Reports' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('Words').fill('library')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=library/u)

    expect(await page.locator('.entry-title').allTextContents()).toEqual(['Payments fail'])
    await page.getByRole('link', { name: 'Payments fail' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/incidents\/i1#report/u)
    const folded = await page.locator('.report > details:not([open]) > summary').count()
    for (let left = folded; left > 0; left -= 1) {
      await page.locator('.report > details:not([open]) > summary').first().focus()
      expect(await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none')
      await page.keyboard.press('Enter')
    }

    expect(folded).toBe(4)
    expect(await page.locator('.report > details:not([open])').count()).toBe(0)
    expect(await page.getByText('The outage was caused by a deploy that lacked a library.').first().isVisible()).toBe(true)
    expect(site.faults).toEqual([])
  })

  it('finds by vendor, cause and day, and comes back to all', async () => {
    const page = await site.open('/reports')

    await page.getByLabel('Vendor').fill('down')
    await page.getByLabel('Cause').selectOption('Deploy')
    await page.locator('input[name=from]').fill('2026-03-01')
    await page.getByRole('button', { name: 'Search' }).click()
    expect(await page.locator('.entry-title').allTextContents()).toEqual(['Payments fail'])
    await page.locator('input[name=to]').fill('2026-02-01')
    await page.getByRole('button', { name: 'Search' }).click()
    expect(await page.locator('.entry').count()).toBe(0)
    await page.getByRole('link', { name: 'Clear' }).click()
    expect(await page.locator('.entry').count()).toBe(2)
    expect(site.faults).toEqual([])
  })
})
