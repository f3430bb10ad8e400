import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { instantFromIso } from '../lib/time.ts'
import { child, readXml, textOf } from '../lib/xml.ts'
import { instantFromRfc822 } from '../lib/stamp.ts'
import type { Component, Incident, Instant, Snapshot } from '../model.ts'
import type { Context, Document, Documents, Medium, Source, When } from '../platform.ts'
import { CentrePost, ConsumerPosts, Legacy } from './schema.ts'
import { healthOf, phaseOf } from './words.ts'

const base = 'https://status.cloud.microsoft/api'

export const sources = {
  consumer: source('json', 'poll', `${base}/posts/m365Consumer`),
  adminCenter: source('json', 'poll', `${base}/posts/mac`),
  powerPlatform: source('json', 'poll', `${base}/posts/ppac`),
  adminCenterFeed: source('xml', 'fallback', `${base}/feed/mac`),
  powerPlatformFeed: source('xml', 'fallback', `${base}/feed/ppac`),
  legacy: source('json', 'archive', 'https://status.office.com'),
} as const

function source<M extends Medium>(medium: M, when: When, url: string): Source<M> {
  return { medium, via: 'http', when, urls: () => [url] }
}

/** One post as it speaks of one service: of how it is, and of what is wrong with it. */
interface Spoken {
  readonly component: Component
  readonly incident?: Incident
}

const centres = {
  adminCenter: { nativeId: 'mac', name: 'Microsoft Admin Center' },
  powerPlatform: { nativeId: 'ppac', name: 'Power Platform Admin Center' },
} as const

