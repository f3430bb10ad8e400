import type { JSX } from 'hono/jsx/jsx-runtime'
import { compareTexts, type Edit } from '../../data/edits.ts'
import type { ReportVersionReading } from '../../data/store/report-readings.ts'
import { toPlainText } from '../http/sanitize.ts'
import { Difference } from './difference.tsx'
import { Time } from './time.tsx'
import { VendorText } from './vendor-text.tsx'
import { numeral } from './words.ts'

/** Every version of a report that was read, newest first, each with what it changed. Nothing where there is but one. */

interface ReportVersionsProps {
  /** Oldest first. */
  readonly versions: readonly ReportVersionReading[]
  /** Digest of the one that the page shows. */
  readonly shown: string
}

/** Comparing takes time: of the versions before these only the texts are shown. */
const mostCompared = 20

export function ReportVersions({ versions, shown }: ReportVersionsProps): JSX.Element | null {
  const latest = versions.at(-1)
  if (versions.length < 2 || latest === undefined) return null
  const steps = versions.map((version, index) => ({ version, number: index + 1, edit: editAt(versions, index) }))
  return (
    <details class="versions" id="report-versions">
      <summary>
        {numeral(versions.length)} versions, the last read since <Time at={latest.seenFrom} />
      </summary>
      <ol reversed>
        {steps.toReversed().map(({ version, number, edit }) => (
          <li id={`report-version-${number}`}>
            <details name="report-version">
              <summary>
                Version {numeral(number)}
                <SeenTimes version={version} />
                {version.digest === shown ? ', shown above' : null}
                {edit?.addsCause === true ? (
                  <>
                    {' '}
                    <strong class="cause">adds a cause</strong>
                  </>
                ) : null}
              </summary>
              {edit === null ? <VendorText body={version.body} format={version.format} /> : <Difference edit={edit} />}
            </details>
          </li>
        ))}
      </ol>
    </details>
  )
}

/** What a version changed in the one of its kind before it; null for the first, and for those of long ago. */
function editAt(versions: readonly ReportVersionReading[], index: number): Edit | null {
  const version = versions[index]
  const before = versions.slice(0, index).findLast(({ kind }) => kind === version?.kind)
  if (version === undefined || before === undefined || index < versions.length - mostCompared) return null
  return compareTexts(toPlainText(before.body, before.format), toPlainText(version.body, version.format))
}

function SeenTimes({ version: { seenFrom, seenUntil } }: { readonly version: ReportVersionReading }): JSX.Element {
  return (
    <>
      , read {seenUntil === null ? 'since' : 'from'} <Time at={seenFrom} />
      {seenUntil === null || seenUntil === seenFrom ? null : (
        <>
          {' until '}
          <Time at={seenUntil} />
        </>
      )}
    </>
  )
}
