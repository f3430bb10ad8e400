import { type Instant, Instant as InstantShape } from '../../parsers/model.ts'

/** Where a list goes on: opaque to readers, keyset inside, so that nothing is skipped or doubled when rows arrive in between. */

/** A cursor that this store never gave out. */
export class CursorError extends Error {
  override readonly name = 'CursorError'

  constructor() {
    super('The cursor is not one of this list')
  }
}

const defaultLimit = 50
const greatestLimit = 1000

export function clampLimit(limit: number | undefined): number {
  return Math.min(greatestLimit, Math.max(1, Math.trunc(limit ?? defaultLimit)))
}

function encode(...parts: readonly string[]): string {
  return Buffer.from(parts.join(' '), 'utf8').toString('base64url')
}

function decode(cursor: string): readonly string[] {
  return cursor.length > 200 ? [] : Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
}

export interface EntryCursor {
  readonly sortAt: Instant
  readonly id: string
}

export function encodeEntryCursor({ sortAt, id }: EntryCursor): string {
  return encode(sortAt, id)
}

export function decodeEntryCursor(cursor: string): EntryCursor {
  const [time, id, ...rest] = decode(cursor)
  const sortAt = InstantShape.safeParse(time)
  if (!sortAt.success || id === undefined || id === '' || rest.length > 0) throw new CursorError()
  return { sortAt: sortAt.data, id }
}

/** `up` lists go from older to newer changes. */
export interface ChangeCursor {
  readonly direction: 'up' | 'down'
  readonly id: number
}

export function encodeChangeCursor({ direction, id }: ChangeCursor): string {
  return encode(direction, String(id))
}

export function decodeChangeCursor(cursor: string): ChangeCursor {
  const [direction, id = '', ...rest] = decode(cursor)
  if ((direction !== 'up' && direction !== 'down') || !/^\d{1,15}$/u.test(id) || rest.length > 0) throw new CursorError()
  return { direction, id: Number(id) }
}

/** For lists that are held whole in memory: the rest after the row with this id. */
export function sliceAfter<T extends { readonly id: string }>(
  rows: readonly T[],
  filter: { readonly limit?: number; readonly cursor?: string },
): { rows: readonly T[]; next: string | null } {
  const limit = clampLimit(filter.limit)
  const start = filter.cursor === undefined ? 0 : positionAfter(rows, filter.cursor)
  const part = rows.slice(start, start + limit)
  const last = part.at(-1)
  return { rows: part, next: last && start + limit < rows.length ? encode('after', String(start + limit - 1), last.id) : null }
}

/** Where the row seen last has left the list, what followed it stands in its place. */
function positionAfter(rows: readonly { readonly id: string }[], cursor: string): number {
  const [word, position = '', id, ...rest] = decode(cursor)
  if (word !== 'after' || !/^\d{1,9}$/u.test(position) || id === undefined || rest.length > 0) throw new CursorError()
  const index = rows.findIndex((row) => row.id === id)
  return index === -1 ? Number(position) : index + 1
}
