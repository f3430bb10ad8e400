import type { Match } from '../../parsers/fingerprint.ts'
import { platformById } from '../../parsers/registry.ts'
import { pageAddress, vendorLine } from '../addresses.ts'
import { detectOnce } from '../client.ts'
import { readConfig } from '../config.ts'
import { type Detecting, type Detection, settingsOfPage } from '../detection.ts'
import { type FoundPage, findPage } from '../find-page.ts'
import { printJson, printLine } from '../output.ts'

/** `detect`: what platform a page is on, on what evidence, and the vendor line to paste. */
export async function detectCommand(url: string, options: { readonly json?: boolean }): Promise<void> {
  const address = pageAddress(url)
  await detectOnce(readConfig(), async (detecting) => {
    const found = await findPage(address, detecting)
    const line = await vendorLineOf(found.detection, detecting)
    if (options.json === true) printJson(asJson(address, found, line))
    else for (const text of asWords(address, found, line)) printLine(text)
    if (found.detection.identified.length !== 1) process.exitCode = 1
  })
}

type Line = ReturnType<typeof vendorLine>

/** The line to paste, with the settings that the page tells; undefined where it is not certain whose page it is. */
export async function vendorLineOf(detection: Detection, { http }: Detecting): Promise<Line | undefined> {
  const [only, ...others] = detection.identified
  const platform = only && platformById(only.platform)
  if (!platform || others.length > 0) return undefined
  const settings = detection.fetched && (await settingsOfPage(platform, detection.fetched, http))
  return vendorLine(detection.pageUrl, platform.id, settings)
}

function asJson(asked: string, { detection, by, others, tried }: FoundPage, line: Line | undefined): Record<string, unknown> {
  const { url, finalUrl, matches, identified, refusal, error, catchAll, drawn } = detection
  const [only, ...rivals] = identified
  return {
    url: asked,
    page: url,
    foundBy: by,
    finalUrl,
    platform: only && rivals.length === 0 ? only.platform : null,
    ambiguous: rivals.length > 0,
    candidates: matches,
    catchAll,
    drawn: drawn === undefined || drawn === 'seen' ? (drawn ?? null) : drawn.message,
    alsoFound: others.map((other) => ({ url: other.pageUrl, platform: other.identified[0]?.platform ?? null })),
    tried,
    refusal: refusal ? { reason: refusal.reason, what: refusal.what } : null,
    error: error ? { kind: error.kind, detail: error.detail, httpStatus: error.httpStatus ?? null } : null,
    vendor: line ?? null,
  }
}

function asWords(asked: string, { detection, by, others, tried }: FoundPage, line: Line | undefined): readonly string[] {
  const { url, finalUrl, matches, catchAll, drawn } = detection
  return [
    finalUrl.replace(/\/$/u, '') === asked ? asked : `${asked} -> ${finalUrl}`,
    verdict(detection),
    ...(by === 'link' ? [`found by the page's own link: ${url}`] : []),
    ...(by === 'usual-place' ? [`not linked; found where status pages lie: ${url}`] : []),
    ...(by === 'itself' && tried.length > 1 ? [`looked in vain at ${tried.slice(1).join(', ')}`] : []),
    ...others.map((other) => `had to choose; found as well: ${other.pageUrl} (${other.identified[0]?.platform ?? ''})`),
    ...(drawn === undefined ? [] : [`drawn by a script: ${drawn === 'seen' ? 'looked at in a browser' : drawn.message}`]),
    ...(catchAll.length > 0 ? [`  answers any path alike, so these prove nothing: ${catchAll.join(', ')}`] : []),
    ...matches.flatMap((match) => evidenceLines(match, detection)),
    ...(line ? [`vendor line: ${JSON.stringify(line)}`] : []),
  ]
}

function verdict({ identified, refusal, error }: Detection): string {
  const [only, ...others] = identified
  if (refusal) return `not a status page: ${refusal.what} (${refusal.reason})`
  if (others.length > 0) return `more than one platform claims this page: ${identified.map((match) => match.platform).join(', ')}`
  if (only) return `platform: ${only.platform}`
  return error ? `not reached: ${error.kind} (${error.httpStatus ?? error.detail})` : 'no known platform recognises this page'
}

function evidenceLines({ platform, identified, evidence }: Match, { identified: winners }: Detection): readonly string[] {
  const found = evidence.map(
    ({ kind, weight, what, seen, matched }) => `    ${weight}  ${kind}: ${what} (seen ${seen}) [${matched.replaceAll(/\s+/gu, ' ')}]`,
  )
  const isBeaten = winners.some((winner) => winner.platform !== platform)
  const why = identified ? '' : `${isBeaten ? ' lost' : ' not enough'}: one hint, or several of one kind, identify nothing`
  return [`  ${platform}${why}`, ...found]
}
