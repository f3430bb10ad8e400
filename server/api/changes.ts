import type { z } from 'zod'
import type { ChangeReading } from '../../data/store/readings.ts'
import type { ServerRequest } from '../context.ts'
import { editOf, impactDirection } from '../feeds/change-edit.ts'
import { headlineOf } from '../feeds/change-words.ts'
import { conditionalAnswer, shownOf } from '../http/caching.ts'
import { list } from './answers.ts'
import { changeFilterOf, checkKnown } from './filters.ts'
import { changeCursorNumber, changeFilters, listParameters, readQuery } from './query.ts'
import type { named } from './schemas.ts'

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
  return conditionalAnswer(c, shownOf(await server.board()), async () => {
    const { rows, next } = await server.store.changes({ ...filter, ...start })
    return list(c, { rows: rows.map(shownChange), next })
  })
}

/** A change as the interface tells it: with the difference in plain words beside the values. */
export function shownChange(change: ChangeReading): z.infer<typeof named.Change> {
  const { kind, before, after } = change
  return {
    ...change,
    words: headlineOf(change),
    direction: kind === 'incident_impact' ? impactDirection(before, after) : null,
    addsCause: kind.endsWith('_edited') ? (editOf(change)?.addsCause ?? false) : null,
  }
}
