import type { z } from 'zod'
import type { ChangeFilter, EntryFilter } from '../../data/store/filters.ts'
import type { ServerRequest } from '../context.ts'
import { type changeFilters, type entryFilters, QueryError } from './query.ts'

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

/** An empty list for a vendor or component that does not exist would read as "nothing is wrong there". */
export async function checkKnown(
  c: ServerRequest,
  filter: { readonly vendors?: readonly string[]; readonly components?: readonly string[] },
): Promise<void> {
  const server = c.get('server')
  const { byId } = await server.board()
  for (const id of filter.vendors ?? []) {
    if (!byId.has(id) && (await server.store.vendor(id)) === null) throw new QueryError('vendor', `There is no vendor ${id}`)
  }
  const known = filter.components ? await server.store.knownComponents(filter.components) : undefined
  const unknown = filter.components?.find((id) => !known?.has(id))
  if (unknown !== undefined) throw new QueryError('component', `There is no component ${unknown}`)
}
