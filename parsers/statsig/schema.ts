import { z } from 'zod'
import type { FetchedPage } from '../fingerprint.ts'

/**
 * Plain files that a scheduled job writes and the page draws. Source: https://github.com/statsig-io/statuspage (the scripts
 * health-check.sh and index.js), files recorded 2021-06. Authority: the operator's own checks. Quirks: `urls.cfg` has a line
 * `key=url` for each service; `logs/<key>_report.log` has a line `2021-06-16 20:35, success` for each check, newest last, at
 * most 2,000. The times carry no zone, but the job runs in UTC and the page's own script reads them as GMT. Every line ends
 * with a line feed: one without was cut off.
 */
export const configPath = '/urls.cfg'

const Key = z.string().regex(/^[\w.-]{1,100}$/u)

/** `keys`: the services, as urls.cfg names them. */
export const Params = z.strictObject({ keys: z.array(Key).min(1).max(200).optional() })
export type Params = z.infer<typeof Params>

export const Check = z.object({
  year: z.number(),
  month: z.number(),
  day: z.number(),
  hour: z.number(),
  minute: z.number(),
  word: z.string().min(1),
})
export type Check = z.infer<typeof Check>

const line = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}), ?([A-Za-z][\w -]{0,40}?) ?(?:,.{0,200})?$/u

/** One check; undefined where the line is none. */
export function readCheck(text: string): Check | undefined {
  const [, year = '', month = '', day = '', hour = '', minute = '', word = ''] = line.exec(text) ?? []
  return word === '' ? undefined : { year: +year, month: +month, day: +day, hour: +hour, minute: +minute, word }
}

/** The names of the services in a `urls.cfg`; undefined where the text is none. */
export function readKeys(config: string): readonly string[] | undefined {
  const lines = config
    .slice(0, 100_000)
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '' && !text.startsWith('#'))
  const keys = lines.flatMap((text) => /^([\w.-]{1,100})=https?:\/\/\S{1,2000}$/u.exec(text)?.[1] ?? [])
  return keys.length > 0 && keys.length === lines.length ? [...new Set(keys)] : undefined
}

/** The page says nothing before its script has read the list: the settings are that list's names. */
export function settingsOf({ probes }: FetchedPage): z.input<typeof Params> | undefined {
  const keys = readKeys(probes?.[configPath]?.body.text ?? '')
  return keys && { keys: keys.slice(0, 200) }
}
