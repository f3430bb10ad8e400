import type { JSX } from 'hono/jsx/jsx-runtime'
import type { RevisionReading } from '../../data/store/readings.ts'
import { Difference, momentValue, Replaced } from './difference.tsx'
import { Time } from './time.tsx'
import { VendorText } from './vendor-text.tsx'
import type { EditCount, VersionStep } from './version-steps.ts'
import { numeral, phaseWords, plural } from './words.ts'

/** Every version of an update, newest first: one is open at a time, and shows what it changed. */

interface UpdateVersionsProps {
  readonly id: string
  readonly steps: readonly VersionStep[]
  readonly edits: EditCount
}

export function UpdateVersions({ id, steps, edits }: UpdateVersionsProps): JSX.Element {
  return (
    <details class="versions" id={`e-${id}`}>
      <summary>
        <EditedTimes edits={edits} />
      </summary>
      <ol reversed>
        {steps
          .map((step, index) => (
            <li id={`e-${id}-${index + 1}`}>
              <details name={`e-${id}`} open={index === steps.length - 1}>
                <summary>
                  Version {numeral(index + 1)}
                  <SeenTimes step={step} isLast={index === steps.length - 1} />
                  <AddsCause isShown={step.edit?.addsCause === true} />
                </summary>
                <Step step={step} isLast={index === steps.length - 1} />
              </details>
            </li>
          ))
          .toReversed()}
      </ol>
    </details>
  )
}

/** "Edited 2 times, last on 14 Apr 2024, 10:02 UTC". */
export function EditedTimes({ edits: { times, last, addsCause } }: { readonly edits: EditCount }): JSX.Element {
  return (
    <>
      Edited {times === 1 ? 'once' : `${numeral(times)} times`}
      {last === null ? null : (
        <>
          {times === 1 ? ', on ' : ', last on '}
          <Time at={last} />
        </>
      )}
      <AddsCause isShown={addsCause} />
    </>
  )
}

function AddsCause({ isShown }: { readonly isShown: boolean }): JSX.Element | null {
  return isShown ? (
    <>
      {' '}
      <strong class="cause">adds a cause</strong>
    </>
  ) : null
}

function SeenTimes({ step: { revision, isReturn }, isLast }: { readonly step: VersionStep; readonly isLast: boolean }): JSX.Element {
  const { seenFrom, seenUntil } = revision
  if (isReturn) return <>, as it had been before</>
  if (seenUntil === null)
    return (
      <>
        , {isLast ? 'read since' : 'first read'} <Time at={seenFrom} />
      </>
    )
  if (seenUntil === seenFrom)
    return (
      <>
        , read once, <Time at={seenFrom} />
      </>
    )
  return (
    <>
      , read from <Time at={seenFrom} /> until <Time at={seenUntil} />
    </>
  )
}

function Step({ step: { revision, before, edit }, isLast }: { readonly step: VersionStep; readonly isLast: boolean }): JSX.Element {
  if (before === null || edit === null)
    return (
      <>
        <p class="facts">{labelOf(revision)}</p>
        <VersionText revision={revision} />
      </>
    )
  const changes = [
    { name: 'Label', before: { words: labelOf(before) }, after: { words: labelOf(revision) } },
    { name: 'Dated', before: momentValue(before.postedAt), after: momentValue(revision.postedAt) },
  ].filter((change) => change.before.words !== change.after.words)
  const isSameText = edit.pieces.every(({ kind }) => kind === 'kept')
  return (
    <>
      {changes.map(({ name, before: old, after }) => (
        <p class="facts">
          {name}: <Replaced before={old} after={after} />
        </p>
      ))}
      {isSameText ? <p class="facts">The text stayed.</p> : <Difference edit={edit} />}
      {isLast || isSameText ? null : (
        <details>
          <summary>This version alone</summary>
          <VersionText revision={revision} />
        </details>
      )}
    </>
  )
}

function VersionText({ revision: { body, format } }: { readonly revision: RevisionReading }): JSX.Element {
  return <VendorText body={body ?? ''} format={format ?? 'text'} />
}

function labelOf({ phase, native }: RevisionReading): string {
  return phase === null ? (native ?? 'Update') : phaseWords[phase]
}

/** Updates that the vendor took down again, with what they said. */
export function TakenDown({ updates }: { readonly updates: readonly (readonly RevisionReading[])[] }): JSX.Element | null {
  if (updates.length === 0) return null
  return (
    <details class="versions" id="taken-down">
      <summary>{plural(updates.length, 'update was', 'updates were')} taken down again</summary>
      <ol>
        {updates.map((revisions) =>
          revisions.map((revision) => (
            <li>
              <p class="facts">
                {labelOf(revision)}
                <SeenTimes step={{ revision, before: null, edit: null, isReturn: false }} isLast={false} />
              </p>
              <VersionText revision={revision} />
            </li>
          )),
        )}
      </ol>
    </details>
  )
}
