import type { Health } from '../../../parsers/model.ts'
import { instantOf, isOver, type LyingComponent, type LyingEntry, type LyingUpdate, type Site } from './site.ts'
import { clockOf, feedLabel, maintenanceMilliseconds, toldComponents, toldEntries, toldUpdates } from './telling.ts'

/** What a reader of a lying page must have written down by now: kept beside the story, without any comparison. */
export interface Ledger {
  /** One line a change, in the order of the readings. */
  readonly lines: string[]
  /** Lines of what has happened since the last good reading; they count once a good reading sees it. */
  pending: ((isFeed: boolean) => readonly string[])[]
  readonly entries: Map<LyingEntry, EntryTruth>
  readonly components: Map<LyingComponent, ComponentTruth>
  isRead: boolean
  failures: number
  health: Health | undefined
  isContradictory: boolean
  /** Milliseconds; of the last head that was read. */
  clock: number | undefined
  isBackdated: boolean
  /** The next good reading is the first one of another platform. */
  isMoving: boolean
  reusedIds: number
}

export interface EntryTruth {
  state: EntryState
  isOpen: boolean
  isRemoved: boolean
  readonly versions: Set<string>
  readonly updates: Map<LyingUpdate, UpdateTruth>
}

interface EntryState {
  readonly title: string
  readonly phase: string
  readonly impact: string | null
  readonly startedAt: string | null
  readonly resolvedAt: string | null
  readonly scheduledFor: string | null
  readonly scheduledUntil: string | null
  readonly components: string | null
}

export interface UpdateTruth {
  words: string
  body: string
  isRemoved: boolean
  isFromFeed: boolean
  readonly versions: Set<string>
}

interface ComponentTruth {
  text: string
  missing: number
  isRemoved: boolean
}

export const missingUntilRemoved = 3

export function createLedger(): Ledger {
  const nothing = { lines: [], pending: [], entries: new Map(), components: new Map(), failures: 0, reusedIds: 0 }
  return { ...nothing, isRead: false, health: undefined, isContradictory: false, clock: undefined, isBackdated: false, isMoving: false }
}

export function line(kind: string, title: string, detail = '', isPast = false): string {
  return `${kind} ${title}${detail === '' ? '' : ` | ${detail}`}${isPast ? ' (past)' : ''}`
}

export function stamp(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : instantOf(milliseconds)
}

/** A poll that failed, or was held back. */
export function noteFailure(ledger: Ledger, kind: string, detail: string): void {
  if (ledger.failures === 0 && ledger.isRead) ledger.lines.push(line('page_failed', '', `${kind} ${detail}`))
  ledger.failures += 1
}

function noteGood(ledger: Ledger): void {
  if (ledger.failures > 0 && ledger.isRead) ledger.lines.push(line('page_recovered', ''))
  ledger.failures = 0
}

/** A good poll that says what was said before. */
export function noteUnchanged(ledger: Ledger): void {
  noteGood(ledger)
  countMissing(ledger)
}

/** A good reading that tells what the page shows now. */
export function noteReading(ledger: Ledger, site: Site, isFeed: boolean): void {
  noteGood(ledger)
  const isFirst = !ledger.isRead
  const seen = ledger.pending.flatMap((lines) => lines(isFeed))
  ledger.pending = []
  ledger.lines.push(...seen.map((text) => (isFirst && !text.endsWith(' (past)') ? `${text} (past)` : text)))
  ledger.isRead = true
  const told = toldEntries(site, isFeed)
  for (const entry of told) observe(ledger, entry, isFeed)
  if (site.style === 'summary') closeUntold(ledger, new Set(told))
  noteClock(ledger, clockOf(site))
  if (isFeed) return
  for (const component of toldComponents(site)) {
    ledger.components.set(component, { text: componentText(component), missing: 0, isRemoved: false })
  }
  countMissing(ledger, new Set(toldComponents(site)))
  noteHealth(ledger, site, told)
}

function noteClock(ledger: Ledger, clock: number): void {
  if (ledger.clock !== undefined && clock !== ledger.clock && !ledger.isMoving) ledger.isBackdated = clock < ledger.clock
  ledger.clock = clock
  ledger.isMoving = false
}

function closeUntold(ledger: Ledger, told: ReadonlySet<LyingEntry>): void {
  for (const [entry, truth] of ledger.entries) if (!told.has(entry)) truth.isOpen = false
}

