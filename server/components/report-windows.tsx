import type { JSX } from 'hono/jsx/jsx-runtime'
import type { FigureReason } from '../../data/report-figures.ts'
import type { IncidentReading } from '../../data/store/readings.ts'
import type { IncidentReportReading, ReportWindowReading } from '../../data/store/report-readings.ts'
import { instantOf } from '../clock.ts'
import { instantIn, laterWords } from './report-words.ts'
import { type Axis, axisOf, elapsedWords } from './time-axis.ts'
import { durationWords, phaseWords, plural } from './words.ts'

/**
 * What the report states and what the page showed, on one time axis. Drawn with attributes alone, by places in per cent:
 * the sheet has no part in where things are, and nothing is distorted at any width.
 */

/** A span of time; null where an end of it is not told. */
export interface Stretch {
  readonly from: number | null
  readonly until: number | null
  readonly isMain: boolean
}

interface Post {
  readonly at: number
  readonly words: string
}

/** Everything that is drawn, in milliseconds. */
export interface WindowsDrawing {
  readonly stated: readonly Stretch[]
  readonly posts: readonly Post[]
  /** From the first post to the one that says resolved; null where no post has a usable time. */
  readonly shown: Stretch | null
  /** From the stated start to the first post; null where it is not derived. */
  readonly lag: { readonly from: number; readonly until: number } | null
  /** How long all stated windows last together; null where it is not derived. */
  readonly statedSeconds: number | null
}

type Told = Pick<IncidentReading, 'updates' | 'resolvedAt'>

/** What can be placed on an axis: times without a year cannot, and posts that are set back or vague are no evidence. */
export function drawingOf({ windows, figures }: Pick<IncidentReportReading, 'windows' | 'figures'>, incident: Told): WindowsDrawing {
  // Several incidents share no axis.
  const stated = figures.reason === 'several_incidents' ? [] : windows.flatMap(stretchOf)
  const told = figures.reason !== null && notTheirTime.has(figures.reason) ? [] : postsOf(incident)
  const posts = isFar(told, stated) ? [] : told
  const { reportLagSeconds: lag } = figures
  const main = stated.find(({ isMain }) => isMain)?.from ?? null
  // Where the page gave the text alone, the posts that it carries itself gave the lag.
  const first = posts[0]?.at ?? (lag === null || main === null ? undefined : main + lag * 1000)
  return {
    stated,
    statedSeconds: figures.statedDowntimeSeconds,
    posts,
    shown: first === undefined ? null : { from: first, until: shownUntil(first, incident, figures.postedDowntimeSeconds), isMain: true },
    lag: first === undefined || lag === null || lag === 0 ? null : { from: first - lag * 1000, until: first },
  }
}

/** Where stamps do not say when the public was told. */
const notTheirTime: ReadonlySet<FigureReason> = new Set([
  'vague_stamps',
  'posted_at_once_after_end',
  'resolved_at_once',
  'posted_long_after',
])

/** Weeks between what is stated and what was posted: one of the two dates is wrong, and both would be hairlines. */
const farMs = 7 * 86_400_000

function isFar(posts: readonly Post[], stated: readonly Stretch[]): boolean {
  const moments = stated.flatMap(({ from, until }) => [from, until].filter((at) => at !== null))
  const first = posts[0]?.at
  return first !== undefined && moments.length > 0 && (first < Math.min(...moments) - farMs || first > Math.max(...moments) + farMs)
}

function stretchOf({ start, end, role }: ReportWindowReading): readonly Stretch[] {
  const [from, until] = [instantIn(start), instantIn(end)]
  if (from === null && until === null) return []
  return [{ from: from && Date.parse(from), until: until && Date.parse(until), isMain: role === 'main' }]
}

/** The report itself is no post of the outage. */
function postsOf({ updates }: Told): readonly Post[] {
  return updates
    .flatMap(({ postedAt, phase, native }) =>
      postedAt === null || phase === 'postmortem'
        ? []
        : [{ at: Date.parse(postedAt), words: phase === null ? (native ?? 'Update') : phaseWords[phase] }],
    )
    .toSorted((a, b) => a.at - b.at)
}

function shownUntil(first: number, { resolvedAt }: Told, postedSeconds: number | null): number | null {
  if (postedSeconds !== null) return first + postedSeconds * 1000
  return resolvedAt === null || Date.parse(resolvedAt) < first ? null : Date.parse(resolvedAt)
}

interface Row {
  readonly kind: 'stated' | 'lag' | 'shown'
  readonly label: string
  readonly stretches: readonly Stretch[]
}

const rowHeight = 46
const barTop = 20
const barHeight = 14
const axisHeight = 26

interface WindowsProps {
  readonly drawing: WindowsDrawing
  /** The same in words. */
  readonly words: string
}

