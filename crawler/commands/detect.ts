import type { Match } from '../../parsers/fingerprint.ts'
import { readConfig } from '../config.ts'
import { createHttpClient } from '../fetch/http.ts'
import { CommandError, printJson, printLine } from '../output.ts'
import { type Detection, detectPage } from '../platforms.ts'

/** `detect`: what platform a page is on, on what evidence, and the vendor line to paste. */
export async function detectCommand(url: string, options: { readonly json?: boolean }): Promise<void> {
  const address = pageAddress(url)
  const config = readConfig()
  const http = createHttpClient({ userAgent: config.userAgent, allowPrivate: config.allowPrivate, proxy: config.proxy })
  try {
    const detection = await detectPage(address, http)
    if (options.json === true) printJson(asJson(detection))
    else printWords(detection)
    if (detection.identified.length !== 1) process.exitCode = 1
  } finally {
    await http.destroy()
  }
}

/** An address as a person types it: https where no scheme is said. Throws CommandError. */
export function pageAddress(text: string): string {
  const parsed = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `https://${text}`)
  if (!parsed || !/^https?:$/u.test(parsed.protocol)) throw new CommandError(`not an http or https address: ${text}`, 2)
  parsed.hash = ''
  return parsed.href.replace(/\/$/u, '')
}

/** The line of a vendor on this page, for the configuration or the catalogue. */
export function vendorLine(
  url: string,
  platform: string | undefined,
): { id: string; name: string; pages: { url: string; platform?: string }[] } {
  const { hostname } = new URL(url)
  const labels = hostname.split('.').filter((label) => !/^(?:www|status|statuspage|uptime|health)$/u.test(label))
  const name = labels[0] ?? hostname
  return { id: name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-'), name, pages: [{ url, ...(platform === undefined ? {} : { platform }) }] }
}

function asJson({ url, finalUrl, matches, identified, refusal, error }: Detection): Record<string, unknown> {
  const [only, ...others] = identified
  const platform = only && others.length === 0 ? only.platform : null
  return {
    ...{ url, finalUrl, platform, ambiguous: others.length > 0, candidates: matches },
    ...{ refusal: refusal ?? null, error: error ? { kind: error.kind, detail: error.detail, httpStatus: error.httpStatus ?? null } : null },
    vendor: platform === null ? null : vendorLine(url, platform),
  }
}

function printWords({ url, finalUrl, matches, identified, refusal, error }: Detection): void {
  printLine(finalUrl === url ? url : `${url} -> ${finalUrl}`)
  const [only, ...others] = identified
  if (refusal) printLine(`not a status page: ${refusal.what} (${refusal.reason})`)
  else if (error) printLine(`not reached: ${error.kind} (${error.detail})`)
  else if (!only) printLine('no known platform recognises this page')
  else if (others.length > 0) printLine(`more than one platform claims this page: ${identified.map((match) => match.platform).join(', ')}`)
  else printLine(`platform: ${only.platform}`)
  for (const match of matches) printEvidence(match)
  if (only && others.length === 0) printLine(`vendor line: ${JSON.stringify(vendorLine(url, only.platform))}`)
}

function printEvidence({ platform, identified, evidence }: Match): void {
  printLine(`  ${platform}${identified ? '' : ' (not enough)'}`)
  for (const { kind, weight, what, matched } of evidence) printLine(`    ${weight}  ${kind}: ${what} [${matched}]`)
}
