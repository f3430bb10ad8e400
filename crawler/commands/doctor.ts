import { accessSync, constants } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { openDatabase } from '../../data/database/open.ts'
import { syncWatchList } from '../../data/store/watch.ts'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { describeBrowser, searchBrowser } from '../fetch/browser-path.ts'
import { createHttpClient } from '../fetch/http.ts'
import { printJson, printLine } from '../output.ts'

interface Check {
  readonly name: string
  readonly ok: boolean
  readonly found: string
  /** What to do about it; empty where nothing is. */
  readonly advice: string
}

/** How far our clock may be from that of the pages that answer. */
const clockToleranceSeconds = 120
const pagesAsked = 3

/** `doctor`: what this machine and its settings lack, each with what to do about it; exit code 1 if anything is. */
export async function doctor(options: { readonly json?: boolean }): Promise<void> {
  const checks = await runChecks()
  if (options.json === true) printJson({ ok: checks.every((check) => check.ok), checks })
  else {
    for (const { name, ok, found, advice } of checks)
      printLine(`${ok ? 'ok  ' : 'FAIL'}  ${name}: ${found}${advice === '' ? '' : `\n        ${advice}`}`)
  }
  if (checks.some((check) => !check.ok)) process.exitCode = 1
}

async function runChecks(): Promise<readonly Check[]> {
  const checks: Check[] = [{ name: 'node', ok: true, found: process.version, advice: '' }]
  let config: Config
  try {
    config = readConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return [...checks, { name: 'settings', ok: false, found: error.message, advice: 'mend the setting that is named' }]
  }
  checks.push({
    name: 'settings',
    ok: true,
    found: `${config.vendors.length} vendors`,
    advice: config.contact === undefined ? 'set STATUSWIRE_CONTACT to an address or mailbox: vendors see it in the User-Agent' : '',
  })
  checks.push(await checkDatabase(config), checkWriting(config), await checkBrowser(config), checkProxy(config))
  return [...checks, ...(await checkPages(config))]
}

async function checkDatabase(config: Config): Promise<Check> {
  try {
    const database = await openDatabase(config.databaseUrl)
    await syncWatchList(database, config.vendors)
    const { count } = await database.db
      .selectFrom('change')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    await database.close()
    return { name: 'database', ok: true, found: `${config.databaseUrl}, ${count} changes`, advice: '' }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return {
      name: 'database',
      ok: false,
      found: `${config.databaseUrl}: ${reason}`,
      advice: 'check DATABASE_URL, the folder and the file’s rights',
    }
  }
}

function checkWriting(config: Config): Check {
  const file = config.databaseUrl.replace(/^sqlite:/u, '')
  const folder = file === ':memory:' ? process.cwd() : dirname(resolve(file))
  try {
    accessSync(folder, constants.W_OK)
    return { name: 'writing', ok: true, found: folder, advice: '' }
  } catch {
    return {
      name: 'writing',
      ok: false,
      found: `${folder} cannot be written`,
      advice: 'give this user write permission, or name another place in DATABASE_URL',
    }
  }
}

async function checkBrowser(config: Config): Promise<Check> {
  const search = await searchBrowser({ chosen: config.browser, searchPath: config.searchPath })
  const found = describeBrowser(search)
  if (search.found) return { name: 'browser', ok: true, found, advice: '' }
  const advice = 'only pages that need one are not read: install Chromium, or name one in STATUSWIRE_BROWSER'
  return { name: 'browser', ok: config.browser === undefined, found, advice }
}

function checkProxy({ proxy }: Config): Check {
  const named = [proxy?.httpsProxy, proxy?.httpProxy].find((url) => url !== undefined && url !== '')
  if (named === undefined) return { name: 'proxy', ok: true, found: 'none', advice: '' }
  const ok = URL.canParse(named)
  // Credentials of a proxy are nobody's business, a log's least of all.
  const shown = ok ? new URL(named).host : 'not an address'
  return { name: 'proxy', ok, found: shown, advice: ok ? '' : 'HTTP_PROXY and HTTPS_PROXY take http://host:port' }
}

async function checkPages(config: Config): Promise<readonly Check[]> {
  const http = createHttpClient({ userAgent: config.userAgent, allowPrivate: config.allowPrivate, proxy: config.proxy })
  const checks: Check[] = []
  let skewSeconds: number | undefined
  for (const page of config.vendors.flatMap((vendor) => vendor.pages).slice(0, pagesAsked)) {
    const result = await http.fetch({ url: page.url, medium: 'any' })
    const headers = result.outcome === 'failed' ? result.error.headers : result.headers
    const date = Date.parse(headers?.['date'] ?? '')
    if (!Number.isNaN(date)) skewSeconds = Math.round((Date.now() - date) / 1000)
    const failure = result.outcome === 'failed' && result.error.httpStatus === undefined ? result.error : undefined
    checks.push({
      name: 'page',
      ok: failure === undefined,
      found: failure ? `${page.url}: ${failure.kind} (${failure.detail})` : page.url,
      advice: failure ? 'check the network, its name service and HTTPS_PROXY; `npm run demo` works without a network' : '',
    })
  }
  await http.destroy()
  return [clockCheck(skewSeconds), ...checks]
}

function clockCheck(skewSeconds: number | undefined): Check {
  if (skewSeconds === undefined) return { name: 'clock', ok: true, found: 'no page answered, nothing to compare with', advice: '' }
  const ok = Math.abs(skewSeconds) <= clockToleranceSeconds
  return {
    name: 'clock',
    ok,
    found: `${skewSeconds} s from the pages' own`,
    advice: ok ? '' : 'set the clock (NTP): readings are judged by their age',
  }
}
