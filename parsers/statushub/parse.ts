import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { omit, topOf } from '../lib/place.ts'
import type { Health, Snapshot } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { Statuses } from './schema.ts'

export function parse({ statuses = [] }: { readonly statuses?: readonly Document<'json'>[] }, { observedAt }: Context): Snapshot {
  if (statuses.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('statushub', observedAt, statuses.map(parseStatuses))
}

const known: ReadonlySet<string> = new Set(['count_status_1', 'count_status_2', 'count_status_3'])

function parseStatuses(document: Document<'json'>): Part {
  const top = topOf('statuses')
  const { counters } = readWire(Statuses, readJson(document), document.url)
  const { count_status_1: up, count_status_2: affected, count_status_3: down } = counters
  const others = Object.entries(counters).filter(([name, count]) => name.startsWith('count_status_') && !known.has(name) && count !== 0)
  for (const [name, count] of others) omit(top, `counters.${name}`, count, 'services in a state that nobody has mapped')
  if (up + affected + down === 0) omit(top, 'counters', 0, 'no service that is counted')
  return {
    authority: 'api',
    health: toHealth(up, affected, down, others.length > 0),
    native: `${up} up, ${affected} affected, ${down} down`,
    omissions: top.omissions,
  }
}

/** The page is as the worst of its services: not one of them is named here. */
function toHealth(up: number, affected: number, down: number, hasOthers: boolean): Health {
  if (down > 0) return up + affected === 0 && !hasOthers ? 'major_outage' : 'partial_outage'
  if (affected > 0) return 'degraded_performance'
  return up > 0 && !hasOthers ? 'operational' : 'unknown'
}
