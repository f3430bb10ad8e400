import type { VendorReading } from '../../data/store/readings.ts'
import type { Health } from '../../parsers/model.ts'
import type { ServerRequest } from '../context.ts'
import { conditionalAnswer } from '../http/caching.ts'
import { escapeMarkup, printable } from '../http/sanitize.ts'
import { findVendor, noVendor } from './vendors.ts'

const colours: Readonly<Record<Health | 'incident', string>> = {
  operational: '#1a7f37',
  degraded_performance: '#9a6700',
  partial_outage: '#bc4c00',
  major_outage: '#b62324',
  under_maintenance: '#0969da',
  incident: '#9a6700',
  unknown: '#57606a',
}

export async function badge(c: ServerRequest): Promise<Response> {
  const found = await findVendor(c, (c.req.param('id') ?? '').replace(/\.svg$/u, ''))
  if (!found) return noVendor(c)
  return conditionalAnswer(c, found.shown, () => c.body(badgeSvg(found.vendor), 200, { 'content-type': 'image/svg+xml; charset=utf-8' }))
}

/** Green is `operational`, fresh and without an open incident; a worse word of an old reading says that it is old. */
export function badgeSvg({ name, health, trust, green }: Pick<VendorReading, 'name' | 'health' | 'trust' | 'green'>): string {
  const state = health === 'operational' && !green ? 'incident' : health
  const words = state === 'incident' ? 'incident open' : state.replaceAll('_', ' ')
  const message = trust === 'fresh' || state === 'unknown' ? words : `${words} when last read`
  const label = clamp(name)
  const [left, right] = [widthOf(label), widthOf(message)]
  const title = escapeMarkup(`${label}: ${message}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<rect width="${left}" height="20" fill="#24292f"/>`,
    `<rect x="${left}" width="${right}" height="20" fill="${colours[state]}"/>`,
    '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    `<text x="${left / 2}" y="14">${escapeMarkup(label)}</text>`,
    `<text x="${left + right / 2}" y="14">${escapeMarkup(message)}</text>`,
    '</g></svg>',
  ].join('')
}

const longestName = 40
const segmenter = new Intl.Segmenter('en')

/** What a reader takes for single characters. */
function charactersOf(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

function clamp(name: string): string {
  const characters = charactersOf(printable(name))
  return characters.length > longestName ? `${characters.slice(0, longestName - 1).join('')}…` : name
}

/** Verdana at 11 pixels is 7 wide on average, wide scripts about twice that; 10 of padding. */
function widthOf(text: string): number {
  return charactersOf(text).reduce((width, character) => width + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 13 : 7), 10)
}
