import type { JSX } from 'hono/jsx/jsx-runtime'
import type { ComponentReading, IncidentReading, MaintenanceReading, VendorReading } from '../../data/store/readings.ts'
import type { HonestyReading } from '../../data/store/report-readings.ts'
import type { HistoryReading } from '../../data/store/uptime.ts'
import type { Slice } from '../../data/store/reader.ts'
import { ComponentTree } from '../components/component-tree.tsx'
import { FoldedMaintenances, IncidentList, type MaintenanceVersions, Older, soonestFirst } from '../components/entry-lists.tsx'
import { FactLine } from '../components/fact-line.tsx'
import { json, vendorFeeds } from '../components/feeds.ts'
import { Honesty } from '../components/honesty.tsx'
import { vendorPath } from '../components/incidents.tsx'
import { Layout, type Frame } from '../components/layout.tsx'
import { StandingBadge, standingWords } from '../components/marks.tsx'
import { vendorStanding } from '../components/overview.tsx'
import { type Move, movesOf, PageFacts, shortAddress } from '../components/page-facts.tsx'
import { Doubts, TrustLine } from '../components/reading.tsx'
import { Uptime } from '../components/uptime.tsx'
import { freshUntil, LastSaid } from '../components/vendor-list.tsx'
import { categoryWords } from '../components/words.ts'
import type { ServerRequest } from '../context.ts'
import { conditional, shownOf } from '../http/caching.ts'
import { webAddress } from '../http/sanitize.ts'
import { agesOf, frameOf } from './frame.ts'
import { loadMaintenanceVersions } from './maintenance-versions.ts'
import { notFoundPage, unlessForged } from './not-found.tsx'

/** One vendor: its state and where that was read, what is open, its components, its past. */

const pastIncidents = 20
const mostOpen = 200
const historyDays = 90

export async function vendorPage(c: ServerRequest): Promise<Response> {
  const server = c.get('server')
  const id = c.req.param('id') ?? ''
  const board = await server.board()
  const vendor = board.byId.get(id) ?? (await server.store.vendor(id))
  if (vendor === null) return await notFoundPage(c)
  const components = await server.store.components(id)
  return await unlessForged(c, async () =>
    conditional(c, shownOf(board, id, agesOf(server, [vendor], [vendor, ...components])), async () => {
      const { store } = server
      const vendors = [id]
      const cursor = c.req.query('before') ?? null
      const pageIds = vendor.pages.map((page) => page.id)
      const [open, past, maintenances, history, moves, honesty] = await Promise.all([
        store.incidents({ vendors, state: 'open', limit: mostOpen }),
        store.incidents({ vendors, state: 'closed', limit: pastIncidents, ...(cursor === null ? {} : { cursor }) }),
        store.maintenances({ vendors, state: 'open', limit: mostOpen }),
        store.history(id, historyDays),
        store.changes({ subjects: pageIds, kinds: ['page_migrated'] }),
        store.honesty(id),
      ])
      const filter = (c.req.query('name') ?? '').slice(0, 100)
      return await c.html(
        <VendorView
          frame={frameOf(server, board)}
          vendor={vendor}
          components={withPages(components, vendor)}
          open={open.rows}
          past={past}
          maintenances={maintenances.rows}
          versions={await loadMaintenanceVersions(store, maintenances.rows)}
          history={history}
          honesty={honesty}
          moves={movesOf(moves.rows)}
          cursor={cursor}
          filter={filter}
        />,
      )
    }),
  )
}

/** Of a vendor with several pages, each page is the outermost group of its components. */
function withPages(components: readonly ComponentReading[], { pages }: VendorReading): readonly ComponentReading[] {
  if (pages.length < 2) return components
  const names = new Map(pages.map((page) => [page.id, shortAddress(page.url)]))
  return components.map((component) => ({ ...component, path: [names.get(component.pageId) ?? '', ...component.path] }))
}

interface VendorProps {
  readonly frame: Frame
  readonly vendor: VendorReading
  readonly components: readonly ComponentReading[]
  readonly open: readonly IncidentReading[]
  readonly past: Slice<IncidentReading>
  /** Those that are not over. */
  readonly maintenances: readonly MaintenanceReading[]
  readonly versions: MaintenanceVersions
  readonly history: HistoryReading | null
  readonly honesty: HonestyReading | null
  /** When a page of it last moved to another platform, by the page's id. */
  readonly moves: ReadonlyMap<string, Move>
  /** Where the shown part of the past begins; null at the newest. */
  readonly cursor: string | null
  /** Name of the components to show. */
  readonly filter: string
}

