import { accessSync, constants } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { watchedOverview } from '../../data/store/overview.ts'
import { openHttpClient } from '../client.ts'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { describeBrowser, searchBrowser } from '../fetch/browser-path.ts'
import type { HttpClient } from '../fetch/http.ts'
import { printJson, printLine } from '../output.ts'
import { openWatchList } from '../session.ts'

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
    for (const { name, ok, found, advice } of checks) {
      printLine(`${ok ? 'ok  ' : 'FAIL'}  ${name}: ${found}${advice === '' ? '' : `\n      ${advice}`}`)
    }
  }
  if (checks.some((check) => !check.ok)) process.exitCode = 1
}

async function runChecks(): Promise<readonly Check[]> {
  const node = fine('node', process.version)
  let config: Config
  try {
    config = readConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return [node, { name: 'settings', ok: false, found: error.message, advice: 'mend the setting that is named' }]
  }
  const { check: database, pages } = await checkDatabase(config)
  const network = await checkPages(pages.slice(0, pagesAsked), config)
  return [node, checkSettings(config), database, checkWriting(config), await checkBrowser(config), checkProxy(config), ...network]
}

function fine(name: string, found: string, advice = ''): Check {
  return { name, ok: true, found, advice }
}

function checkSettings({ vendors, contact }: Config): Check {
  const advice = contact === undefined ? 'set STATUSWIRE_CONTACT to an address or mailbox: vendors see it in the User-Agent' : ''
  return fine('settings', `${vendors.length} vendors by the configuration`, advice)
}

/** Also the addresses of the watched pages: by the store, or by the configuration where the store cannot be opened. */
async function checkDatabase(config: Config): Promise<{ check: Check; pages: readonly string[] }> {
  try {
    const database = await openWatchList(config)
    try {
      const pages = (await watchedOverview(database)).map((row) => row.url)
      return { check: fine('database', `${config.databaseUrl}, ${pages.length} pages watched`), pages }
    } finally {
      await database.close()
    }
  } catch (error) {
    const found = `${config.databaseUrl}: ${error instanceof Error ? error.message : String(error)}`
    const check = { name: 'database', ok: false, found, advice: "check DATABASE_URL, its folder and the file's rights" }
    return { check, pages: config.vendors.flatMap((vendor) => vendor.pages.map((page) => page.url)) }
  }
}

function checkWriting({ databaseUrl }: Config): Check {
  const file = databaseUrl.replace(/^sqlite:(?:\/\/)?/u, '')
  if (file === ':memory:') return fine('writing', 'in memory', 'what is read is lost when the program ends')
  const folder = dirname(resolve(file))
  try {
    accessSync(folder, constants.W_OK)
    return fine('writing', folder)
  } catch {
    const advice = 'give this user write permission, or name another place in DATABASE_URL'
    return { name: 'writing', ok: false, found: `${folder} cannot be written`, advice }
  }
}

async function checkBrowser(config: Config): Promise<Check> {
  if (config.browser === 'off') return fine('browser', 'switched off', 'pages that need one are not read: leave STATUSWIRE_BROWSER empty')
  const search = await searchBrowser({ chosen: config.browser, searchPath: config.searchPath })
  const found = describeBrowser(search)
  if (search.found) return fine('browser', found)
  const advice = 'only pages that need one are not read: install Chromium, or name one in STATUSWIRE_BROWSER'
  return { name: 'browser', ok: config.browser === undefined, found, advice }
}

/** By its host alone: the credentials of a proxy are nobody's business. */
function checkProxy({ proxy }: Config): Check {
  const named = [proxy?.httpsProxy, proxy?.httpProxy].find((url) => url !== undefined)
  return fine('proxy', named === undefined ? 'none' : new URL(named).host)
}

async function checkPages(urls: readonly string[], config: Config): Promise<readonly Check[]> {
  const http = openHttpClient(config)
  try {
    const answers = await Promise.all(urls.map((url) => askPage(url, http)))
    const skews = answers.flatMap(({ skewSeconds }) => skewSeconds ?? [])
    return [clockCheck(skews.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0]), ...answers.map(({ check }) => check)]
  } finally {
    await http.destroy()
  }
}

interface PageAnswer {
  readonly check: Check
  readonly skewSeconds: number | undefined
}

/** Any answer will do: what it says is not the question here. */
async function askPage(url: string, http: HttpClient): Promise<PageAnswer> {
  const result = await http.fetch({ url, medium: 'any' })
  const headers = result.outcome === 'failed' ? result.error.headers : result.headers
  const skewSeconds = skewOf(headers ?? {}, Date.now())
  if (result.outcome !== 'failed' || result.error.httpStatus !== undefined) return { check: fine('page', url), skewSeconds }
  const { kind, detail } = result.error
  const advice = 'check the network, its name service and HTTPS_PROXY; `npm run demo` works without a network'
  return { check: { name: 'page', ok: false, found: `${url}: ${kind} (${detail})`, advice }, skewSeconds }
}

/** How far our clock is ahead of an answer's own. One out of a cache is as old as its Age says. */
function skewOf(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const date = Date.parse(headers['date'] ?? '')
  if (Number.isNaN(date)) return undefined
  return Math.round((now - date) / 1000) - Number(/^\d{1,9}$/u.exec(headers['age'] ?? '')?.[0] ?? 0)
}

function clockCheck(skewSeconds: number | undefined): Check {
  if (skewSeconds === undefined) return fine('clock', 'no page answered, nothing to compare with')
  const found = `${skewSeconds} s from the pages' own`
  if (Math.abs(skewSeconds) <= clockToleranceSeconds) return fine('clock', found)
  return { name: 'clock', ok: false, found, advice: 'set the clock (NTP): readings are judged by their age' }
}
