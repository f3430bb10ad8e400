import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { isWhole, lineOf, loadHtml } from '../lib/html.ts'
import { omit, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanName } from '../lib/text.ts'
import type { Component } from '../model.ts'
import type { Document } from '../platform.ts'
import { openIssues } from './pages.ts'
import { idOf, toHealth } from './words.ts'

/**
 * The home page of sites that were set up without the JSON: headline, systems, and those open issues that its list shows with
 * their sign. Built with 6.0.1 in 2026-11. Of what is over it does not tell whether it was planned, so that is left alone.
 */
export function parseHome(document: Document<'html'>): Part {
  const { url, body } = document
  const $ = loadHtml(document)
  const top = topOf('home')
  const word = /\bstatus-homepage status-([a-z]{1,20})\b/u.exec($('body').attr('class') ?? '')?.[1]
  if (word === undefined || !isWhole(body.text)) {
    throw new ParseError(word === undefined ? 'foreign' : 'shape', 'no home page of cState, or not whole', { url, path: 'body' })
  }
  const seen = new Set<string>()
  const components = $('.component[data-status]')
    .toArray()
    .flatMap((element, index): Component[] => {
      const [place, status] = [placeIn(top, 'components', index), $(element).attr('data-status') ?? '']
      const name = cleanName(lineOf($(element).children('a').first()))
      if (name === '' || seen.has(idOf(name))) omit(place, 'name', name, 'no name of its own')
      if (name === '' || seen.has(idOf(name))) return []
      seen.add(idOf(name))
      return [{ nativeId: idOf(name), name, health: toHealth(status, place, 'status'), native: status, group: false, children: [] }]
    })
  if (components.length === 0) throw new ParseError('empty', 'a page without systems', { url, path: '.component' })
  const open = openIssues($, top, url)
  const title = lineOf($('title').first())
  return told({
    authority: 'markup' as const,
    page: title === '' ? undefined : { name: cleanName(title) },
    health: toHealth(word, top, 'body'),
    native: word,
    components,
    incidents: open.incidents.length > 0 ? open.incidents : undefined,
    maintenances: open.maintenances.length > 0 ? open.maintenances : undefined,
    coverage: { components: 'full' as const },
    omissions: top.omissions,
  })
}
