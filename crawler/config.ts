import { existsSync, readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { openCatalog } from '../data/catalog/catalog.ts'
import { VendorRow } from '../data/catalog/vendor-row.ts'
import type { ProxyOptions } from './fetch/dispatcher.ts'
import { version } from './version.ts'

/** The settings of the crawler: environment over file over defaults, checked once, frozen. */
export interface Config {
  readonly databaseUrl: string
  /** What the file, the variable or the starter list names; what `add` has put into the database comes on top. */
  readonly vendors: readonly VendorRow[]
  readonly host: string
  readonly port: number
  readonly browser: string | undefined
  /** Where programs of this machine are looked for. */
  readonly searchPath: string | undefined
  /** Polls at the same time, over all hosts. */
  readonly concurrency: number
  readonly userAgent: string
  /** An address or mailbox that the User-Agent names; undefined where nobody has set one. */
  readonly contact: string | undefined
  /** CIDR blocks that may be visited though they are not public. */
  readonly allowPrivate: readonly string[]
  /** How long bodies are kept for a later `reparse`; 0 keeps none. */
  readonly archiveDays: number
  readonly logLevel: 'error' | 'warn' | 'info' | 'debug'
  readonly proxy: ProxyOptions | undefined
  /** Started by an npm script: signals to npm end its shell, not us. */
  readonly runByNpm: boolean
}

/** What is wrong with the settings, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const WholeNumber = (least: number, most: number): z.ZodType<number> =>
  z.union([z.int(), z.string().regex(/^\d+$/u, 'is not a whole number').transform(Number)]).pipe(z.int().min(least).max(most))

const VendorList = z.union([z.string(), z.array(z.union([z.string(), z.looseObject({ id: z.string() })]))])

const Settings = z.strictObject({
  databaseUrl: z.string().min(1).default('sqlite:statuswire.db'),
  vendors: VendorList.optional(),
  host: z.string().min(1).default('127.0.0.1'),
  port: WholeNumber(0, 65_535).default(3_000),
  browser: z.string().min(1).optional(),
  concurrency: WholeNumber(1, 1_000).default(128),
  contact: z.string().min(3).optional(),
  allowPrivate: z.union([z.string(), z.array(z.string())]).default([]),
  archiveDays: WholeNumber(0, 3_650).default(30),
  logLevel: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
})

type Environment = Readonly<Record<string, string | undefined>>

const variables: Readonly<Record<keyof z.infer<typeof Settings>, string>> = {
  databaseUrl: 'DATABASE_URL',
  vendors: 'STATUSWIRE_VENDORS',
  host: 'HOST',
  port: 'PORT',
  browser: 'STATUSWIRE_BROWSER',
  concurrency: 'STATUSWIRE_CONCURRENCY',
  contact: 'STATUSWIRE_CONTACT',
  allowPrivate: 'STATUSWIRE_ALLOW_PRIVATE',
  archiveDays: 'STATUSWIRE_ARCHIVE_DAYS',
  logLevel: 'STATUSWIRE_LOG',
}

/** Reads `statuswire.yaml` (or the file that STATUSWIRE_CONFIG names) and the environment; throws ConfigError. */
export function readConfig(environment: Environment = process.env): Config {
  const file = readFile(environment)
  const given = Object.entries(variables).flatMap(([setting, variable]) => {
    const value = environment[variable]
    return value === undefined || value === '' ? [] : [[setting, value] as const]
  })
  const { data, error } = Settings.safeParse({ ...file, ...Object.fromEntries(given) })
  if (error) throw new ConfigError(error.issues.map((issue) => `${settingName(issue.path)}: ${issue.message}`).join('; '))
  return Object.freeze({
    databaseUrl: data.databaseUrl,
    vendors: vendorsOf(data.vendors),
    host: data.host,
    port: data.port,
    browser: data.browser,
    searchPath: environment['PATH'],
    concurrency: data.concurrency,
    userAgent: `Statuswire/${version} (${data.contact === undefined ? 'a self-hosted reader of status pages' : `+${data.contact}`})`,
    contact: data.contact,
    allowPrivate: listOf(data.allowPrivate),
    archiveDays: data.archiveDays,
    logLevel: data.logLevel,
    proxy: proxyOf(environment),
    runByNpm: environment['npm_lifecycle_event'] !== undefined,
  })
}

function settingName(path: readonly PropertyKey[]): string {
  const [setting, ...rest] = path.map(String)
  const variable = Object.entries(variables).find(([name]) => name === setting)?.[1]
  return variable === undefined ? (setting ?? 'settings') : [`${variable} (${setting})`, ...rest].join('.')
}

function readFile(environment: Environment): Record<string, unknown> {
  const named = environment['STATUSWIRE_CONFIG']
  const path = named ?? 'statuswire.yaml'
  if (!existsSync(path)) {
    if (named !== undefined && named !== '') throw new ConfigError(`STATUSWIRE_CONFIG names ${path}, which does not exist`)
    return {}
  }
  const document = parseDocument(readFileSync(path, 'utf8'))
  const [first] = document.errors
  if (first) throw new ConfigError(`${path}: ${first.message.split('\n', 1)[0]}`)
  const content: unknown = document.toJS()
  const record = z.record(z.string(), z.unknown()).safeParse(content ?? {})
  if (!record.success) throw new ConfigError(`${path}: a list of settings was expected`)
  return record.data
}

/** An id names a row of the catalogue, a row stands for itself, `all` is the whole catalogue. */
function vendorsOf(list: z.infer<typeof VendorList> | undefined): readonly VendorRow[] {
  const catalog = openCatalog()
  if (list === undefined) return catalog.starter()
  const entries = typeof list === 'string' ? listOf(list) : list
  const rows = new Map<string, VendorRow>()
  for (const entry of entries) {
    if (entry === 'all') for (const row of catalog.all()) rows.set(row.id, rows.get(row.id) ?? row)
    else if (typeof entry === 'string') rows.set(entry, catalogRow(entry))
    else rows.set(entry.id, ownRow(entry))
  }
  return [...rows.values()]
}

function catalogRow(id: string): VendorRow {
  const row = openCatalog().byId(id)
  if (!row) throw new ConfigError(`vendors: the catalogue has no "${id}"; give it a row of its own with a page's url`)
  return row
}

function ownRow(entry: { readonly id: string }): VendorRow {
  const { data, error } = VendorRow.safeParse({ name: entry.id, ...entry })
  if (error)
    throw new ConfigError(`vendors, ${entry.id}: ${error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`)
  return data
}

function listOf(value: string | readonly string[]): readonly string[] {
  const parts = typeof value === 'string' ? value.split(',') : value
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** The standard variables; the lower-case ones win, as they do in curl. */
function proxyOf(environment: Environment): Config['proxy'] {
  const read = (name: string): string | undefined => environment[name.toLowerCase()] ?? environment[name]
  const [httpProxy, httpsProxy, noProxy] = [read('HTTP_PROXY'), read('HTTPS_PROXY'), read('NO_PROXY')]
  return httpProxy || httpsProxy ? { httpProxy, httpsProxy, noProxy } : undefined
}
