import { line, stamp } from './ledger.ts'
import { impacts, incidentPhases, type LyingEntry, type LyingUpdate, maintenancePhases, nextWords } from './site.ts'
import { pickComponents } from './opening.ts'
import { claim, expectLines, hasInterface, isFreeMinute, isToldWhole, type Lie, pickEntry, type Story, touch } from './story.ts'
import { feedLabel } from './telling.ts'

/** What pages do to what they have said: it is reworded, retimed, renamed, regraded, taken away and put back. */

const minute = 60_000

function pickUpdate(
  story: Story,
  wanted: (update: LyingUpdate, entry: LyingEntry) => boolean,
): { entry: LyingEntry; update: LyingUpdate } | undefined {
  const entry = pickEntry(story, (each) => each.updates.some((update) => isStanding(update) && wanted(update, each)))
  const update = entry && story.chance.pick(entry.updates.filter((each) => isStanding(each) && wanted(each, entry)))
  return entry && update && claim(story, entry, 'updates') && claim(story, update, 'words') ? { entry, update } : undefined
}

function isStanding(update: LyingUpdate): boolean {
  return update.isListed && update.isSeen
}

/** Not by the feed of a page that has more to tell. */
function isToldByUsual({ ledger, site }: Story, entry: LyingEntry, update: LyingUpdate): boolean {
  return ledger.entries.get(entry)?.updates.get(update)?.isFromFeed === (site.style === 'feed')
}

const bodies = new WeakMap<LyingUpdate, string[]>()

/** Other words, or after a while the old ones again. */
export const editUpdate: Lie = (story) => {
  const found = pickUpdate(story, () => true)
  if (!found) return false
  const { entry, update } = found
  const before = update.body
  const past = bodies.get(update) ?? []
  const old = story.chance.perMille(300) ? story.chance.pick(past.filter((body) => body !== before)) : undefined
  update.body = old ?? nextWords(story.site, 'Text')
  bodies.set(update, [...past, before])
  const isReport = entry.report !== undefined && update.phase === 'postmortem'
  if (isReport) entry.report = update.body
  story.needsInterface ||= isReport
  touch(story, entry)
  expectLines(story, () => [
    line(`${entry.kind}_update_edited`, entry.title, `${before} > ${update.body}`),
    ...(isReport ? [line('report_edited', entry.title, `${before} > ${update.body}`)] : []),
  ])
  return true
}

/** Another label over the same words. */
export const relabelUpdate: Lie = (story) => {
  if (!hasInterface(story) || story.site.style === 'mixed') return false
  const found = pickUpdate(story, (each) => each.phase !== 'postmortem')
  if (!found) return false
  const { entry, update } = found
  const phases: readonly LyingEntry['phase'][] = entry.kind === 'incident' ? incidentPhases : maintenancePhases
  const phase = story.chance.pick(phases.filter((each) => each !== update.phase && isFreeMinute(entry, each, update.at)))
  if (phase === undefined) return false
  const before = update.label
  update.phase = phase
  update.label = phase
  touch(story, entry)
  expectLines(story, () => [line(`${entry.kind}_update_edited`, entry.title, `${update.body} > ${update.body} [${before} > ${phase}]`)])
  return true
}

/** Forwards, or back before others: clocks jump, and operators date back. */
export const retimeUpdate: Lie = (story) => {
  const { site, chance } = story
  const found = pickUpdate(story, (each, entry) => isToldByUsual(story, entry, each))
  if (!found) return false
  const { entry, update } = found
  const at = (Math.floor(update.at / minute) + (chance.perMille(500) ? 1 : -1) * chance.between(1, 400)) * minute
  const label = site.style === 'feed' ? feedLabel(update.label) : update.label
  if (!isFreeMinute(entry, update.label, at) || !isFreeMinute(entry, label, at)) return false
  const before = update.at
  update.at = at
  touch(story, entry)
  expectLines(story, () => [line(`${entry.kind}_update_retimed`, entry.title, `${stamp(before)} > ${stamp(at)}`)])
  return true
}

export const removeUpdate: Lie = (story) => {
  // A source with ids takes back none that another one has told without, nor the reverse.
  const found = pickUpdate(story, (each, entry) => entry.updates.filter(isStanding).length > 1 && isToldByUsual(story, entry, each))
  if (!found) return false
  const { entry, update } = found
  update.isListed = false
  story.needsInterface = true
  touch(story, entry)
  expectLines(story, () => [line(`${entry.kind}_update_removed`, entry.title, update.body)])
  return true
}

export const restoreUpdate: Lie = (story) => {
  const entry = pickEntry(story, (each) => each.updates.some((update) => !update.isListed && update.isSeen))
  const update = entry?.updates.find((each) => !each.isListed && each.isSeen)
  if (!entry || !update || !claim(story, entry, 'updates') || !claim(story, update, 'words')) return false
  update.isListed = true
  touch(story, entry)
  expectLines(story, () => [line(`${entry.kind}_update_posted`, entry.title, update.body)])
  return true
}

export const rename: Lie = (story) => {
  const entry = pickEntry(story, () => true)
  if (!entry || !claim(story, entry, 'title')) return false
  const before = entry.title
  entry.title = nextWords(story.site, 'Renamed')
  touch(story, entry)
  expectLines(story, () => [line(`${entry.kind}_renamed`, entry.title, `${before} > ${entry.title}`)])
  return true
}

/** Worse, or better afterwards. */
export const regrade: Lie = (story) => {
  const entry = pickEntry(story, (each) => isToldWhole(story, each) && each.kind === 'incident')
  if (!entry || !claim(story, entry, 'impact')) return false
  story.needsInterface = true
  const before = entry.impact
  entry.impact = story.chance.pick(impacts.filter((impact) => impact !== before)) ?? before
  touch(story, entry)
  expectLines(story, () => [line('incident_impact', entry.title, `${before} > ${entry.impact}`)])
  return true
}

/** Another beginning or end. */
export const redate: Lie = (story) => {
  const entry = pickEntry(story, (each) => isToldWhole(story, each) && each.kind === 'incident')
  if (!entry || !claim(story, entry, 'phase')) return false
  story.needsInterface = true
  const shift = (story.chance.perMille(500) ? 1 : -1) * story.chance.between(1, 300) * minute
  const isEndTold = (story.ledger.entries.get(entry)?.state.resolvedAt ?? null) !== null
  if (isEndTold && entry.resolvedAt !== undefined && story.chance.perMille(500)) entry.resolvedAt += shift
  else entry.startedAt += shift
  touch(story, entry)
  expectLines(story, () => [line('incident_times', entry.title, `${stamp(entry.startedAt)} ${stamp(entry.resolvedAt)}`)])
  return true
}

export const reassign: Lie = (story) => {
  const entry = pickEntry(story, (each) => isToldWhole(story, each))
  if (!entry || !claim(story, entry, 'components')) return false
  story.needsInterface = true
  const before = new Set(entry.components)
  const components = pickComponents(story)
  if (components.length === before.size && components.every((component) => before.has(component))) return false
  entry.components = components
  touch(story, entry)
  expectLines(story, () => [line(`${entry.kind}_components`, entry.title, components.map(({ name }) => name).join(', '))])
  return true
}
