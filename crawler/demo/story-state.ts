import { createHash } from 'node:crypto'
import {
  loopSeconds,
  type ComponentStatus,
  type From,
  type StoryComponent,
  type StoryEntry,
  type StoryUpdate,
  type StoryVendor,
} from './story-model.ts'

/** What one page shows at one moment. Times are seconds after the start, as in the story. */
export interface PageState {
  readonly vendor: StoryVendor
  readonly now: number
  readonly reachable: boolean
  readonly updatedAt: number
  readonly components: readonly ComponentState[]
  /** Newest first. */
  readonly entries: readonly EntryState[]
}

export interface ComponentState extends StoryComponent {
  readonly id: string
  readonly status: ComponentStatus
  readonly updatedAt: number
}

export interface EntryState {
  readonly kind: StoryEntry['kind']
  readonly id: string
  readonly title: string
  readonly impact: string
  readonly status: StoryUpdate['status']
  readonly closed: boolean
  readonly createdAt: number
  readonly updatedAt: number
  readonly monitoringAt: number | undefined
  readonly resolvedAt: number | undefined
  /** When a maintenance is to be. */
  readonly window: { readonly start: number; readonly end: number } | undefined
  readonly components: readonly ComponentState[]
  /** Newest first. */
  readonly updates: readonly UpdateState[]
}

export interface UpdateState {
  readonly id: string
  readonly status: StoryUpdate['status']
  readonly body: string
  readonly at: number
  readonly updatedAt: number
  readonly affected: readonly { readonly component: ComponentState; readonly from: ComponentStatus; readonly to: ComponentStatus }[]
}

/** Pages were opened this long before the start. */
export const openedAt = -400 * 86_400

/** Pure: the same vendor, second and start give the same page. `startedAt` is in milliseconds; each run has ids of its own. */
export function pageAt(vendor: StoryVendor, elapsed: number, startedAt: number): PageState {
  const round = Math.max(0, Math.floor(elapsed / loopSeconds))
  const moment = { vendor, elapsed, startedAt, assignments: assignmentsOf(vendor, round) }
  const components = vendor.components.map((component) => componentAt(component, moment))
  const entries = vendor.entries
    .flatMap((entry) => roundsOf(entry, round).map((nth) => entryAt(entry, nth, components, moment)))
    .filter((entry) => entry !== undefined)
    .toSorted((a, b) => b.createdAt - a.createdAt)
  return {
    vendor,
    now: elapsed,
    reachable: !(vendor.outages ?? []).some(({ from, until }) => isWithin(elapsed - round * loopSeconds, from, until)),
    updatedAt: Math.max(
      ...[...components, ...entries].map(({ updatedAt }) => updatedAt),
      ...removalsOf(vendor, round).filter((at) => at <= elapsed),
    ),
    components,
    entries,
  }
}

function removalsOf(vendor: StoryVendor, round: number): readonly number[] {
  return vendor.entries.flatMap((entry) => {
    const { removedAt } = entry
    return removedAt === undefined ? [] : roundsOf(entry, round).map((nth) => removedAt + nth * loopSeconds)
  })
}

/** Twelve characters of a-z and 0-9, like the real ones, and always the same for the same name. */
export function idOf(...name: readonly (string | number)[]): string {
  const hash = createHash('sha256').update(name.join('/')).digest('hex').slice(0, 24)
  return BigInt(`0x${hash}`).toString(36).padStart(12, '0').slice(-12)
}

interface Assignment {
  readonly at: number
  readonly component: string
  readonly status: ComponentStatus
}

interface Moment {
  readonly vendor: StoryVendor
  readonly elapsed: number
  readonly startedAt: number
  readonly assignments: readonly Assignment[]
}

/** Every change of a component's status up to the end of the round, oldest first. */
function assignmentsOf(vendor: StoryVendor, round: number): readonly Assignment[] {
  const told = vendor.entries.flatMap((entry) =>
    roundsOf(entry, round).flatMap((nth) =>
      entry.updates.flatMap(({ at, affects }) =>
        Object.entries(affects ?? {}).map(([component, status]) => ({ at: at + nth * loopSeconds, component, status })),
      ),
    ),
  )
  const untold = upTo(round).flatMap((nth) =>
    (vendor.conditions ?? []).flatMap(({ component, from, until, status }) => [
      { at: from + nth * loopSeconds, component, status },
      { at: until + nth * loopSeconds, component, status: 'operational' as const },
    ]),
  )
  return [...told, ...untold].toSorted((a, b) => a.at - b.at)
}

