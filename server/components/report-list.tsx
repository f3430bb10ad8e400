import type { JSX } from 'hono/jsx/jsx-runtime'
import type { ReportListing } from '../../data/store/report-readings.ts'
import { FactLine } from './fact-line.tsx'
import { incidentPath, vendorPath } from './incidents.tsx'
import { causeWords, shareWords } from './report-words.ts'
import { Time } from './time.tsx'
import { durationWords, listing, plural } from './words.ts'

/** Reports across vendors: a line of title, a line of facts, the beginning of the text. */

export function ReportList({ reports }: { readonly reports: readonly ReportListing[] }): JSX.Element {
  return (
    <ol class="entries" id="report-list">
      {reports.map((report) => (
        <ReportRow report={report} />
      ))}
    </ol>
  )
}

const namedParties = 4

function ReportRow({ report }: { readonly report: ReportListing }): JSX.Element {
  const { incidentId, vendorId, vendorName, incidentTitle, datedAt, causeCategory, thirdParties, excerpt } = report
  const rest = thirdParties.length - namedParties
  return (
    <li class="entry" id={`r-${incidentId}`}>
      <p class="entry-vendor">
        <a href={vendorPath(vendorId)}>
          <bdi>{vendorName}</bdi>
        </a>
      </p>
      <p class="entry-title">
        <a href={`${incidentPath(incidentId)}#report`}>
          <bdi>{incidentTitle}</bdi>
        </a>
      </p>
      <FactLine>
        <Time at={datedAt} />
        <span>{causeWords[causeCategory]}</span>
        <ReportSpans report={report} />
        {thirdParties.length === 0 ? null : (
          <span>
            names <bdi>{listing(thirdParties.slice(0, namedParties).map(({ name }) => name))}</bdi>
            {rest > 0 ? ` and ${plural(rest, 'other', 'others')}` : ''}
          </span>
        )}
      </FactLine>
      {excerpt === '' ? null : (
        <p class="excerpt">
          <bdi>{excerpt}</bdi>
        </p>
      )}
    </li>
  )
}

/** "impact of 2 h 10 min", "lag 40 min", "30 % affected", as far as known. */
function ReportSpans({ report: { figures, affectedSharePercent } }: { readonly report: ReportListing }): JSX.Element {
  const { statedDowntimeSeconds: stated, reportLagSeconds: lag } = figures
  const spans = [
    ...(stated === null ? [] : [`${durationWords(stated * 1000)} stated`]),
    ...(lag === null ? [] : [lag === 0 ? 'no lag' : `lag ${durationWords(lag * 1000)}`]),
    ...(affectedSharePercent === null ? [] : [`${shareWords(affectedSharePercent)} affected`]),
  ]
  return (
    <>
      {spans.map((words) => (
        <>
          <span>{words}</span>{' '}
        </>
      ))}
    </>
  )
}
