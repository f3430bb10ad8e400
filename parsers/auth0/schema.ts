import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * The state of the page, in the script `__NEXT_DATA__`. Source: programs that read status.auth0.com in 2026; no recorded page was at
 * hand. Authority: the maker's own page. Quirks: every region has a list of what goes on in it; where nothing does, a placeholder
 * says "operational" and has no id; one incident stands under each of its regions; neither a start nor updates are told; private
 * incidents concern tenants of their own.
 */
export const Entry = z.object({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string(),
  impact: z.string().nullish(),
  updated_at: z.string().nullish(),
  resolved_at: z.string().nullish(),
  scheduled_for: z.string().nullish(),
  isPrivate: z.boolean().nullish(),
})
export type Entry = z.infer<typeof Entry>

export const Region = z.object({
  region: z.string().min(1),
  environment: z.string().min(1),
  response: z.object({ incidents: list(Entry) }),
})
export type Region = z.infer<typeof Region>

export const NextData = z.object({ props: z.object({ pageProps: z.object({ activeIncidents: list(Region) }) }) })