function componentAt(component: StoryComponent, { vendor, assignments, elapsed }: Moment): ComponentState {
  const last = assignments.findLast((assignment) => assignment.component === component.name && assignment.at <= elapsed)
  return {
    ...component,
    id: idOf(vendor.id, 'component', component.name),
    status: last?.status ?? 'operational',
    updatedAt: last?.at ?? openedAt,
  }
}

/** The entry as its nth telling stands now; undefined before its first post and after its removal. */
function entryAt(entry: StoryEntry, nth: number, components: readonly ComponentState[], moment: Moment): EntryState | undefined {
  const shift = nth * loopSeconds
  const now = moment.elapsed - shift
  const posts = entry.updates.filter((update) => update.at <= now)
  const first = posts[0]
  const last = posts.at(-1)
  if (!first || !last || (entry.removedAt !== undefined && entry.removedAt <= now)) return undefined

  const id = idOf(moment.startedAt, moment.vendor.id, entry.key, nth)
  const updates = posts.map((post) => updateAt(post, shift, id, components, moment)).toReversed()
  const versions = [...entry.titles, ...(entry.impacts ?? []), ...(entry.windows ?? [])].filter(({ at }) => at <= now)
  const resolvedAt = postedAt(updates, 'resolved') ?? postedAt(updates, 'completed')
  return {
    kind: entry.kind,
    id,
    title: valueAt(entry.titles, now) ?? '',
    impact: valueAt(entry.impacts ?? [], now) ?? 'maintenance',
    status: last.status,
    closed: resolvedAt !== undefined,
    createdAt: first.at + shift,
    updatedAt: Math.max(...versions.map(({ at }) => at + shift), ...updates.map(({ updatedAt }) => updatedAt)),
    monitoringAt: postedAt(updates, 'monitoring'),
    resolvedAt,
    window: windowAt(entry, now, shift),
    components: components.filter(({ name }) => entry.components.includes(name)),
    updates,
  }
}

function postedAt(updates: readonly UpdateState[], status: UpdateState['status']): number | undefined {
  return updates.find((update) => update.status === status)?.at
}

function updateAt(post: StoryUpdate, shift: number, entryId: string, components: readonly ComponentState[], moment: Moment): UpdateState {
  const at = post.at + shift
  const edit = post.edits?.findLast((version) => version.at <= moment.elapsed - shift)
  const body = (edit?.value ?? post.body).replaceAll(/\{(?<form>at|on):(?<second>-?\d+)\}/gu, (_, form: string, second: string) => {
    const milliseconds = moment.startedAt + (Number(second) + shift) * 1000
    return form === 'at' ? clock(milliseconds) : date(milliseconds)
  })
  const affected = Object.entries(post.affects ?? {}).flatMap(([name, to]) => {
    const component = components.find((candidate) => candidate.name === name)
    const before = moment.assignments.findLast((assignment) => assignment.component === name && assignment.at < at)
    return component ? [{ component, from: before?.status ?? ('operational' as const), to }] : []
  })
  return { id: idOf(entryId, post.at), status: post.status, body, at, updatedAt: edit ? edit.at + shift : at, affected }
}

function windowAt(entry: StoryEntry, now: number, shift: number): EntryState['window'] {
  const window = valueAt(entry.windows ?? [], now)
  return window && { start: window.start + shift, end: window.end + shift }
}

function valueAt<Value>(versions: readonly From<Value>[], now: number): Value | undefined {
  return versions.findLast((version) => version.at <= now)?.value
}

/** The tellings that have begun: all rounds so far for a story that repeats, else the one. */
function roundsOf(entry: StoryEntry, round: number): readonly number[] {
  return entry.repeats ? upTo(round) : [0]
}

function upTo(round: number): readonly number[] {
  return Array.from({ length: round + 1 }, (_, nth) => nth)
}

function isWithin(second: number, from: number, until: number): boolean {
  return second >= from && second < until
}

function clock(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(11, 16)} UTC`
}

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** "9 April 2026" */
function date(milliseconds: number): string {
  return dates.format(milliseconds)
}
