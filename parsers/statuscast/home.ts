import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { absoluteUrl, type CheerioAPI, isWhole, lineOf, loadHtml, type Node } from '../lib/html.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import { type Component, type Health, type Incident, IncidentPhase, type Maintenance } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { maintenanceType, toHealth, toImpact, toInstant, toPhase } from './words.ts'

/**
 * The page, put together from widgets: a list of incidents with the newest post of each, a grid of components over days, and
 * since 2026 a headline. Read from a page recorded in 2023-02. Quirks: an entry may stand in many lists; a list may be narrowed
 * to a type or some days, so that none proves to be all; the grid shows the worst of each day.
 */
export function parseHome(document: Document<'html'>, context: Context, source: 'home' | 'page'): Part {
  const { url, body } = document
  const top = topOf(source)
  const $ = loadHtml(document)
  const isOwn = /statuscast/iu.test(`${$('title').text()} ${$('meta[name="description"]').attr('content') ?? ''}`)
  if (!isOwn && !body.text.includes('.blob.core.windows.net/pages/')) throw new ParseError('foreign', 'no page of StatusCast', { url })
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that ends before its end', { url })
  const entries = $('.incident-body').toArray()
  const listed = entries.map((node, index) => readEntry($, node, placeIn(top, '.incident-body', index), context))
  const names = new Set(listed.flatMap(({ isCurrent, entry }) => (isCurrent ? (entry.components ?? []) : [])).map(({ name }) => name))
  const components = readGrid($, top, names)
  const headline = lineOf($('h1.sc-hero__title').first())
  if (components === undefined && listed.length === 0 && headline === '')
    throw new ParseError('missing', 'no widget that tells anything', { url })
  return told({
    authority: 'markup' as const,
    health: headline === '' ? undefined : toHealth(headline, top, 'h1.sc-hero__title'),
    native: headline === '' ? undefined : cleanName(headline),
    components,
    incidents: entries.length === 0 ? undefined : unique(listed.flatMap(({ kind, entry }) => (kind === 'incident' ? [entry] : []))),
    maintenances: entries.length === 0 ? undefined : unique(listed.flatMap(({ kind, entry }) => (kind === 'maintenance' ? [entry] : []))),
    coverage: { components: components ? ('full' as const) : ('none' as const) },
    omissions: top.omissions,
  })
}

type Listed = { readonly isCurrent: boolean } & (
  | { readonly kind: 'incident'; readonly entry: Incident }
  | { readonly kind: 'maintenance'; readonly entry: Maintenance }
)

