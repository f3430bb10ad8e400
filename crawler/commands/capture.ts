import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPages } from '../../data/store/due.ts'
import { pagesOfVendor } from '../../data/store/overview.ts'
import type { Source } from '../../parsers/platform.ts'
import { isFailure } from '../failure.ts'
import { askSource } from '../fetch/ask.ts'
import type { FetchedDocument } from '../fetch/conclude.ts'
import { CommandError, printLine } from '../output.ts'
import { platformOfPage } from '../platforms.ts'
import { paramsOf } from '../settings.ts'
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
    const found = await platformOfPage(toPoll.page, session.runner.detecting)
    if (isFailure(found)) throw new CommandError(`${toPoll.page.url}: ${found.detail}`, 1)
    const { platform, settings } = found
    const page = { ...toPoll.page, settings }
    const params = paramsOf(platform, page)
    const folder = join(options.into ?? 'test/fixtures', platform.id, options.case ?? vendor)
    mkdirSync(folder, { recursive: true })
    const capturedAt = session.runner.now()
    const sources: Record<string, Kept> = {}
    for (const [name, source] of Object.entries(platform.sources)) {
      if (!captured.has(source.when)) continue
      const [url] = source.urls({ url: page.url }, params, { entries: [] })
      if (url !== undefined) sources[name] = await keep(url, name, source, folder, session)
    }
    const kept = Object.keys(sources).filter((name) => sources[name]?.file !== undefined)
    if (kept.length === 0) throw new CommandError(`${page.url}: none of its documents could be got`, 1)
    const about = { vendor, page: page.url, capturedAt, params, origin: 'recorded', states: [], sources }
    writeFileSync(join(folder, 'capture.json'), `${JSON.stringify(about, undefined, 2)}\n`)
    printLine(`${folder}: ${kept.join(', ')}`)
  } finally {
    await session.close()
  }
}

/** As `capture.json` has it: a body in a file, or why there is none. */
interface Kept {
  readonly url: string
  readonly status: number | null
  readonly file?: string
  readonly finalUrl?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly failure?: string
}

async function keep(url: string, name: string, source: Source, folder: string, session: Session): Promise<Kept> {
  const result = await askSource(source, url, session.runner)
  if (result.outcome === 'not_modified') return { url, status: result.status, failure: 'not modified' }
  if (result.outcome === 'failed') {
    const { kind, detail, httpStatus } = result.error
    return { url, status: httpStatus ?? null, failure: `${kind}: ${detail}` }
  }
  const file = `${name}.${extensions[source.medium]}`
  writeFileSync(join(folder, file), result.bytes)
  return { url, file, finalUrl: result.finalUrl, status: result.status, headers: chosenHeaders(result) }
}

function chosenHeaders({ headers }: FetchedDocument): Record<string, string> {
  const chosen = ['content-type', 'etag', 'last-modified', 'cache-control', 'server']
  return Object.fromEntries(chosen.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])))
}
