import type { JSX } from 'hono/jsx/jsx-runtime'
import type { IncidentReading, RevisionReading, VendorReading } from '../../data/store/readings.ts'
import type { IncidentReportReading } from '../../data/store/report-readings.ts'
import { EntryVersions } from '../components/entry-versions.tsx'
import { FactLine } from '../components/fact-line.tsx'
import { json, vendorFeeds } from '../components/feeds.ts'
import { incidentPath, incidentPhaseWords, vendorPath } from '../components/incidents.tsx'
import { Layout, type Frame } from '../components/layout.tsx'
import { ImpactBadge, Mark } from '../components/marks.tsx'
import { shortAddress } from '../components/page-facts.tsx'
import { Doubts, TrustLine } from '../components/reading.tsx'
import { IncidentReport } from '../components/report.tsx'
import { Relative, Span, Time } from '../components/time.tsx'
import { Timeline } from '../components/timeline.tsx'
import { EditedTimes, TakenDown } from '../components/update-versions.tsx'
import { editsIn, takenDown, versionsByUpdate } from '../components/version-steps.ts'
import { healthWords, plural } from '../components/words.ts'
import type { ServerRequest } from '../context.ts'
import { conditional, shownOf } from '../http/caching.ts'
import { webAddress } from '../http/sanitize.ts'
import { agesOf, frameOf } from './frame.ts'
import { notFoundPage } from './not-found.tsx'

/** One incident: how it stands, its times, its report, its updates with every version of them. */

export async function incidentPage(c: ServerRequest): Promise<Response> {
  const server = c.get('server')
  const [board, incident] = await Promise.all([server.board(), server.store.incident(c.req.param('id') ?? '')])
  if (incident === null) return await notFoundPage(c)
  const vendor = board.byId.get(incident.vendorId) ?? (await server.store.vendor(incident.vendorId))
  if (vendor === null) return await notFoundPage(c)
  return await conditional(c, shownOf(board, vendor.id, agesOf(server, [vendor], [vendor])), async () => {
    const { id } = incident
    const [revisions, reports] = await Promise.all([server.store.incidentRevisions(id), server.store.incidentReports([id])])
    const report = reports.get(id) ?? null
    return await c.html(
      <IncidentView frame={frameOf(server, board)} vendor={vendor} incident={incident} report={report} revisions={revisions} />,
    )
  })
}

interface IncidentProps {
  readonly frame: Frame
  readonly vendor: VendorReading
  readonly incident: IncidentReading
  readonly report: IncidentReportReading | null
  readonly revisions: readonly RevisionReading[]
}

export function IncidentView({ frame, vendor, incident, report, revisions }: IncidentProps): JSX.Element {
  const { now } = frame
  const path = incidentPath(incident.id)
  const versions = versionsByUpdate(revisions)
  const edits = editsIn(versions.values())
  const feeds = [...vendorFeeds(vendor), json('This incident', `/api/v1${path}`)]
  return (
    <Layout {...frame} title={`${incident.title} – ${vendor.name} – Statuswire`} path={path} alternates={feeds} isLive>
      <header class="head" id="head">
        <p class="crumbs">
          <a href="/">All vendors</a>
          {' / '}
          <a href={vendorPath(vendor.id)}>
            <bdi>{vendor.name}</bdi>
          </a>
        </p>
        <h1>
          <bdi>{incident.title}</bdi>
        </h1>
        <FactLine isLead>
          <ImpactBadge impact={incident.impact} isOpen={incident.open} />
          <span>{incidentPhaseWords(incident)}</span>
          <Lasting incident={incident} now={now} />
          {edits.times === 0 ? null : (
            <a href="#updates">
              <EditedTimes edits={edits} />
            </a>
          )}
          <TrustLine reading={vendor} now={now} />
        </FactLine>
        <Doubts doubts={[...incident.doubts, ...vendor.doubts]} now={now} />
      </header>
      <div class="columns">
        <div>
          {report === null ? null : <IncidentReport report={report} incident={incident} />}
          <section aria-labelledby="updates" id="s-updates">
            <h2 id="updates">Updates</h2>
            <p class="facts">{plural(incident.updates.length, 'update', 'updates, newest first')}.</p>
            <Timeline
              id="timeline"
              updates={incident.updates}
              versions={versions}
              began={incident.startedAt}
              report={report?.body ?? null}
              now={now}
            />
            <TakenDown updates={takenDown(revisions, incident.updates)} />
          </section>
          <EntryVersions revisions={revisions} />
        </div>
        <Facts frame={frame} vendor={vendor} incident={incident} />
      </div>
    </Layout>
  )
}

