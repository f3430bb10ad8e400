import type { Document } from './platform.ts'

export type EvidenceKind =
  | 'hostSuffix'
  | 'cnameSuffix'
  | 'header'
  | 'generator'
  | 'assetUrl'
  | 'selector'
  | 'embeddedState'
  | 'probeShape'
  | 'idStyle'

/** A page already fetched, and what else is known of its host. */
export interface FetchedPage {
  readonly home: Pick<Document, 'url' | 'finalUrl' | 'status' | 'headers' | 'body'>
  /** Answers of well-known paths, keyed by path ("/api/v2/summary.json"). */
  readonly probes?: Readonly<Record<string, Pick<Document, 'finalUrl' | 'status' | 'headers' | 'body'>>>
  readonly cnames?: readonly string[]
}

export interface Fingerprint {
  readonly kind: EvidenceKind
  /** One proof identifies a platform; so do two hints of different kinds. */
  readonly weight: 'proof' | 'hint'
  /** What is looked for, in words, for the reader of `detect`. */
  readonly what: string
  /** When it was last seen on a real page (YYYY-MM). */
  readonly seen: string
  /** The matched text (at most 120 characters), or undefined. */
  match(page: FetchedPage): string | undefined
}

export interface PlatformFingerprints {
  /** Paths worth asking for beyond the page itself, cheapest first. */
  readonly probes: readonly string[]
  readonly evidence: readonly Fingerprint[]
  /**
   * The place in line of a platform of last resort, 1 being asked first; absent = an ordinary platform, before them all.
   * What any page may have (a feed, a list of rows) identifies nobody while somebody else may be: a last resort is
   * identified only where the well-known paths were asked for, and where none before it in the line is identified.
   */
  readonly resort?: 1 | 2 | 3
}

export type RefusalReason = 'inactive' | 'unclaimed' | 'login_wall' | 'challenge' | 'other_product'

/** Recognises an answer of any status that is no status page; `reason` and `what` are shown to the operator. */
export interface Refusal {
  readonly reason: RefusalReason
  readonly what: string
  match(answer: Pick<Document, 'finalUrl' | 'status' | 'headers' | 'body'>): boolean
}

export interface Evidence {
  readonly kind: EvidenceKind
  readonly weight: 'proof' | 'hint'
  readonly what: string
  /** When a real page last carried it (YYYY-MM). */
  readonly seen: string
  readonly matched: string
}

export interface Match<Id extends string = string> {
  readonly platform: Id
  readonly identified: boolean
  readonly evidence: readonly Evidence[]
}

interface Detectable<Id extends string> {
  readonly id: Id
  readonly fingerprints: PlatformFingerprints
}

/**
 * Every platform with any matched evidence, identified ones first, then by weight of evidence. Of the last resorts at most
 * those of one place in line are identified, and none beside an ordinary platform.
 */
export function detect<Id extends string>(page: FetchedPage, platforms: readonly Detectable<Id>[]): readonly Match<Id>[] {
  const candidates = platforms
    .map((platform) => ({ place: platform.fingerprints.resort ?? 0, match: matchOne(page, platform) }))
    .filter(({ match }) => match.evidence.length > 0)
  const last = page.probes === undefined ? 0 : Infinity
  const first = Math.min(last, ...candidates.flatMap(({ place, match }) => (match.identified ? [place] : [])))
  return candidates
    .map(({ place, match }) => (place > first ? { ...match, identified: false } : match))
    .toSorted((a, b) => score(b) - score(a))
}

function matchOne<Id extends string>(page: FetchedPage, platform: Detectable<Id>): Match<Id> {
  const evidence = platform.fingerprints.evidence.flatMap((fingerprint) => {
    const { kind, weight, what, seen } = fingerprint
    const matched = fingerprint.match(page)
    return matched === undefined ? [] : [{ kind, weight, what, seen, matched: matched.slice(0, 120) }]
  })
  const hintKinds = new Set(evidence.filter((found) => found.weight === 'hint').map((found) => found.kind))
  const identified = hintKinds.size >= 2 || evidence.some((found) => found.weight === 'proof')
  return { platform: platform.id, identified, evidence }
}

function score(match: Match): number {
  const proofs = match.evidence.filter((found) => found.weight === 'proof').length
  return (match.identified ? 1000 : 0) + proofs * 10 + match.evidence.length
}