function readEntry($: CheerioAPI, node: Node, place: Place, { page, timeZone }: Context): Listed {
  const words = new Map(
    [...($(node).attr('class') ?? '').matchAll(/\bincident-(type|status|mostsevere-status)-([a-z]{1,40})/gu)].map(
      ([, key = '', word = '']) => [key, word],
    ),
  )
  const href = $(node).find('a.incident-partial-title-url').attr('href')
  const nativeId = /\/incident\/(\d{1,15})(?:[/?#]|$)/u.exec(href ?? '')?.[1]
  const [type, status] = [words.get('type'), words.get('status')]
  if (nativeId === undefined || type === undefined || status === undefined)
    throw new ParseError('missing', 'an incident without an id, a type or a status', { path: '.incident-body', excerpt: href ?? '' })
  const row = $(node).closest('.incident-row')
  const post = row.find('.incident-status').first()
  const posted = toInstant(lineOf(row.find('.incident-update-when').first()), timeZone)
  const date = lineOf($(node).find('.incident-date').first())
  const began = toInstant(date, timeZone)
  if (began === undefined) omit(place, '.incident-date', date, 'not a time with a zone')
  const badges = $(node).find('.badge-component').not('.badge-component-more').toArray()
  const nativePhase = /\bstatus-([a-z]{1,40})/u.exec(post.attr('class') ?? '')?.[1] ?? status
  const isOver = status === 'closed'
  const fields = told({
    nativeId,
    title: cleanName(lineOf($(node).find('h2.incident-title').first())),
    url: absoluteUrl(href, page.url),
    nativeImpact: impactWord(words.get('mostsevere-status'), type),
    nativePhase,
    // What lies ahead shows when it begins in place of when it was posted.
    updatedAt: status === 'future' ? undefined : posted,
    resolvedAt: isOver && nativePhase === 'closed' ? posted : undefined,
    components: badges.map((badge) => ({ name: cleanName(lineOf([badge])) })),
  })
  const isCurrent = status === 'inprogress'
  if (type === maintenanceType) {
    const phase = isOver
      ? ('completed' as const)
      : isCurrent
        ? ('in_progress' as const)
        : status === 'future'
          ? ('scheduled' as const)
          : ('unknown' as const)
    return { kind: 'maintenance', isCurrent, entry: told({ ...fields, phase, scheduledFor: began }) }
  }
  const phase = isOver ? ('resolved' as const) : IncidentPhase.safeParse(toPhase(nativePhase, place)).data
  return {
    kind: 'incident',
    isCurrent,
    entry: told({ ...fields, impact: toImpact(fields.nativeImpact, place), phase, startedAt: began }),
  }
}

/** What is over may leave its components available: then its type says how bad it was. */
function impactWord(worst: string | undefined, type: string): string {
  return worst === undefined || worst === 'available' ? type : worst
}

function unique<E extends Incident | Maintenance>(entries: readonly E[]): readonly E[] {
  return entries.filter(({ nativeId }, index) => entries.findIndex((entry) => entry.nativeId === nativeId) === index)
}

/**
 * The first column is today. A component that was available all day is; what is shown of any other day may be over: it is
 * taken for now only where an entry in progress names the component.
 */
function readGrid($: CheerioAPI, top: Place, concerned: ReadonlySet<string>): readonly Component[] | undefined {
  const table = $('table.historygrid').first()
  if (table.length === 0) return undefined
  const days = table.find('thead th').filter((_, th) => /^[A-Z][a-z]{2,8} \d{1,2}$/u.test(lineOf([th]))).length
  const rows = table.find('tbody tr[data-id]').toArray()
  if (days === 0 || rows.length === 0) throw new ParseError('empty', 'a grid without days or components', { path: 'table.historygrid' })
  const byId = new Map<string, Component & { readonly children: Component[] }>()
  const roots: Component[] = []
  for (const [index, row] of rows.entries()) {
    const place = placeIn(top, 'historygrid', index)
    const [nativeId, parentId] = [$(row).attr('data-id') ?? '', $(row).attr('data-pid')]
    const cells = $(row).find('td i.fa[class*="component-"]').toArray()
    const native = /\bcomponent-([a-z]{1,40})/u.exec($(cells[0]).attr('class') ?? '')?.[1] ?? ''
    const name = cleanName(lineOf($(row).find('a.notranslate').first()))
    if (nativeId === '' || byId.has(nativeId))
      throw new ParseError('shape', 'a row of the grid without an id of its own', { path: 'data-id' })
    const component = {
      nativeId,
      name,
      health: healthOf(native, cells.length === days, concerned.has(name), place),
      native,
      group: false,
      children: [],
    }
    byId.set(nativeId, component)
    const parent = byId.get(parentId ?? '')
    if (parent) parent.children.push(component)
    else roots.push(component)
  }
  return roots.map(asGroup)
}

function asGroup(component: Component): Component {
  return { ...component, group: component.children.length > 0, children: component.children.map(asGroup) }
}

function healthOf(word: string, isRowWhole: boolean, isConcerned: boolean, place: Place): Health {
  if (!isRowWhole) {
    omit(place, 'td', word, 'a row with another number of days than the grid')
    return 'unknown'
  }
  const health = toHealth(word, place, 'td')
  if (health === 'operational' || health === 'unknown' || isConcerned) return health
  omit(place, 'td', word, 'the worst of the day, which may be over')
  return 'unknown'
}
