import { cleanName } from '../lib/text.ts'
import { type Component, type Health, healthSeverity } from '../model.ts'
import type { Named } from './schema.ts'

/** What one incident says of the products that it names. */
export interface Standing {
  readonly isOpen: boolean
  /** The status of the newest update; empty where it has none. */
  readonly native: string
  readonly health: Health
  readonly products: readonly Named[]
  readonly currently: readonly Named[]
  readonly previously: readonly Named[]
}

interface Said {
  readonly health: Health
  readonly native: string
}

const available: Said = { health: 'operational', native: 'AVAILABLE' }
const unknown: Said = { health: 'unknown', native: '' }

/**
 * The products with the locations that incidents name as their children. A product fares as the newest update of the worst open
 * incident says that names it. Of the others the makers say: "If there is an active incident, information will be
 * posted in the dashboard for each specific affected API and service. Status indicators are always shown", and such a
 * product is shown as available (developers.google.com/public-key-infrastructure/faq/status-info). That is taken for a
 * statement only of products that this reading lists, beside incidents that it read, and not while an open incident names none.
 * Without the list of products those are told that an incident names.
 */
export function toProducts(standings: readonly Standing[], catalogue: readonly Named[] | undefined): readonly Component[] {
  const isSilent = standings.some(({ isOpen, products }) => isOpen && products.length === 0)
  const named = [...(catalogue ?? []), ...standings.flatMap(({ products }) => products)]
  const products = new Map<string, Named>()
  for (const product of named) if (!products.has(product.id)) products.set(product.id, product)
  return [...products.values()].flatMap((product): readonly Component[] => {
    const own = standings.filter((standing) => standing.products.some(({ id }) => id === product.id))
    const isListed = catalogue?.some(({ id }) => id === product.id) ?? false
    const open = worst(own.filter(({ isOpen }) => isOpen))
    const said = open && open.health !== 'operational' ? open : isSilent ? undefined : isListed ? available : lastSaid(own)
    return said || isListed ? [toComponent(product.id, product, said ?? unknown, toLocations(product, own, isSilent))] : []
  })
}

/** What the end of an incident says: that the product is available, or a word that nobody knows. */
function lastSaid(own: readonly Standing[]): Said | undefined {
  const told = own.filter(({ native }) => native !== '')
  return told.find(({ health }) => health === 'operational') ?? told.find(({ health }) => health === 'unknown')
}

/** Incidents tell products and locations apart from each other: each of the ones is taken to be affected in each of the others. */
function toLocations(product: Named, standings: readonly Standing[], isSilent: boolean): readonly Component[] {
  const locations = new Map(
    standings.flatMap(({ currently, previously }) => [...currently, ...previously]).map((location) => [location.id, location]),
  )
  return [...locations.values()].map((location) => {
    const here = standings.filter(({ isOpen, currently }) => isOpen && currently.some(({ id }) => id === location.id))
    const hasRecovered = standings.some(({ isOpen, health, previously }) => {
      return (isOpen || health === 'operational') && previously.some(({ id }) => id === location.id)
    })
    const other = hasRecovered && !isSilent ? available : unknown
    return toComponent(`${product.id}/${location.id}`, location, worst(here) ?? other, [])
  })
}

function worst(standings: readonly Standing[]): Said | undefined {
  return standings.toSorted((a, b) => healthSeverity(b.health) - healthSeverity(a.health))[0]
}

function toComponent(
  nativeId: string,
  { title, current_title: current }: Named,
  { health, native }: Said,
  children: readonly Component[],
): Component {
  return { nativeId, name: cleanName((current ?? title).trim()), health, native, group: false, children }
}
