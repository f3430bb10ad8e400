import type { ChangeReading } from '../data/store/readings.ts'
import type { Reader } from '../data/store/reader.ts'
import type { Board } from './context.ts'

/** What a listener is told: new changes in order; that health or trust moved (a reading may go stale without a change); the end. */
export type LiveEvent =
  | { readonly kind: 'changes'; readonly changes: readonly ChangeReading[] }
  | { readonly kind: 'readings' }
  | { readonly kind: 'end' }

/** One look at the newest change id four times a second, for every stream. */
export interface Live {
  /** Returns the way to stop listening. */
  subscribe(listener: (event: LiveEvent) => void): () => void
  listeners(): number
}

export interface LivePoller extends Live {
  /** One look. */
  look(): Promise<void>
  start(): void
  /** Tells every listener the end. */
  stop(): void
}

const pauseMs = 250
/** Health and trust of all vendors cost more to look at than one number. */
const looksPerBoard = 4
const batch = 1000

/** Where the poller stands: undefined before its first look. */
interface Position {
  newest?: number
  digest?: string
  looks: number
}

type Source = Pick<Reader, 'newestChange' | 'changes'>
type Listeners = Set<(event: LiveEvent) => void>

export function createLive(store: Source, board: () => Promise<Board>, onError: (error: unknown) => void): LivePoller {
  const listening: Listeners = new Set()
  const position: Position = { looks: 0 }
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  async function look(): Promise<void> {
    const isMoved = await tellChanges(store, position, listening)
    position.looks += 1
    if (isMoved || position.looks % looksPerBoard === 0) await tellReadings(board, position, listening)
  }

  function schedule(): void {
    if (isStopped) return
    timer = setTimeout(() => {
      look().catch(onError).finally(schedule)
    }, pauseMs)
  }

  return {
    subscribe(listener) {
      listening.add(listener)
      return () => listening.delete(listener)
    },
    listeners: () => listening.size,
    look,
    start: schedule,
    stop() {
      isStopped = true
      clearTimeout(timer)
      tell(listening, { kind: 'end' })
    },
  }
}

function tell(listening: Listeners, event: LiveEvent): void {
  for (const listener of listening) listener(event)
}

async function tellChanges(store: Source, position: Position, listening: Listeners): Promise<boolean> {
  const newest = await store.newestChange()
  // The first look, or another database in the place of the one before.
  if (position.newest === undefined || newest < position.newest || listening.size === 0) position.newest = newest
  const isMoved = newest > position.newest
  while (position.newest < newest) {
    const { rows, next } = await store.changes({ after: position.newest, limit: batch })
    position.newest = next === null ? newest : (rows.at(-1)?.cursor ?? newest)
    if (rows.length > 0) tell(listening, { kind: 'changes', changes: rows })
  }
  return isMoved
}

async function tellReadings(board: () => Promise<Board>, position: Position, listening: Listeners): Promise<void> {
  if (listening.size === 0) return
  const { digest } = await board()
  if (position.digest !== undefined && position.digest !== digest) tell(listening, { kind: 'readings' })
  position.digest = digest
}
