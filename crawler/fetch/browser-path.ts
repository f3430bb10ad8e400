import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

export type BrowserSource = 'STATUSWIRE_BROWSER' | 'playwright' | 'system' | '@sparticuz/chromium'

export interface FoundBrowser {
  /** For Playwright's `executablePath`; no flags are needed beside Playwright's own, as root neither. */
  readonly path: string
  readonly source: BrowserSource
}

export interface BrowserSearch {
  readonly found: FoundBrowser | undefined
  /** What was looked at and is not there, in order, for the operator to read. */
  readonly tried: readonly string[]
}

export interface BrowserSearchOptions {
  /** The value of STATUSWIRE_BROWSER: a path, or a command to be found on the search path. */
  readonly chosen?: string | undefined
  /** The value of PATH; the usual folders of the system where absent. */
  readonly searchPath?: string | undefined
  /** Each step alone can be replaced, in tests. */
  readonly playwright?: (() => Promise<string>) | undefined
  readonly system?: readonly string[] | undefined
  readonly carried?: (() => Promise<string>) | undefined
}

const commands = [
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'chromium',
  'chromium-browser',
  'chromium-headless-shell',
  'chrome-headless-shell',
]
const usualFolders = ['/usr/local/bin', '/usr/bin', '/bin', '/snap/bin', '/opt/homebrew/bin']

/** The browser to use, or undefined where there is none. */
export async function findBrowser(options: BrowserSearchOptions): Promise<FoundBrowser | undefined> {
  return (await searchBrowser(options)).found
}

/**
 * Looks for a Chromium: the operator's choice, Playwright's own, Chrome or Chromium or its headless shell on the
 * machine, the one inside the package @sparticuz/chromium. A choice that is not there ends the search: silently using
 * another browser would be worse than none.
 */
export async function searchBrowser(options: BrowserSearchOptions): Promise<BrowserSearch> {
  const tried: string[] = []
  const folders = options.searchPath?.split(delimiter) ?? usualFolders

  function take(source: BrowserSource, candidates: readonly string[]): FoundBrowser | undefined {
    const path = candidates.find(isExecutable)
    tried.push(
      ...candidates.slice(0, path === undefined ? candidates.length : candidates.indexOf(path)).map((each) => `${source}: ${each}`),
    )
    return path === undefined ? undefined : { path, source }
  }

  if (options.chosen) {
    const { chosen } = options
    const isCommand = !isAbsolute(chosen) && basename(chosen) === chosen
    return { found: take('STATUSWIRE_BROWSER', isCommand ? folders.map((folder) => join(folder, chosen)) : [chosen]), tried }
  }
  const own = await (options.playwright ?? playwrightPath)()
  const atHand = take('playwright', [own, ...headlessShells(own)]) ?? take('system', options.system ?? systemPaths(folders))
  if (atHand) return { found: atHand, tried }

  try {
    return { found: take('@sparticuz/chromium', [await (options.carried ?? unpackCarried)()]), tried }
  } catch (error) {
    tried.push(`@sparticuz/chromium: ${error instanceof Error ? error.message : String(error)}`)
    return { found: undefined, tried }
  }
}

/** One sentence for the log and for `doctor`. */
export function describeBrowser({ found, tried }: BrowserSearch): string {
  if (found) return `browser ${found.path} (${found.source})`
  return `no browser: set STATUSWIRE_BROWSER to a Chromium; looked for ${tried.join(', ')}`
}

/** Playwright costs a quarter of a second to load, so it is loaded only where its browser is asked for. */
async function playwrightPath(): Promise<string> {
  const { chromium } = await import('playwright')
  return chromium.executablePath()
}

/** `playwright install --only-shell` leaves the headless shell alone beside the place of the whole browser. */
function headlessShells(own: string): readonly string[] {
  const revision = dirname(dirname(own))
  const folder = join(dirname(revision), basename(revision).replace('chromium-', 'chromium_headless_shell-'))
  if (folder === revision || !existsSync(folder)) return []
  const names = ['chrome-headless-shell', 'headless_shell', 'chrome-headless-shell.exe', 'headless_shell.exe']
  return readdirSync(folder).flatMap((inside) => names.map((name) => join(folder, inside, name)))
}

function systemPaths(folders: readonly string[]): readonly string[] {
  if (process.platform === 'darwin') {
    return ['/Applications', join(homedir(), 'Applications')]
      .flatMap((folder) => ['Google Chrome', 'Chromium'].map((name) => join(folder, `${name}.app`, 'Contents', 'MacOS', name)))
      .concat(inFolders(folders))
  }
  if (process.platform === 'win32') {
    return [String.raw`C:\Program Files`, String.raw`C:\Program Files (x86)`, join(homedir(), 'AppData', 'Local')].flatMap((folder) =>
      [join('Google', 'Chrome'), 'Chromium'].map((name) => join(folder, name, 'Application', 'chrome.exe')),
    )
  }
  return [...inFolders(folders), '/opt/google/chrome/chrome', '/usr/lib/chromium/chromium', '/usr/lib/chromium-browser/chromium-browser']
}

/** Chrome before Chromium, wherever each of them is. */
function inFolders(folders: readonly string[]): readonly string[] {
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)))
}

/**
 * Unpacks the carried browser into a folder of its own version and user. The package itself would unpack to one fixed
 * path, where an unpacking that was broken off, or an older version, is taken for the browser ever after; so it runs
 * in a process with a temporary folder of its own, which is moved into place once it is whole.
 */
async function unpackCarried(): Promise<string> {
  const entry = carriedEntry()
  if (entry === undefined) throw new Error('the package is not installed')
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('the package carries a browser for Linux on x64 alone')
  const version = /"version":\s*"(?<version>[\d.]+)"/u.exec(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'))
  const user = process.getuid?.() ?? 0
  const folder = join(tmpdir(), `statuswire-chromium-${version?.groups?.['version'] ?? 'any'}-${user}`)
  if (!existsSync(folder)) await unpackInto(folder, entry)
  // Anyone may make a folder of that name in a shared temporary folder; only our own is run.
  if (statSync(folder).uid !== user) throw new Error(`${folder} belongs to another user`)
  return join(folder, 'chromium')
}

async function unpackInto(folder: string, entry: string): Promise<void> {
  const temporary = mkdtempSync(`${folder}-`)
  const program = `import(${JSON.stringify(pathToFileURL(entry).href)}).then((carried) => carried.default.executablePath())`
  try {
    await promisify(execFile)(process.execPath, ['-e', program], { env: { TMPDIR: temporary } })
    renameSync(temporary, folder)
  } catch (error) {
    rmSync(temporary, { recursive: true })
    // Where the folder is there after all, another process was quicker.
    if (!existsSync(folder)) throw new Error('the package could not be unpacked', { cause: error })
  }
}

/** Resolved at run time, since the package is there for development alone. */
function carriedEntry(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@sparticuz/chromium')
  } catch {
    return undefined
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
