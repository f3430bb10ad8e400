import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'

/** How a process ended, with all that it said. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly child: ChildProcess
  /** What it has said so far. */
  readonly said: { readonly stdout: string; readonly stderr: string }
  readonly ended: Promise<Ended>
  /** SIGTERM, and the end that it comes to by itself. */
  stop(): Promise<Ended>
}

/** A folder and the processes that work in it; closing it ends them and removes it. */
export interface Workshop {
  readonly folder: string
  /** `file` as seen from the root of the project; the environment knows no settings but these. */
  start(file: string, parameters?: readonly string[], environment?: Readonly<Record<string, string>>): Running
  /** Runs to its end. */
  run(file: string, parameters?: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>
  /** A server over this database, listening. */
  serve(databaseUrl: string): Promise<Running & { readonly url: string }>
  close(): Promise<void>
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
/** What a developer's machine, npm or the test runner may have set. */
const foreign = /^(?:npm_.*|NODE_.*|VITEST.*|STATUSWIRE_.*|DATABASE_URL|HOST|PORT|(?:https?|no|all)_proxy)$/iu

export function openWorkshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'statuswire-test-'))
  const all: Running[] = []

  function start(file: string, parameters: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Running {
    const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
    const child = spawn(process.execPath, ['--import', loader, join(root, file), ...parameters], {
      cwd: folder,
      // npm starts everything in the root; here each has a folder without settings, and tsx has to be told of the JSX.
      env: { ...inherited, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const running = watch(child)
    all.push(running)
    return running
  }

  return {
    folder,
    start,
    run: (file, parameters, environment) => start(file, parameters, environment).ended,
    async serve(databaseUrl) {
      const running = start('server/main.ts', [], { DATABASE_URL: databaseUrl, PORT: '0' })
      return { ...running, url: await servedUrl(running) }
    },
    async close() {
      for (const { child } of all) child.kill('SIGKILL')
      await Promise.all(all.map(({ ended }) => ended))
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

function watch(child: ChildProcess): Running {
  const said = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  const ended = new Promise<Ended>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, ...said, stderr: `${said.stderr}${error.message}` }))
    child.once('close', (code, signal) => resolve({ code, signal, ...said }))
  })
  return {
    child,
    said,
    ended,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

const Serving = z.object({ msg: z.literal('Serving'), url: z.url() })

/** Where the server that this process is, or has started, listens. */
export async function servedUrl({ child, said, ended }: Running): Promise<string> {
  const heard = new Promise<string>((resolve) => {
    child.stderr?.on('data', () => {
      const url = logLines(said.stderr).map((line) => Serving.safeParse(line).data?.url)
      const [first] = url.filter((found) => found !== undefined)
      if (first !== undefined) resolve(first)
    })
  })
  const gone = ended.then(({ stderr }) => {
    throw new Error(`the server ended: ${stderr}`)
  })
  return Promise.race([heard, gone])
}

/** The log of a process: one JSON object a line. A line that is none, or not whole yet, comes as its text. */
export function logLines(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => {
      try {
        return JSON.parse(line)
      } catch {
        return line
      }
    })
}