export function parse(documents: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const { consumer = [], adminCenter = [], powerPlatform = [], adminCenterFeed = [], powerPlatformFeed = [], legacy = [] } = documents
  const tops = { consumer: topOf('consumer'), adminCenter: topOf('adminCenter'), powerPlatform: topOf('powerPlatform') }
  const feeds = { adminCenter: topOf('adminCenterFeed'), powerPlatform: topOf('powerPlatformFeed') }
  const posts = [
    ...consumer.flatMap((document) => consumerPosts(document, tops.consumer)),
    ...adminCenter.map((document) => centrePost(document, 'adminCenter', tops.adminCenter)),
    ...powerPlatform.map((document) => centrePost(document, 'powerPlatform', tops.powerPlatform)),
  ]
  const items = [
    ...(adminCenter.length > 0 ? [] : adminCenterFeed.map((document) => feedItem(document, 'adminCenter', feeds.adminCenter))),
    ...(powerPlatform.length > 0 ? [] : powerPlatformFeed.map((document) => feedItem(document, 'powerPlatform', feeds.powerPlatform))),
  ]
  const isWhole = consumer.length > 0 && adminCenter.length > 0 && powerPlatform.length > 0
  const spoken = [...posts, ...items]
  const omissions = [...Object.values(tops), ...Object.values(feeds)].flatMap((top) => top.omissions)
  const parts: Part[] = [
    ...(spoken.length > 0 ? [partOf(spoken, posts.length > 0 ? 'api' : 'feed', isWhole, omissions)] : []),
    ...legacy.map(parseLegacy),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('microsoft365', observedAt, parts)
}

/** Only where all posts were read is what none of them speaks of any more over, or gone. */
function partOf(spoken: readonly Spoken[], authority: Part['authority'], isWhole: boolean, omissions: Part['omissions']): Part {
  return {
    authority,
    components: spoken.map(({ component }) => component),
    incidents: united(spoken.flatMap(({ incident }) => incident ?? [])),
    coverage: isWhole ? { components: 'full', incidents: 'open' } : {},
    omissions,
  }
}

/** One post about several services is one incident of all of them. */
function united(incidents: readonly Incident[]): readonly Incident[] {
  const byId = new Map<string, Incident>()
  for (const incident of incidents) {
    const known = byId.get(incident.nativeId)
    byId.set(incident.nativeId, known ? { ...known, components: [...(known.components ?? []), ...(incident.components ?? [])] } : incident)
  }
  return [...byId.values()]
}

function consumerPosts(document: Document<'json'>, top: Place): readonly Spoken[] {
  const posts = readWire(ConsumerPosts, readJson(document), document.url)
  if (posts.length === 0) throw new ParseError('empty', 'no services', { url: document.url })
  return posts.map((post, index) => {
    const { ServiceDisplayName: name, ServiceWorkloadName: workload } = post
    return spokenOf({ nativeId: workload || name.toLowerCase(), name }, { ...post, postedAt: authoredAt(post) }, placeIn(top, '', index))
  })
}

function centrePost(document: Document<'json'>, centre: keyof typeof centres, top: Place): Spoken {
  const post = readWire(CentrePost, readJson(document), document.url)
  if (isOfAzure(document.url, `${post.Title ?? ''} ${post.Message ?? ''}`))
    throw new ParseError('foreign', 'the post about Azure', { url: document.url })
  return spokenOf(centres[centre], { ...post, postedAt: authoredAt(post) }, top)
}

/** The same host has a post about Azure under another address; in a file the text tells them apart, which may name Azure elsewhere. */
function isOfAzure(url: string, text: string): boolean {
  const name = /\/api\/posts\/([A-Za-z0-9]{1,40})\/?$/u.exec(URL.parse(url)?.pathname ?? '')?.[1]
  if (name !== undefined) return name.toLowerCase() === 'azure'
  return /\bAzure\b/u.test(text) && !/\b(?:Microsoft 365|Power Platform|admin cent)/iu.test(text)
}

/** Where there is no post to speak of, its time is that of the request. */
function authoredAt({
  AuthoredDateTime: authored,
  LastUpdatedTime: asked,
}: CentrePost | { AuthoredDateTime: string; LastUpdatedTime: string }): Instant | undefined {
  return authored === asked ? undefined : instantFromIso(authored)
}

/** The feeds carry the state in an element of their own. */
function feedItem(document: Document<'xml'>, centre: keyof typeof centres, top: Place): Spoken {
  const channel = child(readXml(document), 'channel')
  const item = channel && child(channel, 'item')
  const status = item && textOf(item, 'status')
  if (!channel || !/^https:\/\/status\.cloud\.microsoft\b/u.test(textOf(channel, 'link') ?? '')) {
    throw new ParseError('foreign', 'a feed that is not of Microsoft 365', { url: document.url })
  }
  if (!item || status === undefined)
    throw new ParseError('missing', 'no item that states how it is', { url: document.url, path: 'item.status' })
  const post = { Id: textOf(item, 'guid'), Title: textOf(item, 'title'), Message: textOf(item, 'description'), Status: status }
  return spokenOf(centres[centre], { ...post, postedAt: instantFromRfc822(textOf(item, 'pubdate') ?? '') }, top)
}

interface Told {
  readonly Id?: string | null | undefined
  readonly Title?: string | null | undefined
  readonly Message?: string | null | undefined
  readonly Status: string
  readonly postedAt: Instant | undefined
}

/** A post is about an incident while its state is one of an incident; else it says what the page is for. */
function spokenOf({ nativeId, name }: { readonly nativeId: string; readonly name: string }, post: Told, place: Place): Spoken {
  const native = cleanName(post.Status)
  const health = healthOf(post.Status, place, 'Status')
  const component = { nativeId, name: cleanName(name), health, native, group: false, children: [] }
  const phase = phaseOf(post.Status)
  if (phase === undefined) return { component }
  const incident = told({
    nativeId: post.Id || nativeId,
    title: cleanName(post.Title || name),
    phase,
    nativePhase: native,
    components: [{ nativeId, name: component.name, health }],
    updates: post.Message
      ? [
          told({
            // The text is rewritten, and dated anew: it stays one update, with its versions.
            nativeId: post.Id || nativeId,
            phase: phase === 'unknown' ? undefined : phase,
            native,
            body: cleanBody(post.Message),
            format: 'html' as const,
            postedAt: post.postedAt,
          }),
        ]
      : undefined,
  })
  return { component, incident }
}

/** Which services are up, until 2026. */
function parseLegacy(document: Document<'json'>): Part {
  const {
    Title: native,
    IsAllUp: isAllUp,
    LastRefreshed: refreshed,
    Services: services,
  } = readWire(Legacy, readJson(document), document.url)
  if (services.length === 0) throw new ParseError('empty', 'no services', { url: document.url })
  const top = topOf('legacy')
  for (const [index, { Messages: messages }] of services.entries()) {
    if (messages !== null && messages !== undefined)
      omit(placeIn(top, 'Services', index), 'Messages', messages, 'messages that nobody has recorded')
  }
  return told({
    authority: 'api' as const,
    // Not all are up: which of them says how many.
    health: isAllUp ? ('operational' as const) : ('partial_outage' as const),
    native: cleanName(native),
    sourceUpdatedAt: instantFromIso(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}Z/u.exec(refreshed ?? '')?.[0]),
    components: services.map(({ Id: nativeId, Name: name, IsUp: isUp }) => ({
      nativeId,
      name: cleanName(name),
      health: isUp ? ('operational' as const) : ('major_outage' as const),
      native: String(isUp),
      group: false,
      children: [],
    })),
    coverage: { components: 'full' as const },
    omissions: top.omissions,
  })
}
