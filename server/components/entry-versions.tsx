import type { JSX } from 'hono/jsx/jsx-runtime'
import { compareTexts } from '../../data/edits.ts'
import type { RevisionReading } from '../../data/store/readings.ts'
import { impactDirection } from '../feeds/change-edit.ts'
import { Difference, momentValue, Replaced, type Value, ValueText } from './difference.tsx'
import { Time } from './time.tsx'
import { inOrder } from './version-steps.ts'
import { impactWords, numeral, phaseWords } from './words.ts'

/** Every version of the entry itself (title, impact, phase, times, components), newest first; nothing where there is but one. */

interface ChangedField {
  readonly field: string
  readonly before: Value
  readonly after: Value
  /** "raised", "lowered" */
  readonly note: string | null
}

const untold = 'not told'

/** The fields in which two versions differ, in plain words. */
function differencesBetween(before: RevisionReading, after: RevisionReading): readonly ChangedField[] {
  return versionFields
    .map(({ field, read }) => ({
      field,
      before: read(before),
      after: read(after),
      note: field === 'Impact' ? impactDirection(before.impact, after.impact) : null,
    }))
    .filter((difference) => difference.before.words !== difference.after.words)
}

const versionFields: readonly { readonly field: string; readonly read: (revision: RevisionReading) => Value }[] = [
  { field: 'Title', read: ({ title }) => ({ words: title ?? untold }) },
  { field: 'Impact', read: ({ impact }) => ({ words: impact === null ? untold : impactWords[impact] }) },
  { field: 'Phase', read: ({ phase }) => ({ words: phase === null ? untold : phaseWords[phase] }) },
  { field: 'Began', read: ({ startedAt }) => momentValue(startedAt) },
  { field: 'Resolved', read: ({ resolvedAt }) => momentValue(resolvedAt) },
  { field: 'Planned from', read: ({ scheduledFor }) => momentValue(scheduledFor) },
  { field: 'Planned until', read: ({ scheduledUntil }) => momentValue(scheduledUntil) },
  {
    field: 'Components',
    read: ({ components }) => ({ words: components === null ? untold : components.map(({ name }) => name).join(', ') || 'none' }),
  },
]

export function EntryVersions({ revisions }: { readonly revisions: readonly RevisionReading[] }): JSX.Element | null {
  const versions = inOrder(revisions.filter((revision) => revision.subject !== 'update'))
  const steps = versions
    .map((after, index) => ({ after, before: versions[index - 1], number: index + 1 }))
    .flatMap(({ after, before, number }) => (before ? [{ after, number, differences: differencesBetween(before, after) }] : []))
    .filter(({ differences }) => differences.length > 0)
    .toReversed()
  const [latest] = steps
  const [first] = versions
  if (latest === undefined || first === undefined) return null
  return (
    <details class="versions" id="entry-versions">
      <summary>
        The entry itself was changed {steps.length === 1 ? 'once,' : `${numeral(steps.length)} times, last`} on{' '}
        <Time at={latest.after.seenFrom} />
      </summary>
      <ol reversed>
        {steps.map(({ after, number, differences }) => (
          <li>
            <SeenFrom number={number} revision={after} />
            <dl>
              {differences.map(({ field, before, after: now, note }) => (
                <>
                  <dt>
                    {field}
                    {note === null ? '' : `, ${note}`}
                  </dt>
                  <dd>
                    {field === 'Title' ? (
                      <Difference edit={compareTexts(before.words, now.words)} />
                    ) : (
                      <Replaced before={before} after={now} />
                    )}
                  </dd>
                </>
              ))}
            </dl>
          </li>
        ))}
        <li>
          <SeenFrom number={1} revision={first} />
          <dl>
            {versionFields.map(({ field, read }) =>
              read(first).words === untold ? null : (
                <>
                  <dt>{field}</dt>
                  <dd>
                    <ValueText value={read(first)} />
                  </dd>
                </>
              ),
            )}
          </dl>
        </li>
      </ol>
    </details>
  )
}

function SeenFrom({
  number,
  revision: { seenFrom, seenUntil },
}: {
  readonly number: number
  readonly revision: RevisionReading
}): JSX.Element {
  return (
    <p class="facts">
      Version {numeral(number)}, read {seenUntil === null ? 'since' : 'from'} <Time at={seenFrom} />
      {seenUntil === null ? null : (
        <>
          {' until '}
          <Time at={seenUntil} />
        </>
      )}
    </p>
  )
}
