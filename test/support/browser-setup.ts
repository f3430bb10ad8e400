import type { TestProject } from 'vitest/node'
import { findBrowser } from '../../crawler/fetch/browser-path.ts'

declare module 'vitest' {
  interface ProvidedContext {
    browserPath: string
  }
}

/** Once before the browser tests: finds the browser and says which it is. Without one they all fail, and none is skipped. */
export async function setup(project: TestProject): Promise<void> {
  const found = await findBrowser({ chosen: process.env['STATUSWIRE_BROWSER'] })
  if (!found) throw new Error('No Chromium was found for the browser tests: set STATUSWIRE_BROWSER to one')
  process.stdout.write(`Browser tests use ${found.path} (${found.source})\n`)
  project.provide('browserPath', found.path)
}
