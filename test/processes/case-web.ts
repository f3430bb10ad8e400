import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { VendorRow } from '../../data/catalog/vendor-row.ts'
import type { Document, Medium } from '../../parsers/platform.ts'
import { type AnyPlatform, platformById, platformIds } from '../../parsers/registry.ts'
import { Capture, documentOf, type FixtureCase, fixtureCases } from '../support/documents.ts'
import type { Replayed } from '../support/replay.ts'

/** A document of a vendor's, and the source that it answers. */
export interface Served {
  readonly source: string
  readonly document: Document
  /** Where the answer is other than UTF-8. */
  readonly bytes?: Buffer
}

/** A vendor of a web that is served from files: what it is watched as, and what it answers where. */
export interface WebVendor {
  readonly id: string
  readonly platform: AnyPlatform
  readonly row: VendorRow
  readonly page: string
  readonly params: Readonly<Record<string, unknown>>
  readonly served: readonly Served[]
  /** Those that a first reading is bound to ask for. */
  readonly due: readonly Served[]
  /** Every address at which this vendor may be asked, answered or not. */
  readonly addresses: readonly string[]
}

/** Every case that a crawler can come upon, in rounds; the first holds of each platform the case that shows most. */
export function caseRounds(): readonly (readonly WebVendor[])[] {
  const cases = fixtureCases().flatMap((fixture) => {
    const vendor = vendorOf(fixture)
    return vendor ? [{ vendor, worth: worthOf(fixture, vendor) }] : []
  })
  const byWorth = cases.toSorted((a, b) => b.worth - a.worth || (a.vendor.id < b.vendor.id ? -1 : 1))
  return roundsOf(byWorth.map(({ vendor }) => vendor))
}

/** Vendors in as few rounds as it takes for no address to be two vendors' in any of them, each in the first that is free. */
export function roundsOf(vendors: readonly WebVendor[]): readonly (readonly WebVendor[])[] {
  const rounds: { readonly vendors: WebVendor[]; readonly taken: Set<string> }[] = []
  for (const vendor of vendors) {
    const free = rounds.find(({ taken }) => vendor.addresses.every((address) => !taken.has(address)))
    const round = free ?? { vendors: [], taken: new Set<string>() }
    if (!free) rounds.push(round)
    round.vendors.push(vendor)
    for (const address of vendor.addresses) round.taken.add(address)
  }
  return rounds.map((round) => round.vendors)
}

function worthOf({ capture }: FixtureCase, { due }: WebVendor): number {
  return (capture.states.includes('open-incident') ? 100 : 0) + due.length
}

/** Platforms of which no case can be read: they are known by sight alone. */
const unreadable: ReadonlySet<string> = new Set(
  platformIds.filter((id) => fixtureCases(id).every(({ capture }) => capture.states.includes('truncated'))),
)

/** A case as a vendor of that id; undefined where it holds nothing that a crawler would ask for. */
export function vendorOf(fixture: FixtureCase, id = `${fixture.platform}-${fixture.name}`): WebVendor | undefined {
  const { platform: platformId, folder, capture: original } = fixture
  const platform = platformById(platformId)
  if (!platform || (original.states.includes('truncated') && !unreadable.has(platformId))) return undefined
  // The cases of many platforms share one invented host: here each has its own.
  const shared = new URL(original.page).hostname
  const host = shared.endsWith('.acme.example') ? `${id}.acme.example` : shared
  const capture = Capture.parse(JSON.parse(JSON.stringify(original).replaceAll(shared, host)))
  const served = Object.entries(capture.sources).flatMap(([source, recorded]) =>
    [recorded].flat().flatMap((answer) => {
      if (!('file' in answer)) return []
      const text = readFileSync(join(folder, answer.file), 'utf8').replaceAll(shared, host)
      return [
        { source, document: { ...answer, finalUrl: answer.finalUrl ?? answer.url, body: { medium: mediumOf(platform, source), text } } },
      ]
    }),
  )
  return webVendor({ id, platform, page: capture.page, params: capture.params, served })
}

/** The vendor of a page whose platform is found by its home page, where that is served, or else named. */
export function webVendor(given: Pick<WebVendor, 'id' | 'platform' | 'page' | 'params' | 'served'>): WebVendor | undefined {
  const { id, platform, page, params, served } = given
  const settings = platform.params.parse(params)
  const asked = Object.entries(platform.sources).flatMap(([name, source]) =>
    source.urls({ url: page }, settings, { entries: [] }).map((url) => ({ source: name, when: source.when, address: addressOf(url) })),
  )
  const answering = asked.flatMap((one) => {
    const found = served.find(({ source, document }) => source === one.source && addressOf(document.url) === one.address)
    return found ? [{ ...found, when: one.when }] : []
  })
  const hasPolled = answering.some(({ when }) => when === 'poll')
  const lastResort = answering.find(({ when }) => when === 'fallback')
  const due = hasPolled ? answering.filter(({ when }) => when === 'poll' || when === 'moved') : lastResort ? [lastResort] : []
  const byHttp = due.filter(({ source }) => platform.sources[source]?.via === 'http')
  if (due.length === 0) return undefined
  const named = tellsEnough(given) ? {} : { platform: platform.id, ...(Object.keys(params).length > 0 ? { params } : {}) }
  const row = VendorRow.parse({ id, name: id, pages: [{ url: page, ...named }] })
  const addresses = new Set([
    addressOf(page),
    ...asked.map(({ address }) => address),
    ...served.map(({ document }) => addressOf(document.url)),
  ])
  return { ...given, row, due: byHttp, addresses: [...addresses] }
}

/** Whether a vendor's home page is served, and tells the settings that its platform wants. */
function tellsEnough({ platform, page, served }: Pick<WebVendor, 'platform' | 'page' | 'served'>): boolean {
  const home = served.find(({ document }) => addressOf(document.url) === addressOf(page))
  if (!home || platform.params.safeParse({}).success) return home !== undefined
  const told = platform.settingsOf?.({ home: documentOf('html', home.document.body.text, page), probes: {} })
  return platform.params.safeParse(told ?? {}).success
}

/** What the vendors answer, by address; where two documents lie at one, the one that is asked for first. */
export function answersOf(vendors: readonly WebVendor[]): Readonly<Record<string, Replayed>> {
  const answers: Record<string, Replayed> = {}
  for (const { due, served } of vendors) {
    for (const { document, bytes } of [...due, ...served]) {
      const { medium, text } = document.body
      answers[addressOf(document.url)] ??= {
        body: bytes ?? text,
        status: document.status,
        type: document.headers['content-type'] ?? contentTypes[medium],
      }
    }
  }
  return answers
}

/** What a first reading was made of, by source: all that was answered of what was due, and the pages of single entries. */
export function documentsRead({ platform, served, due }: WebVendor, answered: ReadonlySet<string>): Record<string, Document[]> {
  const documents: Record<string, Document[]> = {}
  for (const { source, document } of served) {
    const isRead = platform.sources[source]?.when === 'detail' || due.some((one) => one.source === source)
    if (isRead && answered.has(addressOf(document.url))) (documents[source] ??= []).push(document)
  }
  return documents
}

/** An address as it is asked for. */
export function addressOf(url: string): string {
  return new URL(url).href
}

function mediumOf(platform: AnyPlatform, source: string): Medium {
  return platform.sources[source]?.medium ?? 'text'
}

const contentTypes: Readonly<Record<Medium, string>> = {
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
}
