import type { JSX } from 'hono/jsx/jsx-runtime'
import type { RevisionReading } from '../../data/store/readings.ts'
import { Time } from './time.tsx'
import { impactWords, instantWords, phaseWords } from './words.ts'

/** What was changed in the entry itself (title, impact, phase, times, components), newest first; nothing where nothing was. */

interface Difference {
  readonly field: string
  readonly before: string
  readonly after: string
}

const untold = 'not told'

/** The fields in which two versions differ, in plain words. */
function differencesBetween(before: RevisionReading, after: RevisionReading): readonly Difference[] {
  return versionFields
    .map(({ field, read }) => ({ field, before: read(before), after: read(after) }))
    .filter((difference) => difference.before !== difference.after)
}

const versionFields: readonly { readonly field: string; readonly read: (revision: RevisionReading) => string }[] = [
  { field: 'Title', read: ({ title }) => title ?? untold },
  { field: 'Impact', read: ({ impact }) => (impact === null ? untold : impactWords[impact]) },
  { field: 'Phase', read: ({ phase }) => (phase === null ? untold : phaseWords[phase]) },
  { field: 'Began', read: ({ startedAt }) => wordsOf(startedAt) },
  { field: 'Resolved', read: ({ resolvedAt }) => wordsOf(resolvedAt) },
  { field: 'Planned from', read: ({ scheduledFor }) => wordsOf(scheduledFor) },
  { field: 'Planned until', read: ({ scheduledUntil }) => wordsOf(scheduledUntil) },
  {
    field: 'Components',
    read: ({ components }) => (components === null ? untold : components.map(({ name }) => name).join(', ') || 'none'),
  },
]

function wordsOf(at: RevisionReading['startedAt']): string {
  return at === null ? untold : instantWords(at)
}

export function EntryVersions({ revisions }: { readonly revisions: readonly RevisionReading[] }): JSX.Element | null {
  const versions = revisions.filter((revision) => revision.subject !== 'update').toSorted((a, b) => (a.seenFrom < b.seenFrom ? -1 : 1))
  const steps = versions
    .slice(1)
    .map((after, index) => ({ after, before: versions[index] }))
    .flatMap(({ after, before }) => (before ? { seenFrom: after.seenFrom, differences: differencesBetween(before, after) } : []))
    .filter(({ differences }) => differences.length > 0)
    .toReversed()
  const [latest] = steps
  if (latest === undefined) return null
  return (
    <details class="versions" id="entry-versions">
      <summary>
        The entry itself was changed {steps.length === 1 ? 'once,' : `${steps.length} times, last`} on <Time at={latest.seenFrom} />
      </summary>
      <ol reversed>
        {steps.map(({ seenFrom, differences }) => (
          <li>
            <p class="facts">
              Seen <Time at={seenFrom} />
            </p>
            <dl>
              {differences.map(({ field, before, after }) => (
                <>
                  <dt>{field}</dt>
                  <dd>
                    <del>
                      <bdi>{before}</bdi>
                    </del>{' '}
                    <ins>
                      <bdi>{after}</bdi>
                    </ins>
                  </dd>
                </>
              ))}
            </dl>
          </li>
        ))}
      </ol>
    </details>
  )
}
