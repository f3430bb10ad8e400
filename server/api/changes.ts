import type { ServerRequest } from '../context.ts'
import { conditionalAnswer, shownOf } from '../http/caching.ts'
import { list } from './answers.ts'
import { changeFilterOf, checkKnown } from './filters.ts'
import { changeCursorNumber, changeFilters, listParameters, readQuery } from './query.ts'

export const changeListParameters = {
  after: changeCursorNumber
    .exactOptional()
    .meta({ description: 'Oldest first, from the change after this `cursor` on; without it newest first.' }),
  ...changeFilters,
  ...listParameters,
}

/** The change log, those of first readings and backfills included and marked: no list hides anything. */
export async function listChanges(c: ServerRequest): Promise<Response> {
  const { vendor, kind, subject, since, until, backfilled, ...start } = readQuery(c, changeListParameters)
  const filter = changeFilterOf({ vendor, kind, subject, since, until, backfilled })
  await checkKnown(c, filter)
  const server = c.get('server')
  return conditionalAnswer(c, shownOf(await server.board()), async () => list(c, await server.store.changes({ ...filter, ...start })))
}
