import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import { type Component, type Health, healthSeverity, type Snapshot } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { parseHome } from './home.ts'
import { type Reading, toEntries } from './posts.ts'
import * as wire from './schema.ts'
import { healths, meaning, wordAt, type Words, wordsOf } from './words.ts'

interface Documents {
  readonly posts?: readonly Document<'json'>[]
  readonly impacted?: readonly Document<'json'>[]
  readonly services?: readonly Document<'json'>[]
  readonly enums?: readonly Document<'json'>[]
  readonly post?: readonly Document<'json'>[]
  readonly home?: readonly Document<'html'>[]
}

export function parse(documents: Documents, { page, observedAt }: Context): Snapshot {
  const parts = [...partsOfApi(documents, page.url), ...(documents.home ?? []).map((document) => parseHome(document))]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('pagerduty', observedAt, parts)
}

function partsOfApi(documents: Documents, pageUrl: string): readonly Part[] {
  const enums = documents.enums?.map((document) => readWire(wire.Enums, readJson(document), document.url).post_enums)
  const words = enums && wordsOf(enums.flat())
  const rows = documents.services?.flatMap((document) => readWire(wire.Services, readJson(document), document.url).services)
  const impacted = documents.impacted?.flatMap((document) => readWire(wire.Impacted, readJson(document), document.url).impacted_services)
  const lists = documents.posts?.map((document) => readWire(wire.Posts, readJson(document), document.url))
  const services = (rows ?? []).filter(({ is_active: isActive }) => isActive !== false && isActive !== 0).map(toService)
  if (rows && services.length === 0) throw new ParseError('empty', 'a page without services', { url: `${pageUrl}/api/services` })
  const reading: Reading = { pageUrl, words, services: new Map(services.map(({ id, nativeId, name }) => [id, { nativeId, name }])) }
  const [inServices, inPosts] = [topOf('services'), topOf('posts')]
  const posts = lists?.flatMap((list) => list.posts) ?? []
  // What does not fit into one answer of 500 open posts is not worth a second; only then the list is not all.
  const isAll = lists?.every(({ continuationToken }) => !continuationToken)
  const poll: Part = told({
    authority: 'api' as const,
    components: rows ? toComponents(services, impacted, words, placeIn(inServices, 'services')) : undefined,
    ...(lists ? toEntries(posts, inPosts, 'posts', reading) : {}),
    coverage: {
      components: rows ? ('full' as const) : ('none' as const),
      incidents: isAll ? ('open' as const) : ('none' as const),
      maintenances: isAll ? ('open' as const) : ('none' as const),
    },
    omissions: [...inServices.omissions, ...inPosts.omissions],
  })
  const details = (documents.post ?? []).map((document): Part => {
    const top = topOf('post')
    const { post } = readWire(wire.OnePost, readJson(document), document.url)
    return { authority: 'api', ...toEntries([post], top, 'post', reading), omissions: top.omissions }
  })
  return [...(enums || rows || impacted || lists ? [poll] : []), ...details]
}

interface Service {
  readonly id: string
  readonly nativeId: string
  readonly name: string
}

/** The layout, and pages of old, know a service by the id of the business service behind it. */
function toService({ id, name, display_name, business_service_id }: wire.Services['services'][number]): Service {
  return { id, nativeId: business_service_id ?? id, name: cleanName(display_name || name || id) }
}

interface State {
  readonly health: Health
  readonly native: string
}

/** The page lists the services that something is wrong with. Without that list, or its words, none is known to be fine. */
function toComponents(
  services: readonly Service[],
  impacted: wire.Impacted['impacted_services'] | undefined,
  words: Words,
  place: Place,
): readonly Component[] {
  const states = new Map<string, State>()
  for (const { service_id, impact_severity_id } of impacted ?? []) {
    const word = wordAt(words, impact_severity_id)
    const state: State = word
      ? { health: meaning(healths, word, place, 'impact_severity_id'), native: word.native }
      : { health: 'unknown', native: '' }
    const known = states.get(service_id)
    if (!known || healthSeverity(state.health) > healthSeverity(known.health)) states.set(service_id, state)
  }
  const strangers = [...states.keys()].filter((id) => !services.some((service) => service.id === id))
  if (strangers.length > 0) omit(place, 'id', strangers, 'something is wrong with services that are not listed')
  const others: State = impacted && strangers.length === 0 ? { health: 'operational', native: '' } : { health: 'unknown', native: '' }
  return services.map(({ id, nativeId, name }) => ({ nativeId, name, ...(states.get(id) ?? others), group: false, children: [] }))
}
