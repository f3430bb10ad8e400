import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { flightObject, scriptJson } from '../lib/embedded.ts'
import { absoluteUrl, isWhole } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { omit, placeIn, topOf } from '../lib/place.ts'
import { classifyRefusal } from '../lib/refusal.ts'
import { present, told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import { healthSeverity, isImpaired, leaves, type Snapshot, worstOf } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import { type Names, textOf, toComponents, toEntries } from './entries.ts'
import { parseFeed } from './feed.ts'
import { refusals } from './fingerprint.ts'
import type { sources } from './index.ts'
import { Answer, NextData, State } from './schema.ts'
import { toHeadline, vagueStatus } from './words.ts'

const jsonSources = ['summary', 'components', 'summaryV3', 'componentsV2'] as const
const pageSources = ['home', 'notices'] as const

/** Reads whatever documents are there, the most trusted first: where two tell the same, the former wins. */
export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const pageUrl = context.page.url
  const parts: Part[] = [
    ...jsonSources.flatMap((source) => (documents[source] ?? []).map((document) => parseAnswer(document, source, pageUrl))),
    ...pageSources.flatMap((source) => (documents[source] ?? []).map((document) => parseHome(document, source, pageUrl))),
    ...(documents.atom ?? []).map((document) => parseFeed(document, 'atom', pageUrl)),
    ...(documents.rss ?? []).map((document) => parseFeed(document, 'rss', pageUrl)),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return graded(assemble('instatus', context.observedAt, parts))
}

/** Where the page's word says no more than that something is wrong, its components may say how bad it is. */
function graded(snapshot: Snapshot): Snapshot {
  if (snapshot.native !== vagueStatus || !snapshot.health) return snapshot
  const worst = worstOf(leaves(snapshot.components ?? []).flatMap(({ health }) => (isImpaired(health) ? [health] : [])))
  return healthSeverity(worst) > healthSeverity(snapshot.health) ? { ...snapshot, health: worst } : snapshot
}

/** `/summary.json` and `/v3/components.json`, each with what the other one is for where it has that, too. */
function parseAnswer(document: Document<'json'>, source: (typeof jsonSources)[number], pageUrl: string): Part {
  const top = topOf(source)
  const { page, components, activeIncidents, activeMaintenances } = readWire(Answer, readJson(document), document.url)
  const isSummary = source === 'summary' || source === 'summaryV3'
  if (isSummary ? !page : !components) {
    throw new ParseError('missing', 'a required field is absent', { url: document.url, path: isSummary ? 'page' : 'components' })
  }
  if (page?.url) belongsHere([hostOf(page.url)], document, pageUrl)
  const tree = components && toComponents(components, top)
  const names = namesOf(tree ?? [])
  const open = toEntries(activeIncidents ?? [], top, 'activeIncidents', names, pageUrl)
  const planned = toEntries(activeMaintenances ?? [], top, 'activeMaintenances', names, pageUrl)
  return told({
    authority: 'api' as const,
    page: page ? told({ name: cleanName(textOf(page.name)), url: absoluteUrl(page.url, pageUrl) && (page.url ?? undefined) }) : undefined,
    health: page ? toHeadline(page.status, placeIn(top, 'page')) : undefined,
    native: page?.status,
    components: tree ?? undefined,
    // Only here is a list that is left out an empty one.
    incidents: isSummary ? open.incidents : undefined,
    maintenances: isSummary ? [...open.maintenances, ...planned.maintenances] : undefined,
    coverage: {
      components: tree ? ('full' as const) : ('none' as const),
      incidents: isSummary ? ('open' as const) : ('none' as const),
      maintenances: isSummary ? ('open' as const) : ('none' as const),
    },
    omissions: top.omissions,
  })
}

/** The state in the home page, which also has the posts of what is open and the entries of the last months. */
function parseHome(document: Document<'html'>, source: (typeof pageSources)[number], pageUrl: string): Part {
  const top = topOf(source)
  const state = readWire(State, stateIn(document), document.url)
  const { id, name, status, mainStatus, subdomain, customDomain } = state.site
  belongsHere([customDomain ?? '', subdomain ? `${subdomain}.instatus.com` : ''].filter(Boolean), document, pageUrl)
  const components = toComponents(state.site.components, top)
  const names = namesOf(components)
  const days = present(state.dailyGroupedNotices ?? [])
  const daily = days.kept.flatMap(({ notices }) => notices)
  const past = present(Object.values(state.notices ?? {}))
  if (days.dropped > 0) omit(top, 'dailyGroupedNotices', days.dropped, 'days that could not be read')
  if (past.dropped > 0) omit(top, 'notices', past.dropped, 'entries that could not be read')
  const lists = {
    activeIncidents: state.activeIncidents,
    activeMaintenances: state.activeMaintenances,
    dailyGroupedNotices: daily,
    notices: past.kept,
  }
  const entries = Object.entries(lists).map(([list, notices]) => toEntries(notices, top, list, names, pageUrl))
  return told({
    authority: 'embedded-state' as const,
    page: told({
      nativeId: id,
      name: cleanName(textOf(name)),
      url: customDomain && URL.canParse(`https://${customDomain}`) ? `https://${customDomain}` : undefined,
    }),
    health: toHeadline(mainStatus ?? status, placeIn(top, 'site')),
    native: mainStatus ?? status,
    components,
    incidents: entries.flatMap((found) => found.incidents),
    maintenances: entries.flatMap((found) => found.maintenances),
    // Of what is closed only that is there which touched a component with a chart.
    coverage: { components: 'full' as const, incidents: 'open' as const, maintenances: 'open' as const },
    omissions: top.omissions,
  })
}

function stateIn(document: Document<'html'>): unknown {
  const { url, body } = document
  const refusal = classifyRefusal(document, refusals)
  if (refusal) throw new ParseError('foreign', refusal.what, { url })
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const script = NextData.safeParse(scriptJson(document, '__NEXT_DATA__')).data?.props.pageProps
  const state = script && 'activeIncidents' in script ? script : flightObject(document, ['site', 'activeIncidents'])
  if (!state) throw new ParseError('foreign', 'a page without the state of this platform', { url, excerpt: body.text })
  return state
}

function namesOf(components: NonNullable<Part['components']>): Names {
  return new Map(leaves(components).map(({ nativeId, name }) => [nativeId, name]))
}

/**
 * The platform has answered with other tenants' data: the address that the document tells has to be the one asked for, or
 * the one that the answer came from. A page under the maker's domain may tell its own domain instead. The other way round,
 * the name under the maker's domain has to stand in the page's own: `acmecloud` in `status.acme.cloud`.
 */
function belongsHere(stated: readonly string[], document: Document, pageUrl: string): void {
  const asked = [hostOf(pageUrl), hostOf(document.finalUrl)]
  const own = stated.map((host) => host.replace(/^www\./u, ''))
  const labels = own.flatMap((host) => labelOf(host) ?? [])
  const isHere = asked.some((host) => {
    if (own.includes(host)) return true
    if (labelOf(host) !== undefined) return labels.length === 0
    return labels.some((label) => host.replaceAll(/[^a-z0-9]/gu, '').includes(label))
  })
  if (own.length > 0 && !isHere) throw new ParseError('foreign', "another tenant's data", { url: document.url, excerpt: stated.join(' ') })
}

/** The name that a page has under the maker's domain, without its punctuation. */
function labelOf(host: string): string | undefined {
  return /^([a-z0-9-]{1,63})\.instatus\.com$/u.exec(host)?.[1]?.replaceAll('-', '')
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname.replace(/^www\./u, '') ?? ''
}
