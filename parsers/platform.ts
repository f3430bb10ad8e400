import type { z } from 'zod'
import type { FetchedPage, PlatformFingerprints, Refusal } from './fingerprint.ts'
import type { Authority, Instant, Phase, Snapshot } from './model.ts'

export type Medium = 'json' | 'html' | 'xml' | 'text'

/** A decoded body, tagged with the medium that its source promised; `lib/` reads each medium by its own function. */
export interface Body<M extends Medium = Medium> {
  readonly medium: M
  readonly text: string
}

/** One successful (2xx) answer. Header names are lower case. */
export interface Document<M extends Medium = Medium> {
  readonly url: string
  readonly finalUrl: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body<M>
}

/** An incident or maintenance that the store knows and this poll may want to look at more closely. */
export interface KnownEntry {
  readonly kind: 'incident' | 'maintenance'
  readonly nativeId: string
  readonly url?: string
  readonly phase?: Phase
  readonly open: boolean
  /** New or changed in this poll, or gone from the lists while open: wants its own page. */
  readonly changed: boolean
  /** Told in full, updates and all, by a list of this poll: its own page has no more to say. */
  readonly listed: boolean
  readonly hasReport: boolean
}

export interface Known {
  /** Open and lately closed entries. */
  readonly entries: readonly KnownEntry[]
}

/** `url` is the page's address as the vendor row gives it, without a trailing slash, sub-path included. */
export interface PageRef {
  readonly url: string
}

/**
 * When a source is read. `poll`: every time. `moved`: when the poll's own answer or an open entry says that the lists
 * moved, and at a page's first reading. `detail`: one URL for each entry that is new or changed. `history`: backfill.
 * `fallback`: only when the sources before it failed, in the order written. `archive`: never asked for by the
 * crawler, but readable from an archive or a file.
 */
export type When = 'poll' | 'moved' | 'detail' | 'history' | 'fallback' | 'archive'

export interface Source<M extends Medium = Medium, P = unknown> {
  readonly medium: M
  /**
   * `browser`: the address is visited, scripts and all, in a browser that speaks English and whose clock runs in UTC. The
   * document is the page as it was drawn (medium `html`; open shadow roots stand in it as `template` elements), or what the
   * page fetched for itself (`response`).
   */
  readonly via: 'http' | 'browser'
  readonly when: When
  /** By browser: the address of the answer to keep, of those that the page itself fetches; the first good one is taken. */
  response?(url: string): boolean
  /** By browser: a CSS selector of what stands there once the page is drawn; absent = drawn is what has stopped changing. */
  readonly drawn?: string
  /** Sent by POST with this JSON text, where a platform answers nothing else; absent = an ordinary GET. */
  readonly post?: string
  urls(page: PageRef, params: P, known: Known): readonly string[]
  /** The next page of a paged source, or undefined at its end. `walked` = how many were read so far. */
  next?(document: Document<M>, walked: number): string | undefined
}

export type Sources = Readonly<Record<string, Source>>

/** Lists keyed by source name; a source that was not read is absent. */
export type Documents<S extends Sources> = {
  readonly [Name in keyof S]?: readonly Document<S[Name]['medium']>[]
}

export interface Context<P = unknown> {
  readonly page: PageRef
  readonly params: P
  /**
   * The settings as the page itself tells them, out of its home page and the probes: an id that the addresses of a fixed
   * host need, say. Undefined where they do not stand there. Absent on platforms whose pages need none.
   */
  settingsOf?(page: FetchedPage): z.input<P> | undefined
  readonly observedAt: Instant
  /** The page's IANA zone, where an earlier reading told it. */
  readonly timeZone?: string
}

export type ProvidedExtent = 'full' | 'recent' | 'open' | 'none'
export interface Provides {
  readonly components: ProvidedExtent
  readonly incidents: ProvidedExtent
  readonly updates: ProvidedExtent
  readonly maintenances: ProvidedExtent
  readonly history: ProvidedExtent
  readonly regions: ProvidedExtent
}

/**
 * What a parser was held against. `recorded`: answers of real pages; `documented`: the maker's description, or programs of
 * others that read the format; `synthetic`: our own reading of either.
 */
export type Grounds = 'recorded' | 'documented' | 'synthetic'

export interface Platform<
  Id extends string = string,
  S extends Sources = Sources,
  P extends z.ZodType<object, object> = z.ZodType<object, object>,
> {
  /** Kebab-case, equal to the folder's name. */
  readonly id: Id
  readonly title: string
  readonly homepage: string
  readonly kind: 'hosted' | 'selfhosted' | 'bespoke'
  /** The maker's own format documentation, each with the date read. Empty only with `documentationNote`. */
  readonly documentation: readonly { readonly url: string; readonly read: string }[]
  readonly documentationNote?: string
  readonly provides: Provides
  readonly evidence: Grounds
  readonly authority: Authority
  readonly fingerprints: PlatformFingerprints
  /** Pages that answer in the platform's name but are no status page (inactive, unclaimed, login wall). */
  readonly refusals: readonly Refusal[]
  readonly params: P
  /**
   * The settings as the page itself tells them, out of its home page and the probes: an id that the addresses of a fixed
   * host need, say. Undefined where they do not stand there. Absent on platforms whose pages need none.
   */
  settingsOf?(page: FetchedPage): z.input<P> | undefined
  readonly politeness: { readonly minimumIntervalSeconds: number; readonly maximumConcurrentPerHost: number }
  readonly sources: S
  /** Any non-empty subset of the sources is enough for a Snapshot of what they tell; throws ParseError else. */
  parse(documents: Documents<S>, context: Context<Partial<z.infer<P>>>): Snapshot
}

/** Makes the one frozen object that is a platform; source names and media are checked by the compiler. */
export function definePlatform<const Id extends string, const S extends Sources, P extends z.ZodType<object, object>>(
  platform: Platform<Id, S, P>,
): Platform<Id, S, P> {
  return Object.freeze(platform)
}
