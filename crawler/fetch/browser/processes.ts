import { readFileSync } from 'node:fs'
import type { CDPSession } from 'playwright'
import { z } from 'zod'

/** The processes of one browser: their memory, and their end where the browser itself does not bring it about. */

const ProcessList = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.int().positive() })) })

export interface BrowserProcesses {
  /** Of the first, which is the leader of their group. */
  readonly main: number
  readonly all: readonly number[]
}

export async function processesOf(session: CDPSession): Promise<BrowserProcesses> {
  const { processInfo } = ProcessList.parse(await session.send('SystemInfo.getProcessInfo'))
  const main = processInfo.find(({ type }) => type === 'browser')
  if (!main) throw new Error('The browser does not tell its process')
  return { main: main.id, all: processInfo.map(({ id }) => id) }
}

/** Their memory together in MB, what they share counted once; undefined where the system does not tell (Linux does). */
export function memoryMegabytes(pids: readonly number[]): number | undefined {
  const known = pids.flatMap((pid) => proportionalKilobytes(pid) ?? [])
  return known.length === 0 ? undefined : known.reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024
}

function proportionalKilobytes(pid: number): number | undefined {
  try {
    return Number(/^Pss:\s+(?<kilobytes>\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.groups?.['kilobytes'] ?? 0)
  } catch {
    // Another system, or the process has just ended.
    return undefined
  }
}

/** Ends the browser and its children at once; they are a group of their own. */
export function killProcesses({ main, all }: BrowserProcesses): void {
  for (const pid of [-main, ...all]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Gone already, or a system without groups.
    }
  }
}
