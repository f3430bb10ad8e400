import { z } from 'zod'
import { openCatalog } from '../data/catalog/catalog.ts'
import { VendorRow } from '../data/catalog/vendor-row.ts'
import { readSettingsFile, SettingsFileError } from '../data/settings-file.ts'
import { parseNetworks } from './fetch/address.ts'
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

function wholeNumber(least: number, most: number): z.ZodType<number> {
  const message = `is no whole number from ${least} to ${most}`
  return z
    .union([z.int(), z.string().regex(/^\d+$/u).transform(Number)], { error: message })
    .pipe(z.int().min(least, message).max(most, message))
}

const VendorList = z.union([z.string(), z.array(z.union([z.string(), z.looseObject({ id: z.string() })]))], {
  error: 'is no list of ids and rows, each row with an id',
})

const Settings = z.strictObject({
  databaseUrl: z.string().min(1).default('sqlite:statuswire.db'),
  vendors: VendorList.optional(),
  host: z.string().min(1).default('127.0.0.1'),
  port: wholeNumber(0, 65_535).default(3_000),
  browser: z.string().min(1).optional(),
  concurrency: wholeNumber(1, 1_000).default(64),
  // It goes into a header of every request.
  contact: z
    .string()
    .regex(/^[\x21-\x7e]{3,200}$/u, 'is no address or mailbox')
    .optional(),
  allowPrivate: z.union([z.string(), z.array(z.string())], { error: 'is no list of address blocks' }).default([]),
  archiveDays: wholeNumber(0, 3_650).default(30),
  logLevel: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
  /** The server's alone. */
  publicUrl: z.string().optional(),
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
  publicUrl: 'STATUSWIRE_PUBLIC_URL',
}

/** Reads `statuswire.yaml` (or the file that STATUSWIRE_CONFIG names) and the environment; throws ConfigError. */
export function readConfig(environment: Environment = process.env): Config {
  const file = settingsFile(environment)
  const given = Object.entries(variables).flatMap(([setting, variable]) => {
    const value = environment[variable]
    return value === undefined || value === '' ? [] : [[setting, value] as const]
  })
  const { data, error } = Settings.safeParse({ ...file, ...Object.fromEntries(given) })
  if (error) throw new ConfigError(error.issues.map((issue) => `${settingName(issue.path)} ${issue.message}`).join('; '))
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
    allowPrivate: blocksOf(data.allowPrivate),
    archiveDays: data.archiveDays,
    logLevel: data.logLevel,
    proxy: proxyOf(environment),
    runByNpm: environment['npm_lifecycle_event'] !== undefined,
  })
}

/** The environment for a process of ours: this one's, with some of it replaced. */
export function environmentWith(replaced: Readonly<Record<string, string>>): Environment {
  return { ...process.env, ...replaced }
}

/** Whether errors are told with all that is known of them. */
export function isDebugging(): boolean {
  return process.env[variables.logLevel] === 'debug'
}

function settingsFile(environment: Environment): Readonly<Record<string, unknown>> {
  try {
    return readSettingsFile(environment['STATUSWIRE_CONFIG'])
  } catch (error) {
    if (error instanceof SettingsFileError) throw new ConfigError(error.message, { cause: error })
    throw error
  }
}

function settingName(path: readonly PropertyKey[]): string {
  const [setting, ...rest] = path.map(String)
  const variable = Object.entries(variables).find(([name]) => name === setting)?.[1]
  if (setting === undefined) return 'settings:'
  return [variable === undefined ? setting : `${variable} (${setting})`, ...rest].join('.')
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
    throw new ConfigError(
      `vendors, ${entry.id}: ${error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ')}`,
    )
  return data
}

function listOf(value: string | readonly string[]): readonly string[] {
  const parts = typeof value === 'string' ? value.split(',') : value
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

function blocksOf(value: string | readonly string[]): readonly string[] {
  const blocks = listOf(value)
  try {
    parseNetworks(blocks)
    return blocks
  } catch (error) {
    throw new ConfigError(`${variables.allowPrivate}: ${error instanceof Error ? error.message : 'cannot be read'}`, { cause: error })
  }
}

/** The standard variables; the lower-case ones win, as they do in curl. */
function proxyOf(environment: Environment): Config['proxy'] {
  const [httpProxy, httpsProxy] = [proxyUrl('HTTP_PROXY', environment), proxyUrl('HTTPS_PROXY', environment)]
  if (httpProxy === undefined && httpsProxy === undefined) return undefined
  return { httpProxy, httpsProxy, noProxy: environment['no_proxy'] ?? environment['NO_PROXY'] }
}

/** With `http://` where no scheme is said, as curl reads it. The value may hold a password: no message repeats it. */
function proxyUrl(variable: 'HTTP_PROXY' | 'HTTPS_PROXY', environment: Environment): string | undefined {
  const value = (environment[variable.toLowerCase()] ?? environment[variable] ?? '').trim()
  if (value === '') return undefined
  const url = URL.parse(value.includes('://') ? value : `http://${value}`)
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new ConfigError(`${variable} is no address like http://host:port`)
  return url.href
}
