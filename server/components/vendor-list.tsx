import type { JSX } from 'hono/jsx/jsx-runtime'
import { healths, type Instant } from '../../parsers/model.ts'
import type { VendorReading } from '../../data/store/readings.ts'
import { FactLine } from './fact-line.tsx'
import { vendorPath } from './incidents.tsx'
import { Mark, standings, standingWords, type Standing } from './marks.tsx'
import { vendorStanding } from './overview.tsx'
import { Doubted, TrustLine } from './reading.tsx'
import { Relative } from './time.tsx'
import { authorityWords, categoryWords, healthWords, numeral, plural } from './words.ts'

/**
 * Every vendor by its state, and the filter over them. Rows that do not match are hidden, so that the script can show
 * them at once; of a very long list only the first rows that match are here, and the script asks for others.
 */

/** More rows than a page is quick with. */
const mostRows = 400

export interface VendorFilter {
  readonly name: string
  /** A standing, `problem` for all that is wrong, or nothing. */
  readonly health: string
  readonly category: string
  /** However many they are. */
  readonly all: boolean
}

function matches(vendor: VendorReading, { troubled, filter }: Pick<VendorListProps, 'troubled' | 'filter'>): boolean {
  const standing = vendorStanding(vendor)
  return (
    (filter.name === '' || vendor.name.toLowerCase().includes(filter.name.trim().toLowerCase())) &&
    (filter.health === '' || filter.health === standing || (filter.health === 'problem' && troubled.has(vendor.id))) &&
    (filter.category === '' || filter.category === vendor.category)
  )
}

interface VendorListProps {
  readonly vendors: readonly VendorReading[]
  /** Ids of those in trouble. */
  readonly troubled: ReadonlySet<string>
  readonly filter: VendorFilter
  readonly now: Instant
}

export function VendorList(props: VendorListProps): JSX.Element | null {
  const { vendors, filter } = props
  if (vendors.length === 0) return null
  const matching = vendors.filter((vendor) => matches(vendor, props))
  const shown = matching.length
  const isCut = vendors.length > mostRows && !filter.all
  const listed = isCut ? worstFirst(matching).slice(0, mostRows) : worstFirst(vendors)
  return (
    <section id="s-vendors" aria-labelledby="all-vendors">
      <h2 id="all-vendors">All vendors</h2>
      <FilterForm vendors={vendors} filter={filter} />
      <p id="filter-count" class="facts" role="status" data-one="vendor matches" data-many="vendors match">
        {shown === vendors.length ? '' : `${numeral(shown)} of ${plural(vendors.length, 'vendor matches', 'vendors match')}`}
      </p>
      <div id="vendors" data-cut={isCut ? '' : undefined}>
        {standings.map((standing) => (
          <StandingGroup
            {...props}
            standing={standing}
            vendors={listed.filter((vendor) => vendorStanding(vendor) === standing)}
            total={(isCut ? matching : vendors).filter((vendor) => vendorStanding(vendor) === standing).length}
          />
        ))}
        {isCut && shown > mostRows ? <Rest shown={shown} filter={filter} /> : null}
      </div>
    </section>
  )
}

function worstFirst(vendors: readonly VendorReading[]): readonly VendorReading[] {
  return vendors.toSorted(
    (a, b) => standings.indexOf(vendorStanding(a)) - standings.indexOf(vendorStanding(b)) || a.name.localeCompare(b.name, 'en'),
  )
}

function Rest({ shown, filter: { name, health, category } }: { readonly shown: number; readonly filter: VendorFilter }): JSX.Element {
  const query = new URLSearchParams({ name, health, category, all: 'yes' })
  return (
    <p class="rest">
      The first {numeral(mostRows)} of {numeral(shown)} are listed, worst first. The filter finds the others, and{' '}
      <a href={`/?${query.toString()}#all-vendors`}>this lists all</a>.
    </p>
  )
}

