import { epochMs } from '../../parsers/lib/time.ts'
import { platformById, platformIds } from '../../parsers/registry.ts'
import { openCatalog } from '../../data/catalog/catalog.ts'
import { VendorRow } from '../../data/catalog/vendor-row.ts'
import { type Database, openDatabase } from '../../data/database/open.ts'
import { type OverviewRow, watchedOverview } from '../../data/store/overview.ts'
import { addVendor, removeVendor } from '../../data/store/watch.ts'
import { looksLikeAddress, pageAddress, vendorLine } from '../addresses.ts'
import { detectOnce } from '../client.ts'
import { type Config, readConfig } from '../config.ts'
import type { Detection } from '../detection.ts'
import { findPage } from '../find-page.ts'
import { CommandError, printJson, printLine } from '../output.ts'
import { openWatchList } from '../session.ts'
import { vendorLineOf } from './detect.ts'

interface AddOptions {
  readonly id?: string
  readonly name?: string
  readonly platform?: string
}

/** `add`: watches a vendor of the catalogue by its id, or any page by its address. */
export async function add(target: string, options: AddOptions): Promise<void> {
  const config = readConfig()
  const row = openCatalog().byId(target) ?? (await rowOf(target, options, config))
  await withWatchList(async (database) => {
    const rows = await watchedOverview(database)
    const same = rows.find(({ url, vendor }) => row.pages.some((page) => page.url === url) && vendor !== row.id)
    if (same) throw new CommandError(`${same.url} is watched already, as ${same.vendor}`, 2)
    refuseTakenId(row, rows, options)
    await addVendor(database, row)
  }, config)
  const pages = row.pages.map(({ url, platform }) => `${url}${platform === undefined ? '' : ` (${platform})`}`)
  printLine(`watching ${row.id}: ${pages.join(', ')}`)
}

/** Another page under an id that is taken would go on with the history of the first; `--id` says that it is meant to. */
function refuseTakenId(row: VendorRow, rows: readonly OverviewRow[], options: AddOptions): void {
  const taken = rows.find(({ vendor, url }) => vendor === row.id && !row.pages.some((page) => page.url === url))
  if (!taken || (options.id !== undefined && taken.origin === 'add')) return
  throw new CommandError(`${row.id} is the id of ${taken.url}: give this page another one with --id`, 2)
}

async function rowOf(target: string, options: AddOptions, config: Config): Promise<VendorRow> {
  if (!looksLikeAddress(target)) throw new CommandError(`the catalogue has no "${target}", and it is no address`, 2)
  if (options.platform !== undefined && !platformById(options.platform)) {
    throw new CommandError(`no platform is called ${options.platform}; known: ${platformIds.join(', ')}`, 2)
  }
  const address = pageAddress(target)
  const line = options.platform === undefined ? await detected(address, config) : vendorLine(address, options.platform)
  const { data, error } = VendorRow.safeParse({ ...line, id: options.id ?? line.id, name: options.name ?? options.id ?? line.name })
  if (error) throw new CommandError(error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '), 2)
  return data
}

/** The page that the address leads to, with its platform where one is identified; what cannot be reached now is detected at its first poll. */
async function detected(address: string, config: Config): Promise<ReturnType<typeof vendorLine>> {
  return detectOnce(config, async (detecting) => {
    const { detection, by, others } = await findPage(address, detecting)
    const { refusal, error, pageUrl } = detection
    if (refusal) throw new CommandError(`${address} is no status page: ${refusal.what}`, 1)
    const line = await vendorLineOf(detection, detecting)
    if (line && others.length > 0) {
      const choices = [detection, ...others].map((choice) => choice.pageUrl)
      throw new CommandError(`${address} leads to more than one status page: name one of ${choices.join(', ')}`, 1)
    }
    if (line && by !== 'itself') printLine(`${address} leads to ${pageUrl}`)
    if (line) return line
    if (error) return vendorLine(pageUrl, undefined)
    throw new CommandError(`${address}: ${whyNot(detection)}; name one with --platform`, 1)
  })
}

function whyNot({ identified, drawn }: Detection): string {
  if (identified.length > 0) return `claimed by ${identified.map((match) => match.platform).join(', ')}`
  const isUnseen = typeof drawn === 'object'
  return `no known platform recognises it${isUnseen ? `, and it could not be looked at in a browser (${drawn.detail})` : ''}`
}

/** `remove`: stops watching; what was read stays. */
export async function remove(id: string): Promise<void> {
  const result = await withWatchList((database) => removeVendor(database, id))
  if (result === 'unknown') throw new CommandError(`not watched: ${id}`, 1)
  if (result === 'list') throw new CommandError(`${id} is watched by the configuration (vendors): remove it there`, 1)
  printLine(`no longer watching ${id}; its history stays`)
}

/** `list`: what is watched, and how its last reading went. */
export async function list(options: { readonly json?: boolean }): Promise<void> {
  const rows = await withWatchList(watchedOverview)
  if (options.json === true) {
    printJson({ data: rows })
    return
  }
  const width = Math.max(...rows.map((row) => row.vendor.length), 0)
  for (const row of rows) printLine(`${row.vendor.padEnd(width)}  ${describe(row, Date.now())}`)
}

function describe({ url, platform, readAt, failureKind, failureDetail }: OverviewRow, now: number): string {
  const read = readAt === null ? 'never read' : `read ${Math.round((now - epochMs(readAt)) / 1000)} s ago`
  const failure = failureKind === null ? '' : ` · ${failureKind}: ${failureDetail ?? ''}`
  return `${url}  ${platform ?? 'platform not known yet'} · ${read}${failure}`
}

async function withWatchList<T>(work: (database: Database) => Promise<T>, config: Config = readConfig()): Promise<T> {
  const database = await openWatchList(config)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** `migrate`: brings the database to this version's schema. */
export async function migrate(): Promise<void> {
  const database = await openDatabase(readConfig().databaseUrl)
  await database.close()
  printLine(database.migrated.length > 0 ? `applied ${database.migrated.join(', ')}` : 'nothing to do: the database is up to date')
}
