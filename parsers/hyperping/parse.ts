import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { absoluteUrl } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { namedIds } from '../lib/named-ids.ts'
import { mapped, omit, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import type { Component, Health, Snapshot } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { Status } from './schema.ts'

export function parse({ status = [] }: { readonly status?: readonly Document<'json'>[] }, context: Context): Snapshot {
  const parts = status.map((document) => parseStatus(document, context.page.url))
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('hyperping', context.observedAt, parts)
}

/** "incident": not every service is down; "outage": every one is. The older words for the two are "partialoutage" and "down". */
const indicators: ReadonlyMap<string, Health> = new Map([
  ['up', 'operational'],
  ['maintenance', 'under_maintenance'],
  ['incident', 'partial_outage'],
  ['partialoutage', 'partial_outage'],
  ['outage', 'major_outage'],
  ['down', 'major_outage'],
])
const serviceIndicators: ReadonlyMap<string, Health> = new Map([
  ['up', 'operational'],
  ['maintenance', 'under_maintenance'],
  ['down', 'major_outage'],
  ['outage', 'major_outage'],
])

function parseStatus(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('status')
  const wire = readWire(Status, readJson(document), document.url)
  const { services } = wire
  if (!services && !wire.uptime) {
    throw new ParseError('missing', 'an indicator with neither uptime nor services beside it', { url: document.url, path: 'uptime' })
  }
  const ids = namedIds(services?.map(({ name }) => name) ?? [])
  const components = services?.map(({ name, indicator }, index): Component => ({
    nativeId: ids[index] ?? name,
    name: cleanName(name),
    health: mapped(serviceIndicators, indicator, placeIn(top, 'services', index), 'indicator'),
    native: indicator,
    group: false,
    children: [],
  }))
  const health = mapped(indicators, wire.indicator, top, 'indicator')
  const isEmpty = components?.length === 0 && health === 'operational'
  if (isEmpty) omit(top, 'indicator', wire.indicator, 'a headline that rests on no service')
  return told({
    authority: 'api' as const,
    page: told({ name: wire.name ? cleanName(wire.name) : undefined, url: absoluteUrl(wire.url, pageUrl) }),
    health: isEmpty ? ('unknown' as const) : health,
    native: cleanName(wire.status || wire.indicator),
    components,
    coverage: components ? { components: 'full' as const } : {},
    omissions: top.omissions,
  })
}
