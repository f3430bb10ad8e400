import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Instant } from '../../parsers/model.ts'
import type { UpdateReading } from '../../data/store/readings.ts'
import { FactLine } from './fact-line.tsx'
import { Relative, Span, Time } from './time.tsx'
import { EditedTimes, UpdateVersions } from './update-versions.tsx'
import { VendorText } from './vendor-text.tsx'
import { editsIn, type VersionStep } from './version-steps.ts'
import { phaseWords } from './words.ts'

/** The updates of an incident or a maintenance, newest first, each with its earlier versions. */

interface TimelineProps {
  readonly id: string
  readonly updates: readonly UpdateReading[]
  /** Every version of those that were edited, by the id of the update. */
  readonly versions: ReadonlyMap<string, readonly VersionStep[]>
  /** When it began, for how long after that each update came; null where that says nothing. */
  readonly began: Instant | null
  /** The report shown elsewhere on the page: the update that carries it does not repeat it. */
  readonly report: string | null
  readonly now: Instant
}

export function Timeline({ id, updates, versions, began, report, now }: TimelineProps): JSX.Element {
  if (updates.length === 0) return <p class="facts">No update is posted.</p>
  return (
    <ol class="timeline" id={id} reversed>
      {updates.toReversed().map((update) => (
        <TimelineUpdate update={update} steps={versions.get(update.id) ?? []} began={began} report={report} now={now} />
      ))}
    </ol>
  )
}

interface TimelineUpdateProps extends Pick<TimelineProps, 'began' | 'report' | 'now'> {
  readonly update: UpdateReading
  readonly steps: readonly VersionStep[]
}

function TimelineUpdate({ update, steps, began, report, now }: TimelineUpdateProps): JSX.Element {
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
      <Edited update={update} steps={steps} />
    </li>
  )
}

function Edited({ update, steps }: Pick<TimelineUpdateProps, 'update' | 'steps'>): JSX.Element | null {
  if (update.revisions < 2) return null
  if (steps.length > 1) return <UpdateVersions id={update.id} steps={steps} edits={editsIn([steps])} />
  return (
    <p class="facts">
      <EditedTimes edits={{ times: update.revisions - 1, last: update.editedAt, addsCause: false }} />
    </p>
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
