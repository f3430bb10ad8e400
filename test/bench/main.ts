import { spawn } from 'node:child_process'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { bundle } from '../../crawler/bundle.ts'
import { memoryEnvironment, memoryFlags } from '../../crawler/memory.ts'
import { medianOf, startInTurns } from './turns.ts'

/**
 * The benchmarks: a crawler against a replay server in another process, 1,000 Statuspage pages of 20 KB. Each poll of a
 * changed page reads three documents (summary, incidents, maintenances), as the bare loop does that it is compared with, turn by
 * turn. With the word `browser`: what pages cost that a script draws.
 */

const loader = ['--import', 'tsx']
const Sweeps = z.object({
  firstSeconds: z.number(),
  changedPerSecond: z.number(),
  unchangedPerSecond: z.number(),
  delayedSeconds: z.number(),
  memoryMegabytes: z.array(z.number()),
})
const Captures = z.object({ files: z.number(), read: z.number(), bytes: z.number(), seconds: z.number() })
const Reports = z.object({ texts: z.number(), worstMilliseconds: z.number(), slowest: z.string() })
const Bare = z.object({ changedPerSecond: z.number(), unchangedPerSecond: z.number() })

function file(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

async function startServer(): Promise<{ port: string; stop(): void }> {
  const child = spawn(process.execPath, [...loader, file('replay-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
    child.once('exit', () => reject(new Error('bench: the replay server has ended')))
  })
  return { port, stop: () => child.kill() }
}

async function run(parameters: readonly string[]): Promise<unknown> {
  return (await startInTurns(parameters)).rest()
}

interface Row {
  readonly what: string
  readonly measured: string
  readonly wanted: string
  readonly ok: boolean
}

function rowsOf(
  sweeps: z.infer<typeof Sweeps>,
  bare: z.infer<typeof Bare>,
  captures: z.infer<typeof Captures>,
  reports: z.infer<typeof Reports>,
): readonly Row[] {
  const last = sweeps.memoryMegabytes.slice(-5)
  const spread = (Math.max(...last) - Math.min(...last)) / Math.min(...last)
  const changedShare = sweeps.changedPerSecond / bare.changedPerSecond
  const unchangedShare = sweeps.unchangedPerSecond / bare.unchangedPerSecond
  return [
    {
      what: 'every page changed, stored',
      measured: `${Math.round(sweeps.changedPerSecond)} pages/s, ${changedShare.toFixed(2)} of a bare loop (${Math.round(bare.changedPerSecond)})`,
      wanted: '>= 800, >= 0.15',
      ok: sweeps.changedPerSecond >= 800 && changedShare >= 0.15,
    },
    {
      what: 'nothing changed (304)',
      measured: `${Math.round(sweeps.unchangedPerSecond)} pages/s, ${unchangedShare.toFixed(2)} of a bare loop (${Math.round(bare.unchangedPerSecond)})`,
      wanted: '>= 5000, >= 0.08',
      ok: sweeps.unchangedPerSecond >= 5_000 && unchangedShare >= 0.08,
    },
    {
      what: '1,000 hosts, 100 ms each',
      measured: `${sweeps.delayedSeconds.toFixed(2)} s`,
      wanted: '<= 2.5 s',
      ok: sweeps.delayedSeconds <= 2.5,
    },
    {
      what: 'memory after 20 sweeps',
      measured: `${Math.round(last.at(-1) ?? Number.NaN)} MB, last five within ${(spread * 100).toFixed(1)} %`,
      wanted: '< 250 MB, 5 %',
      ok: (last.at(-1) ?? Infinity) < 250 && spread <= 0.05,
    },
    {
      what: 'every captured document parsed',
      measured: `${captures.read} of ${captures.files} documents, ${(captures.bytes / 1e6).toFixed(1)} MB in ${captures.seconds.toFixed(2)} s`,
      wanted: '< 10 s',
      ok: captures.seconds < 10,
    },
    {
      what: 'a megabyte of hostile report',
      measured: `${Math.round(reports.worstMilliseconds)} ms for the slowest of ${reports.texts} (${JSON.stringify(reports.slowest)})`,
      wanted: '< 200 ms',
      ok: reports.worstMilliseconds < 200,
    },
  ]
}

const Browser = z.object({
  page: z.object({ first: z.number(), median: z.number(), p95: z.number(), megabytes: z.number() }),
  quiet: z.object({ seconds: z.number(), p99: z.number() }),
  troubled: z.object({ seconds: z.number(), p99: z.number(), crashes: z.number() }),
})

function browserRowsOf({ page, quiet, troubled }: z.infer<typeof Browser>): readonly Row[] {
  const share = troubled.seconds / quiet.seconds
  return [
    {
      what: 'a page that a script draws',
      measured: `${page.median.toFixed(2)} s (95 %: ${page.p95.toFixed(2)} s; the first, with the start of the browser: ${page.first.toFixed(2)} s)`,
      wanted: '< 2 s',
      ok: page.p95 < 2 && page.first < 2,
    },
    {
      what: 'memory of the browser',
      measured: `${Math.round(page.megabytes)} MB`,
      wanted: '< 300 MB',
      ok: page.megabytes < 300,
    },
    {
      what: '1,000 polls while 20 pages hang in a browser that dies every second',
      measured: `${troubled.seconds.toFixed(2)} s, ${share.toFixed(2)} of ${quiet.seconds.toFixed(2)} s without (${troubled.crashes} ends)`,
      wanted: '<= 1.3',
      ok: share <= 1.3 && troubled.crashes > 0,
    },
  ]
}

async function measure(port: string): Promise<readonly Row[]> {
  if (process.argv[2] === 'browser') return browserRowsOf(Browser.parse(await run([...loader, file('browser.ts'), port])))
  const crawler = await startInTurns([...memoryFlags, await bundle('test/bench/sweeps.ts'), port], memoryEnvironment)
  const bareLoop = await startInTurns([...loader, file('bare.ts'), port])
  for (let turn = 0; turn < medianOf; turn++) {
    await crawler.turn()
    await bareLoop.turn()
  }
  const bare = Bare.parse(await bareLoop.rest())
  const sweeps = Sweeps.parse(await crawler.rest())
  const captures = Captures.parse(await run([...loader, file('parse-captures.ts')]))
  const reports = Reports.parse(await run([...loader, file('reports.ts')]))
  return rowsOf(sweeps, bare, captures, reports)
}

const server = await startServer()
try {
  const rows = await measure(server.port)
  process.stdout.write(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}\n`)
  for (const { what, measured, wanted, ok } of rows) {
    process.stdout.write(`${ok ? 'ok  ' : 'SLOW'}  ${what}: ${measured} (wanted ${wanted})\n`)
    if (!ok) process.exitCode = 1
  }
} finally {
  server.stop()
}
