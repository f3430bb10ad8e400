import { told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import { type Component, type Health, healthSeverity } from '../model.ts'

/** One product in one region: what AWS calls a service, and has a key for. */
export interface Leaf {
  readonly key: string
  readonly productName: string
  readonly region?: string | undefined
  readonly regionName?: string | undefined
  readonly health: Health
  readonly native: string
}

const regional = /^(.{1,200}?)-((?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central){1,2}-\d{1,2})$/u

/** "s3-eu-west-1" is product "s3" in region "eu-west-1"; what is not in any region is its own product. */
export function partsOf(key: string): { readonly product: string; readonly region?: string } {
  const [, product = key, region] = regional.exec(key) ?? []
  return region === undefined ? { product } : { product, region }
}

/** Of several statements about one service the worst stands. */
export function worstByKey(leaves: readonly Leaf[]): ReadonlyMap<string, Leaf> {
  const byKey = new Map<string, Leaf>()
  for (const leaf of leaves) {
    const known = byKey.get(leaf.key)
    if (!known || healthSeverity(leaf.health) > healthSeverity(known.health)) byKey.set(leaf.key, leaf)
  }
  return byKey
}

/** A product each, with its regions in it. */
export function treeOf(leaves: Iterable<Leaf>): readonly Component[] {
  const byProduct = new Map<string, Leaf[]>()
  for (const leaf of leaves) {
    const { product } = partsOf(leaf.key)
    const regions = byProduct.get(product)
    if (regions) regions.push(leaf)
    else byProduct.set(product, [leaf])
  }
  return [...byProduct].map(([product, regions]) => ({
    nativeId: `group:${product}`,
    name: cleanName(regions[0]?.productName ?? product),
    health: 'unknown',
    native: '',
    group: true,
    children: regions.map(({ key, productName, region, regionName, health, native }) =>
      told({
        nativeId: key,
        name: cleanName(regionName ?? region ?? productName),
        description: regionName === undefined ? undefined : region,
        health,
        native: cleanName(native),
        group: false,
        children: [],
      }),
    ),
  }))
}
