import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, ConfigError, readConfig } from './config.ts'
import { demoVendors, startVendorWeb } from './demo/vendor-web.ts'
import { untilSignal } from './signals.ts'

/** What a child gets beyond the environment of this process. */
type Environment = Readonly<Record<string, string>>

const crawlerFile = fileURLToPath(new URL('main.ts', import.meta.url))
const serverFile = fileURLToPath(new URL('../server/main.ts', import.meta.url))
/** Both drain what they have begun; then they are ended. */
const stopMilliseconds = 10_000

/** Runs crawler and server side by side as two processes, so that pages are served while others are parsed. */
export async function start(options: { readonly demo: boolean; readonly help: boolean }): Promise<void> {
  if (options.help) {
    process.stdout.write(
      'npm start: crawler and server side by side; npm run demo: the same against a built-in vendor web, without a network\n',
    )
    return
  }
  try {
    if (options.demo) await startDemo()
    else {
      const config = readConfig()
      await runBoth(config, {})
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`statuswire: ${error.message}\n`)
    process.exitCode = 2
  }
}

/** The same in a folder of its own: the vendors of the demo's web, a database of its own. */
async function startDemo(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'statuswire-demo-'))
  const web = await startVendorWeb()
  try {
    const settings = join(folder, 'statuswire.yaml')
    writeFileSync(settings, JSON.stringify({ vendors: demoVendors(web.url) }))
    const environment = {
      STATUSWIRE_CONFIG: settings,
      STATUSWIRE_VENDORS: '',
      STATUSWIRE_ALLOW_PRIVATE: '127.0.0.0/8',
      DATABASE_URL: `sqlite:${join(folder, 'demo.db')}`,
      ...{ HTTP_PROXY: '', HTTPS_PROXY: '', http_proxy: '', https_proxy: '' },
    }
    process.stderr.write(`demo: the vendors' pages are at ${web.url}, everything is kept in ${folder} until it ends\n`)
    await runBoth(readConfig({ ...process.env, ...environment }), environment)
  } finally {
    await web.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runBoth(config: Config, environment: Environment): Promise<void> {
  const server = child(serverFile, [], { ...environment, HOST: config.host, PORT: String(config.port), DATABASE_URL: config.databaseUrl })
  const crawler = child(crawlerFile, ['crawl'], environment)
  const ends = [ended(server), ended(crawler)]
  const first = await Promise.race([...ends, untilSignal(config.runByNpm).then(() => null)])
  for (const running of [server, crawler]) if (running.exitCode === null) running.kill('SIGTERM')
  const deadline = setTimeout(() => {
    for (const running of [server, crawler]) running.kill('SIGKILL')
  }, stopMilliseconds)
  await Promise.all(ends)
  clearTimeout(deadline)
  if (first !== null) process.exitCode = first === 0 ? 1 : first
}

function child(file: string, parameters: readonly string[], environment: Environment): ChildProcess {
  return spawn(process.execPath, [...process.execArgv, file, ...parameters], { stdio: 'inherit', env: { ...process.env, ...environment } })
}

/** The exit code; a child that a signal ended counts as 1. */
function ended(running: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    running.once('error', () => resolve(1))
    running.once('exit', (code) => resolve(code ?? 1))
  })
}
