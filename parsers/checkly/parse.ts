import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { unflatten } from '../lib/devalue.ts'
import { scriptJson } from '../lib/embedded.ts'
import { isWhole } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import type { Snapshot } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { toComponents } from './components.ts'
import { toIncident, toMaintenance, toPast } from './entries.ts'
import * as wire from './schema.ts'

interface Documents {
  readonly home?: readonly Document<'html'>[]
  readonly unresolved?: readonly Document<'json'>[]
  readonly windows?: readonly Document<'json'>[]
  readonly uptime?: readonly Document<'json'>[]
}

/** The answers of the page's API, wherever they stood. */
interface Answers {
  readonly authority: 'api' | 'embedded-state'
  readonly url: string
  readonly page?: Snapshot['page']
  readonly unresolved?: unknown
  readonly windows?: unknown
  readonly uptime?: unknown
  /** Where each is listed when something in it is not understood. */
  readonly places: Readonly<Record<'unresolved' | 'windows' | 'uptime', Place>>
}

export function parse(documents: Documents, context: Context): Snapshot {
  const parts = (documents.home ?? []).map((document) => toPart(stateOf(document), context))
  const [unresolved, windows, uptime] = [documents.unresolved?.[0], documents.windows?.[0], documents.uptime?.[0]]
  const url = (unresolved ?? windows ?? uptime)?.url
  if (url !== undefined) {
    const places = { unresolved: topOf('unresolved'), windows: topOf('windows'), uptime: topOf('uptime') }
    const answers = {
      unresolved: unresolved && readJson(unresolved),
      windows: windows && readJson(windows),
      uptime: uptime && readJson(uptime),
    }
    parts.push(toPart({ authority: 'api', url, ...answers, places }, context))
  }
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('checkly', context.observedAt, parts)
}

/** What the page was rendered from. A page whose answers failed to come has the keys, but nothing under them. */
function stateOf(document: Document<'html'>): Answers {
  const { url } = document
  const flat = scriptJson(document, '__NUXT_DATA__')
  if (flat === undefined) throw new ParseError('foreign', 'a page without the state of Nuxt', { url })
  const { data } = readWire(wire.Nuxt, unflatten(flat, url), url)
  const { statusPage } = readWire(wire.Resolved, under(data, 'status-page-resolver-'), url)
  if (!isWhole(document.body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const top = topOf('home')
  return {
    authority: 'embedded-state',
    url,
    page: { nativeId: statusPage.id, name: cleanName(statusPage.name) },
    unresolved: under(data, 'unresolved-incidents-') ?? {},
    windows: under(data, 'maintenance-windows-'),
    uptime: under(data, 'uptime-'),
    places: { unresolved: placeIn(top, 'unresolved'), windows: placeIn(top, 'windows'), uptime: placeIn(top, 'uptime') },
  }
}

function under(data: Readonly<Record<string, unknown>>, prefix: string): unknown {
  return Object.entries(data).find(([key]) => key.startsWith(prefix))?.[1] ?? undefined
}

function toPart({ authority, url, page, places, ...answers }: Answers, context: Context): Part {
  const { unresolved, uptime, windows } = {
    unresolved: answers.unresolved === undefined ? undefined : readWire(wire.Unresolved, answers.unresolved, url),
    uptime: answers.uptime === undefined ? undefined : readWire(wire.Uptime, answers.uptime, url),
    windows: answers.windows === undefined ? undefined : readWire(wire.Windows, answers.windows, url),
  }
  const base = context.page.url
  const open = unresolved?.incidents.map((incident, index) => toIncident(incident, base, placeIn(places.unresolved, 'incidents', index)))
  const past = uptime ? toPast(uptime, base, places.uptime) : undefined
  const maintenances = windows && [
    ...windows.active.map((window, index) => toMaintenance(window, 'in_progress', placeIn(places.windows, 'active', index))),
    ...windows.upcoming.map((window, index) => toMaintenance(window, 'scheduled', placeIn(places.windows, 'upcoming', index))),
  ]
  const known = new Set(open?.map(({ nativeId }) => nativeId))
  return told({
    authority,
    page,
    components: uptime
      ? toComponents(uptime, unresolved?.incidents, windows?.active ?? [], { url, unresolved: places.unresolved })
      : undefined,
    incidents: open || past ? [...(open ?? []), ...(past ?? []).filter(({ nativeId }) => !known.has(nativeId))] : undefined,
    maintenances,
    coverage: {
      components: uptime && uptime.partialError !== true ? ('full' as const) : ('none' as const),
      incidents: open ? ('open' as const) : ('none' as const),
      maintenances: maintenances ? ('open' as const) : ('none' as const),
    },
    omissions: [...new Set(Object.values(places).map(({ omissions }) => omissions))].flat(),
  })
}
