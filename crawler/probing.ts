import { detect, type FetchedPage, type Match } from '../parsers/fingerprint.ts'
import { titleOf } from '../parsers/lib/refusal.ts'
import type { Document, Platform } from '../parsers/platform.ts'
import { openCatalog } from '../data/catalog/catalog.ts'
import { contentDigest } from '../data/identity.ts'
import type { HttpClient } from './fetch/http.ts'

/** The well-known paths of a host: in which order they are asked for, when that is enough, and which answers are worth nothing. */

export type Answer = FetchedPage['home']

export interface Probed {
  readonly probes: NonNullable<FetchedPage['probes']>
  readonly catchAll: readonly string[]
}

/**
 * In which order platforms are asked for: those of which the page shows some trace, then the common ones before the rare,
 * and what any page may have at the very end. A vendor's own system lives at its vendor's: without a trace of it nobody
 * else's host is bothered with its paths.
 */
export function inOrder(candidates: readonly Platform[], traces: readonly Match[]): readonly Platform[] {
  const traced = new Set(traces.map(({ platform }) => platform))
  const counts = vendorCounts()
  function rank({ id, fingerprints }: Platform): readonly number[] {
    return [fingerprints.resort ?? 0, traced.has(id) ? 0 : 1, -(counts.get(id) ?? 0)]
  }
  return candidates
    .filter(({ id, kind }) => kind !== 'bespoke' || traced.has(id))
    .map((platform) => ({ platform, rank: rank(platform) }))
    .toSorted((a, b) => a.rank.map((place, index) => place - (b.rank[index] ?? 0)).find((difference) => difference !== 0) ?? 0)
    .map(({ platform }) => platform)
}

let counted: ReadonlyMap<string, number> | undefined

/** On how many vendors' pages the catalogue knows each platform to be. */
function vendorCounts(): ReadonlyMap<string, number> {
  counted ??= openCatalog().platformCounts()
  return counted
}

export async function askProbes(base: string, seen: FetchedPage, http: HttpClient, platformsInOrder: readonly Platform[]): Promise<Probed> {
  const ordinary = platformsInOrder.filter(({ fingerprints }) => fingerprints.resort === undefined)
  const asked = new Set<string>()
  const answers: [string, Answer][] = []
  let nonsense: Answer | 'not asked' | 'not answered' = 'not asked'

  function worthwhile(): Probed {
    const { worthless = [], useful = [] } = Object.groupBy(answers, ([, answer]) =>
      typeof nonsense === 'object' && isAlike(answer, nonsense) ? 'worthless' : 'useful',
    )
    return { probes: Object.fromEntries(useful), catchAll: worthless.map(([path]) => path) }
  }
  for (const { fingerprints } of platformsInOrder) {
    const before = answers.length
    for (const path of fingerprints.probes.filter((probe) => !asked.has(probe))) {
      asked.add(path)
      const result = await http.fetch({ url: `${base}${path}`, medium: 'any' })
      if (result.outcome === 'ok') answers.push([path, answerOf(result)])
      else if (result.outcome === 'failed' && result.error.httpStatus === 429) return worthwhile()
    }
    if (answers.length === before) continue
    // A status of 200 proves nothing: some hosts give every path the same answer, and one that nobody has unmasks them.
    if (nonsense === 'not asked') nonsense = await askNonsense(base, http)
    const found = worthwhile()
    // Whoever is found by now is the commonest that it can be; further questions would only be a burden.
    if (detect({ ...seen, probes: found.probes }, ordinary).filter(({ identified }) => identified).length === 1) return found
  }
  return worthwhile()
}

async function askNonsense(base: string, http: HttpClient): Promise<Answer | 'not answered'> {
  const control = await http.fetch({ url: `${base}/${contentDigest(base).slice(0, 12)}.json`, medium: 'any' })
  return control.outcome === 'ok' ? answerOf(control) : 'not answered'
}

/** The same page twice, apart from what a page says anew each time: a nonce, a clock. */
function isAlike(one: Answer, other: Answer): boolean {
  if (one.body.text === other.body.text) return true
  const [length, otherLength] = [one.body.text.length, other.body.text.length]
  const isMarkup = one.body.medium === 'html' && other.body.medium === 'html'
  return isMarkup && titleOf(one) === titleOf(other) && Math.abs(length - otherLength) <= otherLength / 20
}

interface Fetched extends Omit<Answer, 'body'> {
  readonly medium: Document['body']['medium']
  readonly text: string
}

/** An answer as fingerprints look at it. */
export function answerOf({ url, finalUrl, status, headers, medium, text }: Fetched): Answer {
  return { url, finalUrl, status, headers, body: { medium, text } }
}
