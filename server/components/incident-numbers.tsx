import type { JSX } from 'hono/jsx/jsx-runtime'
import type { IncidentNumbers, Mean } from '../../data/incident-numbers.ts'
import { durationWords, listing, numeral } from './words.ts'

/** What the incidents of a time come to; a mean always with how many it is of. */

const impactOrder = ['critical', 'major', 'minor', 'none', 'unknown'] as const
const impactNames = { critical: 'critical', major: 'major', minor: 'minor', none: 'without impact', unknown: 'of untold impact' } as const

export function IncidentNumbersList({ numbers }: { readonly numbers: IncidentNumbers }): JSX.Element | null {
  const { count, byImpact, postedDowntimeSeconds, postedDowntime, timeToAcknowledge, timeToResolve } = numbers
  if (count === 0) return null
  const impacts = impactOrder
    .filter((impact) => byImpact[impact] > 0)
    .map((impact) => `${numeral(byImpact[impact])} ${impactNames[impact]}`)
  return (
    <dl class="figures" id="incident-numbers">
      <Numbers name="Incidents" value={numeral(count)} note={listing(impacts)} />
      {postedDowntime.meanSeconds === null ? null : (
        <Numbers
          name="Posted downtime"
          value={durationWords(postedDowntimeSeconds * 1000)}
          note={`from first to last post, ${meanOf(postedDowntime)}`}
        />
      )}
      {timeToAcknowledge.meanSeconds === null ? null : (
        <Numbers
          name="Until acknowledged"
          value={durationWords(timeToAcknowledge.meanSeconds * 1000)}
          note={overOf(timeToAcknowledge, 'stated an earlier start')}
        />
      )}
      {timeToResolve.meanSeconds === null ? null : (
        <Numbers
          name="Until resolved"
          value={durationWords(timeToResolve.meanSeconds * 1000)}
          note={overOf(timeToResolve, 'are resolved')}
        />
      )}
    </dl>
  )
}

function Numbers({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{value}</b> <span class="facts">{note}</span>
      </dd>
    </div>
  )
}

function meanOf({ meanSeconds }: Mean): string {
  return `${durationWords((meanSeconds ?? 0) * 1000)} on average`
}

function overOf({ incidents }: Mean, which: string): string {
  return `on average, of the ${numeral(incidents)} that ${which}`
}
