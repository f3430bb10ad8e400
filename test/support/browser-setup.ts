import type { TestProject } from 'vitest/node'
import { describeBrowser, searchBrowser } from '../../crawler/fetch/browser-path.ts'

declare module 'vitest' {
  interface ProvidedContext {
    browserPath: string
  }
}

/** Once before the browser tests: finds the browser and says which it is. Without one they all fail, and none is skipped. */
export async function setup(project: TestProject): Promise<void> {
  const search = await searchBrowser({ chosen: process.env['STATUSWIRE_BROWSER'], searchPath: process.env['PATH'] })
  const description = describeBrowser(search)
  if (!search.found) throw new Error(description)
  process.stdout.write(`Browser tests: ${description}\n`)
  project.provide('browserPath', search.found.path)
}
