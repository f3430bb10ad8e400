import { getDomain } from 'tldts'
import { ParseError } from '../parsers/errors.ts'
import { platformById } from '../parsers/registry.ts'
import { absoluteUrl, type CheerioAPI, lineOf, loadHtml } from '../parsers/lib/html.ts'
import { type Detecting, type Detection, detectPage } from './detection.ts'

/** How the status page was come by: it was named itself, the named page links to it, or it lies where such pages lie. */
export type FoundBy = 'itself' | 'link' | 'usual-place'

export interface FoundPage {
  readonly detection: Detection
  readonly by: FoundBy
  /** Status pages that were found as well and not taken: a person may have meant one of them. */
  readonly others: readonly Detection[]
  /** Every address that was looked at in search of one, in order. */
  readonly tried: readonly string[]
}

/** More addresses than this are not looked at for one answer. */
const mostTries = 8

/**
 * The status page that an address leads to: of a vendor's home page the one that it links to, else the one at
 * `status.<domain>` and the usual paths. Whatever is found has to be identified like any page.
 */
export async function findPage(url: string, detecting: Detecting): Promise<FoundPage> {
  const itself = await detectPage(url, detecting)
  const named: FoundPage = { detection: itself, by: 'itself', others: [], tried: [url] }
  // What any page may have, a feed, a list, says little beside a link to a page that is known for one.
  const isSure = itself.identified.some(({ platform }) => platformById(platform)?.fingerprints.resort === undefined)
  if (isSure || itself.refusal || !itself.fetched) return named

  const places = placesFrom(itself).slice(0, mostTries)
  const found: { readonly detection: Detection; readonly by: FoundBy }[] = []
  const tried = [url]
  for (const { address, by } of places) {
    // Where such a page may lie is only guessed at while nothing has been found.
    if (by === 'usual-place' && (found.length > 0 || itself.identified.length > 0)) break
    tried.push(address)
    const detection = await detectPage(address, by === 'link' ? detecting : { ...detecting, browser: undefined })
    const isNew = found.every((one) => one.detection.finalUrl !== detection.finalUrl)
    if (detection.identified.length === 1 && isNew) found.push({ detection, by })
  }
  const [first, ...others] = found
  return first ? { ...first, others: others.map(({ detection }) => detection), tried } : { ...named, tried }
}

interface Place {
  readonly address: string
  readonly by: FoundBy
}

function placesFrom({ finalUrl, fetched }: Detection): readonly Place[] {
  const links = fetched?.home.body.medium === 'html' ? statusLinks(fetched.home.body.text, finalUrl) : []
  const seen = new Set([withoutSlash(finalUrl)])
  return [...links.map((address) => ({ address, by: 'link' as const })), ...usualPlaces(finalUrl)].filter(({ address }) => {
    const isNew = !seen.has(address)
    seen.add(address)
    return isNew
  })
}

/** What a page calls its status, the plainest words first. */
function statusLinks(markup: string, base: string): readonly string[] {
  const $ = treeOf(markup, base)
  if (!$) return []
  const links: { readonly address: string; readonly rank: number }[] = []
  for (const element of $('a[href]').slice(0, 2_000).toArray()) {
    const address = absoluteUrl($(element).attr('href'), base)
    const target = address === undefined ? null : URL.parse(address)
    if (!target) continue
    target.hash = ''
    const words = `${lineOf($(element))} ${$(element).attr('aria-label') ?? ''} ${$(element).attr('title') ?? ''}`
    const rank = rankOf(words, target)
    if (rank !== undefined) links.push({ address: withoutSlash(target.href), rank })
  }
  return links.toSorted((a, b) => a.rank - b.rank).map(({ address }) => address)
}

/** A page too complex to be walked tells no links. */
function treeOf(markup: string, url: string): CheerioAPI | undefined {
  try {
    return loadHtml({ url, body: { medium: 'html', text: markup } })
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}

function rankOf(words: string, { hostname, pathname }: URL): number | undefined {
  const saysSo = /^\W*(?:(?:system|service|server|platform|api|network|live|current) )?status(?: page)?\W*$/iu.test(words)
  const isHost = /(?:^|\.)(?:status|health|uptime)\./u.test(hostname) || /status/u.test(hostname)
  if (saysSo && isHost) return 0
  if (isHost) return 1
  if (saysSo) return 2
  return /\/(?:system-?)?status\/?$/u.test(pathname) ? 3 : undefined
}

function usualPlaces(url: string): readonly Place[] {
  const { protocol, hostname, origin } = new URL(url)
  const domain = getDomain(hostname)
  const label = domain?.split('.')[0]
  return [
    ...(domain === null ? [] : [`${protocol}//status.${domain}`, `${protocol}//health.${domain}`]),
    `${origin}/status`,
    `${origin}/system-status`,
    ...(label === undefined ? [] : [`${protocol}//www.${label}status.com`]),
  ].map((address) => ({ address, by: 'usual-place' as const }))
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/u, '')
}
