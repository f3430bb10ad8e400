import type { JSX } from 'hono/jsx/jsx-runtime'
import type { HistoryReading, PeriodUptime } from '../../data/store/uptime.ts'
import type { ComponentReading } from '../../data/store/readings.ts'
import { DayBars, DayTable } from './day-bars.tsx'
import { IncidentNumbersList } from './incident-numbers.tsx'
import { coverageWords, durationWords, numeral, percentWords } from './words.ts'

/** Uptime of a vendor and of its components: no figure stands without how much of its time was observed. */

interface UptimeProps {
  readonly history: HistoryReading
  readonly components: readonly ComponentReading[]
  /** Where the interface tells the same. */
  readonly path: string
}

export function Uptime({ history, components, path }: UptimeProps): JSX.Element {
  const { periods, daily, incidents } = history
  const isObserved = periods.some(({ coverage }) => coverage > 0) || daily.some(({ worst }) => worst !== 'unknown')
  return (
    <section aria-labelledby="uptime" id="s-uptime">
      <h2 id="uptime">The last {numeral(daily.length)} days</h2>
      {isObserved ? (
        <>
          <DayBars daily={daily} />
          <dl class="figures" id="uptime-periods">
            {periods.map((period) => (
              <div>
                <dt>{periodWords(period.days)}</dt>
                <dd>
                  <Figure of={period} />
                  <Spent of={period} />
                </dd>
              </div>
            ))}
          </dl>
          <p class="facts rule">
            Up is operational or degraded, down a partial or major outage, as the page said it; maintenance is neither. Time in which the
            page was not read is left out, and each figure says how much of its time was observed.
          </p>
          <details id="uptime-days">
            <summary>Each day</summary>
            <DayTable daily={daily} />
          </details>
          <ComponentFigures history={history} components={components} path={path} />
        </>
      ) : (
        <p class="facts">No state was observed in this time.</p>
      )}
      <IncidentNumbersList numbers={incidents} />
    </section>
  )
}

function periodWords(days: number): string {
  return days === 1 ? '24 hours' : `${numeral(days)} days`
}

interface FigureProps {
  readonly of: { readonly uptime: number | null; readonly coverage: number }
}

/** "99.93 % of the 81 % observed". */
function Figure({ of: { uptime, coverage } }: FigureProps): JSX.Element {
  if (coverage === 0) return <span class="facts">not observed</span>
  const observed = coverage >= 1 ? 'all observed' : `of ${coverage < 0.01 ? '' : 'the '}${coverageWords(coverage)} observed`
  if (uptime === null) return <span class="facts">only maintenance {observed}</span>
  return (
    <>
      <b>{percentWords(uptime)}</b> <span class="facts">{observed}</span>
    </>
  )
}

/** "99.93 % of 81 %": under a heading that says of what. */
function ShortFigure({ of: { uptime, coverage } }: FigureProps): JSX.Element {
  if (coverage === 0) return <span class="facts">not observed</span>
  return (
    <>
      <b>{uptime === null ? '–' : percentWords(uptime)}</b> <span class="facts">of {coverage >= 1 ? 'all' : coverageWords(coverage)}</span>
    </>
  )
}

/** "down 24 min, degraded 8 h": what the figure is made of. */
function Spent({ of: { downSeconds, degradedSeconds, maintenanceSeconds } }: { readonly of: PeriodUptime }): JSX.Element | null {
  const spans = [
    { what: 'down', seconds: downSeconds },
    { what: 'degraded', seconds: degradedSeconds },
    { what: 'under maintenance', seconds: maintenanceSeconds },
  ].filter(({ seconds }) => seconds > 0)
  if (spans.length === 0) return null
  return <span class="facts"> {spans.map(({ what, seconds }) => `${what} ${durationWords(seconds * 1000)}`).join(', ')}</span>
}

/** More rows than anyone reads; the interface has them all. */
const mostRows = 100

function ComponentFigures({ history, components, path }: UptimeProps): JSX.Element | null {
  const rows = components
    .flatMap((component) => {
      const periods = history.components.get(component.id)?.periods
      return periods ? [{ component, periods, least: periods.at(-1)?.uptime ?? 2 }] : []
    })
    .toSorted((a, b) => a.least - b.least)
  if (rows.length === 0) return null
  const rest = rows.length - mostRows
  return (
    <details id="uptime-components">
      <summary>Each component</summary>
      <table class="table">
        <caption>How much was up, of the share of the time that was observed.</caption>
        <thead>
          <tr>
            <th scope="col">Component</th>
            {history.periods.map(({ days }) => (
              <th scope="col">{periodWords(days)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map(({ component: { name, path: groups }, periods }) => (
            <tr>
              <th scope="row">
                <bdi>{name}</bdi>
                {groups.length === 0 ? null : <bdi class="facts">{groups.join(' / ')}</bdi>}
              </th>
              {periods.map((period) => (
                <td>
                  <ShortFigure of={period} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 ? (
        <p class="facts">
          Those with the least uptime of {numeral(rows.length)}; <a href={path}>all as JSON</a>.
        </p>
      ) : null}
    </details>
  )
}
