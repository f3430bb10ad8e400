import { detect, type FetchedPage, type Match } from '../parsers/fingerprint.ts'
import { classifyRefusal } from '../parsers/lib/refusal.ts'
import type { Document, Platform } from '../parsers/platform.ts'
import { platformById, platforms } from '../parsers/registry.ts'
import { contentDigest } from '../data/identity.ts'
import { type Failure, failureOf } from './failure.ts'
import type { FetchError } from './fetch/errors.ts'
import type { HttpClient } from './fetch/http.ts'

/** What detection found out about one address. */
export interface Detection {
  readonly url: string
  readonly finalUrl: string
  /** The address to watch: where the host has moved for good, the new one. */
  readonly pageUrl: string
  /** Every platform with any evidence, best first. */
  readonly matches: readonly Match[]
  readonly identified: readonly Match[]
  readonly refusal?: { readonly reason: string; readonly what: string }
  readonly error?: FetchError
}

/** Every platform that we know. */
const registered: readonly Platform[] = Object.values(platforms)

type Answer = FetchedPage['home']

/** Looks at a page, and at the well-known paths that the platforms ask for, and says whose page it is. */
export async function detectPage(url: string, http: HttpClient, candidates: readonly Platform[] = registered): Promise<Detection> {
  const home = await http.fetch({ url, medium: 'any' })
  if (home.outcome === 'not_modified' || (home.outcome === 'failed' && !isAnswer(home.error))) {
    return { url, finalUrl: url, pageUrl: url, matches: [], identified: [], ...(home.outcome === 'failed' ? { error: home.error } : {}) }
  }
  const answer = home.outcome === 'ok' ? answerOf(home) : refusedAnswer(home.error)
  const refusal = classifyRefusal(
    answer,
    candidates.flatMap((platform) => platform.refusals),
  )
  const first = detect({ home: answer }, candidates)
  const about = { url, finalUrl: answer.finalUrl, pageUrl: home.outcome === 'ok' ? movedTo(url, home.permanentRedirectTo) : url }
  if (refusal) return { ...about, matches: first, identified: [], refusal, ...(home.outcome === 'failed' ? { error: home.error } : {}) }
  if (identifiedIn(first).length === 1) return { ...about, matches: first, identified: identifiedIn(first) }

  const isRateLimited = home.outcome === 'failed' && home.error.httpStatus === 429
  const probes = isRateLimited ? {} : await askProbes(url, http, candidates)
  const matches = detect({ home: answer, probes }, candidates)
  const failure = home.outcome === 'failed' && Object.keys(probes).length === 0 ? { error: home.error } : {}
  return { ...about, matches, identified: identifiedIn(matches), ...failure }
}

function identifiedIn(matches: readonly Match[]): readonly Match[] {
  return matches.filter((match) => match.identified)
}

/** Where a page lives now whose host, and nothing else of its address, was given up for good. */
function movedTo(url: string, target: string | undefined): string {
  if (target === undefined) return url
  const [from, to] = [new URL(url), new URL(target)]
  const isSamePlace = to.search === from.search && to.pathname.replace(/\/$/u, '') === from.pathname.replace(/\/$/u, '')
  return isSamePlace ? target.replace(/\/$/u, '') : url
}

function isAnswer(error: FetchError): boolean {
  return error.httpStatus !== undefined
}

function refusedAnswer(error: FetchError): Answer {
  return {
    url: error.url,
    finalUrl: error.finalUrl ?? error.url,
    status: error.httpStatus ?? 0,
    headers: error.headers ?? {},
    body: { medium: 'html', text: error.body ?? '' },
  }
}

function answerOf(fetched: {
  url: string
  finalUrl: string
  status: number
  headers: Document['headers']
  medium: Document['body']['medium']
  text: string
}): Answer {
  const { url, finalUrl, status, headers, medium, text } = fetched
  return { url, finalUrl, status, headers, body: { medium, text } }
}

async function askProbes(url: string, http: HttpClient, candidates: readonly Platform[]): Promise<NonNullable<FetchedPage['probes']>> {
  const paths = [...new Set(candidates.flatMap((platform) => platform.fingerprints.probes))]
  const probes: Record<string, Answer> = {}
  for (const path of paths) {
    const result = await http.fetch({ url: `${url.replace(/\/$/u, '')}${path}`, medium: 'any' })
    if (result.outcome === 'ok') probes[path] = answerOf(result)
    else if (result.outcome === 'failed' && result.error.httpStatus === 429) break
  }
  return probes
}

/** The platform of a page: the named one, or what detection says of it. */
export async function platformOfPage(
  page: { readonly url: string; readonly platform: string | null },
  http: HttpClient,
  candidates: readonly Platform[] = registered,
): Promise<Platform | Failure> {
  const named = page.platform === null ? undefined : platformById(page.platform)
  if (named) return named
  if (page.platform !== null) return unidentified(`no platform is called ${page.platform}`)
  const { identified, refusal, error } = await detectPage(page.url, http, candidates)
  if (refusal) return refused(refusal, error)
  if (error) return failureOf(error, [])
  const [only, ...others] = identified
  const platform = only && platformById(only.platform)
  if (!platform) return unidentified('no known platform recognises this page')
  if (others.length === 0) return platform
  return unidentified(`more than one platform claims this page: ${identified.map((match) => match.platform).join(', ')}`)
}

/** The platform that recognises a page which `from` can no longer read; undefined where it is none, or more than one. */
export async function otherPlatformOf(url: string, from: Platform, http: HttpClient): Promise<Platform | undefined> {
  const { identified } = await detectPage(url, http)
  const [only, ...others] = identified
  return only && others.length === 0 && only.platform !== from.id ? platformById(only.platform) : undefined
}

function refused({ reason, what }: NonNullable<Detection['refusal']>, cause: FetchError | undefined): Failure {
  const kind = reason === 'challenge' ? 'challenge' : 'foreign'
  return { outcome: 'refused', kind, detail: what, understood: false, digest: contentDigest([kind, what]), ...(cause ? { cause } : {}) }
}

function unidentified(detail: string): Failure {
  return { outcome: 'unparseable', kind: 'foreign', detail, understood: false, digest: contentDigest(detail) }
}
