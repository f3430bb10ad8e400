import { z } from 'zod'

/** The settings of the server, from the environment alone. */
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

/** Throws ConfigError with one line that names the variable. An empty variable counts as unset. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const { data, error } = Environment.safeParse(given)
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
