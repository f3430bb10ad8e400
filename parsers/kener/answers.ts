import { ParseError } from '../errors.ts'
import type { Part } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, omit, placeIn, topOf } from '../lib/place.ts'
import { told } from '../lib/schema.ts'
import { cleanBody, cleanName } from '../lib/text.ts'
import { epochMs, instantFromEpochSeconds } from '../lib/time.ts'
import type { Component, Instant } from '../model.ts'
import type { Document } from '../platform.ts'
import { healths, type Reading } from './entries.ts'
import { inCategory, sorted } from './home.ts'
import * as wire from './schema.ts'

/** The keyed interface of version 3, out of archives. Nothing there tells how all monitors are: each is asked for by itself. */
export interface Answers {
  readonly incidents?: readonly Document<'json'>[]
  readonly updates?: readonly Document<'json'>[]
  readonly monitorList?: readonly Document<'json'>[]
  readonly status?: readonly Document<'json'>[]
}

export function parseAnswers({ incidents = [], updates = [], monitorList = [], status = [] }: Answers, reading: Reading): readonly Part[] {
  const comments = updates.flatMap((document) => filled(readWire(wire.Updates, readJson(document), document.url), document))
  const watched = monitorList.flatMap((document) => filled(readWire(wire.MonitorList, readJson(document), document.url), document))
  const states = new Map(status.map((document) => [tagOf(document), stateOf(document)]))
  return [
    ...(watched.length + states.size > 0 ? [toMonitors(watched, states, reading.observedAt)] : []),
    ...incidents.map((document) => toIncidents(document, comments, reading)),
    ...(incidents.length === 0 && comments.length > 0 ? [withoutIncident(comments)] : []),
  ]
}

/** An empty list is of nobody in particular. */
function filled<T>(rows: readonly T[], { url }: Document): readonly T[] {
  if (rows.length === 0) throw new ParseError('empty', 'a list of nothing', { url })
  return rows
}

type Comment = wire.Comment & { readonly incident_id: number }

function toIncidents(document: Document<'json'>, comments: readonly Comment[], reading: Reading): Part {
  const top = topOf('incidents')
  const rows = filled(readWire(wire.Incidents, readJson(document), document.url), document)
  const placed = rows.map((row, index) => {
    const own = comments.filter((comment) => comment.incident_id === row.id)
    return { entry: own.length > 0 ? { ...row, comments: own } : row, place: placeIn(top, String(index)) }
  })
  for (const { entry, place } of placed) if (entry.status !== 'OPEN') omit(place, 'status', entry.status, 'an entry that is not published')
  return {
    authority: 'api',
    ...sorted(
      placed.filter(({ entry }) => entry.status === 'OPEN'),
      reading,
    ),
    omissions: top.omissions,
  }
}

function withoutIncident(comments: readonly Comment[]): Part {
  const top = topOf('updates')
  omit(top, '', [...new Set(comments.map((comment) => comment.incident_id))], 'updates without their incident')
  return { authority: 'api', omissions: top.omissions }
}

interface State {
  readonly status: string
  readonly measuredAt: Instant | undefined
}
type States = ReadonlyMap<string | undefined, State>

function stateOf(document: Document<'json'>): State {
  const { status, last_updated_at: seconds } = readWire(wire.MonitorStatus, readJson(document), document.url)
  return { status, measuredAt: instantFromEpochSeconds(seconds) }
}

/** The pages show no state of a monitor that was not measured for a day; this interface goes on telling the last one. */
const longestSilenceMs = 24 * 3_600_000

function isRecent({ measuredAt }: State, observedAt: Instant): boolean {
  return measuredAt !== undefined && Math.abs(epochMs(observedAt) - epochMs(measuredAt)) <= longestSilenceMs
}

/** The monitors of the list with what is told of each; without a list those that were asked for. */
function toMonitors(watched: wire.MonitorList, states: States, observedAt: Instant): Part {
  const top = topOf(watched.length > 0 ? 'monitorList' : 'status')
  const shown = watched.filter(({ status }) => status === 'ACTIVE')
  const alone = [...states.keys()].filter((tag) => !watched.some((monitor) => monitor.tag === tag))
  if (alone.includes(undefined)) omit(top, 'tag', null, 'a state of which the address does not tell whose it is')
  function toComponent(tag: string | undefined, name: string, description?: string | null): Component {
    const state = states.get(tag)
    const nativeId = tag ?? 'unnamed'
    const health = state ? mapped(healths, state.status, top, `${nativeId}.status`) : 'unknown'
    const isTold = state !== undefined && isRecent(state, observedAt)
    if (state && !isTold) omit(top, `${nativeId}.last_updated_at`, state.measuredAt, 'not measured within a day of the reading')
    return told({
      nativeId,
      name: cleanName(name),
      health: isTold ? health : 'unknown',
      native: state?.status ?? '',
      group: false,
      description: description ? cleanBody(description) : undefined,
      children: [],
    })
  }
  const categories = [...new Set(shown.map(({ category_name: category }) => category ?? 'Home'))]
  const latest = [...states.values()]
    .flatMap(({ measuredAt }) => measuredAt ?? [])
    .toSorted()
    .at(-1)
  return told({
    authority: 'api' as const,
    sourceUpdatedAt: latest,
    components: [
      ...categories.flatMap((category) =>
        inCategory(
          category,
          shown
            .filter(({ category_name: own }) => (own ?? 'Home') === category)
            .map(({ tag, name, description }) => toComponent(tag, name, description)),
        ),
      ),
      ...alone.map((tag) => toComponent(tag, tag ?? '')),
    ],
    omissions: top.omissions,
  })
}

function tagOf({ url }: Document): string | undefined {
  return URL.parse(url)?.searchParams.get('tag') ?? undefined
}
