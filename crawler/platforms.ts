import { isDeepStrictEqual } from 'node:util'
import type { Platform } from '../parsers/platform.ts'
import { platformById } from '../parsers/registry.ts'
import type { PageTable } from '../data/database/schema.ts'
import { contentDigest } from '../data/identity.ts'
import { type Detecting, type Detection, detectPage, settingsOfPage } from './detection.ts'
import { type Failure, failureOf, isFailure } from './failure.ts'
import type { FetchError } from './fetch/errors.ts'
import { settingsIn } from './settings.ts'

/** The platform of a page, and the settings under which it is asked. */
export interface PagePlatform {
  readonly platform: Platform
  /** What the page itself told of them, as JSON; null where it told nothing. */
  readonly settings: string | null
}

type PageRow = Pick<PageTable, 'url' | 'platform' | 'params' | 'settings' | 'failures'>

/** The platform of a page: the named one, or what detection says of it. */
export async function platformOfPage(page: PageRow, detecting: Detecting): Promise<PagePlatform | Failure> {
  const named = page.platform === null ? undefined : platformById(page.platform)
  if (named === undefined && page.platform !== null) return unidentified(`no platform is called ${page.platform}`)
  if (named && settingsIn(named, page) !== undefined) return { platform: named, settings: page.settings }
  const { browser, ...byHttp } = detecting
  const means = isDrawnAgain(page.failures) ? { ...byHttp, browser } : byHttp
  const detection = await detectPage(page.url, named ? { ...means, candidates: [named] } : means)
  if (detection.refusal) return refused(detection.refusal, detection.error)
  if (detection.error) return failureOf(detection.error, [])
  // Without a browser nothing is known of what the page is.
  if (typeof detection.drawn === 'object' && !named) return failureOf(detection.drawn, [])
  const platform = named ?? onlyOneOf(detection)
  return isFailure(platform) ? platform : withSettings(platform, page, detection, detecting)
}

/** A browser is dear: a page that stays unknown is looked at in one at first, and then now and then. */
function isDrawnAgain(failures: number): boolean {
  return failures < 3 || failures % 10 === 0
}

/**
 * Where a page that its platform can no longer read is to be read now: the one other platform that recognises it, or the
 * same one under the settings that the page tells today. Undefined where nothing has changed, or where it is not certain.
 */
export async function otherPlatformOf(page: PageRow, from: Platform, detecting: Detecting): Promise<PagePlatform | undefined> {
  const { browser: _, ...byHttp } = detecting
  const detection = await detectPage(page.url, byHttp)
  if (detection.refusal) return undefined
  const platform = onlyOneOf(detection)
  if (isFailure(platform)) return undefined
  // What any page may have, a feed say, is no place to move to: it tells less, and may be anybody's.
  if (platform.fingerprints.resort !== undefined && from.fingerprints.resort === undefined) return undefined
  const found = await withSettings(platform, { ...page, params: '{}' }, detection, detecting)
  if (isFailure(found)) return undefined
  const isSame = platform.id === from.id && (found.settings === null || isSameJson(found.settings, page.settings))
  return isSame ? undefined : found
}

function onlyOneOf({ identified }: Detection): Platform | Failure {
  const [only, ...others] = identified
  const platform = only && platformById(only.platform)
  if (!platform) return unidentified('no known platform recognises this page')
  if (others.length === 0) return platform
  return unidentified(`more than one platform claims this page: ${identified.map((match) => match.platform).join(', ')}`)
}

async function withSettings(
  platform: Platform,
  page: Pick<PageTable, 'params'>,
  { fetched }: Detection,
  { http }: Detecting,
): Promise<PagePlatform | Failure> {
  const told = fetched && (await settingsOfPage(platform, fetched, http))
  const settings = told === undefined ? null : JSON.stringify(told)
  if (settingsIn(platform, { params: page.params, settings }) !== undefined) return { platform, settings }
  const detail = `the page does not tell the settings that ${platform.title} wants`
  return { outcome: 'unparseable', kind: 'missing', detail, understood: false, digest: contentDigest(detail) }
}

function isSameJson(a: string, b: string | null): boolean {
  return b !== null && isDeepStrictEqual(JSON.parse(a), JSON.parse(b))
}

function refused({ reason, what }: NonNullable<Detection['refusal']>, cause: FetchError | undefined): Failure {
  const kind = reason === 'challenge' ? 'challenge' : 'foreign'
  return { outcome: 'refused', kind, detail: what, understood: false, digest: contentDigest([kind, what]), ...(cause ? { cause } : {}) }
}

function unidentified(detail: string): Failure {
  return { outcome: 'unparseable', kind: 'foreign', detail, understood: false, digest: contentDigest(detail) }
}
