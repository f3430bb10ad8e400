import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { namedIds } from '../lib/named-ids.ts'
import { mapped, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import * as dialect from '../lib/statuspage-dialect.ts'
import { cleanName } from '../lib/text.ts'
import type { Incident, Maintenance, Snapshot } from '../model.ts'
import type { Context, Document } from '../platform.ts'
import { parseFeed } from './feed.ts'
import { Summary } from './schema.ts'
import { headline, indicators, maintenanceIdentity, reportIdentity } from './words.ts'

interface Read {
  readonly summary?: readonly Document<'json'>[]
  readonly feed?: readonly Document<'json'>[]
  readonly feedAlone?: readonly Document<'json'>[]
}

/** Reads whatever documents are there; the summary goes first, for the feed does not tell the health of every component. */
export function parse({ summary = [], feed = [], feedAlone = [] }: Read, context: Context): Snapshot {
  const parts: Part[] = [
    ...summary.map((document) => parseSummary(document, context.page.url)),
    ...feed.map((document) => parseFeed(document, context, 'feed')),
    ...feedAlone.map((document) => parseFeed(document, context, 'feedAlone')),
  ]
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('openstatus', context.observedAt, parts)
}

function parseSummary(document: Document<'json'>, pageUrl: string): Part {
  const top = topOf('summary')
  const wire = readWire(Summary, readJson(document), document.url)
  const ids = namedIds(wire.components.map(({ name }) => name))
  const rows = wire.components.map((row, index) => ({ ...row, id: ids[index] ?? row.name }))
  const { incidents, maintenances } = dialect.toEntries(wire.incidents, top, 'incidents', pageUrl)
  const planned = dialect.toEntries(wire.scheduled_maintenances, top, 'scheduled_maintenances', pageUrl)
  return {
    authority: 'api',
    page: dialect.toPage(wire.page, top, pageUrl),
    health: headline(mapped(indicators, wire.status.indicator, top, 'status.indicator'), rows.length, top),
    native: cleanName(wire.status.description ?? wire.status.indicator),
    components: dialect.toComponents(rows, top),
    incidents: incidents.map((incident) => asReport(incident, pageUrl)),
    maintenances: [...maintenances, ...planned.maintenances].map((entry) => asMaintenance(entry, pageUrl)),
    coverage: { components: 'full', incidents: 'open', maintenances: 'open' },
    omissions: top.omissions,
  }
}

/** The texts are Markdown, in this document as in the feed. */
function asReport({ updates, ...incident }: Incident, pageUrl: string): Incident {
  const written = updates?.map((update) => ({ ...update, format: 'markdown' as const }))
  return told({ ...incident, ...reportIdentity(incident.nativeId, pageUrl), updates: written })
}

function asMaintenance(maintenance: Maintenance, pageUrl: string): Maintenance {
  return { ...maintenance, ...maintenanceIdentity(maintenance.nativeId, pageUrl) }
}
