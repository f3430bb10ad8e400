import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Instant } from '../../parsers/model.ts'
import type { ChangeReading, PageReading } from '../../data/store/readings.ts'
import { Mark, standingOf, standingWords } from './marks.tsx'
import { Doubts, TrustLine } from './reading.tsx'
import { Relative, Time } from './time.tsx'
import { webAddress } from '../http/sanitize.ts'
import { authorityWords } from './words.ts'

/** From which platform a page moved, and when that was seen. */
export interface Move {
  readonly from: string | null
  readonly at: Instant
}

/** The last move of each page, from its changes, newest first. */
export function movesOf(changes: readonly Pick<ChangeReading, 'subjectId' | 'before' | 'observedAt'>[]): ReadonlyMap<string, Move> {
  return new Map(
    changes
      .toReversed()
      .map(({ subjectId, before, observedAt }) => [subjectId, { from: typeof before === 'string' ? before : null, at: observedAt }]),
  )
}

interface PageFactsProps {
  readonly page: PageReading
  /** Whether any open incident of the vendor says otherwise than green. */
  readonly isClear: boolean
  /** Its last move to another platform, if it ever did. */
  readonly move: Move | null
  /** Then its doubts stand at the head of the page already. */
  readonly isOnlyPage: boolean
  readonly now: Instant
}

/** When a page was read and from where: the evidence behind every state shown. */
export function PageFacts({ page, isClear, move, isOnlyPage, now }: PageFactsProps): JSX.Element {
  const standing = standingOf(page, isClear)
  return (
    <article class="panel page" id={`p-${page.id}`}>
      <h3>
        <a href={webAddress(page.url) ?? undefined} rel="noreferrer">
          <bdi>{shortAddress(page.url)}</bdi>
        </a>
      </h3>
      <dl>
        <dt>Says</dt>
        <dd>
          <Mark standing={standing} trust={page.trust} /> {standingWords[standing]}
          {page.native === null ? null : (
            <>
              {' '}
              (“<bdi>{page.native}</bdi>”)
            </>
          )}
        </dd>
        <dt>Reading</dt>
        <dd>
          <TrustLine reading={page} now={now} />
          {page.readAt === null ? null : (
            <>
              {' '}
              <Time at={page.readAt} />
            </>
          )}
        </dd>
        <PageTimes page={page} now={now} />
        <dt>Platform</dt>
        <dd>
          <bdi>{page.platform ?? 'not detected yet'}</bdi>
          {move === null ? null : (
            <>
              . The page moved to another platform: it was <bdi>{move.from ?? 'elsewhere'}</bdi> until <Time at={move.at} />
            </>
          )}
        </dd>
        {page.authority === null ? null : (
          <>
            <dt>Source</dt>
            <dd>{authorityWords[page.authority]}</dd>
          </>
        )}
      </dl>
      {isOnlyPage ? null : <Doubts doubts={page.doubts} now={now} />}
    </article>
  )
}

function PageTimes({ page, now }: Pick<PageFactsProps, 'page' | 'now'>): JSX.Element {
  const rows = [
    { name: 'Last tried', at: page.checkedAt === page.readAt ? null : page.checkedAt },
    { name: 'Its own stamp', at: page.sourceUpdatedAt },
    { name: 'Last change seen', at: page.changedAt },
  ]
  return (
    <>
      {rows.map(({ name, at }) =>
        at === null ? null : (
          <>
            <dt>{name}</dt>
            <dd>
              <Time at={at} /> (<Relative at={at} now={now} />)
            </dd>
          </>
        ),
      )}
    </>
  )
}

/** An address as people say it. */
export function shortAddress(url: string): string {
  return url.replace(/^https?:\/\//iu, '').replace(/\/$/u, '')
}