/** Nothing where no two moments are known. */
export function WindowsFigure({ drawing, words }: WindowsProps): JSX.Element | null {
  const { stated, shown, posts } = drawing
  const moments = [...stated, ...(shown ? [shown] : [])].flatMap(({ from, until }) => [from, until].filter((at) => at !== null))
  const zero = stated.find(({ isMain, from }) => isMain && from !== null)?.from ?? stated.find(({ from }) => from !== null)?.from
  // Posts of weeks later are told below; here they would make hairlines of everything else.
  const axis = axisOf(shown?.until === null ? [...moments, ...posts.map(({ at }) => at)] : moments, zero ?? shown?.from ?? 0)
  if (axis === null || stated.length === 0) return null
  const rows = rowsOf(drawing)
  const height = rows.length * rowHeight
  return (
    <figure class="windows">
      <svg width="100%" height={height + axisHeight} role="img" aria-label={words}>
        <Guides axis={axis} height={height} moments={[zero ?? null, shown?.from ?? null]} />
        {rows.map(({ kind, label, stretches }, index) => (
          <g class={kind}>
            <text x="0" y={index * rowHeight + 12}>
              {label}
            </text>
            {stretches.map((stretch) => (
              <Bar stretch={stretch} axis={axis} top={index * rowHeight + barTop} />
            ))}
            {kind === 'shown' ? <Posts posts={posts} axis={axis} zero={zero ?? null} top={index * rowHeight + barTop} /> : null}
          </g>
        ))}
        <Ticks axis={axis} top={height} />
      </svg>
      <figcaption class="facts">
        Time since {zero === undefined ? 'the first post' : 'the stated start'}.
        {stated.some(({ isMain }) => !isMain) ? ' A hollow bar is a part of the impact.' : ''}
        {shown === null || posts.length === 0 ? '' : ' Each ring is a post.'}
      </figcaption>
    </figure>
  )
}

function rowsOf({ stated, shown, lag, statedSeconds }: WindowsDrawing): readonly Row[] {
  const length = statedSeconds === null ? lengthWords(stated) : `, ${durationWords(statedSeconds * 1000)}`
  return [
    { kind: 'stated', label: `Stated impact${length}`, stretches: stated },
    ...(lag ? [{ kind: 'lag', label: `Report lag${lengthWords([lag])}`, stretches: [{ ...lag, isMain: true }] } as const] : []),
    ...(shown ? [{ kind: 'shown', label: `On the page${lengthWords([shown])}`, stretches: [shown] } as const] : []),
  ]
}

/** ", 40 min" of one stretch; of several the words beside the drawing tell. */
function lengthWords(stretches: readonly Pick<Stretch, 'from' | 'until'>[]): string {
  const [only] = stretches
  if (stretches.length !== 1 || !only || only.from === null || only.until === null) return ''
  return `, ${durationWords(only.until - only.from)}`
}

function percent(place: number): string {
  return `${place.toFixed(2)}%`
}

/** Where an end is not told, the bar goes on dashed to the end of the axis. */
function Bar({ stretch: { from, until, isMain }, axis, top }: { stretch: Stretch; axis: Axis; top: number }): JSX.Element {
  const [left, right] = [axis.place(from ?? axis.from), axis.place(until ?? axis.until)]
  const isWhole = from !== null && until !== null
  const name = `${isMain ? 'main' : 'part'}${isWhole ? '' : ' open'}`
  return (
    <rect
      class={name}
      x={percent(Math.min(left, 99.6))}
      y={isMain ? top : top + 3}
      // A window of seconds on an axis of days is still to be seen.
      width={percent(Math.max(0.4, right - left))}
      height={isMain ? barHeight : barHeight - 6}
      rx="2"
    />
  )
}

interface PostsProps {
  readonly posts: readonly Post[]
  readonly axis: Axis
  readonly zero: number | null
  readonly top: number
}

function Posts({ posts, axis, zero, top }: PostsProps): JSX.Element {
  return (
    <>
      {posts
        .filter(({ at }) => at >= axis.from && at <= axis.until)
        .map(({ at, words }) => (
          <circle cx={percent(axis.place(at))} cy={top + barHeight / 2} r="4.5">
            <title>{zero === null ? words : `${words}, ${elapsedWords(at - zero)}`}</title>
          </circle>
        ))}
    </>
  )
}

/** From the stated start and the first post down to the axis: the distance between them is the lag. */
function Guides({ axis, moments, height }: { axis: Axis; moments: readonly (number | null)[]; height: number }): JSX.Element {
  return (
    <>
      {moments.map((at) => {
        if (at === null) return null
        const x = percent(axis.place(at))
        return <line class="guide" x1={x} x2={x} y1={barTop - 4} y2={height} />
      })}
    </>
  )
}

function Ticks({ axis, top }: { readonly axis: Axis; readonly top: number }): JSX.Element {
  return (
    <g class="axis">
      <line x1="0" x2="100%" y1={top} y2={top} />
      {axis.ticks.map(({ at, label }) => {
        const place = axis.place(at)
        const x = percent(place)
        return (
          <>
            <line x1={x} x2={x} y1={top} y2={top + 5} />
            <text x={x} y={top + 20} text-anchor={place < 8 ? 'start' : place > 92 ? 'end' : 'middle'}>
              {label}
            </text>
          </>
        )
      })}
    </g>
  )
}

/** The drawing in words: "Stated impact from … to …; first posted …". */
export function drawingWords({ stated, posts, shown, lag }: WindowsDrawing): string {
  const windows = stated.map(({ from, until }) => {
    const start = from === null ? null : instantOf(from)
    const end = until === null ? null : instantOf(until)
    return `from ${start === null ? 'a time not told' : laterWords(start, null)} to ${end === null ? 'a time not told' : laterWords(end, start)}`
  })
  const first = shown?.from ?? null
  const last = shown?.until ?? null
  return [
    `Stated impact ${windows.join(' and ')}.`,
    ...(lag ? [`Report lag ${durationWords(lag.until - lag.from)}.`] : []),
    ...(first === null
      ? []
      : [
          `On the page from ${laterWords(instantOf(first), null)}${last === null ? '' : ` to ${laterWords(instantOf(last), instantOf(first))}`}${posts.length === 0 ? '' : `, in ${plural(posts.length, 'post', 'posts')}`}.`,
        ]),
  ].join(' ')
}
