import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { isWhole, lineOf, loadHtml } from '../lib/html.ts'
import { mapped, type Place, placeIn, topOf } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import { type Component, type Health, healthSeverity } from '../model.ts'
import type { Document } from '../platform.ts'

const healths: ReadonlyMap<string, Health> = new Map([
  ['Good', 'operational'],
  // There is something to read, which is not to say that all is well.
  ['Information', 'unknown'],
  ['Warning', 'degraded_performance'],
  ['Critical', 'major_outage'],
  // What the page called its icons until it labelled them.
  ['#svg-check', 'operational'],
  ['#svg-health-information', 'unknown'],
  ['#svg-health-warning', 'degraded_performance'],
  ['#svg-health-error', 'major_outage'],
])

/** The status page: a table for each part of the world, products by regions, as it stood in 2026-09 and the years before. */
export function parseTables(document: Document<'html'>): Part {
  if (!isWhole(document.body.text)) throw new ParseError('shape', 'a page that is cut off', { url: document.url })
  const $ = loadHtml(document)
  const top = topOf('home')
  const products = new Map<string, Map<string, Component>>()
  for (const table of $('table.region-status-table').toArray()) {
    const zone = placeIn(top, $(table).attr('data-zone-name') ?? 'table')
    const [, ...regions] = $(table)
      .find('thead th')
      .toArray()
      .map((cell) => lineOf($(cell)))
    for (const row of $(table).find('tbody tr').toArray()) {
      const cells = $(row).children('td.status-cell').toArray()
      // A heading of several products.
      if (cells.length === 0) continue
      const product = cleanName(lineOf($(row).children('td').first()))
      if (product === '' || cells.length !== regions.length || regions.includes('')) {
        throw new ParseError('shape', 'a row that does not fit the regions above it', { url: document.url, excerpt: product })
      }
      const labels = cells.map((cell) => {
        const label = $(cell).find('[data-label]').attr('data-label') ?? $(cell).find('use').attr('xlink:href')
        return label?.trim() ?? ''
      })
      addRow(products, product, regions, labels, zone)
    }
  }
  if (products.size === 0) throw new ParseError('shape', 'no table of products and regions', { url: document.url })
  return { authority: 'markup', components: [...products].map(groupOf), coverage: { components: 'full' }, omissions: top.omissions }
}

function addRow(
  products: Map<string, Map<string, Component>>,
  product: string,
  regions: readonly string[],
  labels: readonly string[],
  zone: Place,
): void {
  const known = products.get(product) ?? new Map<string, Component>()
  products.set(product, known)
  for (const [index, region] of regions.entries()) {
    const native = cleanName(labels[index] ?? '')
    if (native === 'Not available' || native === 'Blank') continue
    const health = mapped(healths, native, zone, `${product}.${region}`)
    const nativeId = `${product}/${region}`.toLowerCase()
    const before = known.get(nativeId)
    // What belongs to no region stands in every table.
    if (before && healthSeverity(before.health) >= healthSeverity(health)) continue
    known.set(nativeId, { nativeId, name: cleanName(region), health, native, group: false, children: [] })
  }
}

function groupOf([name, regions]: readonly [string, ReadonlyMap<string, Component>]): Component {
  return { nativeId: `group:${name.toLowerCase()}`, name, health: 'unknown', native: '', group: true, children: [...regions.values()] }
}
