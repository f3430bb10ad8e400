import pino, { type Logger } from 'pino'
import pretty from 'pino-pretty'
import type { Config } from './config.ts'

/** One JSON line an event on standard error, so that standard output belongs to the commands; readable on a terminal. */
export function createLog(level: Config['logLevel'] | 'silent'): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const destination = process.stderr.isTTY
    ? pretty({ destination: 2, sync: true, ignore: 'page,vendor', translateTime: 'SYS:HH:MM:ss' })
    : pino.destination({ dest: 2, sync: false, minLength: 4096 })
  const log = pino(options, destination)
  if (!process.stderr.isTTY) setInterval(() => log.flush(), 250).unref()
  return log
}
