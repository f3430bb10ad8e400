import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { absoluteUrl, type CheerioAPI, isWhole, lineOf, loadHtml, type Node } from '../lib/html.ts'
import { mapped, omit, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import { type Component, type Health, healthSeverity, type Incident, type Maintenance } from '../model.ts'
import type { Document } from '../platform.ts'
import { phaseOf } from './issues.ts'

const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['operational', 'operational'],
  ['degraded', 'degraded_performance'],
  ['outage', 'major_outage'],
  ['maintenance', 'under_maintenance'],
])

/**
 * The home page. Read on a page saved in 2021-01 (bar, groups, components), and as two programs read it in 2026-07 (the notices
 * of open issues). Quirks: the words that readers see are translated, those of the classes are not; an issue that was resolved
 * a moment ago is still among the notices; times carry their offset.
 */
export function parseHome(document: Document<'html'>, base: string): Part {
  const { url, body } = document
  if (!body.text.includes('state-bar')) {
    throw new ParseError('foreign', 'a page without a mark of this platform', { url, excerpt: body.text })
  }
  if (!isWhole(body.text)) throw new ParseError('shape', 'a page that was cut off', { url })
  const $ = loadHtml(document)
  const top = topOf('home')
  const bar = $('aside.state-bar').first()
  const word = stateWord(bar.attr('class'))
  if (word === undefined) throw new ParseError('missing', 'no headline', { url, path: 'aside.state-bar' })
  const components = readComponents($, top, url)
  if (components.length === 0) throw new ParseError('empty', 'a page without components', { url, path: '.item' })
  const text = lineOf(bar.find('.status').first())
  return told({
    authority: 'markup' as const,
    page: told({ name: pageName($) }),
    sourceUpdatedAt: timeAt(bar.find('time').attr('datetime'), top, 'updated'),
    health: mapped(healths, word, top, 'headline'),
    native: cleanName(text === '' ? word : text),
    components,
    ...readNotices($, top, base),
    coverage: { components: 'full' as const, incidents: 'open' as const, maintenances: 'open' as const },
    omissions: top.omissions,
  })
}

/** "Status Page - Acme": the platform puts its own words before the name. */
function pageName($: CheerioAPI): string | undefined {
  const name = lineOf($('title').first()).replace(/^Status Page - /u, '')
  return name === '' ? undefined : cleanName(name)
}

/** The class of a state that is none of the layout's. More than one are no word that anybody knows. */
function stateWord(classes: string | undefined): string | undefined {
  const words = classes?.split(/\s+/u).filter((name) => !/^(?:state|state-bar|icon|)$/u.test(name)) ?? []
  return words.length === 0 ? undefined : words.join(' ')
}

function readComponents($: CheerioAPI, top: Place, url: string): readonly Component[] {
  const items = new Map<Node, Component>()
  const worst = new Map<string, Component>()
  for (const [index, item] of $('.item').toArray().entries()) {
    const component = readItem($, item, placeIn(top, 'items', index), url)
    items.set(item, component)
    const known = worst.get(component.nativeId)
    if (!known || healthSeverity(component.health) > healthSeverity(known.health)) worst.set(component.nativeId, component)
  }
  const seen = new Set<string>()
  /** A component may stand in several groups: it is told in the first, as the worst of them says. */
  function take(nodes: readonly Node[]): readonly Component[] {
    return nodes.flatMap((node) => {
      const component = worst.get(items.get(node)?.nativeId ?? '')
      if (!component || seen.has(component.nativeId)) return []
      seen.add(component.nativeId)
      return [component]
    })
  }
  const groups = $('.group').toArray()
  const grouped = groups.flatMap((group, index) => readGroup($, group, placeIn(top, 'groups', index), take, seen))
  return [...grouped, ...take($('.item').toArray())]
}

type Take = (nodes: readonly Node[]) => readonly Component[]

function readGroup($: CheerioAPI, group: Node, place: Place, take: Take, seen: Set<string>): readonly Component[] {
  const children = take($(group).find('.item').toArray())
  const name = cleanName(lineOf($(group).find('h2').first()))
  // A page without groups has one that bears no name.
  if (name === '') return children
  const nativeId = `group:${name.toLowerCase()}`
  if (seen.has(nativeId)) omit(place, 'name', name, 'listed twice')
  if (seen.has(nativeId)) return children
  seen.add(nativeId)
  const native = stateWord($(group).children('header').find('.state').attr('class'))
  const health = native === undefined ? 'unknown' : mapped(healths, native, place, 'state')
  return [{ nativeId, name, health, native: native ?? '', group: true, children }]
}

function readItem($: CheerioAPI, item: Node, place: Place, url: string): Component {
  const link = $(item).find('a[href*="/components/"]').first()
  const nativeId = /\/components\/([\da-f]{24})(?:[/?#]|$)/u.exec(link.attr('href') ?? '')?.[1]
  const native = stateWord($(item).find('.status .state').attr('class'))
  if (nativeId === undefined || native === undefined) {
    throw new ParseError('missing', 'a component without id or state', { url, path: '.item', excerpt: lineOf([item]) })
  }
  return { nativeId, name: cleanName(lineOf(link)), health: mapped(healths, native, place, 'state'), native, group: false, children: [] }
}

/** The open issues, each with its label as a class; their posts are not told in full. */
function readNotices($: CheerioAPI, top: Place, base: string): { readonly incidents: Incident[]; readonly maintenances: Maintenance[] } {
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, header] of $('.issue-notice--header').toArray().entries()) {
    const place = placeIn(top, 'notices', index)
    const link = $(header).find('.issue-notice--header__title a').first()
    const nativeId = /\/issues\/([\da-f]{24})(?:[/?#]|$)/u.exec(link.attr('href') ?? '')?.[1]
    const label = $(header)
      .attr('class')
      ?.split(/\s+/u)
      .find((name) => !/^(?:issue|issue-notice--header|)$/u.test(name))
    if (nativeId === undefined || label === undefined) {
      throw new ParseError('missing', 'an issue without id or label', { path: '.issue-notice--header', excerpt: lineOf([header]) })
    }
    const wrapper = $(header).parent()
    // What stands beside the title is this issue's own only where one notice has the place for itself.
    const isAlone = wrapper.find('.issue-notice--header').length === 1
    const date = isAlone ? wrapper.find('.issue-notice--content__date time').first().attr('datetime') : undefined
    const names = isAlone ? wrapper.find('.issue-notice--footer__context li a').toArray() : []
    const fields = told({
      nativeId,
      title: cleanName(lineOf(link)),
      url: absoluteUrl(link.attr('href'), `${base}/`),
      nativePhase: label,
      updatedAt: timeAt(date, place, 'date'),
      components: names.length > 0 ? names.map((name) => ({ name: cleanName(lineOf([name])) })) : undefined,
    })
    const phase = phaseOf(label, place) ?? 'unknown'
    if (label === 'upcoming') maintenances.push({ ...fields, phase: 'scheduled' })
    else if (label === 'maintenance') maintenances.push({ ...fields, phase: 'in_progress' })
    // Only what was planned can be called off.
    else if (label === 'cancelled') maintenances.push({ ...fields, phase: 'cancelled' })
    else incidents.push(told({ ...fields, phase, impact: label === 'informational' ? ('none' as const) : undefined }))
  }
  return { incidents, maintenances }
}