function FilterForm({ vendors, filter }: Pick<VendorListProps, 'vendors' | 'filter'>): JSX.Element {
  const categories = [...new Set(vendors.flatMap((vendor) => vendor.category ?? []))].toSorted((a, b) => a.localeCompare(b, 'en'))
  return (
    <form class="filter" id="filter" method="get" action="/#all-vendors" role="search" aria-label="Filter the vendors" data-rows="vendors">
      <label>
        Name
        <input type="search" name="name" value={filter.name} autocomplete="off" spellcheck={false} maxlength={100} />
      </label>
      <label>
        State
        <select name="health">
          <option value="">Any</option>
          <option value="problem" selected={filter.health === 'problem'}>
            Any problem
          </option>
          {standings.map((standing) => (
            <option value={standing} selected={filter.health === standing}>
              {standingWords[standing]}
            </option>
          ))}
        </select>
      </label>
      {categories.length === 0 ? null : (
        <label>
          Category
          <select name="category">
            <option value="">Any</option>
            {categories.map((category) => (
              <option value={category} selected={filter.category === category}>
                {categoryWords(category)}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="submit">Filter</button>
      <a href="/#all-vendors" id="filter-clear" hidden={filter.name === '' && filter.health === '' && filter.category === ''}>
        Clear
      </a>
    </form>
  )
}

interface StandingGroupProps extends VendorListProps {
  readonly standing: Standing
  /** How many there are, those not listed included. */
  readonly total: number
}

function StandingGroup(props: StandingGroupProps): JSX.Element | null {
  const { standing, vendors, total, troubled, now } = props
  if (vendors.length === 0) return null
  return (
    <section class="group" id={`g-${standing}`} data-group hidden={!vendors.some((vendor) => matches(vendor, props))}>
      <h3>
        {standingWords[standing]} <span class="count">{numeral(total)}</span>
      </h3>
      <ul class="vendors" id={`l-${standing}`}>
        {vendors.map((vendor) => (
          <VendorRow
            vendor={vendor}
            standing={standing}
            isTroubled={troubled.has(vendor.id)}
            isHidden={!matches(vendor, props)}
            now={now}
          />
        ))}
      </ul>
    </section>
  )
}

interface VendorRowProps {
  readonly vendor: VendorReading
  readonly standing: Standing
  readonly isTroubled: boolean
  readonly isHidden: boolean
  readonly now: Instant
}

function VendorRow({ vendor, standing, isTroubled, isHidden, now }: VendorRowProps): JSX.Element {
  return (
    <li
      id={`v-${vendor.id}`}
      class={`vendor ${standing}${vendor.trust === 'fresh' ? '' : ' dated'}`}
      hidden={isHidden}
      data-row
      data-name={vendor.name.toLowerCase()}
      data-category={vendor.category ?? ''}
      data-health={isTroubled ? `${standing} problem` : standing}
      data-fresh-until={freshUntil(vendor)}
    >
      <Mark standing={standing} trust={vendor.trust} />
      <div>
        <a href={vendorPath(vendor.id)}>
          <bdi>{vendor.name}</bdi>
        </a>
        <FactLine>
          <span class="state">
            {standingWords[standing]}
            {vendor.trust !== 'fresh' && standing !== 'unknown' ? ' when last read' : ''}
          </span>{' '}
          <TrustLine reading={vendor} now={now} />
          <LastSaid vendor={vendor} now={now} />
          <SecondHand vendor={vendor} />
          <Doubted doubts={vendor.doubts} />
        </FactLine>
      </div>
    </li>
  )
}

/** When the first of its readings goes stale unless it is read again. */
export function freshUntil(vendor: VendorReading): Instant | undefined {
  return vendor.pages.flatMap((page) => page.freshUntil ?? []).toSorted()[0]
}

/** Whoever says this is not the vendor. */
function SecondHand({ vendor: { pages } }: { readonly vendor: Pick<VendorReading, 'pages'> }): JSX.Element | null {
  const isTold = pages.length > 0 && pages.every(({ authority }) => authority === 'aggregator')
  return isTold ? <span>second-hand: told by {authorityWords.aggregator}</span> : null
}

/** What the page said when it could last be read: told as the past, never as the state. */
export function LastSaid({
  vendor,
  now,
}: {
  readonly vendor: Pick<VendorReading, 'health' | 'lastHealth' | 'lastHealthAt'>
  readonly now: Instant
}): JSX.Element | null {
  if (vendor.health !== 'unknown' || vendor.lastHealth === null || vendor.lastHealth === 'unknown' || vendor.lastHealthAt === null)
    return null
  return (
    <span>
      said “{healthWords[vendor.lastHealth].toLowerCase()}” <Relative at={vendor.lastHealthAt} now={now} />
    </span>
  )
}

/** What the address says, with values that mean nothing left out. */
export function readFilter(query: (name: string) => string | undefined): VendorFilter {
  const health = query('health') ?? ''
  const isKnown = health === 'problem' || health === 'incident' || healths.some((word) => word === health)
  return {
    name: (query('name') ?? '').slice(0, 100),
    health: isKnown ? health : '',
    category: query('category') ?? '',
    all: query('all') === 'yes',
  }
}
