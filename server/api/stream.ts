import type { ChangeFilter } from '../../data/store/filters.ts'
import type { ChangeReading } from '../../data/store/readings.ts'
import type { ServerContext, ServerRequest } from '../context.ts'
import { problem } from '../http/problem.ts'
import type { LiveEvent } from '../live.ts'
import { shownChange } from './changes.ts'
import { changeFilterOf, checkKnown } from './filters.ts'
import { changeCursorNumber, changeFilters, readQuery } from './query.ts'

/**
 * The change log as server-sent events. Each change is an event `change` whose id is its cursor; a reader that comes back
 * with `Last-Event-ID` is told what it missed. `reset`: too much was missed, or the id is not of this database: load
 * everything anew. `readings`: health or trust moved, be it without a change, as when a reading goes stale.
 */
export const streamParameters = {
  after: changeCursorNumber.exactOptional().meta({ description: 'Where to begin, for a first connection: as Last-Event-ID.' }),
  vendor: changeFilters.vendor,
  kind: changeFilters.kind,
  subject: changeFilters.subject,
  backfilled: changeFilters.backfilled.meta({ description: '`true`: also the changes of first readings and backfills.' }),
}

const pingMs = 15_000
/** A reader that is this far behind is cut off; it comes back and is told the rest from the store. */
const mostBufferedBytes = 262_144
const mostReplayed = 1_000
const retryAfterSeconds = 30

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // nginx would hold the events back.
  'x-accel-buffering': 'no',
}

export async function changeStream(c: ServerRequest): Promise<Response> {
  const { after, backfilled: includesBackfilled = false, ...filters } = readQuery(c, streamParameters)
  const filter = { ...changeFilterOf(filters), ...(includesBackfilled ? {} : { backfilled: false }) }
  await checkKnown(c, filter)
  const server = c.get('server')
  if (server.live.listeners() >= server.config.maximumStreams) {
    return problem(c, 503, 'Too many streams are open', { headers: { 'retry-after': String(retryAfterSeconds) } })
  }
  if (c.req.method === 'HEAD') return c.body(null, 200, headers)
  const lastEventId = c.req.header('last-event-id') ?? (after === undefined ? undefined : String(after))
  return c.body(
    eventStream(server, filter, lastEventId, () => c.env.outgoing?.destroy()),
    200,
    headers,
  )
}

function eventStream(
  server: ServerContext,
  filter: ChangeFilter,
  lastEventId: string | undefined,
  hangUp: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let session: Session | undefined
  let onRoom: (() => void) | undefined
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        session = openSession(server, filter, {
          hasRoom: () => (controller.desiredSize ?? 0) > 0,
          room: () => new Promise((resolve) => (onRoom = resolve)),
          send: (text) => controller.enqueue(encoder.encode(text)),
          end: () => controller.close(),
          cut() {
            hangUp()
            controller.close()
          },
        })
        void begin(session, server, lastEventId)
      },
      pull: () => onRoom?.(),
      cancel() {
        if (session) stop(session)
        onRoom?.()
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: mostBufferedBytes }),
  )
}

/** Where the events go. */
interface Outlet {
  hasRoom(): boolean
  /** Resolves when the reader has taken something. */
  room(): Promise<void>
  send(text: string): void
  end(): void
  /** Without another word: what the reader has not taken is lost to it. */
  cut(): void
}

/** One reader. */
interface Session {
  readonly filter: ChangeFilter
  readonly outlet: Outlet
  /** Cursor of the last change that was told or passed over. */
  position: number
  /** Changes that come while those before them are still being looked up. */
  waiting: ChangeReading[] | undefined
  isOpen: boolean
  release(): void
}

function openSession({ live }: Pick<ServerContext, 'live'>, filter: ChangeFilter, outlet: Outlet): Session {
  const session: Session = { filter, outlet, position: 0, waiting: [], isOpen: true, release: () => undefined }
  const ping = setInterval(() => send(session, ': ping\n\n'), pingMs)
  const unsubscribe = live.subscribe((event) => take(session, event))
  session.release = () => {
    clearInterval(ping)
    unsubscribe()
  }
  return session
}

async function begin(session: Session, server: Pick<ServerContext, 'store' | 'onError'>, lastEventId: string | undefined): Promise<void> {
  // Spread over some seconds, so that the readers of a restarted server do not come back all at once.
  send(session, `retry: ${2_000 + Math.floor(Math.random() * 3_000)}\n\n`)
  try {
    await replay(session, server.store, lastEventId)
  } catch (error) {
    server.onError(error)
    cut(session)
  }
  for (const change of session.waiting ?? []) relay(session, change)
  session.waiting = undefined
}

/** Tells what the reader missed since the event that it names. */
async function replay(session: Session, store: ServerContext['store'], lastEventId: string | undefined): Promise<void> {
  const newest = await store.newestChange()
  const from = lastEventId === undefined ? newest : /^\d{1,15}$/u.test(lastEventId) ? Number(lastEventId) : undefined
  const missed =
    from === undefined || from > newest ? undefined : await store.changes({ ...session.filter, after: from, limit: mostReplayed })
  if (missed?.next === null) {
    for (const change of missed.rows) {
      await room(session)
      relay(session, change)
    }
  } else send(session, `event: reset\nid: ${newest}\ndata: ${JSON.stringify({ newest })}\n\n`)
  session.position = Math.max(session.position, newest)
}

async function room(session: Session): Promise<void> {
  while (session.isOpen && !session.outlet.hasRoom()) await session.outlet.room()
}

function take(session: Session, event: LiveEvent): void {
  if (event.kind === 'readings') send(session, 'event: readings\ndata: {}\n\n')
  else if (event.kind === 'end') {
    if (!session.isOpen) return
    stop(session)
    session.outlet.end()
  } else if (session.waiting === undefined) {
    for (const change of event.changes) relay(session, change)
  } else if (session.waiting.push(...event.changes) > mostReplayed) cut(session)
}

function relay(session: Session, change: ChangeReading): void {
  if (change.cursor <= session.position) return
  session.position = change.cursor
  if (admits(session.filter, change)) send(session, eventOf(change))
}

function send(session: Session, text: string): void {
  if (!session.isOpen) return
  // One event may overfill a buffer that has room, else a large one could never be told.
  if (session.outlet.hasRoom()) session.outlet.send(text)
  else cut(session)
}

function cut(session: Session): void {
  if (!session.isOpen) return
  stop(session)
  session.outlet.cut()
}

function stop(session: Session): void {
  session.isOpen = false
  session.release()
}

function admits({ vendors, kinds, subjects, backfilled }: ChangeFilter, change: ChangeReading): boolean {
  return (
    (vendors === undefined || vendors.includes(change.vendorId)) &&
    (kinds === undefined || kinds.includes(change.kind)) &&
    (subjects === undefined || subjects.includes(change.subjectId)) &&
    (backfilled === undefined || backfilled === change.backfilled)
  )
}

function eventOf(change: ChangeReading): string {
  return `event: change\nid: ${change.cursor}\ndata: ${JSON.stringify(shownChange(change))}\n\n`
}
