import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Source: https://<product>.secure.dyn.riotcdn.net/channels/public/x/status/<region>.json, the same document as
 * lol-status-v4 of https://developer.riotgames.com/apis, which lists its words. Authority: the maker's own. Quirks: both lists
 * are always there; every text comes in every language; an update may not be published yet; the newest update stands first;
 * notices of the lowest grade stay for months; how the service is stands nowhere.
 */
const Text = z.object({ locale: z.string(), content: z.string() })
export type Text = z.infer<typeof Text>
const Id = z.union([z.number(), z.string().min(1)]).transform(String)

const Update = z.object({
  id: Id,
  publish: z.boolean().nullish(),
  translations: list(Text),
  created_at: z.string().nullish(),
})
export type Update = z.infer<typeof Update>

const Entry = z.object({
  id: Id,
  maintenance_status: z.string().nullish(),
  incident_severity: z.string().nullish(),
  titles: list(Text),
  updates: list(Update),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  platforms: list(z.string()).nullish(),
})
export type Entry = z.infer<typeof Entry>

export const PlatformData = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  maintenances: list(Entry),
  incidents: list(Entry),
})
