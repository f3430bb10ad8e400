import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Programs that measure in turns: what is compared is measured side by side, so that a slow minute of the machine befalls all
 * of it alike.
 */

/** So many turns, of which the median counts. */
export const medianOf = 5

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** In a program that measures: one turn is over, or none was begun; resolves when the next one is due. */
export async function nextTurn(): Promise<void> {
  if (!process.send) return
  const due = once(process, 'message')
  process.send('ready')
  await due
}

export interface InTurns {
  /** One turn: until the program waits for the next one, or ends. */
  turn(): Promise<void>
  /** All turns that are left; resolves with what the program has printed, read as JSON. */
  rest(): Promise<unknown>
}

/** Starts a program of Node with these parameters; resolves when it waits for its first turn. Rejects `rest` where it fails. */
export async function startInTurns(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<InTurns> {
  const env = { ...process.env, ...environment }
  const child = spawn(process.execPath, [...parameters], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env })
  let output = ''
  let isOver = false
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const over = once(child, 'close')
  child.once('close', () => {
    isOver = true
  })
  async function untilItWaits(): Promise<void> {
    await Promise.race([once(child, 'message'), over])
  }
  async function turn(): Promise<void> {
    // One that has failed says so at the end, where the replay server is stopped as well.
    if (isOver) return
    const waits = untilItWaits()
    child.send('go')
    await waits
  }
  await untilItWaits()
  return {
    turn,
    async rest() {
      while (!isOver) await turn()
      if (child.exitCode !== 0) throw new Error(`bench: ${parameters.join(' ')} has failed`)
      return JSON.parse(output)
    },
  }
}
