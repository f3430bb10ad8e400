import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { type CheerioAPI, lineOf, type Node, textOf } from '../lib/html.ts'
import { omit, type Place, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import type { Entries } from '../lib/statuspage-dialect.ts'
import { cleanName } from '../lib/text.ts'
import type { AffectedComponent, Component } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { readAffected } from './affected.ts'
import { incidentCode, ownPage } from './page.ts'
import { momentOf, type Post, sortInto } from './posts.ts'

/**
 * The page of one incident or maintenance. Captured 2022 to 2025 from www.aemstatus.net. Quirks: a published report is
 * the first row, above the newest update; a maintenance that is over shows its window nowhere.
 */
export function parseIncidentPage(document: Document<'html'>, context: Context, known: readonly Component[]): Part {
  const $ = ownPage(document, 'status-incident')
  const top = topOf('incidentPage')
  const heading = $('h1.incident-name').first()
  const nativeId = codeOf($, document)
  const posts = $('.incident-updates-container .update-row')
    .toArray()
    .map((row, index) => readPost($, row, index, context.timeZone, top))
  if (heading.length === 0 || nativeId === undefined)
    throw new ParseError('missing', 'no name or no code of an incident', { url: document.url, path: 'h1.incident-name' })
  if (posts.length === 0) throw new ParseError('empty', 'an incident without updates', { url: document.url, path: '.update-row' })
  const subheader = $('.subheader').first()
  const kinds: Entries = { incidents: [], maintenances: [] }
  const printed = told({
    nativeId,
    title: lineOf(heading),
    pageUrl: context.page.url,
    impact: /\bimpact-([a-z]+)/u.exec(heading.attr('class') ?? '')?.[1],
    posts,
    isWhole: true,
    isExact: true,
    isPlanned: lineOf(subheader).startsWith('Scheduled Maintenance'),
    components: affectedBy($, known, top),
  })
  sortInto(kinds, printed, top)
  const name = cleanName(lineOf(subheader.find('a')))
  return {
    authority: 'markup',
    page: name === '' ? {} : { name },
    ...(kinds.incidents.length > 0 ? { incidents: kinds.incidents } : { maintenances: kinds.maintenances }),
    omissions: top.omissions,
  }
}

/** The page names itself in several places; the address that it was asked under comes last. */
function codeOf($: CheerioAPI, document: Document<'html'>): string | undefined {
  const field = $('input[name="incident_code"]').attr('value')
  const addresses = [$('link[rel="canonical"]').attr('href'), $('meta[property="og:url"]').attr('content'), document.finalUrl, document.url]
  return incidentCode(field && `/incidents/${field}`) ?? addresses.map(incidentCode).find((code) => code !== undefined)
}

function readPost($: CheerioAPI, row: Node, index: number, zone: string | undefined, top: Place): Post {
  const label = lineOf($(row).find('.update-title').first())
  const body = $(row).find('.update-body').first()
  // Only reports are rendered from Markdown; their headings and tables are worth keeping.
  const report = body.find('.markdown-display').first()
  const stamp = $(row).find('.update-timestamp').first()
  const postedAt = momentOf(stamp.find('[data-datetime-unix]').attr('data-datetime-unix'), lineOf(stamp).replace(/^Posted ?/u, ''), zone)
  if (postedAt === undefined) omit(top, `updates[${index}].postedAt`, lineOf(stamp), 'no time that can be told')
  const isReport = report.length > 0
  return told({
    label: label === '' ? undefined : label,
    body: isReport ? (report.html() ?? '').trim() : textOf(body),
    format: isReport ? ('html' as const) : ('text' as const),
    postedAt,
  })
}

function affectedBy($: CheerioAPI, known: readonly Component[], top: Place): readonly AffectedComponent[] | undefined {
  const sentence = lineOf($('.components-affected').first())
  if (sentence === '') return undefined
  const components = readAffected(sentence, known)
  if (components === undefined) omit(top, 'components', sentence, 'not the sentence that names the affected components')
  return components
}
