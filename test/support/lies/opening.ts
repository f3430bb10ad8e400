import { line, stamp } from './ledger.ts'
import { impacts, incidentPhases, isOver, type LyingComponent, type LyingEntry, maintenancePhases, nextId, nextWords } from './site.ts'
import {
  addUpdate,
  claim,
  expectLines,
  hasInterface,
  isOpenIncident,
  isOpenMaintenance,
  isToldWhole,
  type Lie,
  pickEntry,
  postedLines,
  type Story,
  touch,
} from './story.ts'
import { maintenanceMilliseconds } from './telling.ts'

/** What pages do every day: entries are opened, go on and end. */

const hour = 3_600_000

export function newEntry(story: Story, kind: LyingEntry['kind']): LyingEntry {
  const { site, chance, now } = story
  const isIncident = kind === 'incident'
  // Some are published after the fact.
  const startedAt = isIncident && chance.perMille(250) ? now - chance.between(1, 60) * hour : now
  const entry: LyingEntry = {
    kind,
    id: nextId(site, isIncident ? 'i' : 'm'),
    title: nextWords(site, isIncident ? 'Incident' : 'Maintenance'),
    impact: chance.pick(impacts) ?? 'minor',
    phase: isIncident ? 'investigating' : 'scheduled',
    createdAt: now,
    startedAt,
    resolvedAt: undefined,
    changedAt: now,
    scheduledFor: isIncident ? undefined : now + chance.between(1, 72) * hour,
    components: pickComponents(story),
    updates: [],
    report: undefined,
    isListed: true,
    isSeen: false,
  }
  addUpdate(story, entry, entry.phase)
  return entry
}

export function pickComponents({ site, chance }: Story): LyingComponent[] {
  const leaves = site.components.filter((component) => component.isListed && !component.isGroup)
  return leaves.filter(() => chance.perMille(250))
}

/** The line of an entry that is seen for the first time, and those of its updates; a feed tells neither impact nor window. */
function firstLines(entry: LyingEntry, isFeed: boolean): readonly string[] {
  const isPast = isOver(entry)
  return [openedLine(entry, isFeed), ...postedLines(entry, isPast)]
}

export function openedLine(entry: LyingEntry, isPoor: boolean): string {
  const { kind, title, phase, impact, scheduledFor } = entry
  if (kind === 'incident') return line('incident_opened', title, `${phase} ${isPoor ? '-' : impact}`, isOver(entry))
  return line('maintenance_scheduled', title, `${phase} ${(isPoor ? null : stamp(scheduledFor)) ?? '-'}`, isOver(entry))
}

export function publish(story: Story, entry: LyingEntry): void {
  story.site.entries.unshift(entry)
  story.claims.set(entry, new Set(['whole']))
  touch(story, entry)
  expectLines(story, (isFeed) => firstLines(entry, isFeed))
}

export const open: Lie = (story) => {
  if (story.isAlone) return false
  publish(story, newEntry(story, 'incident'))
  return true
}

export const schedule: Lie = (story) => {
  if (story.isAlone) return false
  publish(story, newEntry(story, 'maintenance'))
  return true
}

/** Opened and ended between two readings. */
export const openBriefly: Lie = (story) => {
  if (story.isAlone || story.site.style === 'summary') return false
  const entry = newEntry(story, 'incident')
  entry.phase = 'resolved'
  entry.resolvedAt = story.now
  addUpdate(story, entry, 'resolved')
  publish(story, entry)
  return true
}

/** The next post: another phase, the same one again, or a label that names none. */
export const post: Lie = (story) => {
  const entry = pickEntry(story, (each) => !isOver(each))
  if (!entry || !claim(story, entry, 'phase')) return false
  const { chance } = story
  const phases: readonly LyingEntry['phase'][] = entry.kind === 'incident' ? incidentPhases : maintenancePhases
  const before = entry.phase
  const isPlain = chance.perMille(250)
  const phase = isPlain ? undefined : (chance.pick(phases) ?? before)
  if (!addUpdate(story, entry, phase)) return false
  entry.phase = phase ?? before
  touch(story, entry)
  expectLines(story, () => [...postedLines(entry), ...phaseLines(entry, before)])
  return true
}

function phaseLines({ kind, title, phase }: LyingEntry, before: string): readonly string[] {
  return phase === before ? [] : [line(`${kind}_phase`, title, `${before} > ${phase}`)]
}

export const resolve: Lie = (story) => end(story, pickEntry(story, isOpenIncident), 'resolved')
export const complete: Lie = (story) => end(story, pickEntry(story, isOpenMaintenance), 'completed')
export const cancel: Lie = (story) => end(story, pickEntry(story, isOpenMaintenance), 'cancelled')

function end(story: Story, entry: LyingEntry | undefined, phase: 'resolved' | 'completed' | 'cancelled'): boolean {
  // A list of open entries alone tells nothing more of one that has ended.
  if (!entry || !claim(story, entry, story.site.style === 'summary' ? 'whole' : 'phase')) return false
  const before = entry.phase
  if (phase !== 'cancelled' && !addUpdate(story, entry, phase)) return false
  entry.phase = phase
  entry.resolvedAt = story.now
  touch(story, entry)
  const kind = phase === 'resolved' ? 'incident_resolved' : 'maintenance_phase'
  if (story.site.style === 'summary') expectLines(story, () => [line(kind, entry.title, `${before} > null`)])
  else expectLines(story, () => [line(kind, entry.title, `${before} > ${phase}`), ...postedLines(entry)])
  return true
}

export const reopen: Lie = (story) => {
  const { site, chance, ledger } = story
  const closed = site.entries.filter((each) => each.kind === 'incident' && each.isListed && each.isSeen && isOver(each))
  const entry = chance.pick(closed)
  if (!entry || !claim(story, entry, site.style === 'summary' ? 'whole' : 'phase')) return false
  const before = ledger.entries.get(entry)?.state.phase ?? entry.phase
  if (!addUpdate(story, entry, 'investigating')) return false
  entry.phase = 'investigating'
  entry.resolvedAt = undefined
  touch(story, entry)
  expectLines(story, () => [line('incident_reopened', entry.title, `${before} > investigating`), ...postedLines(entry)])
  return true
}

/** The report comes days later, under the incident and as a text of its own. */
export const publishReport: Lie = (story) => {
  const entry = pickEntry(story, (each) => each.phase === 'resolved' && each.report === undefined)
  if (!entry || !claim(story, entry, 'phase')) return false
  const update = addUpdate(story, entry, 'postmortem')
  if (!update) return false
  entry.phase = 'postmortem'
  if (hasInterface(story)) entry.report = update.body
  story.needsInterface = true
  touch(story, entry)
  expectLines(story, () => [
    ...postedLines(entry),
    ...phaseLines(entry, 'resolved'),
    ...(entry.report === undefined ? [] : [line('report_published', entry.title, update.body)]),
  ])
  return true
}

/** Moved to another time. */
export const reschedule: Lie = (story) => {
  const entry = pickEntry(story, (each) => isToldWhole(story, each) && isOpenMaintenance(each))
  if (entry?.scheduledFor === undefined || !claim(story, entry, 'window')) return false
  story.needsInterface = true
  entry.scheduledFor += story.chance.between(-24, 24) * hour + 60_000
  touch(story, entry)
  expectLines(story, () => {
    const from = entry.scheduledFor ?? 0
    return [line('maintenance_rescheduled', entry.title, `${stamp(from)} ${stamp(from + maintenanceMilliseconds)}`)]
  })
  return true
}
