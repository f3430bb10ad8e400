import { isIP } from 'node:net'
import { CommandError } from './output.ts'

/** An address as a person types it: https where no scheme is said. Throws CommandError. */
export function pageAddress(text: string): string {
  const parsed = URL.parse(hasScheme(text) ? text : `https://${text}`)
  if (!parsed || !/^https?:$/u.test(parsed.protocol)) throw new CommandError(`not an http or https address: ${text}`, 2)
  parsed.hash = ''
  return parsed.href.replace(/\/$/u, '')
}

/** Whether a word can be meant as an address: an id never holds a dot, a colon or a slash. */
export function looksLikeAddress(text: string): boolean {
  return /[.:/]/u.test(text)
}

function hasScheme(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//iu.test(text)
}

interface VendorLine {
  readonly id: string
  readonly name: string
  readonly pages: readonly { readonly url: string; readonly platform?: string; readonly params?: object }[]
}

/** The line of a vendor on this page, for the configuration or the catalogue. */
export function vendorLine(url: string, platform: string | undefined, params?: object): VendorLine {
  const name = nameOf(new URL(url))
  const id = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')
  return {
    id: id === '' ? 'vendor' : id,
    name,
    pages: [{ url, ...(platform === undefined ? {} : { platform }), ...(params === undefined ? {} : { params }) }],
  }
}

/** Of `status.acme.example` it is "acme"; of a page below a path, which shares its host with others, the path's last part. */
function nameOf({ hostname, pathname }: URL): string {
  const last = pathname.split('/').findLast((part) => part !== '' && !isGeneric(part))
  if (last !== undefined) return last
  if (isIP(hostname.replaceAll(/[[\]]/gu, '')) !== 0) return hostname
  return hostname.split('.').find((label) => !isGeneric(label)) ?? hostname
}

function isGeneric(word: string): boolean {
  return /^(?:www|status|statuspage|uptime|health)$/iu.test(word)
}
