import { detect, type FetchedPage, type Match } from '../parsers/fingerprint.ts'
import { classifyRefusal } from '../parsers/lib/refusal.ts'
import type { Platform } from '../parsers/platform.ts'
import { platforms } from '../parsers/registry.ts'
import { isEmptyShell } from './fetch/browser/shell.ts'
import type { Clients } from './fetch/ask.ts'
import type { FetchError } from './fetch/errors.ts'
import type { HttpClient } from './fetch/http.ts'
import { type Answer, answerOf, askProbes, inOrder } from './probing.ts'

/** What detection found out about one address. */
export interface Detection {
  readonly url: string
  readonly finalUrl: string
  /** The address to watch: where the host has moved for good, the new one. */
  readonly pageUrl: string
  /** Every platform with any evidence, best first. */
  readonly matches: readonly Match[]
  readonly identified: readonly Match[]
  /** What was seen, for whoever wants to read more out of it; absent where nothing answered. */
  readonly fetched?: FetchedPage
  /** Well-known paths whose answers are worth nothing, because the host answers a nonsense path just so. */
  readonly catchAll: readonly string[]
  readonly refusal?: { readonly reason: string; readonly what: string }
  readonly error?: FetchError
  /** The page is the empty shell of a script: it was looked at as a browser draws it, or could not be. */
  readonly drawn?: 'seen' | FetchError
}

/** With a browser, pages that are drawn by a script are looked at in it as the last step. */
export interface Detecting extends Clients {
  /** Every platform that we know, unless fewer come into question. */
  readonly candidates?: readonly Platform[]
  /** The names that lead to a host's address; absent = not asked for. */
  readonly cnamesOf?: (host: string) => Promise<readonly string[]>
}

/** Every platform that we know. */
const registered: readonly Platform[] = Object.values(platforms)

/** Looks at a page, and at the well-known paths that the platforms ask for, and says whose page it is. */
export async function detectPage(url: string, { http, browser, candidates = registered, cnamesOf }: Detecting): Promise<Detection> {
  const home = await http.fetch({ url, medium: 'any' })
  if (home.outcome === 'not_modified' || (home.outcome === 'failed' && home.error.httpStatus === undefined)) {
    const error = home.outcome === 'failed' ? { error: home.error } : {}
    return { url, finalUrl: url, pageUrl: url, matches: [], identified: [], catchAll: [], ...error }
  }
  const answer = home.outcome === 'ok' ? answerOf(home) : refusedAnswer(home.error)
  const refusal = refusalOf(answer, candidates)
  const cnames = (await cnamesOf?.(new URL(answer.finalUrl).hostname)) ?? []
  const seen: FetchedPage = { home: answer, cnames }
  const first = detect(seen, candidates)
  const about = {
    url,
    finalUrl: answer.finalUrl,
    pageUrl: home.outcome === 'ok' ? movedTo(url, home.permanentRedirectTo) : url,
    catchAll: [],
  }
  if (refusal) return { ...about, matches: first, identified: [], refusal, ...(home.outcome === 'failed' ? { error: home.error } : {}) }
  if (identifiedIn(first).length === 1) return { ...about, matches: first, identified: identifiedIn(first), fetched: seen }

  const isRateLimited = home.outcome === 'failed' && home.error.httpStatus === 429
  const { probes, catchAll } = isRateLimited
    ? { probes: {}, catchAll: [] }
    : await askProbes(withoutSlash(url), seen, http, inOrder(candidates, first))
  const fetched: FetchedPage = { ...seen, probes }
  const matches = detect(fetched, candidates)
  const failure = home.outcome === 'failed' && Object.keys(probes).length === 0 ? { error: home.error } : {}
  const seenByHttp = { ...about, matches, identified: identifiedIn(matches), fetched, catchAll, ...failure }
  const isShell = home.outcome === 'ok' && home.medium === 'html' && isEmptyShell(home.text, home.finalUrl)
  return browser && isShell && seenByHttp.identified.length === 0 ? seeDrawn(seenByHttp, fetched, browser, candidates) : seenByHttp
}

/** The last step: the page as a browser draws it, in place of its empty shell. */
async function seeDrawn(
  before: Detection,
  fetched: FetchedPage,
  browser: NonNullable<Clients['browser']>,
  candidates: readonly Platform[],
): Promise<Detection> {
  const home = await browser.fetch({ url: before.url, medium: 'html' })
  if (home.outcome !== 'ok') return home.outcome === 'failed' ? { ...before, drawn: home.error } : before
  const answer = answerOf(home)
  const refusal = refusalOf(answer, candidates)
  const page: FetchedPage = { ...fetched, home: answer }
  const matches = detect(page, candidates)
  const identified = refusal ? [] : identifiedIn(matches)
  return { ...before, finalUrl: home.finalUrl, matches, identified, fetched: page, drawn: 'seen', ...(refusal ? { refusal } : {}) }
}

function refusalOf(answer: Answer, candidates: readonly Platform[]): Detection['refusal'] {
  return classifyRefusal(
    answer,
    candidates.flatMap((platform) => platform.refusals),
  )
}

/** The settings as the page tells them: out of what was seen of it, else out of the platform's own paths. */
export async function settingsOfPage(platform: Platform, fetched: FetchedPage, http: HttpClient): Promise<object | undefined> {
  const told = platform.settingsOf?.(fetched)
  if (told !== undefined || platform.settingsOf === undefined || fetched.probes !== undefined) return told
  const { probes } = await askProbes(withoutSlash(fetched.home.finalUrl), fetched, http, [platform])
  return platform.settingsOf({ ...fetched, probes })
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

function refusedAnswer(error: FetchError): Answer {
  return {
    url: error.url,
    finalUrl: error.finalUrl ?? error.url,
    status: error.httpStatus ?? 0,
    headers: error.headers ?? {},
    body: { medium: 'html', text: error.body ?? '' },
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/u, '')
}
