import type { z } from 'zod'
import type { ChangeFilter, EntryFilter } from '../../data/store/filters.ts'
import type { ReportFilter } from '../../data/store/report-readings.ts'
import type { ServerRequest } from '../context.ts'
import { type changeFilters, type entryFilters, QueryError, type reportFilters } from './query.ts'

/** From the words of a query to those of the store. */

type Given<S extends z.ZodRawShape> = z.infer<z.ZodObject<S>>
type Values<S extends z.ZodRawShape> = { readonly [K in keyof Given<S>]?: Given<S>[K] | undefined }

/** Only what was given: an absent filter does not restrict. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const present: { [K in keyof T]?: Exclude<T[K], undefined> } = {}
  for (const name in values) {
    const value = values[name]
    if (isGiven(value)) present[name] = value
  }
  return present
}

function isGiven<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined
}

export function entryFilterOf({ vendor, component, impact, phase, state, since, until, q }: Values<typeof entryFilters>): EntryFilter {
  return given({ vendors: vendor, components: component, impacts: impact, phases: phase, state, since, until, query: q })
}

export function changeFilterOf({ vendor, kind, subject, since, until, backfilled }: Values<typeof changeFilters>): ChangeFilter {
  return given({ vendors: vendor, kinds: kind, subjects: subject, since, until, backfilled })
}

export function reportFilterOf({ vendor, cause, thirdParty, since, until, q }: Values<typeof reportFilters>): ReportFilter {
  return given({ vendors: vendor, causes: cause, thirdParties: thirdParty, since, until, query: q })
}

/**
 * An empty list for a vendor or component that does not exist would read as "nothing is wrong there": throws QueryError.
 * Returns what the tag of an answer needs besides: the trust of the unwatched vendors that are named.
 */
export async function checkKnown(
  c: ServerRequest,
  { vendors = [], components = [] }: { readonly vendors?: readonly string[]; readonly components?: readonly string[] },
): Promise<string> {
  const server = c.get('server')
  const { byId } = await server.board()
  const unwatched: string[] = []
  for (const id of vendors.filter((name) => !byId.has(name))) {
    const vendor = await server.store.vendor(id)
    if (!vendor) throw new QueryError('vendor', `There is no vendor ${id}`)
    unwatched.push(`${id} ${vendor.trust}`)
  }
  const known = await server.store.knownComponents(components)
  const unknown = components.find((id) => !known.has(id))
  if (unknown !== undefined) throw new QueryError('component', `There is no component ${unknown}`)
  return unwatched.join(' ')
}
