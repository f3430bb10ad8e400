import { chromium, type Browser } from 'playwright'
import { inject } from 'vitest'

/** The browser of the tests; whoever launches it closes it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: inject('browserPath'),
    // Playwright's own defaults leave the sandbox out; these keep the browser from calling home.
    args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  })
}
