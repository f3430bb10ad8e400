import { epochMs } from '../../parsers/lib/time.ts'
import { platformById } from '../../parsers/registry.ts'
import { openCatalog } from '../../data/catalog/catalog.ts'
import { VendorRow } from '../../data/catalog/vendor-row.ts'
import { openDatabase } from '../../data/database/open.ts'
import { watchedOverview } from '../../data/store/overview.ts'
import { addVendor, removeVendor, syncWatchList } from '../../data/store/watch.ts'
import { readConfig } from '../config.ts'
import { createHttpClient } from '../fetch/http.ts'
import { CommandError, printJson, printLine } from '../output.ts'
import { detectPage } from '../platforms.ts'
import { pageAddress, vendorLine } from './detect.ts'

interface AddOptions {
  readonly id?: string
  readonly name?: string
  readonly platform?: string
}

/** `add`: watches a vendor of the catalogue by its id, or any page by its address. */
export async function add(target: string, options: AddOptions): Promise<void> {
  const config = readConfig()
  const known = openCatalog().byId(target)
  const row = known ?? (await rowFor(pageAddress(target), options, config))
  const database = await openDatabase(config.databaseUrl)
  try {
    await syncWatchList(database, config.vendors)
    await addVendor(database, row)
  } finally {
    await database.close()
  }
  printLine(
    `watching ${row.id}: ${row.pages.map((page) => `${page.url}${page.platform === undefined ? '' : ` (${page.platform})`}`).join(', ')}`,
  )
}

async function rowFor(url: string, options: AddOptions, config: ReturnType<typeof readConfig>): Promise<VendorRow> {
  if (options.platform !== undefined && !platformById(options.platform))
    throw new CommandError(`no platform is called ${options.platform}`, 2)
  const platform = options.platform ?? (await detected(url, config))
  const line = vendorLine(url, platform)
  const { data, error } = VendorRow.safeParse({ ...line, id: options.id ?? line.id, name: options.name ?? options.id ?? line.name })
  if (error) throw new CommandError(error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '), 2)
  return data
}

/** The platform where one is identified; a page that cannot be reached now is detected at its first poll. */
async function detected(url: string, config: ReturnType<typeof readConfig>): Promise<string | undefined> {
  const http = createHttpClient({ userAgent: config.userAgent, allowPrivate: config.allowPrivate, proxy: config.proxy })
  try {
    const { identified, refusal, error } = await detectPage(url, http)
    if (refusal) throw new CommandError(`${url} is no status page: ${refusal.what}`, 1)
    const [only, ...others] = identified
    if (only && others.length === 0) return only.platform
    if (error) return undefined
    const why = others.length > 0 ? `claimed by ${identified.map((match) => match.platform).join(', ')}` : 'no known platform recognises it'
    throw new CommandError(`${url}: ${why}; name one with --platform`, 1)
  } finally {
    await http.destroy()
  }
}

/** `remove`: stops watching; what was read stays. */
export async function remove(id: string): Promise<void> {
  const config = readConfig()
  const database = await openDatabase(config.databaseUrl)
  try {
    await syncWatchList(database, config.vendors)
    const result = await removeVendor(database, id)
    if (result === 'unknown') throw new CommandError(`not watched: ${id}`, 1)
    if (result === 'list') throw new CommandError(`${id} is watched by the configuration (vendors): remove it there`, 1)
    printLine(`no longer watching ${id}; its history stays`)
  } finally {
    await database.close()
  }
}

/** `list`: what is watched, and how its last reading went. */
export async function list(options: { readonly json?: boolean }): Promise<void> {
  const config = readConfig()
  const database = await openDatabase(config.databaseUrl)
  try {
    await syncWatchList(database, config.vendors)
    const rows = await watchedOverview(database)
    if (options.json === true) {
      printJson({ data: rows })
      return
    }
    const width = Math.max(...rows.map((row) => row.vendor.length), 6)
    for (const row of rows) {
      const read = row.readAt === null ? 'never read' : `read ${Math.round((Date.now() - epochMs(row.readAt)) / 1000)} s ago`
      const failure = row.failureKind === null ? '' : ` · ${row.failureKind}: ${row.failureDetail ?? ''}`
      printLine(`${row.vendor.padEnd(width)}  ${row.url}  ${row.platform ?? 'platform not known yet'} · ${read}${failure}`)
    }
  } finally {
    await database.close()
  }
}

/** `migrate`: brings the database to this version's schema. */
export async function migrate(): Promise<void> {
  const config = readConfig()
  const database = await openDatabase(config.databaseUrl)
  await database.close()
  printLine(database.migrated.length > 0 ? `applied ${database.migrated.join(', ')}` : 'nothing to do: the database is up to date')
}
