import type { JSX } from 'hono/jsx/jsx-runtime'
import type { IncidentReading } from '../../data/store/readings.ts'
import type { IncidentReportReading, ReportMentionReading, ReportSectionReading } from '../../data/store/report-readings.ts'
import { webAddress } from '../http/sanitize.ts'
import { FactLine } from './fact-line.tsx'
import { shortAddress } from './page-facts.tsx'
import { EvidenceText, ReportMoment, ReportNumbers, StatedWindows } from './report-figures.tsx'
import { ReportVersions } from './report-versions.tsx'
import { drawingOf, drawingWords, WindowsFigure } from './report-windows.tsx'
import { causeWords, sectionWords, shareWords } from './report-words.ts'
import { Time } from './time.tsx'
import { VendorText } from './vendor-text.tsx'
import { plural } from './words.ts'

/** The report of an incident: what it states beside what the page showed, its facts with their sentences, its text. */

interface ReportProps {
  readonly report: IncidentReportReading
  readonly incident: Pick<IncidentReading, 'title' | 'updates' | 'resolvedAt'>
}

export function IncidentReport({ report, incident }: ReportProps): JSX.Element {
  return (
    <section class="report" aria-labelledby="report" id="s-report">
      <h2 id="report">{report.title === null || report.title === incident.title ? headingOf(report) : <bdi>{report.title}</bdi>}</h2>
      <ReportSource report={report} />
      {report.genre === 'incident' ? <Reading report={report} incident={incident} /> : <p class="facts">{genreWords[report.genre]}</p>}
      <ReportTimeline report={report} />
      <Sections report={report} />
      <WholeText report={report} />
      <ReportVersions versions={report.versions} shown={report.digest} />
    </section>
  )
}

function headingOf({ kind }: IncidentReportReading): string {
  return kind === 'report' ? 'Postmortem' : 'What the vendor reported'
}

const genreWords: Readonly<Record<Exclude<IncidentReportReading['genre'], 'incident'>, string>> = {
  template: 'The text is a form that was not filled in: nothing is read from it.',
  guide: 'The text is about how to do something, not about what happened: no times are read from it.',
  example: 'The text tells an example, not what happened: no times are read from it.',
}

function ReportSource({ report: { kind, publishedAt, url, digest, versions } }: Pick<ReportProps, 'report'>): JSX.Element {
  const page = webAddress(url)
  const goneAt = versions.find((version) => version.digest === digest)?.seenUntil ?? null
  return (
    <FactLine>
      {publishedAt === null ? null : (
        <span>
          {kind === 'report' ? 'Published' : 'Posted'} <Time at={publishedAt} />
        </span>
      )}
      {kind === 'report' ? null : <span>a closing update that is a report in all but name</span>}
      {goneAt === null ? null : (
        <span>
          taken down by the vendor after <Time at={goneAt} />
        </span>
      )}
      {page === null ? null : (
        <a href={page} rel="noreferrer">
          <bdi>{shortAddress(page)}</bdi>
        </a>
      )}
    </FactLine>
  )
}

/** More windows than these fold. */
const shownWindows = 3

function Reading({ report, incident }: ReportProps): JSX.Element {
  const drawing = drawingOf(report, incident)
  return (
    <>
      <WindowsFigure drawing={drawing} words={drawingWords(drawing)} />
      <ReportNumbers figures={report.figures} />
      {report.windows.length === 0 ? null : (
        <details id="report-windows" open={report.windows.length <= shownWindows}>
          <summary>{plural(report.windows.length, 'stated window and its sentence', 'stated windows and their sentences')}</summary>
          <StatedWindows windows={report.windows} />
        </details>
      )}
      <ReportFacts report={report} />
    </>
  )
}

