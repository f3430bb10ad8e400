import type { JSX } from 'hono/jsx/jsx-runtime'
import type { ReportFigures } from '../../data/report-figures.ts'
import type { EvidenceReading, ReportWindowReading } from '../../data/store/report-readings.ts'
import type { Instant } from '../../parsers/model.ts'
import type { ReportTime } from '../../parsers/report/model.ts'
import { evidenceWords, instantIn, laterWords, reasonWords, yearlessWords } from './report-words.ts'
import { Time } from './time.tsx'
import { durationWords } from './words.ts'

/** What the drawing of a report shows, in words, and the sentences that it was read from. */

/** The sentence that a fact was read from, in the vendor's words. */
export function EvidenceText({ evidence }: { readonly evidence: EvidenceReading | null }): JSX.Element | null {
  if (evidence === null || evidence.text.trim() === '') return null
  return (
    <blockquote class="evidence" dir="auto">
      <bdi>{evidenceWords(evidence.text)}</bdi>
    </blockquote>
  )
}

/** A moment as far as the text tells it; on the same day as `before` the clock alone. */
export function ReportMoment({ at, before }: { readonly at: ReportTime | null; readonly before: Instant | null }): JSX.Element {
  if (at === null) return <>a time not told</>
  const instant = instantIn(at)
  if (instant === null) return <>{yearlessWords(at)}</>
  return before === null ? <Time at={instant} /> : <time datetime={instant}>{laterWords(instant, before)}</time>
}

const certaintyWords: Readonly<Record<ReportWindowReading['certainty'], string>> = {
  exact: '',
  approximate: ', approximately',
  'inferred-date': ', the day taken from beside the text',
}

/** Every window as stated, each with its sentences. */
export function StatedWindows({ windows }: { readonly windows: readonly ReportWindowReading[] }): JSX.Element | null {
  if (windows.length === 0) return null
  return (
    <ul class="stated-windows">
      {windows.map((window) => (
        <li>
          <p>
            {window.role === 'main' ? 'Impact' : 'Part of the impact'} from <ReportMoment at={window.start} before={null} /> to{' '}
            <ReportMoment at={window.end} before={instantIn(window.start)} />
            {certaintyWords[window.certainty]}
          </p>
          {window.evidence.map((evidence) => (
            <EvidenceText evidence={evidence} />
          ))}
        </li>
      ))}
    </ul>
  )
}

/** The three figures, or why there are none. */
export function ReportNumbers({ figures }: { readonly figures: ReportFigures }): JSX.Element {
  const { statedDowntimeSeconds: stated, postedDowntimeSeconds: posted, reportLagSeconds: lag, reason } = figures
  const why = reason === null ? null : `not derived: ${reasonWords[reason]}`
  if (stated === null && posted === null && lag === null)
    return <p class="facts rule">Report lag and hidden downtime are {why ?? 'not derived'}.</p>
  return (
    <dl class="figures" id="report-figures">
      <Figure name="Stated impact" seconds={stated} note="from start to end, as the report says" why={why} />
      <Figure name="Shown on the page" seconds={posted} note="from the first post to the one that says resolved" why={why} />
      <Figure name="Report lag" seconds={lag} note="from the stated start to the first post" why={why} />
      <Figure
        name="Hidden downtime"
        seconds={stated === null || posted === null ? null : Math.max(0, stated - posted)}
        note="stated beyond what was shown"
        why={why}
      />
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly seconds: number | null
  readonly note: string
  readonly why: string | null
}

function Figure({ name, seconds, note, why }: FigureProps): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {seconds === null ? (
          <span class="facts">{why ?? 'not derived'}</span>
        ) : (
          <>
            <b>{seconds === 0 ? 'none' : durationWords(seconds * 1000)}</b> <span class="facts">{note}</span>
          </>
        )}
      </dd>
    </div>
  )
}
