import { z } from 'zod'
import type { FetchedPage } from '../fingerprint.ts'
import { list } from '../lib/schema.ts'

/**
 * The answer of the handler that draws a report. Source: the script of the reports (it asks for Title, Announce, Dates and
 * TestData) and two programs that read the handler, seen 2013 to 2026-08. Authority: the tests of the vendor's own account.
 * Quirks: PHP writes numbers as text and empty maps as lists; a report with a password answers `Protected` and nothing else;
 * the state of a test is Up or Down; the announcement is one piece of markup without a time.
 */
export const Report = z.object({
  Title: z.string().nullish(),
  Announce: z.string().nullish(),
  TestData: list(z.object({ TestID: z.union([z.string().min(1), z.number()]), Name: z.string(), Status: z.string() })),
})
export type Report = z.infer<typeof Report>

const PublicId = z.string().regex(/^[A-Za-z0-9]{6,20}$/u)

/** `publicId`: the id of the report, as the addresses of the fixed host want it. */
export const Params = z.strictObject({ publicId: PublicId })
export type Params = z.infer<typeof Params>

/** The id in an address of a report: /?TestID=Q28S2gZ42e, or /a1B2c3D4e5. */
export function publicIdIn(url: URL): string | undefined {
  return PublicId.safeParse(url.searchParams.get('TestID') ?? url.pathname.slice(1)).data
}

/** Out of the address of a report, else out of the script of a page that shows one under a name of its own. */
export function settingsOf({ home }: FetchedPage): z.input<typeof Params> | undefined {
  const url = URL.parse(home.finalUrl)
  const told = /\bPublicID = ["']([A-Za-z0-9]{6,20})["']/u.exec(home.body.text.slice(0, 400_000))?.[1]
  const publicId = told ?? (url?.hostname === 'uptime.statuscake.com' ? publicIdIn(url) : undefined)
  return publicId === undefined ? undefined : { publicId }
}
