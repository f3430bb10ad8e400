import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { oldestFirst } from '../lib/updates.ts'
import type { Component, Health, Impact, Incident, Snapshot } from '../model.ts'
import type { Context, Document, Documents, Source } from '../platform.ts'
import { type Org, Orgs, type Outage, Outages } from './schema.ts'

/** The products of 2026. One that is missing here shows its services, and not its outages. */
const products =
  'admin-center ads-manager ads-transparency audience-network catalog ctx data-transparency device-manager facebook-login fb-ig-shops fbs graph-api ig-boost ig-messenger marketing-api messenger whatsapp-business-api'.split(
    ' ',
  )

const orgs: Source<'json'> = { medium: 'json', via: 'http', when: 'poll', urls: (page) => [`${page.url}/data/orgs.json`] }
const outages: Source<'json'> = {
  medium: 'json',
  via: 'http',
  when: 'moved',
  urls: (page) => products.map((product) => `${page.url}/data/outages/${product}.history.json`),
}

export const sources = { orgs, outages }

/** "Resolved" stays for a while after an outage: the service is said to be well again. */
const healths: ReadonlyMap<string, Health> = new Map([
  ['No known issues', 'operational'],
  ['Resolved', 'operational'],
  ['Low disruptions', 'degraded_performance'],
  ['Medium disruptions', 'partial_outage'],
  ['High disruptions', 'major_outage'],
])
const impacts: ReadonlyMap<string, Impact> = new Map([
  ['Low disruptions', 'minor'],
  ['Medium disruptions', 'major'],
  ['High disruptions', 'critical'],
])

export function parse({ orgs: lists = [], outages: histories = [] }: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const read = lists.map((document) => readWire(Orgs, readJson(document), document.url))
  const names = new Map(
    read
      .flat()
      .flatMap(({ id, name, services }) => [
        [id, name] as const,
        ...services.map((service) => [`${id}/${service.id}`, service.name] as const),
      ]),
  )
  const parts = [
    ...lists.map((document, index) => toPart(read[index] ?? [], document.url)),
    ...histories.flatMap((document) => parseOutages(document, names)),
  ]
  if (parts.length === 0) {
    throw histories.length > 0 ? new ParseError('empty', 'no outages, and nothing else') : new ParseError('missing', 'no document to read')
  }
  return assemble('meta', observedAt, parts)
}

function toPart(listed: readonly Org[], url: string): Part {
  const top = topOf('orgs')
  if (listed.length === 0) throw new ParseError('empty', 'no products', { url })
  return {
    authority: 'api',
    components: listed.map((org, index) => toComponent(org, placeIn(top, 'orgs', index))),
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

function toComponent({ id, name, services }: Org, place: Place): Component {
  const children = services.map(({ id: service, name: title, status }, index) => ({
    nativeId: `${id}/${service}`,
    name: cleanName(title),
    health: mapped(healths, status, placeIn(place, 'services', index), 'status'),
    native: status,
    group: false,
    children: [],
  }))
  return { nativeId: id, name: cleanName(name), health: 'unknown', native: '', group: true, children }
}

/** The outages of one product. None are no statement: the list of another product is another document. */
function parseOutages(document: Document<'json'>, names: ReadonlyMap<string, string>): readonly Part[] {
  const top = topOf('outages')
  const listed = readWire(Outages, readJson(document), document.url)
  const org = /\/outages\/([\w-]{1,80}?)(?:\.history)?\.json$/u.exec(URL.parse(document.url)?.pathname ?? '')?.[1]
  const incidents = listed.map((outage, index) => toIncident(outage, org, names, placeIn(top, 'outages', index)))
  // Every document tells of one product: what it does not list may stand in another.
  return incidents.length === 0 ? [] : [{ authority: 'api', incidents, omissions: top.omissions }]
}

function toIncident(outage: Outage, org: string | undefined, names: ReadonlyMap<string, string>, place: Place): Incident {
  const { id, service_id: service, status, posts } = outage
  const key = org !== undefined && service ? `${org}/${service}` : undefined
  const name = key === undefined ? undefined : names.get(key)
  const product = org === undefined ? undefined : (names.get(org) ?? org)
  const isOver = status === 'Resolved'
  const where = cleanName([product, name].filter((piece) => piece !== undefined).join(': '))
  return told({
    nativeId: org === undefined ? id : `${org}/${id}`,
    title: where === '' ? cleanName(status) : where,
    phase: isOver ? ('resolved' as const) : ('unknown' as const),
    nativePhase: status,
    impact: isOver ? undefined : mapped(impacts, status, place, 'status'),
    nativeImpact: isOver ? undefined : status,
    startedAt: timeAt(outage.time, place, 'time'),
    components: where === '' ? undefined : [told({ nativeId: key ?? org, name: where })],
    updates: oldestFirst(
      posts
        .map((post, index) =>
          told({
            nativeId: post.id ?? undefined,
            native: post.status ?? undefined,
            phase: post.status === 'Resolved' ? ('resolved' as const) : undefined,
            body: cleanBody(post.description),
            format: 'text' as const,
            postedAt: timeAt(post.time, placeIn(place, 'posts', index), 'time'),
          }),
        )
        // The newest stands last.
        .toReversed(),
    ),
  })
}
