import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Instant } from '../../parsers/model.ts'
import { healthSeverity, isImpaired } from '../../parsers/model.ts'
import type { ComponentReading, IncidentReading, VendorReading } from '../../data/store/readings.ts'
import { latestExcerpt } from './excerpt.ts'
import { IncidentRow, vendorPath } from './incidents.tsx'
import { Mark, StandingBadge, standings } from './marks.tsx'
import { vendorStanding } from './overview.tsx'
import { Doubts, TrustLine } from './reading.tsx'
import { healthWords, numeral } from './words.ts'

/** What is wrong now: the troubled vendors, worst first, each with its incidents and components. */

const shownComponents = 6

interface TroubleProps {
  readonly vendors: readonly VendorReading[]
  /** Ids of those in trouble. */
  readonly troubled: ReadonlySet<string>
  readonly incidents: readonly IncidentReading[]
  readonly components: readonly ComponentReading[]
  readonly now: Instant
}

export function Trouble({ vendors, troubled, incidents, components, now }: TroubleProps): JSX.Element | null {
  if (troubled.size === 0) return null
  const worstFirst = vendors
    .filter((vendor) => troubled.has(vendor.id))
    .toSorted((a, b) => standings.indexOf(vendorStanding(a)) - standings.indexOf(vendorStanding(b)) || a.name.localeCompare(b.name, 'en'))
  return (
    <section id="s-wrong-now" aria-labelledby="wrong-now">
      <h2 id="wrong-now">Wrong now</h2>
      <div class="cards" id="troubled">
        {worstFirst.map((vendor) => (
          <TroubledVendor
            vendor={vendor}
            incidents={incidents.filter((incident) => incident.vendorId === vendor.id && incident.impact !== 'none')}
            components={components.filter((component) => component.vendorId === vendor.id && isImpaired(component.health))}
            now={now}
          />
        ))}
      </div>
    </section>
  )
}

interface TroubledVendorProps {
  readonly vendor: VendorReading
  readonly incidents: readonly IncidentReading[]
  readonly components: readonly ComponentReading[]
  readonly now: Instant
}

function TroubledVendor({ vendor, incidents, components, now }: TroubledVendorProps): JSX.Element {
  const standing = vendorStanding(vendor)
  const worstFirst = components.toSorted((a, b) => healthSeverity(b.health) - healthSeverity(a.health))
  const rest = worstFirst.length - shownComponents
  return (
    <article class={`card ${standing}${vendor.trust === 'fresh' ? '' : ' dated'}`} id={`t-${vendor.id}`}>
      <header>
        <h3>
          <a href={vendorPath(vendor.id)}>
            <bdi>{vendor.name}</bdi>
          </a>
        </h3>
        <StandingBadge standing={standing} trust={vendor.trust} />
        <TrustLine reading={vendor} now={now} />
      </header>
      <Doubts doubts={vendor.doubts} now={now} />
      {incidents.length === 0 ? (
        <p class="facts">No incident is posted about it.</p>
      ) : (
        <ul class="entries">
          {incidents.map((incident) => (
            <IncidentRow incident={incident} now={now} excerpt={latestExcerpt(incident)} namesComponents={components.length === 0} />
          ))}
        </ul>
      )}
      {worstFirst.length === 0 ? null : (
        <ul class="inline components" aria-label="Components concerned">
          {worstFirst.slice(0, shownComponents).map((component) => (
            <li>
              <Mark standing={component.health} trust={component.trust} /> <bdi>{component.name}</bdi>{' '}
              <span class="facts">{healthWords[component.health]}</span>
            </li>
          ))}
          {rest > 0 ? (
            <li>
              <a href={vendorPath(vendor.id)}>and {numeral(rest)} more</a>
            </li>
          ) : null}
        </ul>
      )}
    </article>
  )
}
