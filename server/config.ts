import { z } from 'zod'
import { readSettingsFile, SettingsFileError } from '../data/settings-file.ts'

/** The settings of the server: environment over file over defaults. */
const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/u, 'expected a port number')
    .default('3000')
    .transform(Number)
    .refine((port) => port <= 65_535, 'expected a port number'),
  DATABASE_URL: z.string().min(1).default('sqlite:statuswire.db'),
  /** Address that readers reach the server by; links in feeds begin with it. Without it: the address of each request. */
  STATUSWIRE_PUBLIC_URL: z.url({ protocol: /^https?$/u }).optional(),
})

/** How the variables are called in the file. */
const settings = { HOST: 'host', PORT: 'port', DATABASE_URL: 'databaseUrl', STATUSWIRE_PUBLIC_URL: 'publicUrl' } as const

export interface Config {
  readonly host: string
  readonly port: number
  readonly databaseUrl: string
  /** Without a trailing slash. */
  readonly publicUrl: string | null
  /** Most event streams open at once. */
  readonly maximumStreams: number
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Throws ConfigError with one line that names the variable or the file. An empty variable counts as unset. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const file = settingsFile(environment['STATUSWIRE_CONFIG'])
  const inFile = Object.entries(settings).flatMap(([variable, name]) => {
    const value = file[name]
    return typeof value === 'string' || typeof value === 'number' ? [[variable, String(value)]] : []
  })
  const { data, error } = Environment.safeParse({ ...Object.fromEntries(inFile), ...given })
  if (error) {
    const [issue] = error.issues
    throw new ConfigError(`${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'not valid'}`)
  }
  return Object.freeze({
    host: data.HOST,
    port: data.PORT,
    databaseUrl: data.DATABASE_URL,
    publicUrl: data.STATUSWIRE_PUBLIC_URL?.replace(/\/+$/u, '') ?? null,
    maximumStreams: 5_000,
  })
}

function settingsFile(named: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return readSettingsFile(named)
  } catch (error) {
    if (error instanceof SettingsFileError) throw new ConfigError(error.message, { cause: error })
    throw error
  }
}
