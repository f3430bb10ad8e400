import type { JSX } from 'hono/jsx/jsx-runtime'
import { isImpaired, type Instant } from '../../parsers/model.ts'
import type { IncidentReading, VendorReading } from '../../data/store/readings.ts'
import { Hatch, standingOf, standings, standingWords, type Standing } from './marks.tsx'
import { Relative } from './time.tsx'
import { healthCountWords, listing, numeral, plural } from './words.ts'

/** The whole in one sentence, its parts in a second, and their proportions as a bar. */

export function vendorStanding(vendor: VendorReading): Standing {
  return standingOf(vendor, vendor.green)
}

/**
 * Ids of the vendors known to be in trouble: they say so, or have an incident open that they do not call harmless. That
 * a page can no longer be read ends no incident.
 */
export function troubledVendors(vendors: readonly VendorReading[], open: readonly IncidentReading[]): ReadonlySet<string> {
  const saying = vendors.filter((vendor) => isImpaired(vendor.health) || vendorStanding(vendor) === 'incident')
  const hurting = open.filter((incident) => incident.impact !== 'none')
  const watched = new Set(vendors.map((vendor) => vendor.id))
  return new Set([...saying.map((vendor) => vendor.id), ...hurting.map((incident) => incident.vendorId).filter((id) => watched.has(id))])
}

function countByStanding(vendors: readonly VendorReading[]): ReadonlyMap<Standing, number> {
  const counts = new Map<Standing, number>()
  for (const vendor of vendors) counts.set(vendorStanding(vendor), (counts.get(vendorStanding(vendor)) ?? 0) + 1)
  return counts
}

/** The headline, also the title of the window: it claims nothing that is not proved. */
export function headline(vendors: readonly VendorReading[], troubled: number): string {
  const total = vendors.length
  if (total === 0) return 'No vendors are watched yet'
  if (troubled > 0) return `${ofTotal(troubled, total)} ${troubled === 1 ? 'has' : 'have'} problems`
  const counts = countByStanding(vendors)
  const unknown = counts.get('unknown') ?? 0
  if (unknown === total) return total === 1 ? 'The state of the vendor is unknown' : `The state of all ${numeral(total)} vendors is unknown`
  if (unknown > 0) return `No known problems, but ${ofTotal(unknown, total)} ${unknown === 1 ? 'is' : 'are'} unknown`
  if (counts.get('operational') !== total) return 'No known problems'
  return total === 1 ? 'The vendor is operational' : `All ${numeral(total)} vendors are operational`
}

function ofTotal(count: number, total: number): string {
  return `${numeral(count)} of ${plural(total, 'vendor', 'vendors')}`
}

interface OverviewProps {
  readonly vendors: readonly VendorReading[]
  /** How many of them are in trouble. */
  readonly troubled: number
  readonly now: Instant
}

export function Overview({ vendors, troubled, now }: OverviewProps): JSX.Element {
  const counts = countByStanding(vendors)
  const present = standings.filter((standing) => counts.has(standing))
  return (
    <section class="overview" id="overview" aria-labelledby="headline">
      <h1 id="headline">{headline(vendors, troubled)}</h1>
      <p class="totals">
        {listing(
          present.map(
            (standing) =>
              `${numeral(counts.get(standing) ?? 0)} ${standing === 'incident' ? 'operational with an incident open' : healthCountWords[standing]}`,
          ),
        )}
      </p>
      <ProportionBar counts={counts} total={vendors.length} />
      <NothingReached vendors={vendors} now={now} />
    </section>
  )
}

/** Drawn with attributes alone: styles inside markup are forbidden by the page's policy. */
function ProportionBar({ counts, total }: { counts: ReadonlyMap<Standing, number>; total: number }): JSX.Element | null {
  if (total === 0) return null
  const width = 1000
  let offset = 0
  return (
    <svg class="bar" width="100%" height="10" viewBox={`0 0 ${width} 10`} preserveAspectRatio="none" aria-hidden="true">
      <Hatch />
      {standings.map((standing) => {
        const share = ((counts.get(standing) ?? 0) / total) * width
        const x = offset
        offset += share
        return share === 0 ? null : (
          <rect class={standing} x={x.toFixed(1)} width={Math.max(1, share - (offset < width - 1 ? 2 : 0)).toFixed(1)} height="10">
            <title>{standingWords[standing]}</title>
          </rect>
        )
      })}
    </svg>
  )
}

/** Said only when nothing at all is fresh: then the fault is more likely here than at every vendor at once. */
function NothingReached({ vendors, now }: Omit<OverviewProps, 'troubled'>): JSX.Element | null {
  if (vendors.length === 0)
    return (
      <div class="notice">
        <p>
          Add one by the address of its status page: <code>npm run add -- https://status.example.com</code>
        </p>
      </div>
    )
  if (vendors.some((vendor) => vendor.trust === 'fresh')) return null
  const checked = vendors.flatMap((vendor) => vendor.checkedAt ?? []).toSorted()
  const latest = checked.at(-1)
  if (latest === undefined)
    return (
      <div class="notice" role="note">
        <p>
          <strong>Nothing has been read yet.</strong> The first readings appear here as soon as they arrive, if the crawler runs (
          <code>npm start</code> runs it beside this server).
        </p>
      </div>
    )
  const reason = vendors.find((vendor) => vendor.checkedAt === latest)?.trustReason?.replace(/^never read(?:: )?/u, '')
  return (
    <div class="notice" role="note">
      <p>
        <strong>No status page can be reached at all.</strong> The last attempt was <Relative at={latest} now={now} />
        {reason ? <bdi> and ended with: {reason}</bdi> : null}. More likely than an outage of every vendor is that this machine is offline
        or needs a proxy, so no state is shown as fine.
      </p>
      <p>
        <code>npm run doctor</code> finds out why; <code>npm run demo</code> shows Statuswire at work without a network.
      </p>
    </div>
  )
}
