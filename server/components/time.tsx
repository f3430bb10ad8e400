import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Instant } from '../../parsers/model.ts'
import { clockWords, durationWords, instantWords, relativeWords } from './words.ts'

/** Every moment is a `time` element in UTC that says so; the script adds the reader's own zone to the title. */

/** "3 May 2026, 14:02 UTC". */
export function Time({ at }: { readonly at: Instant }): JSX.Element {
  return <time datetime={at}>{instantWords(at)}</time>
}

/** "14:02:11 UTC". */
export function Clock({ at }: { readonly at: Instant }): JSX.Element {
  return <time datetime={at}>{clockWords(at)}</time>
}

/** "40 s ago" or "in 3 h"; the script keeps it counting. */
export function Relative({ at, now }: { readonly at: Instant; readonly now: Instant }): JSX.Element {
  return (
    <time datetime={at} title={instantWords(at)} data-relative>
      {relativeWords(at, now)}
    </time>
  )
}

/** "1 h 23 min". */
export function Span({ from, until }: { readonly from: Instant; readonly until: Instant }): JSX.Element {
  const milliseconds = Date.parse(until) - Date.parse(from)
  return <time datetime={`PT${Math.max(0, Math.floor(milliseconds / 1000))}S`}>{durationWords(milliseconds)}</time>
}
