import type { JSX } from 'hono/jsx/jsx-runtime'
import type { MaintenanceReading } from '../../data/store/readings.ts'
import type { Slice } from '../../data/store/reader.ts'
import { MaintenanceList, type MaintenanceVersions, Older, soonestFirst } from '../components/entry-lists.tsx'
import { allFeeds, json } from '../components/feeds.ts'
import { Layout, type Frame } from '../components/layout.tsx'
import { plural } from '../components/words.ts'
import type { ServerRequest } from '../context.ts'
import { conditional, shownOf } from '../http/caching.ts'
import { agesOf, frameOf } from './frame.ts'
import { loadMaintenanceVersions } from './maintenance-versions.ts'
import { unlessForged } from './not-found.tsx'

/** Maintenances of every vendor: in progress, upcoming, past. */

const pastMaintenances = 30
const mostOpen = 1000

export async function maintenancesPage(c: ServerRequest): Promise<Response> {
  const server = c.get('server')
  const board = await server.board()
  return await unlessForged(c, async () =>
    conditional(c, shownOf(board, null, agesOf(server, board.vendors)), async () => {
      const cursor = c.req.query('before') ?? null
      const [open, past] = await Promise.all([
        server.store.maintenances({ state: 'open', limit: mostOpen }),
        server.store.maintenances({ state: 'closed', limit: pastMaintenances, ...(cursor === null ? {} : { cursor }) }),
      ])
      const versions = await loadMaintenanceVersions(server.store, [...open.rows, ...past.rows])
      const vendorNames = new Map(board.vendors.map((vendor) => [vendor.id, vendor.name]))
      return await c.html(
        <MaintenancesView
          frame={frameOf(server, board)}
          open={open.rows}
          past={past}
          versions={versions}
          cursor={cursor}
          vendorNames={vendorNames}
        />,
      )
    }),
  )
}

interface MaintenancesProps {
  readonly frame: Frame
  readonly open: readonly MaintenanceReading[]
  readonly past: Slice<MaintenanceReading>
  readonly versions: MaintenanceVersions
  readonly cursor: string | null
  readonly vendorNames: ReadonlyMap<string, string>
}

function isUnderWay({ phase }: MaintenanceReading): boolean {
  return phase === 'in_progress' || phase === 'verifying'
}

export function MaintenancesView({ frame, open, past, versions, cursor, vendorNames }: MaintenancesProps): JSX.Element {
  const { now } = frame
  const sorted = soonestFirst(open)
  const parts = [
    { id: 'in-progress', title: 'In progress', rows: sorted.filter(isUnderWay), none: 'None is in progress.' },
    { id: 'upcoming', title: 'Upcoming', rows: sorted.filter((row) => !isUnderWay(row)), none: 'None is announced.' },
    { id: 'past', title: 'Past', rows: past.rows, none: 'None is known.' },
  ]
  const feeds = [...allFeeds, json('Maintenances', '/api/v1/maintenances')]
  return (
    <Layout {...frame} title="Maintenances – Statuswire" path="/maintenances" alternates={feeds} isLive>
      <header class="head" id="head">
        <h1>Maintenances</h1>
        <p class="totals">
          {plural(parts[0]?.rows.length ?? 0, 'is', 'are')} in progress, {plural(parts[1]?.rows.length ?? 0, 'is', 'are')} upcoming.
        </p>
      </header>
      {parts.map(({ id, title, rows, none }) => (
        <section aria-labelledby={id} id={`s-${id}`}>
          <h2 id={id}>{title}</h2>
          {rows.length === 0 ? (
            <p class="facts">{none}</p>
          ) : (
            <MaintenanceList id={`${id}-list`} maintenances={rows} vendorNames={vendorNames} versions={versions} now={now} />
          )}
        </section>
      ))}
      <Older path="/maintenances" cursor={cursor} next={past.next} target="past" noun="maintenances" />
    </Layout>
  )
}