/** Cause, share, components and third parties, each with the sentence that says so. */
function ReportFacts({ report }: Pick<ReportProps, 'report'>): JSX.Element {
  const { causeCategory, causeEvidence, affectedSharePercent, affectedShareEvidence, affectedComponents, thirdParties } = report
  return (
    <dl class="told" id="report-facts">
      <dt>Cause</dt>
      <dd>
        <p>{causeWords[causeCategory]}</p>
        <EvidenceText evidence={causeEvidence} />
      </dd>
      {affectedSharePercent === null ? null : (
        <>
          <dt>Affected share</dt>
          <dd>
            <p>{shareWords(affectedSharePercent)}</p>
            <EvidenceText evidence={affectedShareEvidence} />
          </dd>
        </>
      )}
      <Mentions name="Components named" mentions={affectedComponents} />
      <Mentions name="Third parties named" mentions={thirdParties} />
    </dl>
  )
}

/** More than these are left to the interface. */
const mostMentions = 20

function Mentions({ name, mentions }: { readonly name: string; readonly mentions: readonly ReportMentionReading[] }): JSX.Element | null {
  if (mentions.length === 0) return null
  const rest = mentions.length - mostMentions
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <ul>
          {mentions.slice(0, mostMentions).map((mention) => (
            <li>
              <p>
                <bdi>{mention.name}</bdi>
              </p>
              <EvidenceText evidence={mention.evidence} />
            </li>
          ))}
          {rest > 0 ? <li>and {plural(rest, 'other', 'others')}</li> : null}
        </ul>
      </dd>
    </>
  )
}

const mostEntries = 500

function ReportTimeline({ report: { timeline } }: Pick<ReportProps, 'report'>): JSX.Element | null {
  if (timeline.length === 0) return null
  const rest = timeline.length - mostEntries
  return (
    <details id="report-timeline">
      <summary>Timeline, {plural(timeline.length, 'entry', 'entries')}</summary>
      <ol class="timeline reported">
        {timeline.slice(0, mostEntries).map(({ at, stated, text }) => (
          <li>
            <p class="facts">{at === null ? <bdi>{stated}</bdi> : <ReportMoment at={at} before={null} />}</p>
            <VendorText body={text} format="text" />
          </li>
        ))}
      </ol>
      {rest > 0 ? <p class="facts">{plural(rest, 'more is', 'more are')} in the text below.</p> : null}
    </details>
  )
}

/** A section of more characters is cut: the whole text follows. */
const longestSection = 20_000

function Sections({ report: { sections, timeline, format } }: Pick<ReportProps, 'report'>): JSX.Element {
  // One heading may name two: "Root cause and resolution". The timeline is told above, entry by entry.
  const parts = [...Map.groupBy(sections, ({ from }) => from).values()].filter(
    (group) => timeline.length === 0 || group[0]?.name !== 'timeline',
  )
  return (
    <>
      {parts.map((group, index) => (
        <details class="section" id={`report-section-${index + 1}`}>
          <summary>
            <SectionTitle group={group} />
          </summary>
          {/* The text of a section is without tags; lists and code of Markdown stand in it as they were. */}
          <VendorText body={cut(group[0]?.text ?? '')} format={format === 'markdown' ? 'markdown' : 'text'} />
        </details>
      ))}
    </>
  )
}

/** Our name for it, and the vendor's heading where that is another. */
function SectionTitle({ group }: { readonly group: readonly ReportSectionReading[] }): JSX.Element {
  const ours = group.map(({ name }, index) => (index === 0 ? sectionWords[name] : sectionWords[name].toLowerCase())).join(' and ')
  const heading = group[0]?.heading.trim() ?? ''
  if (heading === '' || heading.toLowerCase() === ours.toLowerCase()) return <>{ours}</>
  return (
    <>
      {ours}{' '}
      <span class="facts">
        “<bdi>{heading}</bdi>”
      </span>
    </>
  )
}

function cut(text: string): string {
  return text.length <= longestSection ? text : `${text.slice(0, longestSection)} …`
}

/** Folded where its parts tell it already. */
function WholeText({ report: { body, format, sections } }: Pick<ReportProps, 'report'>): JSX.Element {
  if (sections.length === 0) return <VendorText body={body} format={format} />
  return (
    <details class="section" id="report-text">
      <summary>The whole text</summary>
      <VendorText body={body} format={format} />
    </details>
  )
}
