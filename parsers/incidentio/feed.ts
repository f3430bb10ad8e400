import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { type CheerioAPI, lineOf, loadMarkup } from '../lib/html.ts'
import { omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { readFeed } from '../lib/syndication.ts'
import { cleanName } from '../lib/text.ts'
import type { AffectedComponent, Incident, Maintenance } from '../model.ts'
import type { Document } from '../platform.ts'
import { toHealth, toIncidentPhase, toMaintenancePhase } from './native.ts'
import { Ulid } from './schema.ts'

/** The labels of a maintenance are not confirmed: they are taken with and without the word before them. */
const plannedWords: ReadonlyMap<string, string> = new Map(
  ['scheduled', 'in_progress', 'complete'].flatMap((word) => [
    [word, `maintenance_${word}`],
    [`maintenance_${word}`, `maintenance_${word}`],
  ]),
)
const phaseWords: ReadonlySet<string> = new Set(['investigating', 'identified', 'monitoring', 'resolved'])

/**
 * /feed.atom and /feed.rss: the newest entries of both kinds, each with the label and the text of its latest post alone, so
 * that its updates are not told. Seen 2026-09 (Atom). Quirk: links have two slashes before `incidents`.
 */
export function parseFeed(document: Document<'xml'>, source: 'atom' | 'rss', pageUrl: string): Part {
  const top = topOf(source)
  const feed = readFeed(document)
  if (feed.generator !== 'incident.io') throw new ParseError('foreign', "another platform's feed", { url: document.url, path: 'generator' })
  const incidents: Incident[] = []
  const maintenances: Maintenance[] = []
  for (const [index, { link, id, title = '', content = '', updatedAt }] of feed.items.entries()) {
    const place = placeIn(top, 'entries', index)
    const nativeId = /\/(?:incidents|maintenances)\/([0-9A-Z]{26})$/u.exec(link ?? id ?? '')?.[1] ?? ''
    if (!Ulid.safeParse(nativeId).success) {
      omit(place, 'id', link ?? id, 'an entry without its id')
      continue
    }
    const $ = loadMarkup(content, document.url)
    const label = /^Status: (.{1,100})$/u.exec(lineOf($('b').first()))?.[1]
    const fields = told({
      nativeId,
      title: cleanName(title.trim()),
      url: `${pageUrl}/incidents/${nativeId}`,
      nativePhase: label,
      updatedAt,
      components: affectedIn($, place),
    })
    const word = label?.toLowerCase().replaceAll(' ', '_') ?? ''
    if (label === undefined) incidents.push(fields)
    else if (word.startsWith('maintenance') || plannedWords.has(word)) {
      maintenances.push({ ...fields, phase: toMaintenancePhase(plannedWords.get(word) ?? label, place, 'status') })
    } else incidents.push({ ...fields, phase: toIncidentPhase(phaseWords.has(word) ? word : label, place, 'status') })
  }
  const name = feed.title?.replace(/ status$/iu, '')
  return {
    authority: 'feed',
    page: told({ name: name && cleanName(name) }),
    incidents,
    maintenances,
    coverage: { incidents: 'recent', maintenances: 'recent' },
    omissions: top.omissions,
  }
}

/** "Codex API (Operational)" */
function affectedIn($: CheerioAPI, place: Place): readonly AffectedComponent[] | undefined {
  const affected = $('ul > li')
    .toArray()
    .flatMap((element) => {
      const [, name = '', label = ''] = /^(.{1,1000}) \(([A-Za-z ]{1,40})\)$/u.exec(lineOf([element])) ?? []
      return name === '' ? [] : [{ name: cleanName(name), health: toHealth(label.toLowerCase().replaceAll(' ', '_'), place, 'components') }]
    })
  return affected.length > 0 ? affected : undefined
}
