import { z } from 'zod'
import { type AnyPlatform, platformIds, platforms } from '../../parsers/registry.ts'

/** A status page of a vendor; without `platform` it is detected at its first poll. */
const PageRow = z
  .strictObject({
    /** The page's own address, sub-path included; no trailing slash. */
    url: z.url({ protocol: /^https?$/u }).transform((url) => url.replace(/\/+$/u, '')),
    platform: z.enum(platformIds).exactOptional(),
    /** What the platform wants to know of this vendor; checked by the platform's own schema. */
    params: z.record(z.string(), z.unknown()).exactOptional(),
    intervalSeconds: z.int().min(1).max(86_400).exactOptional(),
  })
  .superRefine((page, context) => {
    if (page.platform === undefined) {
      if (page.params !== undefined) context.addIssue({ code: 'custom', path: ['params'], message: 'params need a platform' })
      return
    }
    const platform: AnyPlatform = platforms[page.platform]
    // What the row leaves out the page itself will tell.
    if (page.params === undefined && 'settingsOf' in platform) return
    const checked = platform.params.safeParse(page.params ?? {})
    for (const { path, message } of checked.error?.issues ?? []) context.addIssue({ code: 'custom', path: ['params', ...path], message })
  })

/** A vendor as a line of the catalogue and as an entry of the configuration give it. */
export const VendorRow = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u, 'is not kebab-case'),
  name: z.string().trim().min(1).max(100),
  homepage: z.url({ protocol: /^https?$/u }).exactOptional(),
  category: z.string().min(1).max(40).exactOptional(),
  pages: z.array(PageRow).min(1).readonly(),
})
export type VendorRow = Readonly<z.infer<typeof VendorRow>>
