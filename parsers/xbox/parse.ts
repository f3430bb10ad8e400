import type { z } from 'zod'
import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, type Place, placeIn, timeAt, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { child, readXml, textOf, type XmlElement } from '../lib/xml.ts'
import type { Component, Health, Incident, Snapshot } from '../model.ts'
import type { Context, Document, Documents } from '../platform.ts'
import type { sources } from './index.ts'
import { type Category, type Scenario, ServiceStatus } from './schema.ts'

const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['None', 'operational'],
  ['Limited', 'degraded_performance'],
  ['Impacted', 'partial_outage'],
  ['Unavailable', 'major_outage'],
])

export function parse(documents: Documents<typeof sources>, context: Context): Snapshot {
  const parts = [
    ...(documents.status ?? []).map((document) => toPart(document.url, readJson(document), 'status')),
    ...(documents.xml ?? []).map((document) => toPart(document.url, readStatusXml(document), 'xml')),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('xbox', context.observedAt, parts)
}

function toPart(url: string, value: unknown, source: string): Part {
  const top = topOf(source)
  const { Status, CoreServices, Titles } = readWire(ServiceStatus, value, url)
  if (CoreServices.length === 0) throw new ParseError('empty', 'a status without services', { url, path: 'CoreServices' })
  const core = CoreServices.map((category, index) => toComponent(category, 'core', placeIn(top, 'CoreServices', index)))
  const titles = (Titles ?? []).map((title, index) => toComponent(title, 'title', placeIn(top, 'Titles', index)))
  const games = { nativeId: 'titles', name: 'Games and apps', health: 'unknown' as const, native: '', group: true, children: titles }
  return {
    authority: 'api',
    page: { name: 'Xbox' },
    health: mapped(healths, Status.Overall.State, top, 'Status.Overall.State'),
    native: Status.Overall.State,
    ...told({ sourceUpdatedAt: timeAt(Status.Overall.LastUpdated, top, 'Status.Overall.LastUpdated') }),
    components: titles.length > 0 ? [...core, games] : core,
    incidents: toIncidents(
      [
        ...CoreServices.map((category) => ({ category, kind: 'core' as const })),
        ...(Titles ?? []).map((category) => ({ category, kind: 'title' as const })),
      ],
      top,
    ),
    coverage: { components: 'full', incidents: 'open' },
    omissions: top.omissions,
  }
}

/** A category stands for its scenarios, and says a word of its own. One without any stands for itself. */
function toComponent({ Id, Name, Status, Scenarios }: Category, kind: string, place: Place): Component {
  const nativeId = `${kind}/${cleanName(Id)}`
  const children = (Scenarios ?? []).map((scenario, index) => {
    const { nativeId: id, name } = nameOf(scenario, nativeId)
    return told({
      nativeId: id,
      name,
      health: mapped(healths, scenario.Status.Name, placeIn(place, 'Scenarios', index), 'Status.Name'),
      native: scenario.Status.Name,
      group: false,
      description: scenario.Description ? cleanBody(scenario.Description) : undefined,
      children: [],
    })
  })
  const health = mapped(healths, Status.Name, place, 'Status.Name')
  return { nativeId, name: cleanName(Name), health, native: Status.Name, group: children.length > 0, children }
}

function nameOf({ Id, Name }: Scenario, category: string): { readonly nativeId: string; readonly name: string } {
  return { nativeId: `${category}/${cleanName(Id)}`, name: cleanName(Name) }
}

interface Kinded {
  readonly category: Category
  readonly kind: 'core' | 'title'
}

/** One incident may stand under several scenarios. */
function toIncidents(categories: readonly Kinded[], top: Place): readonly Incident[] {
  const byId = new Map<string, Incident>()
  for (const { category, kind } of categories) {
    for (const scenario of category.Scenarios ?? []) {
      const component = nameOf(scenario, `${kind}/${cleanName(category.Id)}`)
      for (const { Id, Begin, Stage } of scenario.Incidents ?? []) {
        const nativeId = cleanName(Id)
        const place = placeIn(top, `incident ${nativeId}`)
        const known = byId.get(nativeId)
        const updates = Stage?.Message ? [{ body: cleanBody(Stage.Message), format: 'text' as const }] : undefined
        byId.set(
          nativeId,
          known
            ? { ...known, components: [...(known.components ?? []), component] }
            : told({
                nativeId,
                title: cleanName(`${category.Name}: ${scenario.Name}`),
                phase: 'unknown' as const,
                startedAt: timeAt(Begin, place, 'Begin'),
                components: [component],
                updates,
              }),
        )
      }
    }
  }
  return [...byId.values()]
}

/** The XML as the JSON of the same endpoint has it. */
function readStatusXml(document: Document<'xml'>): z.input<typeof ServiceStatus> {
  const root = readXml(document)
  if (root.name !== 'servicestatus')
    throw new ParseError('shape', 'XML that is no service status', { url: document.url, excerpt: root.name })
  const overall = path(root, 'status', 'overall')
  const core = child(root, 'coreservices')
  if (!overall || !core) throw new ParseError('missing', 'a required element is absent', { url: document.url, path: 'ServiceStatus' })
  return {
    Status: { Overall: { State: textOf(overall, 'state') ?? '', LastUpdated: textOf(overall, 'lastupdated') } },
    CoreServices: core.children.map(toCategory),
    Titles: child(root, 'titles')?.children.map(toCategory),
  }
}

function toCategory(element: XmlElement): z.input<typeof ServiceStatus>['CoreServices'][number] {
  return { ...named(element), Scenarios: child(element, 'scenarios')?.children.map(toScenario) }
}

function toScenario(element: XmlElement): NonNullable<z.input<typeof ServiceStatus>['CoreServices'][number]['Scenarios']>[number] {
  return {
    ...named(element),
    Description: textOf(element, 'description'),
    Devices: child(element, 'devices')?.children.map((device) => ({ Name: textOf(device, 'name') ?? '' })),
    Incidents: child(element, 'incidents')?.children.map((incident) => ({
      Id: textOf(incident, 'id') ?? '',
      Begin: textOf(incident, 'begin'),
      Stage: { Message: textOf(child(incident, 'stage') ?? incident, 'message') },
    })),
  }
}

function named(element: XmlElement): { Id: string; Name: string; Status: { Name: string } } {
  const status = child(element, 'status')
  return {
    Id: textOf(element, 'id') ?? '',
    Name: textOf(element, 'name') ?? '',
    Status: { Name: status ? (textOf(status, 'name') ?? '') : '' },
  }
}

function path(root: XmlElement, first: string, second: string): XmlElement | undefined {
  const found = child(root, first)
  return found && child(found, second)
}