/** How long it has been open, or was. */
function Lasting({ incident, now }: { readonly incident: IncidentReading; readonly now: Frame['now'] }): JSX.Element | null {
  const { startedAt, resolvedAt, open } = incident
  if (startedAt === null) return null
  if (open)
    return (
      <span>
        began <Relative at={startedAt} now={now} />
      </span>
    )
  if (resolvedAt === null) return null
  return (
    <span>
      lasted <Span from={startedAt} until={resolvedAt} />
    </span>
  )
}

function Facts({ frame, vendor, incident }: Pick<IncidentProps, 'frame' | 'vendor' | 'incident'>): JSX.Element {
  const page = webAddress(incident.url)
  return (
    <aside aria-labelledby="facts" id="s-facts">
      <h2 id="facts">Facts</h2>
      <div class="panel">
        <dl>
          <Times incident={incident} now={frame.now} />
          {incident.nativeImpact === null || incident.nativeImpact === incident.impact ? null : (
            <>
              <dt>Vendor’s word for it</dt>
              <dd>
                “<bdi>{incident.nativeImpact}</bdi>”
              </dd>
            </>
          )}
          {page === null ? null : (
            <>
              <dt>Vendor’s page</dt>
              <dd>
                <a href={page} rel="noreferrer">
                  <bdi>{shortAddress(page)}</bdi>
                </a>
              </dd>
            </>
          )}
        </dl>
        <h3>Components concerned</h3>
        {incident.components.length === 0 ? (
          <p class="facts">None is named.</p>
        ) : (
          <ul class="plain">
            {incident.components.map(({ name, health }) => (
              <li>
                <bdi>{name}</bdi>
                {/* What the incident said of it, no reading of its own: nothing green may come from here. */}
                {health === null || health === 'operational' ? null : (
                  <span class="facts">
                    {' '}
                    <Mark standing={health} trust={incident.open ? vendor.trust : 'stale'} /> {healthWords[health]}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </aside>
  )
}

function Times({ incident, now }: { readonly incident: IncidentReading; readonly now: Frame['now'] }): JSX.Element {
  const { startedAt, resolvedAt, firstPostedAt, updatedAt, closedSeenAt, removedAt, open } = incident
  const rows = [
    { name: 'Began', at: startedAt },
    { name: 'First posted', at: firstPostedAt === startedAt ? null : firstPostedAt },
    { name: 'Resolved', at: resolvedAt },
    { name: 'Gone from the open ones', at: closedSeenAt },
    { name: 'Removed from the page', at: removedAt },
    { name: 'Last updated', at: updatedAt },
  ]
  return (
    <>
      {rows.map(({ name, at }) =>
        at === null ? null : (
          <>
            <dt>{name}</dt>
            <dd>
              <Time at={at} />
              {open ? (
                <>
                  {' ('}
                  <Relative at={at} now={now} />)
                </>
              ) : null}
            </dd>
          </>
        ),
      )}
      {startedAt === null || (resolvedAt === null && !open) ? null : (
        <>
          <dt>{open ? 'Lasting' : 'Lasted'}</dt>
          <dd>
            <Span from={startedAt} until={open ? now : (resolvedAt ?? now)} />
          </dd>
        </>
      )}
    </>
  )
}
