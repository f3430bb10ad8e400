import type { Match } from '../../parsers/fingerprint.ts'
import { pageAddress, vendorLine } from '../addresses.ts'
import { openHttpClient } from '../client.ts'
import { readConfig } from '../config.ts'
import { printJson, printLine } from '../output.ts'
import { type Detection, detectPage } from '../platforms.ts'

/** `detect`: what platform a page is on, on what evidence, and the vendor line to paste. */
export async function detectCommand(url: string, options: { readonly json?: boolean }): Promise<void> {
  const address = pageAddress(url)
  const http = openHttpClient(readConfig())
  try {
    const detection = await detectPage(address, http)
    if (options.json === true) printJson(asJson(detection))
    else for (const line of asWords(detection)) printLine(line)
    if (detection.identified.length !== 1) process.exitCode = 1
  } finally {
    await http.destroy()
  }
}

function asJson({ url, finalUrl, pageUrl, matches, identified, refusal, error }: Detection): Record<string, unknown> {
  const [only, ...others] = identified
  const platform = only && others.length === 0 ? only.platform : null
  return {
    url,
    finalUrl,
    platform,
    ambiguous: others.length > 0,
    candidates: matches,
    refusal: refusal ? { reason: refusal.reason, what: refusal.what } : null,
    error: error ? { kind: error.kind, detail: error.detail, httpStatus: error.httpStatus ?? null } : null,
    vendor: platform === null ? null : vendorLine(pageUrl, platform),
  }
}

function asWords(detection: Detection): readonly string[] {
  const { url, finalUrl, pageUrl, matches, identified } = detection
  const [only, ...others] = identified
  return [
    finalUrl.replace(/\/$/u, '') === url ? url : `${url} -> ${finalUrl}`,
    verdict(detection),
    ...matches.flatMap(evidenceLines),
    ...(only && others.length === 0 ? [`vendor line: ${JSON.stringify(vendorLine(pageUrl, only.platform))}`] : []),
  ]
}

function verdict({ identified, refusal, error }: Detection): string {
  const [only, ...others] = identified
  if (refusal) return `not a status page: ${refusal.what} (${refusal.reason})`
  if (others.length > 0) return `more than one platform claims this page: ${identified.map((match) => match.platform).join(', ')}`
  if (only) return `platform: ${only.platform}`
  return error ? `not reached: ${error.kind} (${error.httpStatus ?? error.detail})` : 'no known platform recognises this page'
}

function evidenceLines({ platform, identified, evidence }: Match): readonly string[] {
  const found = evidence.map(({ kind, weight, what, matched }) => `    ${weight}  ${kind}: ${what} [${matched.replaceAll(/\s+/gu, ' ')}]`)
  return [`  ${platform}${identified ? '' : ' (not enough)'}`, ...found]
}
