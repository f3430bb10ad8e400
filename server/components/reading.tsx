import type { JSX } from 'hono/jsx/jsx-runtime'
import { Instant, type Trust } from '../../parsers/model.ts'
import type { Doubt } from '../../data/store/readings.ts'
import { Relative, Time } from './time.tsx'
import { dateWords, doubtWords, listing } from './words.ts'

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
export function Doubts({ doubts, now }: { readonly doubts: readonly Doubt[]; readonly now: Instant }): JSX.Element | null {
  if (doubts.length === 0) return null
  return (
    <aside class="doubts" aria-label="Doubts about this reading">
      <ul>
        {doubts.map(({ kind, text, since }) => (
          <li>
            <strong>Doubt: {doubtWords(kind)}.</strong> <DoubtText text={text} />, since <Time at={since} /> (
            <Relative at={since} now={now} />)
          </li>
        ))}
      </ul>
    </aside>
  )
}

/** The same in a few words, for lists. */
export function Doubted({ doubts }: { readonly doubts: readonly Doubt[] }): JSX.Element | null {
  if (doubts.length === 0) return null
  return <span class="doubted">doubted: {listing([...new Set(doubts.map(({ kind }) => doubtWords(kind)))])}</span>
}

/** Moments in the text are said as everywhere else, and another entry is a link. */
function DoubtText({ text }: { readonly text: string }): JSX.Element {
  return (
    <bdi>
      {text.split(/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|\([0-9a-f]{20}\)|\b\d{4}-\d\d-\d\d\b)/u).map((part) => {
        const isDay = part.length === 10
        const at = Instant.safeParse(isDay ? `${part}T00:00:00.000Z` : part).data
        if (at !== undefined && !Number.isNaN(Date.parse(at))) return isDay ? dateWords(at) : <Time at={at} />
        return /^\([0-9a-f]{20}\)$/u.test(part) ? <a href={`/incidents/${part.slice(1, -1)}`}>(its page)</a> : part
      })}
    </bdi>
  )
}
