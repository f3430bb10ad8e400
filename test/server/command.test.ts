import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { temporaryFolder } from './folder.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Process {
  readonly child: ReturnType<typeof spawn>
  readonly output: () => { readonly out: string; readonly error: string }
  readonly ended: Promise<number | null>
}

function run(parameters: readonly string[], environment: Record<string, string> = {}): Process {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...parameters], {
    cwd: root,
    env: { ...process.env, ...environment },
  })
  let out = ''
  let error = ''
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (error += String(chunk)))
  return { child, output: () => ({ out, error }), ended: once(child, 'close').then(() => child.exitCode) }
}

const Line = z.object({ level: z.string(), time: z.string(), msg: z.string(), url: z.url() })

async function firstLine({ output }: Process): Promise<z.infer<typeof Line>> {
  while (!output().error.includes('\n')) await new Promise((resolve) => setTimeout(resolve, 20))
  return Line.parse(JSON.parse(output().error.split('\n')[0] ?? ''))
}

describe('server/command.ts', () => {
  it('prints its help and exits 0', async () => {
    const server = run(['--help'])

    expect(await server.ended).toBe(0)
    expect(server.output().out).toMatch(/Usage: npm run serve[\s\S]*DATABASE_URL[\s\S]*STATUSWIRE_PUBLIC_URL/u)
  })

  it.each([
    { parameters: ['--port', '1'], environment: {}, code: 2, line: /^serve: Unknown option '--port' \(see --help\)\n$/u },
    { parameters: ['now'], environment: {}, code: 2, line: /^serve: Unexpected argument 'now'.*\(see --help\)\n$/u },
    { parameters: [], environment: { PORT: 'x' }, code: 2, line: /^serve: PORT: .+\n$/u },
    { parameters: [], environment: { DATABASE_URL: 'sqlite:/nowhere/at/all.db' }, code: 1, line: /^serve: .+\n$/u },
  ])('ends with $code and one line on standard error for $parameters $environment', async ({ parameters, environment, code, line }) => {
    const server = run(parameters, environment)

    expect(await server.ended).toBe(code)
    expect(server.output().error).toMatch(line)
    expect(server.output().out).toBe('')
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('serves until %s, also with a stream open, and exits 0', async (signal) => {
    const server = run([], { PORT: '0', DATABASE_URL: `sqlite:${temporaryFolder()}/wire.db` })
    const { url, msg } = await firstLine(server)
    const stream = await fetch(`${url}/api/v1/changes/stream`)

    const health = await fetch(`${url}/healthz`)
    server.child.kill(signal)

    expect(await server.ended).toBe(0)
    expect(health.status).toBe(200)
    expect(msg).toBe('Serving')
    expect(await stream.text()).toMatch(/^retry: /u)
  })
})
