import type { JSX } from 'hono/jsx/jsx-runtime'
import type { DayUptime } from '../../data/uptime.ts'
import { Instant, type Health } from '../../parsers/model.ts'
import { Hatch } from './marks.tsx'
import { coverageWords, dateWords, durationWords, healthWords, numeral, percentWords } from './words.ts'

/**
 * A bar for each day: the taller, the worse was said on it; below the line, how much of the day was observed. Colour only
 * repeats that, and a table says it all.
 */

const width = 1000
const line = 36
const depth = 8
const height = line + 2 + depth

/** What was never said has a stub, hatched. */
const heights: Readonly<Record<Health, number>> = {
  operational: 9,
  unknown: 9,
  under_maintenance: 15,
  degraded_performance: 20,
  partial_outage: 28,
  major_outage: line,
}

export function DayBars({ daily }: { readonly daily: readonly DayUptime[] }): JSX.Element {
  const step = width / Math.max(1, daily.length)
  const bar = Math.max(1, step - Math.min(3, step / 4))
  return (
    <figure class="days">
      <svg
        class="bar"
        width="100%"
        height="60"
        role="img"
        aria-label={summaryOf(daily)}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
      >
        <Hatch />
        {daily.map((day, index) => {
          const x = (index * step).toFixed(1)
          const tall = heights[day.worst]
          return (
            <g class={day.worst}>
              <title>{dayWords(day)}</title>
              <rect class="whole" x={x} width={step.toFixed(1)} height={height} />
              <rect class="said" x={x} y={line - tall} width={bar.toFixed(1)} height={tall} />
              <rect class="seen" x={x} y={line + 2} width={bar.toFixed(1)} height={(depth * day.coverage).toFixed(1)} />
            </g>
          )
        })}
      </svg>
      <figcaption class="facts">
        <span>{firstDay(daily)}</span>
        <span>taller is worse; below the line, how much of the day was observed</span>
        <span>today</span>
      </figcaption>
    </figure>
  )
}

function firstDay(daily: readonly DayUptime[]): string {
  return daily[0] ? dateOf(daily[0]) : ''
}

function dateOf({ date }: DayUptime): string {
  return dateWords(Instant.parse(`${date}T00:00:00.000Z`))
}

/** "3 May 2026: partial outage, down for 22 min; 98 % observed". */
function dayWords(day: DayUptime): string {
  return `${dateOf(day)}: ${worstWords(day)}; ${observedWords(day)}`
}

function worstWords({ worst, downSeconds, degradedSeconds, maintenanceSeconds }: DayUptime): string {
  const spans = [
    ['down', downSeconds],
    ['degraded', degradedSeconds],
    ['under maintenance', maintenanceSeconds],
  ] as const
  const told = spans.filter(([, seconds]) => seconds > 0).map(([what, seconds]) => `${what} for ${durationWords(seconds * 1000)}`)
  return [worst === 'unknown' ? 'nothing known' : healthWords[worst].toLowerCase(), ...told].join(', ')
}

function observedWords({ worst, coverage }: DayUptime): string {
  if (coverage === 0) return worst === 'unknown' ? 'not observed' : 'read, but not for long'
  return coverage >= 1 ? 'all observed' : `${coverageWords(coverage)} observed`
}

/** "90 days: 2 with a major outage, 1 degraded, 80 operational, 7 not observed. The table lists each." */
function summaryOf(daily: readonly DayUptime[]): string {
  const counts = Map.groupBy(daily, (day) => day.worst)
  const words = (['major_outage', 'partial_outage', 'degraded_performance', 'under_maintenance', 'operational', 'unknown'] as const)
    .filter((health) => counts.has(health))
    .map(
      (health) =>
        `${numeral(counts.get(health)?.length ?? 0)} ${health === 'unknown' ? 'not observed' : healthWords[health].toLowerCase()}`,
    )
  return `The worst of each of ${numeral(daily.length)} days: ${words.join(', ')}. The table below lists each.`
}

export function DayTable({ daily }: { readonly daily: readonly DayUptime[] }): JSX.Element {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Day (UTC)</th>
          <th scope="col">Worst that was said</th>
          <th scope="col">Up</th>
          <th scope="col">Observed</th>
        </tr>
      </thead>
      <tbody>
        {daily.toReversed().map((day) => (
          <tr>
            <th scope="row">{dateOf(day)}</th>
            <td>{worstWords(day)}</td>
            <td>{day.uptime === null ? '–' : percentWords(day.uptime)}</td>
            <td>{coverageWords(day.coverage)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
