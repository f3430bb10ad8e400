import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Slice } from '../../data/store/filters.ts'
import type { ReportListing } from '../../data/store/report-readings.ts'
import { CauseCategory } from '../../parsers/report/model.ts'
import { Older } from '../components/entry-lists.tsx'
import { allFeeds, json } from '../components/feeds.ts'
import { Layout, type Frame } from '../components/layout.tsx'
import { ReportList } from '../components/report-list.tsx'
import { causeWords } from '../components/report-words.ts'
import type { ServerRequest } from '../context.ts'
import { conditional, shownOf } from '../http/caching.ts'
import { agesOf, frameOf } from './frame.ts'
import { unlessForged } from './not-found.tsx'
import { askOf, queryString, readReportQuery, type ReportQuery } from './report-filter.ts'

/** Incident reports of every vendor: searched by words, vendor, cause and day. A form and links; no script is needed. */

const reportsShown = 30

export async function reportsPage(c: ServerRequest): Promise<Response> {
  const server = c.get('server')
  const board = await server.board()
  const query = readReportQuery((name) => c.req.query(name))
  const cursor = c.req.query('before') ?? null
  return await unlessForged(c, async () =>
    conditional(c, shownOf(board, null, agesOf(server, [])), async () => {
      const ask = await askOf(query, board, server.store)
      const part = { limit: reportsShown, ...(cursor === null ? {} : { cursor }) }
      const reports = 'fault' in ask ? { rows: [], next: null } : await server.store.reports({ ...ask.filter, ...part })
      const fault = 'fault' in ask ? ask.fault : null
      return await c.html(<ReportsView frame={frameOf(server, board)} query={query} reports={reports} fault={fault} cursor={cursor} />)
    }),
  )
}

interface ReportsProps {
  readonly frame: Frame
  readonly query: ReportQuery
  readonly reports: Slice<ReportListing>
  /** Why nothing was looked for. */
  readonly fault: string | null
  /** Where the part shown begins; null at the newest. */
  readonly cursor: string | null
}

const path = '/reports'

export function ReportsView({ frame, query, reports, fault, cursor }: ReportsProps): JSX.Element {
  const isAsked = queryString(query) !== ''
  return (
    <Layout
      {...frame}
      title="Incident reports – Statuswire"
      path={path}
      alternates={[...allFeeds, json('Incident reports', '/api/v1/reports')]}
      isLive={false}
    >
      <header class="head" id="head">
        <h1>Incident reports</h1>
        <p class="totals">
          Postmortems and closing updates, read for when it really began and ended, why, and how much of it the page had shown.
        </p>
      </header>
      <section aria-labelledby="find" id="s-find">
        <h2 id="find" class="unseen">
          Search
        </h2>
        <SearchForm query={query} isAsked={isAsked} />
      </section>
      <section aria-labelledby="found" id="s-found">
        <h2 id="found">{isAsked ? 'Reports found, newest first' : 'Newest first'}</h2>
        {fault === null ? (
          <Found reports={reports} isAsked={isAsked} />
        ) : (
          <p class="notice" role="alert">
            <bdi>{fault}</bdi>
          </p>
        )}
        <Older path={path} query={queryString(query)} cursor={cursor} next={reports.next} target="found" noun="reports" />
      </section>
    </Layout>
  )
}

function Found({ reports, isAsked }: Pick<ReportsProps, 'reports'> & { readonly isAsked: boolean }): JSX.Element {
  if (reports.rows.length > 0) return <ReportList reports={reports.rows} />
  return <p class="facts">{isAsked ? 'No report says this.' : 'No report is known yet: vendors publish them days after an incident.'}</p>
}

function SearchForm({ query, isAsked }: { readonly query: ReportQuery; readonly isAsked: boolean }): JSX.Element {
  return (
    <form class="filter" method="get" action={path} role="search" aria-label="Search the reports">
      <label>
        Words
        <input type="search" name="q" value={query.q} autocomplete="off" maxlength={200} />
      </label>
      <label>
        Vendor
        <input type="text" name="vendor" value={query.vendor} autocomplete="off" spellcheck={false} maxlength={200} />
      </label>
      <label>
        Cause
        <select name="cause">
          <option value="">Any</option>
          {CauseCategory.options.map((cause) => (
            <option value={cause} selected={cause === query.cause}>
              {causeWords[cause]}
            </option>
          ))}
        </select>
      </label>
      <label>
        From
        <input type="date" name="from" value={query.from} />
      </label>
      <label>
        To
        <input type="date" name="to" value={query.to} />
      </label>
      <button type="submit">Search</button>
      {isAsked ? <a href={path}>Clear</a> : null}
    </form>
  )
}
