import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { bundle } from './bundle.ts'
import { reportingErrors } from './command-line.ts'
import { type Config, environmentWith, readConfig } from './config.ts'
import { demoVendors, startVendorWeb } from './demo/vendor-web.ts'
import { CommandError } from './output.ts'
import { memoryEnvironment, memoryFlags } from './memory.ts'
import { untilSignal } from './signals.ts'

/** What a child gets beyond the environment of this process. */
type Environment = Readonly<Record<string, string>>

const tsconfigFile = fileURLToPath(new URL('../tsconfig.json', import.meta.url))
const serverFile = fileURLToPath(new URL('../server/main.ts', import.meta.url))
/** Both drain what they have begun; then they are ended. */
const stopMilliseconds = 10_000

const help = `npm start: crawler and server side by side, as two processes
npm run demo: the same against a built-in vendor web, without a network
`

/** `npm start` and `npm run demo`: pages are served while others are parsed, each by a process of its own. */
export async function runSideBySide(parameters: readonly string[]): Promise<void> {
  await reportingErrors(async () => {
    const { demo = false, help: isHelp = false } = optionsOf(parameters)
    if (isHelp) process.stdout.write(help)
    else if (demo) await startDemo()
    else await runBoth(readConfig(), {})
  })
}

function optionsOf(parameters: readonly string[]): { demo?: boolean; help?: boolean } {
  try {
    return parseArgs({ args: [...parameters], options: { demo: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }).values
  } catch (error) {
    throw new CommandError('no such argument', 2, { cause: error })
  }
}

/** The same in a folder of its own: the vendors of the demo's web, a database of its own. */
async function startDemo(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'statuswire-demo-'))
  try {
    const web = await startVendorWeb()
    try {
      const settings = join(folder, 'statuswire.yaml')
      writeFileSync(settings, JSON.stringify({ vendors: demoVendors(web.url) }))
      const environment = {
        STATUSWIRE_CONFIG: settings,
        STATUSWIRE_VENDORS: '',
        STATUSWIRE_ALLOW_PRIVATE: '127.0.0.0/8',
        DATABASE_URL: `sqlite:${join(folder, 'demo.db')}`,
        HTTP_PROXY: '',
        HTTPS_PROXY: '',
        http_proxy: '',
        https_proxy: '',
      }
      process.stderr.write(`demo: the vendors' pages are at ${web.url}, everything is kept in ${folder} until it ends\n`)
      await runBoth(readConfig(environmentWith(environment)), environment)
    } finally {
      await web.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function runBoth(config: Config, environment: Environment): Promise<void> {
  const signalled = untilSignal(config.runByNpm).then(() => null)
  const crawlerFile = await bundle('crawler/main.ts')
  const server = child([...process.execArgv, serverFile], {
    ...environment,
    HOST: config.host,
    PORT: String(config.port),
    DATABASE_URL: config.databaseUrl,
  })
  const crawler = child([...memoryFlags, crawlerFile, 'crawl'], { ...memoryEnvironment, ...environment })
  const both = [server, crawler]
  const ends = both.map(ended)
  const first = await Promise.race([...ends, signalled])
  for (const running of both) running.kill('SIGTERM')
  const deadline = setTimeout(() => {
    for (const running of both) running.kill('SIGKILL')
  }, stopMilliseconds)
  await Promise.all(ends)
  clearTimeout(deadline)
  // One that ended by itself has failed, whatever it says.
  if (first !== null) process.exitCode = first === 0 ? 1 : first
}

/** The JSX setting is in our tsconfig.json, wherever the process was started. */
function child(parameters: string[], environment: Environment): ChildProcess {
  return spawn(process.execPath, parameters, {
    stdio: 'inherit',
    env: environmentWith({ ...environment, TSX_TSCONFIG_PATH: tsconfigFile }),
  })
}

/** The exit code; a child that a signal ended counts as 1. */
function ended(running: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    running.once('error', () => resolve(1))
    running.once('exit', (code) => resolve(code ?? 1))
  })
}
