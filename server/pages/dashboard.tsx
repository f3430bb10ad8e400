import type { JSX } from 'hono/jsx/jsx-runtime'
import type { ComponentReading, IncidentReading, VendorReading } from '../../data/store/readings.ts'
import { isImpaired } from '../../parsers/model.ts'
import { allFeeds, json } from '../components/feeds.ts'
import { Layout, type Frame } from '../components/layout.tsx'
import { headline, Overview, troubledVendors } from '../components/overview.tsx'
import { Trouble } from '../components/trouble.tsx'
import { readFilter, VendorList, type VendorFilter } from '../components/vendor-list.tsx'
import type { ServerRequest } from '../context.ts'
import { conditional, shownOf } from '../http/caching.ts'
import { agesOf, frameOf } from './frame.ts'

/** The dashboard: what is wrong now, then every vendor by its state. */

/** More open incidents than this at once are left to the vendors' own pages. */
const mostIncidents = 1000

export async function dashboardPage(c: ServerRequest): Promise<Response> {
  const server = c.get('server')
  const board = await server.board()
  return await conditional(c, shownOf(board, null, agesOf(server, board.vendors)), async () => {
    const { vendors } = board
    const impaired = vendors.filter((vendor) => isImpaired(vendor.health))
    const [incidents, components] = await Promise.all([
      vendors.some((vendor) => vendor.openIncidents > 0) ? server.store.incidents({ state: 'open', limit: mostIncidents }) : { rows: [] },
      Promise.all(impaired.map(async (vendor) => await server.store.components(vendor.id))),
    ])
    const filter = readFilter((name) => c.req.query(name))
    return await c.html(
      <DashboardView
        frame={frameOf(server, board)}
        vendors={vendors}
        incidents={incidents.rows}
        components={components.flat()}
        filter={filter}
      />,
    )
  })
}

interface DashboardProps {
  readonly frame: Frame
  readonly vendors: readonly VendorReading[]
  /** The open ones. */
  readonly incidents: readonly IncidentReading[]
  /** At least those that are not operational. */
  readonly components: readonly ComponentReading[]
  readonly filter: VendorFilter
}

export function DashboardView({ frame, vendors, incidents, components, filter }: DashboardProps): JSX.Element {
  const { now } = frame
  const troubled = troubledVendors(vendors, incidents)
  return (
    <Layout
      {...frame}
      title={`${headline(vendors, troubled.size)} – Statuswire`}
      path="/"
      alternates={[...allFeeds, json('All vendors', '/api/v1/vendors')]}
      isLive
    >
      <Overview vendors={vendors} troubled={troubled.size} now={now} />
      <Trouble vendors={vendors} troubled={troubled} incidents={incidents} components={components} now={now} />
      <VendorList vendors={vendors} troubled={troubled} filter={filter} now={now} />
    </Layout>
  )
}
