import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insert } from '../support/database.ts'
import * as row from '../support/rows.ts'
import { hostile, openSite, type Site } from './site.ts'

/** The pages in a real browser. */

const paths = [
  '/',
  '/?name=v&health=operational',
  '/vendors/fine',
  '/vendors/hostile',
  '/incidents/i1',
  '/incidents/i2',
  '/maintenances',
  '/reports',
  '/reports?q=it&vendor=nobody',
  '/nothing/here',
]
const sizes = [
  { name: 'a phone, light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'the narrowest, dark', viewport: { width: 320, height: 600 }, colorScheme: 'dark' },
  { name: 'a desk, light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
] as const

describe('server/pages', () => {
  let site: Site

  beforeEach(async () => {
    site = await openSite()
  })

  afterEach(async () => {
    await site.close()
  })

  it.each(sizes)('fits $name, and no page does what its policy forbids', async ({ viewport, colorScheme }) => {
    const overflowing: string[] = []
    for (const path of paths) {
      const page = await site.open(path, { viewport, colorScheme })
      await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
      if ((await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')) > 0) overflowing.push(path)
      await page.context().close()
    }

    expect(overflowing).toEqual([])
    expect(site.faults).toEqual([])
  })

  it('shows hostile text as text', async () => {
    const page = await site.open('/vendors/hostile')

    expect(await page.locator('h1').textContent()).toBe(hostile)
    expect(await page.locator('main :is(img, script, iframe, [onload], [onerror], a[href^="javascript"])').count()).toBe(0)
    expect(site.faults).toEqual([])
  })

  it('is reached by the keyboard whole, in the order of the page, each target with a visible focus', async () => {
    const page = await site.open('/')
    const targets = await page.locator(':is(a[href], button, input, select, summary):visible').count()

    const seen = new Set<string>()
    for (let step = 0; step < targets + 1; step += 1) {
      await page.keyboard.press('Tab')
      const focus = await page.evaluate<string>(
        "(() => { const e = document.activeElement; return e === document.body ? '' : [[...document.querySelectorAll('*')].indexOf(e), getComputedStyle(e).outlineStyle].join(' ') })()",
      )
      if (focus === '') break
      seen.add(focus)
    }
    const order = [...seen].map((focus) => Number(focus.split(' ')[0]))

    // The link past the header is out of sight until it has the focus.
    expect(seen.size).toBe(targets)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect([...seen].filter((focus) => focus.endsWith('none'))).toEqual([])
  })

  it('leads past the header', async () => {
    const page = await site.open('/')

    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')

    expect(await page.evaluate<string>("document.activeElement.closest('main')?.id ?? ''")).toBe('main')
  })

  it('has targets of at least 24 pixels outside running text', async () => {
    for (const path of ['/', '/vendors/fine', '/incidents/i2', '/maintenances', '/reports']) {
      const page = await site.open(path, { viewport: { width: 390, height: 844 } })
      const small = await page.evaluate<string[]>(
        "[...document.querySelectorAll('button, input, select, summary, nav a, .vendor a, .card h3 a')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 24).map((e) => e.outerHTML)",
      )

      expect(small).toEqual([])
    }
  })

  it('filters at every keystroke, and keeps it in the address', async () => {
    const page = await site.open('/')
    const names = page.locator('.vendor:visible a')

    await page.getByLabel('Name').fill('vendor 3')
    expect(await names.count()).toBe(11)
    expect(await page.locator('#filter-count').textContent()).toBe('11 of 45 vendors match')
    await page.getByLabel('Name').fill('')
    await page.getByLabel('State').selectOption('problem')
    expect(await names.allTextContents()).toEqual(['Down Payments', hostile])
    await page.getByLabel('Category').selectOption('Payments')
    expect(await names.allTextContents()).toEqual(['Down Payments'])

    await page.reload()
    expect(await names.allTextContents()).toEqual(['Down Payments'])
    await page.getByRole('link', { name: 'Clear' }).click()
    expect(await names.count()).toBe(45)
    expect(new URL(page.url()).search).toBe('')
  })

  it('asks the server where the list is not here whole', async () => {
    const many = Array.from({ length: 500 }, (_, index) => `w${index}`)
    await insert(site.server.database, {
      vendor: many.map((id) => row.vendor(id, { name: `Zebra ${id}` })),
      page: many.map((id) => row.page(id)),
    })
    const page = await site.open('/')
    const names = page.locator('.vendor:visible a')
    expect(await names.count()).toBe(400)

    await page.getByLabel('Name').pressSequentially('zebra w499')
    await expect.poll(() => names.allTextContents()).toEqual(['Zebra w499'])

    expect(await page.locator('#filter-count').textContent()).toBe('1 of 545 vendors match')
    expect(await page.getByLabel('Name').inputValue()).toBe('zebra w499')
    expect(site.faults).toEqual([])
  })

  it('filters without a script', async () => {
    const page = await site.open('/', { javaScriptEnabled: false })

    await page.getByLabel('Name').fill('fine')
    await page.getByRole('button', { name: 'Filter' }).click()

    expect(await page.locator('.vendor:visible a').allTextContents()).toEqual(['Fine Hosting'])
    expect(await page.locator('#live').isVisible()).toBe(false)
  })

  it('finds a component among hundreds, and pages through the past', async () => {
    const page = await site.open('/vendors/fine')

    expect(await page.locator('#component-tree .leaf:visible').count()).toBe(0)
    await page.getByLabel('Component or group').fill('point 47')
    expect(await page.locator('#component-tree .leaf:visible').count()).toBe(11)

    await page.getByRole('link', { name: 'Older incidents' }).click()
    expect(await page.locator('#past-list .entry-title').first().textContent()).toBe('Past 20')
    await page.getByRole('link', { name: 'Older incidents' }).click()
    expect(await page.locator('#past-list .entry').count()).toBe(5)
    expect(site.faults).toEqual([])
  })

  it('switches between the versions of an update, and says what each changed, without a script', async () => {
    await insert(site.server.database, {
      incident_update: [row.update('i1', 'u8', { body: 'Resolved. A cable was cut.', phase: 'resolved', position: 1 })],
      incident_update_version: [
        row.updateVersion('u8', 'a', { body: 'Resolved.', seen_until: row.secondsAfter(row.hourAgo, 600) }),
        row.updateVersion('u8', 'b', {
          body: 'Resolved. A pipe was cut.',
          seen_from: row.secondsAfter(row.hourAgo, 900),
          seen_until: row.secondsAfter(row.hourAgo, 1_200),
        }),
        row.updateVersion('u8', 'c', { body: 'Resolved. A cable was cut.', seen_from: row.secondsAfter(row.hourAgo, 1_500) }),
      ],
    })
    const page = await site.open('/incidents/i1', { javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    const texts = page.locator('#e-u8 .difference:visible, #e-u8 .prose:visible')

    expect(await texts.count()).toBe(0)
    await page.locator('#e-u8 > summary').click()
    expect(await texts.allInnerTexts()).toEqual(['Resolved. A pipe cable was cut.'])
    await page.locator('#e-u8-1 summary').click()
    expect(await texts.allInnerTexts()).toEqual(['Resolved.'])
    await page.locator('#e-u8-2 summary').first().click()
    expect(await texts.allInnerTexts()).toEqual(['Resolved. A pipe was cut.'])
    expect(site.faults).toEqual([])
  })

  it('shows uptime on a phone without a script, and names each day under the pointer', async () => {
    await site.server.database.db
      .insertInto('observation')
      .values({ page_id: 'fine-page', from_at: row.hourAgo, until_at: row.readAt, polls: 30 })
      .execute()
    const page = await site.open('/vendors/fine', { javaScriptEnabled: false, viewport: { width: 390, height: 844 } })

    expect(await page.locator('#uptime-periods dd').first().innerText()).toMatch(/^100.% *\nof the 4.% observed$/u)
    expect(await page.locator('.days g').count()).toBe(90)
    expect(await page.locator('.days g > title').last().textContent()).toMatch(/^1 Mar 2026: operational; 8.% observed$/u)
    await page.locator('#uptime-components > summary').click()
    expect(await page.locator('#uptime-components tbody tr').count()).toBe(100)
    await page.locator('#uptime-days > summary').click()
    expect(await page.locator('#uptime-days tbody tr:visible').count()).toBe(90)
    expect(site.faults).toEqual([])
  })

  it('names the time of the reader beside UTC, and counts on', async () => {
    const page = await site.open('/', { timezoneId: 'Asia/Tokyo', locale: 'en-GB' })
    const reading = page.locator('#v-fine time')

    expect(await reading.textContent()).toBe('30 s ago')
    expect(await reading.getAttribute('title')).toMatch(/^2026-03-01 11:59 UTC; 1 Mar 2026, 20:59:30 .*, your time$/u)
    await expect.poll(() => reading.textContent(), { timeout: 15_000 }).not.toBe('30 s ago')
  })
})
