import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Health, Impact, Trust } from '../../parsers/model.ts'
import { healthWords, impactWords } from './words.ts'

/**
 * How a state looks: always a shape and a word, a colour only besides. `incident` is what a page shows that calls
 * itself operational while an incident is open: not green.
 */
export type Standing = Health | 'incident'

export const standings: readonly Standing[] = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'incident',
  'under_maintenance',
  'unknown',
  'operational',
]

export const standingWords: Readonly<Record<Standing, string>> = { ...healthWords, incident: 'Incident open' }

/** Green needs three things at once: the word, its freshness, and nothing open that says otherwise. */
export function standingOf(reading: { readonly health: Health; readonly trust: Trust }, isClear: boolean): Standing {
  if (reading.health !== 'operational') return reading.health
  if (reading.trust !== 'fresh') return 'unknown'
  return isClear ? 'operational' : 'incident'
}

interface MarkProps {
  readonly standing: Standing
  readonly trust: Trust
}

/** The shape alone, for beside a word; drawn dashed and hollow where the reading is not fresh. */
export function Mark({ standing, trust }: MarkProps): JSX.Element {
  return (
    <svg class={`mark ${standing}${trust === 'fresh' ? '' : ' dated'}`} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <use href={`#mark-${standing}`} />
    </svg>
  )
}

/** Shape and word. What is not fresh says so in the word too. */
export function StandingBadge({ standing, trust }: MarkProps): JSX.Element {
  const isDated = trust !== 'fresh' && standing !== 'unknown'
  return (
    <span class={`badge ${standing}${trust === 'fresh' ? '' : ' dated'}`}>
      <Mark standing={standing} trust={trust} /> {standingWords[standing]}
      {isDated ? ' when last read' : ''}
    </span>
  )
}

const impactStandings: Readonly<Record<Impact, Standing>> = {
  none: 'unknown',
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
  unknown: 'unknown',
}

/** An incident's impact in the vendor's judgement; a closed one is told without colour. */
export function ImpactBadge({ impact, isOpen }: { readonly impact: Impact | null; readonly isOpen: boolean }): JSX.Element {
  const known = impact ?? 'unknown'
  return (
    <span class={`badge ${isOpen ? impactStandings[known] : 'past'}`}>
      <svg class={`mark ${isOpen ? impactStandings[known] : 'past'}`} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <use href={`#impact-${known}`} />
      </svg>{' '}
      {impactWords[known]}
    </span>
  )
}

/** How the unknown is filled; once a page. */
export function Hatch(): JSX.Element {
  return (
    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="ground" width="6" height="6" />
      <rect class="stroke" width="2" height="6" />
    </pattern>
  )
}

/** Three bars, one filled for each step of impact. */
const impactBars = ['M1.2 9.2h3v5h-3z', 'M6.4 5.6h3v8.6h-3z', 'M11.6 2h3v12.2h-3z'] as const

/** The shapes, once a page; `cut` is the glyph inside a filled shape. */
export function MarkSymbols(): JSX.Element {
  return (
    <svg class="symbols" width="0" height="0" aria-hidden="true" focusable="false">
      <symbol id="mark-operational" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="7" />
        <path class="cut" d="M4.8 8.2 7.1 10.5 11.3 5.8" />
      </symbol>
      <symbol id="mark-incident" viewBox="0 0 16 16">
        <path d="M2 2h12v9H8.5L5 14.5V11H2Z" />
        <path class="cut" d="M8 4.2v2.9M8 8.9v.2" />
      </symbol>
      <symbol id="mark-degraded_performance" viewBox="0 0 16 16">
        <path d="M8 1.2 15.2 14.4H.8Z" />
        <path class="cut" d="M8 6v3.8M8 12v.2" />
      </symbol>
      <symbol id="mark-partial_outage" viewBox="0 0 16 16">
        <path d="M8 .8 15.2 8 8 15.2.8 8Z" />
        <path class="cut" d="M8 4.6v4.2M8 11v.2" />
      </symbol>
      <symbol id="mark-major_outage" viewBox="0 0 16 16">
        <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" />
        <path class="cut" d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" />
      </symbol>
      <symbol id="mark-under_maintenance" viewBox="0 0 16 16">
        <rect x="1.2" y="1.2" width="13.6" height="13.6" rx="3" />
        <path class="cut" d="M4.6 5.4h6.8M4.6 8h6.8M4.6 10.6h4" />
      </symbol>
      <symbol id="mark-unknown" viewBox="0 0 16 16">
        <circle class="hollow" cx="8" cy="8" r="6.6" />
        <path class="glyph" d="M6 6.3c.1-1.2.9-1.9 2-1.9s2 .7 2 1.7c0 1.4-1.9 1.5-1.9 3M8.1 11.4v.2" />
      </symbol>
      {(['none', 'minor', 'major', 'critical', 'unknown'] as const).map((impact, level) => (
        <symbol id={`impact-${impact}`} viewBox="0 0 16 16">
          {impactBars.map((d, bar) => (
            <path class={impact !== 'unknown' && bar < level ? undefined : 'hollow'} d={d} />
          ))}
        </symbol>
      ))}
    </svg>
  )
}