function observe(ledger: Ledger, entry: LyingEntry, isFeed: boolean): void {
  const known = ledger.entries.get(entry)
  const truth = known ?? { state: blank, isOpen: true, isRemoved: false, versions: new Set(), updates: new Map() }
  ledger.entries.set(entry, truth)
  truth.state = stateOf(entry, isFeed, truth.state)
  truth.isOpen = !isOver(entry)
  truth.isRemoved = false
  truth.versions.add(stateText(Object.values(truth.state)))
  entry.isSeen = true
  const told = new Set(toldUpdates(entry))
  for (const update of told) observeUpdate(truth, update, isFeed)
  for (const [update, updateTruth] of truth.updates) updateTruth.isRemoved = !told.has(update)
}

export function stateText(state: readonly (string | null)[]): string {
  return state.map((value) => value ?? '-').join(' | ')
}

const blank: EntryState = {
  title: '',
  phase: '',
  impact: null,
  startedAt: null,
  resolvedAt: null,
  scheduledFor: null,
  scheduledUntil: null,
  components: null,
}

/** What a feed does not tell stays as it was told before. */
function stateOf(entry: LyingEntry, isFeed: boolean, before: EntryState): EntryState {
  const { title, phase, scheduledFor } = entry
  if (isFeed) return { ...before, title, phase, resolvedAt: isOver(entry) ? before.resolvedAt : null }
  return {
    title,
    phase,
    impact: entry.kind === 'incident' ? entry.impact : null,
    startedAt: stamp(entry.startedAt),
    resolvedAt: stamp(entry.resolvedAt) ?? (isOver(entry) ? before.resolvedAt : null),
    scheduledFor: stamp(scheduledFor),
    scheduledUntil: stamp(scheduledFor === undefined ? undefined : scheduledFor + maintenanceMilliseconds),
    components: idsOf(entry.components),
  }
}

export function idsOf(components: readonly { readonly id: string }[]): string {
  return components
    .map(({ id }) => id)
    .toSorted()
    .join(' ')
}

/** An update that only a feed has told is told better by the interface, which is no edit. */
function observeUpdate(truth: EntryTruth, update: LyingUpdate, isFeed: boolean): void {
  update.isSeen = true
  const known = truth.updates.get(update)
  if (isFeed && known && !known.isFromFeed) {
    known.words = wordsOf(update, false)
    known.body = update.body
    known.versions.add(known.words)
    return
  }
  const words = wordsOf(update, isFeed)
  const isSaidBetter = known?.isFromFeed === true && !isFeed && known.body === update.body
  const versions = isSaidBetter ? new Set<string>() : (known?.versions ?? new Set<string>())
  truth.updates.set(update, { words, body: update.body, isRemoved: false, isFromFeed: isFeed, versions: versions.add(words) })
}

function wordsOf({ phase, label, body, at }: LyingUpdate, isFeed: boolean): string {
  const posted = isFeed ? Math.floor(at / 60_000) * 60_000 : at
  return [phase ?? '-', isFeed ? feedLabel(label) : label, body, instantOf(posted)].join(' | ')
}

function componentText({ name, health, group, isGroup }: LyingComponent): string {
  return [name, isGroup ? 'group' : health, group?.id ?? '-'].join(' | ')
}

function countMissing(ledger: Ledger, told: ReadonlySet<LyingComponent> = new Set()): void {
  for (const [component, truth] of ledger.components) {
    if (truth.isRemoved || (component.isListed && told.size === 0) || told.has(component)) continue
    truth.missing += 1
    if (truth.missing < missingUntilRemoved) continue
    truth.isRemoved = true
    ledger.lines.push(line('component_removed', truth.text.split(' | ')[0] ?? ''))
  }
}

const impairedFirst: readonly Health[] = ['major_outage', 'partial_outage', 'degraded_performance']

function noteHealth(ledger: Ledger, site: Site, told: readonly LyingEntry[]): void {
  const leaves = toldComponents(site).filter((component) => !component.isGroup)
  const impaired = impairedFirst.find((health) => leaves.some((component) => component.health === health))
  const says = site.banner === 'operational' ? (impaired ?? 'operational') : site.banner
  if (ledger.health !== undefined && ledger.health !== says) ledger.lines.push(line('page_health', '', `${ledger.health} > ${says}`))
  ledger.health = says
  const isSerious = told.some(
    (entry) => entry.kind === 'incident' && !isOver(entry) && (entry.impact === 'major' || entry.impact === 'critical'),
  )
  ledger.isContradictory = site.banner === 'operational' && (impaired !== undefined || isSerious)
}
