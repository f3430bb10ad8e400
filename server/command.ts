import { parseArgs } from 'node:util'
import pino, { type Logger } from 'pino'
import pretty from 'pino-pretty'
import { ConfigError, readConfig } from './config.ts'
import { type RunningServer, serve } from './serve.ts'

const help = `Serves what the store knows: pages, JSON, feeds.

Usage: npm run serve

Settings (environment)
  HOST                   address to listen on (default 127.0.0.1)
  PORT                   port to listen on (default 3000; 0 = any free one)
  DATABASE_URL           the store (default sqlite:statuswire.db)
  STATUSWIRE_PUBLIC_URL  address that readers reach the server by; links in feeds begin with it
`

/** Runs the server until SIGINT or SIGTERM. Exit codes: 2 for bad use, 1 for a failure. */
export async function runServer(parameters: readonly string[]): Promise<void> {
  const wanted = readParameters(parameters)
  if (wanted !== 'serve') {
    const isHelp = wanted === 'help'
    process[isHelp ? 'stdout' : 'stderr'].write(isHelp ? help : `${wanted.fault}\n`)
    process.exitCode = isHelp ? 0 : 2
    return
  }
  const log = createLog()
  try {
    const server = await serve(readConfig(), (error) => log.error({ err: error }, 'The server failed'))
    log.info({ url: server.url }, 'Serving')
    stopOnSignal(server, log)
  } catch (error) {
    process.stderr.write(`serve: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof ConfigError ? 2 : 1
  }
}

function readParameters(parameters: readonly string[]): 'serve' | 'help' | { readonly fault: string } {
  try {
    const { values } = parseArgs({ args: [...parameters], options: { help: { type: 'boolean', short: 'h' } } })
    return values.help === true ? 'help' : 'serve'
  } catch (error) {
    return { fault: `serve: ${error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)} (see --help)` }
  }
}

/** One JSON line an event on standard error; readable on a terminal. */
function createLog(): Logger {
  const destination = process.stderr.isTTY
    ? pretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss' })
    : pino.destination({ dest: 2, sync: true })
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, destination)
}

function stopOnSignal(server: RunningServer, log: Logger): void {
  let isStopping = false
  async function stop(): Promise<void> {
    if (isStopping) return
    isStopping = true
    try {
      await server.close()
    } catch (error) {
      log.error({ err: error }, 'The server did not stop cleanly')
      process.exitCode = 1
    }
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}
