import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPages } from '../../data/store/due.ts'
import { pagesOfVendor } from '../../data/store/overview.ts'
import type { Source } from '../../parsers/platform.ts'
import type { FetchedDocument } from '../fetch/conclude.ts'
import { CommandError, printLine } from '../output.ts'
import { platformOfPage } from '../platforms.ts'
import { openSession, type Session } from '../session.ts'

interface CaptureOptions {
  readonly case?: string
  readonly into?: string
}

const extensions = { json: 'json', html: 'html', xml: 'xml', text: 'txt' } as const
/** What one poll reads, whether it would have been asked for now or not. */
const captured: ReadonlySet<Source['when']> = new Set(['poll', 'moved', 'fallback'])

/** `capture`: the documents of one poll into a fixture folder, with where and when each was seen. */
export async function capture(vendor: string, options: CaptureOptions): Promise<void> {
  const session = await openSession({ quiet: true })
  try {
    const ids = (await pagesOfVendor(session.database, vendor)).map((row) => row.page)
    const [toPoll] = await loadPages(session.database, ids)
    if (!toPoll) throw new CommandError(`not watched: ${vendor}`, 2)
    const platform = await platformOfPage(toPoll.page, session.runner.http)
    if ('understood' in platform) throw new CommandError(`${toPoll.page.url}: ${platform.detail}`, 1)
    const folder = join(options.into ?? 'test/fixtures', platform.id, options.case ?? vendor)
    mkdirSync(folder, { recursive: true })
    const params = platform.params.parse(JSON.parse(toPoll.page.params))
    const sources: Record<string, unknown> = {}
    for (const [name, source] of Object.entries(platform.sources)) {
      const [url] = captured.has(source.when) ? source.urls({ url: toPoll.page.url }, params, { entries: [] }) : []
      if (url !== undefined) sources[name] = await keep(url, name, source, folder, session)
    }
    const about = { vendor, page: toPoll.page.url, capturedAt: session.runner.now(), origin: 'recorded', states: [], sources }
    writeFileSync(join(folder, 'capture.json'), `${JSON.stringify(about, undefined, 2)}\n`)
    printLine(`${folder}: ${Object.keys(sources).join(', ')}`)
  } finally {
    await session.close()
  }
}

async function keep(url: string, name: string, source: Source, folder: string, session: Session): Promise<Record<string, unknown>> {
  const result = await session.runner.http.fetch({ url, medium: source.medium })
  if (result.outcome !== 'ok') {
    const { error } = result.outcome === 'failed' ? result : { error: undefined }
    return { url, status: error?.httpStatus ?? null, failure: error ? `${error.kind}: ${error.detail}` : 'not modified' }
  }
  const file = `${name}.${extensions[source.medium]}`
  writeFileSync(join(folder, file), result.bytes)
  return { url, file, finalUrl: result.finalUrl, status: result.status, headers: chosenHeaders(result) }
}

function chosenHeaders({ headers }: FetchedDocument): Record<string, string> {
  const chosen = ['content-type', 'etag', 'last-modified', 'cache-control', 'server']
  return Object.fromEntries(chosen.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])))
}
