import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Instant, Trust } from '../../parsers/model.ts'
import type { Doubt } from '../../data/store/readings.ts'
import { Relative, Time } from './time.tsx'

interface TrustProps {
  readonly reading: { readonly trust: Trust; readonly trustReason: string | null; readonly readAt: Instant | null }
  readonly now: Instant
}

/** "read 40 s ago", "read 90 s ago; last try: answers 503", "last read 3 h ago: answers 503", "never read". */
export function TrustLine({ reading, now }: TrustProps): JSX.Element {
  const { trust, trustReason, readAt } = reading
  if (readAt === null) {
    // The reason begins with these words itself, where it is about a page that was never read.
    const reason = trustReason?.replace(/^never read(?:: )?/u, '') ?? ''
    return <span class={`trust ${trust}`}>never read{reason === '' ? null : <bdi>: {reason}</bdi>}</span>
  }
  return (
    <span class={`trust ${trust}`}>
      {trust === 'fresh' ? 'read ' : 'last read '}
      <Relative at={readAt} now={now} />
      {trustReason === null ? null : (
        <>
          {trust === 'fresh' ? '; last try: ' : ': '}
          <bdi>{trustReason}</bdi>
        </>
      )}
    </span>
  )
}

/** Reasons to doubt a reading: beside it, changing nothing of it. */
export function Doubts({ doubts }: { readonly doubts: readonly Doubt[] }): JSX.Element | null {
  if (doubts.length === 0) return null
  return (
    <aside class="doubts" aria-label="Doubts about this reading">
      <ul>
        {doubts.map((doubt) => (
          <li>
            <strong>Doubt:</strong> <bdi>{doubt.text}</bdi>, since <Time at={doubt.since} />
          </li>
        ))}
      </ul>
    </aside>
  )
}
