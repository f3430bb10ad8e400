import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { loadHtml } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import type { Component, Health as HealthWord, Snapshot } from '../model.ts'
import type { Context, Document, Documents, PageRef, Source } from '../platform.ts'
import { Health, Providers, type Service } from './schema.ts'

export const sources = {
  health: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: (page: PageRef) => [`${page.url}/_apis/status/health?api-version=7.1-preview.1`],
  } satisfies Source<'json'>,
  home: { medium: 'html', via: 'http', when: 'fallback', urls: (page: PageRef) => [page.url] } satisfies Source<'html'>,
} as const

/** An advisory is a service that works with something wrong. The page prints 4 for healthy down to 1 for unhealthy. */
const healths: ReadonlyMap<string, HealthWord> = new Map([
  ['healthy', 'operational'],
  ['advisory', 'degraded_performance'],
  ['degraded', 'degraded_performance'],
  ['unhealthy', 'major_outage'],
])
const numbers: ReadonlyMap<string, HealthWord> = new Map([
  ['4', 'operational'],
  ['3', 'degraded_performance'],
  ['2', 'degraded_performance'],
  ['1', 'major_outage'],
])
/** Where a service is not offered. */
const notApplicable = new Set(['notApplicable', '0'])

export function parse({ health = [], home = [] }: Documents<typeof sources>, { observedAt }: Context): Snapshot {
  const parts = [...health.map(parseHealth), ...home.map(parseHome)]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('azure-devops', observedAt, parts)
}

function parseHealth(document: Document<'json'>): Part {
  const { lastUpdated, status, services } = readWire(Health, readJson(document), document.url)
  const top = topOf('health')
  return told({
    authority: 'api' as const,
    health: mapped(healths, status.health, placeIn(top, 'status'), 'health'),
    native: cleanName(status.health),
    sourceUpdatedAt: timeAt(lastUpdated, top, 'lastUpdated'),
    components: componentsOf(services, healths, top, document.url),
    coverage: { components: 'full' as const },
    omissions: top.omissions,
  })
}

function parseHome(document: Document<'html'>): Part {
  const state = loadHtml(document)('script#dataProviders').text()
  const value = readJson({ ...document, body: { medium: 'json', text: state } })
  const { services } = readWire(Providers, value, document.url).data['ms.vss-status-web.public-status-data-provider'].serviceStatus
  const top = topOf('home')
  return {
    authority: 'embedded-state',
    components: componentsOf(services, numbers, top, document.url),
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

/** A service each, with the geographies in it where it is offered. */
function componentsOf(services: readonly Service[], words: ReadonlyMap<string, HealthWord>, top: Place, url: string): readonly Component[] {
  if (services.length === 0) throw new ParseError('empty', 'no services', { url })
  return services.map(({ id, geographies }, index) => {
    const service = placeIn(top, 'services', index)
    const offered = geographies.filter(({ health }) => !notApplicable.has(health))
    return {
      nativeId: `group:${id}`,
      name: cleanName(id),
      health: 'unknown',
      native: '',
      group: true,
      children: offered.map(({ id: geography, name, health }) => ({
        nativeId: `${id}/${geography}`,
        name: cleanName(name),
        health: mapped(
          words,
          health,
          placeIn(
            service,
            'geographies',
            geographies.findIndex((one) => one.id === geography),
          ),
          'health',
        ),
        native: cleanName(health),
        group: false,
        children: [],
      })),
    }
  })
}
