import type { JSX } from 'hono/jsx/jsx-runtime'
import { raw } from 'hono/html'
import type { Instant } from '../../parsers/model.ts'
import type { RevisionReading, UpdateReading } from '../../data/store/readings.ts'
import { toSafeHtml } from '../http/sanitize.ts'
import { Relative, Time } from './time.tsx'
import { numeral, phaseWords } from './words.ts'

/** The updates of an incident or a maintenance, newest first, each with its earlier versions. */

type Format = UpdateReading['format']

/** A vendor's text: the one place where foreign markup enters a page, through the sanitiser and through nothing else. */
export function VendorText({ body, format }: { readonly body: string; readonly format: Format }): JSX.Element {
  return (
    <div class="prose" dir="auto">
      {raw(toSafeHtml(body, format))}
    </div>
  )
}

interface TimelineProps {
  readonly id: string
  readonly updates: readonly UpdateReading[]
  readonly revisions: readonly RevisionReading[]
  readonly now: Instant
}

export function Timeline({ id, updates, revisions, now }: TimelineProps): JSX.Element {
  if (updates.length === 0) return <p class="facts">No update is posted.</p>
  return (
    <ol class="timeline" id={id} reversed>
      {updates.toReversed().map((update) => (
        <TimelineUpdate update={update} revisions={revisions.filter((revision) => revision.updateId === update.id)} now={now} />
      ))}
    </ol>
  )
}

function TimelineUpdate({
  update,
  revisions,
  now,
}: {
  update: UpdateReading
  revisions: readonly RevisionReading[]
  now: Instant
}): JSX.Element {
  const earlier = revisions.filter((revision) => revision.seenUntil !== null).toSorted((a, b) => (a.seenFrom < b.seenFrom ? 1 : -1))
  return (
    <li id={`u-${update.id}`}>
      <h3>{update.phase === null && update.native !== null ? <bdi>{update.native}</bdi> : phaseWords[update.phase ?? 'unknown']}</h3>
      <p class="facts">
        {update.postedAt === null ? (
          'no time told'
        ) : (
          <>
            <Time at={update.postedAt} /> (<Relative at={update.postedAt} now={now} />)
          </>
        )}
      </p>
      <VendorText body={update.body} format={update.format} />
      {update.revisions > 1 ? (
        <details class="versions" id={`e-${update.id}`}>
          <summary>
            Edited {update.revisions === 2 ? 'once' : `${numeral(update.revisions - 1)} times, last`}
            {update.editedAt === null ? null : (
              <>
                {' on '}
                <Time at={update.editedAt} />
              </>
            )}
          </summary>
          <ol reversed>
            {earlier.map((revision) => (
              <EarlierVersion revision={revision} />
            ))}
          </ol>
        </details>
      ) : null}
    </li>
  )
}

function EarlierVersion({ revision }: { readonly revision: RevisionReading }): JSX.Element {
  const { phase, native, seenFrom, seenUntil, body, format, postedAt } = revision
  return (
    <li>
      <p class="facts">
        Read from <Time at={seenFrom} />
        {seenUntil === null ? null : (
          <>
            {' until '}
            <Time at={seenUntil} />
          </>
        )}
        {phase === null && native === null ? null : (
          <>
            {', as '}
            <bdi>{phase === null ? native : phaseWords[phase]}</bdi>
          </>
        )}
        {postedAt === null ? null : (
          <>
            {', dated '}
            <Time at={postedAt} />
          </>
        )}
      </p>
      <VendorText body={body ?? ''} format={format ?? 'text'} />
    </li>
  )
}
