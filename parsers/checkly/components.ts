import { ParseError } from '../errors.ts'
import { mapped, type Place, placeIn } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import { type Component, type Health, healthSeverity } from '../model.ts'
import type * as wire from './schema.ts'

/** The page colours a service by the worst of its open incidents; these are the words that it has for that. */
const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['MINOR', 'degraded_performance'],
  ['MEDIUM', 'degraded_performance'],
  ['MAJOR', 'partial_outage'],
  ['CRITICAL', 'major_outage'],
  ['MAINTENANCE', 'under_maintenance'],
])

interface State {
  readonly health: Health
  readonly native: string
}

/**
 * The services of the page in their groups. Where the open incidents are told, a service that none of them names is fine:
 * that is all the page itself goes by. An incident or window that does not tell its services may be about any of them.
 */
export function toComponents(
  { metadata, uptime }: wire.Uptime,
  open: readonly wire.Incident[] | undefined,
  active: readonly wire.Window[],
  { url, unresolved }: { readonly url: string; readonly unresolved: Place },
): readonly Component[] {
  const groups = (metadata.length > 0 ? metadata : uptime).toSorted(inOrder)
  if (groups.every(({ services }) => services.length === 0)) throw new ParseError('empty', 'a page without services', { url })
  const states = statesOf(open ?? [], active, unresolved)
  const isVague = open === undefined || [...open, ...active].some(({ services }) => !services || services.length === 0)
  const others: State = isVague ? { health: 'unknown', native: '' } : { health: 'operational', native: '' }
  return groups.flatMap(({ id, name, services }): readonly Component[] => {
    const children = services.toSorted(inOrder).map((service) => ({
      nativeId: service.id,
      name: cleanName(service.name),
      ...(states.get(service.id) ?? others),
      group: false,
      children: [],
    }))
    if (!name) return children
    const nativeId = id ?? `group-${cleanName(name).toLowerCase()}`
    return [{ nativeId, name: cleanName(name), health: 'unknown', native: '', group: true, children }]
  })
}

function inOrder(a: { readonly order?: number | null | undefined }, b: { readonly order?: number | null | undefined }): number {
  return (a.order ?? 0) - (b.order ?? 0)
}

function statesOf(open: readonly wire.Incident[], active: readonly wire.Window[], within: Place): ReadonlyMap<string, State> {
  const states = new Map<string, State>()
  function add(id: string, state: State): void {
    const known = states.get(id)
    if (!known || healthSeverity(state.health) > healthSeverity(known.health)) states.set(id, state)
  }
  for (const { services } of active) for (const { id } of services ?? []) add(id, { health: 'under_maintenance', native: 'MAINTENANCE' })
  for (const [index, { severity, services }] of open.entries()) {
    const place = placeIn(within, 'incidents', index)
    const health = mapped(healths, severity, place, 'severity')
    for (const { id } of services ?? []) add(id, { health, native: severity })
  }
  return states
}