export function VendorView(props: VendorProps): JSX.Element {
  const { frame, vendor, components, open, past, maintenances, history, honesty, cursor, filter } = props
  const { now } = frame
  const path = vendorPath(vendor.id)
  const feeds = [...vendorFeeds(vendor), json(vendor.name, `/api/v1${path}`)]
  return (
    <Layout
      {...frame}
      title={`${vendor.name}: ${standingWords[vendorStanding(vendor)]} – Statuswire`}
      path={path}
      alternates={feeds}
      isLive
    >
      <VendorHeader vendor={vendor} frame={frame} />
      <div class="columns">
        <div>
          <section aria-labelledby="open-incidents" id="s-open">
            <h2 id="open-incidents">Open incidents</h2>
            {open.length === 0 ? (
              <p class="facts">{vendor.trust === 'fresh' ? 'None is open.' : 'None was open when the page was last read.'}</p>
            ) : (
              <IncidentList id="open-list" incidents={open} now={now} />
            )}
          </section>
          <section aria-labelledby="components" id="s-components">
            <h2 id="components">Components</h2>
            <ComponentTree components={components} filter={filter} path={path} now={now} />
          </section>
          {maintenances.length === 0 ? null : (
            <section aria-labelledby="maintenances" id="s-maintenances">
              <h2 id="maintenances">Maintenances</h2>
              <FoldedMaintenances
                id="maintenance-list"
                maintenances={soonestFirst(maintenances)}
                vendorNames={null}
                versions={props.versions}
                now={now}
              />
            </section>
          )}
          {history === null ? null : <Uptime history={history} components={components} path={`/api/v1${path}/history`} />}
          {honesty === null ? null : <Honesty honesty={honesty} list={`/reports?vendor=${encodeURIComponent(vendor.id)}`} />}
          <section aria-labelledby="past-incidents" id="s-past">
            <h2 id="past-incidents">Past incidents</h2>
            {past.rows.length === 0 ? <p class="facts">None is known.</p> : <IncidentList id="past-list" incidents={past.rows} now={now} />}
            <Older path={path} cursor={cursor} next={past.next} target="past-incidents" noun="incidents" />
          </section>
        </div>
        <WhereFrom vendor={vendor} open={open} moves={props.moves} frame={frame} />
      </div>
    </Layout>
  )
}

function VendorHeader({ vendor, frame }: Pick<VendorProps, 'vendor' | 'frame'>): JSX.Element {
  const homepage = webAddress(vendor.homepage)
  return (
    <header class="head" id="head" data-fresh-until={freshUntil(vendor)}>
      <p class="crumbs">
        <a href="/">All vendors</a>
        {vendor.category === null ? null : (
          <>
            {' / '}
            <a href={`/?category=${encodeURIComponent(vendor.category)}#all-vendors`}>{categoryWords(vendor.category)}</a>
          </>
        )}
      </p>
      <h1>
        <bdi>{vendor.name}</bdi>
      </h1>
      <FactLine isLead>
        <StandingBadge standing={vendorStanding(vendor)} trust={vendor.trust} />
        <TrustLine reading={vendor} now={frame.now} />
        <LastSaid vendor={vendor} now={frame.now} />
        {homepage === null ? null : (
          <a href={homepage} rel="noreferrer">
            <bdi>{shortAddress(homepage)}</bdi>
          </a>
        )}
      </FactLine>
      <Doubts doubts={vendor.doubts} now={frame.now} />
    </header>
  )
}

function WhereFrom({ vendor, open, moves, frame }: Pick<VendorProps, 'vendor' | 'open' | 'moves' | 'frame'>): JSX.Element {
  const isClear = !open.some((incident) => incident.impact !== 'none')
  return (
    <aside aria-labelledby="where-from" id="s-where">
      <h2 id="where-from">Where this is read</h2>
      {vendor.pages.map((page) => (
        <PageFacts page={page} isClear={isClear} move={moves.get(page.id) ?? null} isOnlyPage={vendor.pages.length === 1} now={frame.now} />
      ))}
    </aside>
  )
}
