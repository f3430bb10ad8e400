import { z } from 'zod'
import type { Platform } from '../parsers/platform.ts'
import type { PageTable } from '../data/database/schema.ts'

const Stored = z.record(z.string(), z.unknown())

/**
 * The settings of a page as its platform wants them: those of its vendor row before those that the page itself told.
 * Undefined where they do not suffice. A vendor row that was written for the platform that the page has left counts for
 * nothing.
 */
export function settingsIn(platform: Platform, { params, settings }: Pick<PageTable, 'params' | 'settings'>): object | undefined {
  const told = settings === null ? {} : Stored.parse(JSON.parse(settings))
  const both = platform.params.safeParse({ ...told, ...Stored.parse(JSON.parse(params)) })
  return both.success ? both.data : platform.params.safeParse(told).data
}

/** The same where the page was found to have them, as every page has that is being read. */
export function paramsOf(platform: Platform, page: Pick<PageTable, 'params' | 'settings'>): object {
  const found = settingsIn(platform, page)
  if (found === undefined) throw new Error(`crawler: a page without the settings that ${platform.id} wants`)
  return found
}
