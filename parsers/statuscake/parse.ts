import { ParseError } from '../errors.ts'
import { assemble, type Part } from '../lib/assemble.ts'
import { lineOf, loadMarkup, textOf } from '../lib/html.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, type Place, placeIn, topOf } from '../lib/place.ts'
import { classifyRefusal } from '../lib/refusal.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { type Component, type Health, healthSeverity, type Snapshot } from '../model.ts'
import type { Context, Document, Documents, Source } from '../platform.ts'
import { refusals } from './fingerprint.ts'
import { type Params, Report } from './schema.ts'

export const sources = {
  report: {
    medium: 'json',
    via: 'http',
    when: 'poll',
    urls: (_page, { publicId }) => [`https://app.statuscake.com/Workfloor/PublicReportHandler.php?PublicID=${publicId}`],
  } satisfies Source<'json', Params>,
} as const

const healths: ReadonlyMap<string, Health> = new Map<string, Health>([
  ['Up', 'operational'],
  ['Down', 'major_outage'],
])

/** Reads the report; the page itself is drawn by a script out of the same answer. */
export function parse(documents: Documents<typeof sources>, context: Context<Params>): Snapshot {
  const parts = (documents.report ?? []).map((document) => parseReport(document, context.page.url))
  if (parts.length === 0) throw new ParseError('missing', 'no document to read')
  return assemble('statuscake', context.observedAt, parts)
}

function parseReport(document: Document<'json'>, pageUrl: string): Part {
  const refusal = classifyRefusal(document, refusals)
  if (refusal) throw new ParseError('foreign', refusal.what, { url: document.url })
  const top = topOf('report')
  const report = readWire(Report, readJson(document), document.url)
  if (report.TestData.length === 0) throw new ParseError('empty', 'a report without tests', { url: document.url, path: 'TestData' })
  readAnnouncement(report, top, pageUrl)
  const title = lineOf(loadMarkup(report.Title ?? '', pageUrl).root())
  return {
    authority: 'api',
    page: told({ name: title === '' ? undefined : cleanName(title) }),
    components: toComponents(report, top),
    coverage: { components: 'full' },
    omissions: top.omissions,
  }
}

function toComponents({ TestData: tests }: Report, top: Place): readonly Component[] {
  const components = new Map<string, Component>()
  for (const [index, test] of tests.entries()) {
    const place = placeIn(top, 'TestData', index)
    const nativeId = String(test.TestID)
    const health = mapped(healths, test.Status, place, 'Status')
    const component: Component = { nativeId, name: cleanName(test.Name), health, native: test.Status, group: false, children: [] }
    const known = components.get(nativeId)
    if (known) omit(place, 'TestID', nativeId, 'listed twice')
    // Of two statements about one test the worse one stands.
    if (!known || healthSeverity(health) > healthSeverity(known.health)) components.set(nativeId, component)
  }
  return [...components.values()]
}

/** It has neither a title, a time nor an end, so that it is no incident; it stays visible. */
function readAnnouncement({ Announce: markup }: Report, top: Place, pageUrl: string): void {
  const text = textOf(loadMarkup(markup ?? '', pageUrl).root())
  if (text !== '') omit(top, 'Announce', cleanBody(text), 'an announcement without title, time and end')
}
