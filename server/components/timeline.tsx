import type { JSX } from 'hono/jsx/jsx-runtime'
import { raw } from 'hono/html'
import type { Instant } from '../../parsers/model.ts'
import type { RevisionReading, UpdateReading } from '../../data/store/readings.ts'
import { toSafeHtml } from '../http/sanitize.ts'
import { FactLine } from './fact-line.tsx'
import { Relative, Span, Time } from './time.tsx'
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
  /** When it began, for how long after that each update came; null where that says nothing. */
  readonly began: Instant | null
  /** The report shown elsewhere on the page: the update that carries it does not repeat it. */
  readonly report: string | null
  readonly now: Instant
}

export function Timeline({ id, updates, revisions, began, report, now }: TimelineProps): JSX.Element {
  if (updates.length === 0) return <p class="facts">No update is posted.</p>
  return (
    <ol class="timeline" id={id} reversed>
      {updates.toReversed().map((update) => (
        <TimelineUpdate
          update={update}
          revisions={revisions.filter((revision) => revision.updateId === update.id)}
          began={began}
          report={report}
          now={now}
        />
      ))}
    </ol>
  )
}

interface TimelineUpdateProps extends Pick<TimelineProps, 'revisions' | 'began' | 'report' | 'now'> {
  readonly update: UpdateReading
}

function TimelineUpdate({ update, revisions, began, report, now }: TimelineUpdateProps): JSX.Element {
  const earlier = revisions.filter((revision) => revision.seenUntil !== null).toSorted((a, b) => (a.seenFrom < b.seenFrom ? 1 : -1))
  return (
    <li id={`u-${update.id}`}>
      <h3>{update.phase === null && update.native !== null ? <bdi>{update.native}</bdi> : phaseWords[update.phase ?? 'unknown']}</h3>
      <FactLine>
        <PostedAt at={update.postedAt} began={began} now={now} />
      </FactLine>
      {report === update.body ? (
        <p>
          <a href="#report">The report above</a>
        </p>
      ) : (
        <VendorText body={update.body} format={update.format} />
      )}
      {update.revisions > 1 ? (
        <details class="versions" id={`e-${update.id}`}>
          <summary>
            Edited {update.revisions === 2 ? 'once,' : `${numeral(update.revisions - 1)} times, last`}
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

/** A day of relative time is enough: beyond it, how long after the beginning tells more. */
const dayMs = 86_400_000

function PostedAt({ at, began, now }: { readonly at: Instant | null; readonly began: Instant | null; readonly now: Instant }): JSX.Element {
  if (at === null) return <span>no time told</span>
  const isRecent = Math.abs(Date.parse(now) - Date.parse(at)) < dayMs
  return (
    <>
      <Time at={at} /> {isRecent ? <Relative at={at} now={now} /> : null}{' '}
      {began !== null && began < at ? (
        <span>
          <Span from={began} until={at} /> after it began
        </span>
      ) : null}
    </>
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
