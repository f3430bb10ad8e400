import type { JSX } from 'hono/jsx/jsx-runtime'
import { honestyRule } from '../../data/report-honesty.ts'
import type { HonestyReading } from '../../data/store/report-readings.ts'
import { shareWords } from './report-words.ts'
import { durationWords, numeral, plural } from './words.ts'

/** How much of what a vendor's own reports state its page had shown: figures with how many they are of, and the grade by its rule. */

interface HonestyProps {
  readonly honesty: HonestyReading
  /** Where the reports are listed. */
  readonly list: string
}

/** Nothing for a vendor without a report. */
export function Honesty({ honesty, list }: HonestyProps): JSX.Element | null {
  const { reports, lag, downtime } = honesty
  if (reports === 0) return null
  return (
    <section aria-labelledby="honesty" id="s-honesty">
      <h2 id="honesty">What the reports say, and what the page showed</h2>
      <dl class="figures" id="honesty-figures">
        <GradeFigure honesty={honesty} />
        <Lag lag={lag} />
        <Hidden downtime={downtime} />
      </dl>
      <p class="facts rule">
        Of <a href={list}>{plural(reports, 'report', 'reports')}</a>. Those that state no window of impact, or whose posts are back-dated,
        count for nothing.
      </p>
      <details id="honesty-rule">
        <summary>How this is graded</summary>
        <p class="facts rule">{honestyRule.text}</p>
        <Grades given={honesty.grade?.grade ?? null} />
        <p class="facts rule">
          Half of the reports have a lag of at most the median, nine in ten of at most the p90 (by nearest rank: each is a lag that
          occurred).
        </p>
      </details>
    </section>
  )
}

function GradeFigure({ honesty: { grade, lag } }: Pick<HonestyProps, 'honesty'>): JSX.Element {
  return (
    <div>
      <dt>Grade</dt>
      <dd>
        {grade === null ? (
          <span class="facts">
            none: {numeral(lag.reports)} of the {numeral(honestyRule.leastReports)} reports with a lag that one needs
          </span>
        ) : (
          <>
            <b>{grade.grade}</b> <span class="facts">{grade.text}</span>
          </>
        )}
      </dd>
    </div>
  )
}

function Lag({ lag: { reports, medianSeconds, p90Seconds } }: Pick<HonestyReading, 'lag'>): JSX.Element {
  return (
    <div>
      <dt>Report lag</dt>
      <dd>
        {medianSeconds === null || p90Seconds === null ? (
          <span class="facts">not derived of any report</span>
        ) : (
          <>
            <b>{secondsWords(medianSeconds)}</b>{' '}
            <span class="facts">
              median from the stated start to the first post; p90 {secondsWords(p90Seconds)}; n = {numeral(reports)}
            </span>
          </>
        )}
      </dd>
    </div>
  )
}

function Hidden({ downtime: { reports, statedSeconds, postedSeconds, hiddenSeconds } }: Pick<HonestyReading, 'downtime'>): JSX.Element {
  return (
    <div>
      <dt>Hidden downtime</dt>
      <dd>
        {reports === 0 ? (
          <span class="facts">not derived of any report</span>
        ) : (
          <>
            <b>{secondsWords(hiddenSeconds)}</b>{' '}
            <span class="facts">
              {statedSeconds === 0 ? '' : `${hiddenShareWords(hiddenSeconds / statedSeconds)} `}of the {durationWords(statedSeconds * 1000)}{' '}
              stated; {durationWords(postedSeconds * 1000)} shown; n = {numeral(reports)}
            </span>
          </>
        )}
      </dd>
    </div>
  )
}

/** Rounded up, so that no figure seems to keep a limit that it does not. */
function secondsWords(seconds: number): string {
  if (seconds === 0) return 'none'
  return durationWords(seconds < 60 ? seconds * 1000 : Math.ceil(seconds / 60) * 60_000)
}

/** "26 %", "25.1 %": rounded up as well. */
function hiddenShareWords(share: number): string {
  return shareWords(Math.ceil(share * 1000 - 1e-6) / 10)
}

function Grades({ given }: { readonly given: string | null }): JSX.Element {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Grade</th>
          <th scope="col">Rule</th>
        </tr>
      </thead>
      <tbody>
        {honestyRule.grades.map(({ grade, text }) => (
          <tr>
            <th scope="row">
              {grade}
              {grade === given ? <span class="facts">this one</span> : null}
            </th>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
