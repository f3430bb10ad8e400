import { line } from './ledger.ts'
import { isOver, type LyingComponent, type LyingEntry, type Site } from './site.ts'
import { newEntry, openedLine, publish } from './opening.ts'
import { claim, claimAlone, expectLines, hasInterface, type Lie, pickEntry, type Story, touch } from './story.ts'
import { toldEntries } from './telling.ts'

/** What pages do without a word: entries vanish and come back, ids are used anew, all of it moves to another platform. */

export const removeEntry: Lie = (story) => {
  const { site, ledger } = story
  // Between two sources of one page nobody knows what was removed and what is only not told.
  if (site.style === 'summary' || story.claims.size > 0 || (site.style === 'mixed' && story.wasFeed)) return false
  const told = toldEntries(site, site.style === 'feed')
  // The last of a list that goes on past its end has only left it.
  const entry = pickEntry(story, (each) => told.includes(each) && (site.style === 'whole' || !isLast(each, told)))
  if (!entry || !claimAlone(story)) return false
  entry.isListed = false
  story.needsInterface = true
  touch(story)
  expectLines(story, () => {
    const truth = ledger.entries.get(entry)
    if (truth) Object.assign(truth, { isOpen: false, isRemoved: true })
    return [line(`${entry.kind}_removed`, entry.title)]
  })
  return true
}

function isLast(entry: LyingEntry, told: readonly LyingEntry[]): boolean {
  return entry === told.findLast((each) => each.kind === entry.kind)
}

/** Off a list that holds the open ones alone, an open one has ended. */
export const dropOpenEntry: Lie = (story) => {
  if (story.site.style !== 'summary') return false
  const entry = pickEntry(story, (each) => !isOver(each))
  if (!entry || !claim(story, entry, 'whole')) return false
  entry.isListed = false
  touch(story)
  const kind = entry.kind === 'incident' ? 'incident_resolved' : 'maintenance_phase'
  expectLines(story, () => [line(kind, entry.title, `${entry.phase} > null`)])
  return true
}

export const restoreEntry: Lie = (story) => {
  const { site, chance } = story
  const entry = chance.pick(site.entries.filter((each) => !each.isListed && each.isSeen && !forgotten.has(each)))
  if (!entry || !claimAlone(story)) return false
  entry.isListed = true
  touch(story, site.style === 'feed' ? entry : undefined)
  expectLines(story, () => [returnLine(story, entry)])
  return true
}

function returnLine({ site, ledger }: Story, entry: LyingEntry): string {
  const { kind, title, phase } = entry
  if (kind === 'incident' && !isOver(entry)) return line('incident_reopened', title, `${phase} > ${phase}`)
  if (site.style === 'summary') return line('maintenance_phase', title, `null > ${phase}`)
  const { impact = null, scheduledFor = null } = ledger.entries.get(entry)?.state ?? {}
  return openedLine(entry, (impact ?? scheduledFor) === null)
}

/** Never to come back under their own id. */
const forgotten = new WeakSet<LyingEntry>()

/** The id of an entry, open or not, is given to another one. */
export const reuseId: Lie = (story) => {
  const { site, ledger } = story
  const entry = hasInterface(story) && site.style !== 'mixed' ? pickEntry(story, () => true) : undefined
  if (!entry || !claimAlone(story)) return false
  entry.isListed = false
  forgotten.add(entry)
  const fresh = { ...newEntry(story, entry.kind), id: entry.id }
  const wasOpen = !isOver(entry)
  const kind = entry.kind === 'incident' ? 'incident_resolved' : 'maintenance_phase'
  expectLines(story, () => {
    const truth = ledger.entries.get(entry)
    if (truth) truth.isOpen = false
    ledger.reusedIds += 1
    return wasOpen ? [line(kind, entry.title, `${entry.phase} > null`)] : []
  })
  publish(story, fresh)
  story.copies = undefined
  return true
}

/** Another platform: every id is another, and some of what was told is left behind. */
export const move: Lie = (story) => {
  const { site, chance, ledger } = story
  if (site.style === 'feed' || site.style === 'mixed' || !claimAlone(story)) return false
  const before = site.platform
  site.platform = `${site.platform === 'statuspage' ? 'other' : site.platform}-next`
  site.idPrefix = `${site.idPrefix}n`
  const renewed = renewComponents(site)
  for (const entry of site.entries) {
    // What the other platform's first reading does not tell is not known by its new id.
    if (site.style === 'summary' && isOver(entry)) entry.isListed = false
    if (!entry.isListed) {
      forgotten.add(entry)
      continue
    }
    entry.id = `n-${entry.id}`
    const affected = entry.components.flatMap((component) => renewed.get(component) ?? [])
    const isReduced = affected.length < entry.components.length
    entry.components = affected
    entry.updates = entry.updates.filter((update) => update.isListed)
    for (const update of entry.updates) update.id = `n-${update.id}`
    if (!chance.perMille(250)) {
      const names = affected.map(({ name }) => name).join(', ')
      if (isReduced) expectLines(story, () => [line(`${entry.kind}_components`, entry.title, names)])
      continue
    }
    forgotten.add(entry)
    entry.isListed = false
    if (!isOver(entry)) expectLines(story, () => [leftLine(story, entry)])
  }
  expectLines(story, () => {
    ledger.isMoving = true
    return [
      line('page_migrated', '', `${before} > ${site.platform}`),
      ...[...renewed.values()].map(({ name, health }) => line('component_added', name, health)),
    ]
  })
  touch(story)
  story.copies = undefined
  return true
}

function leftLine({ ledger }: Story, entry: LyingEntry): string {
  const truth = ledger.entries.get(entry)
  if (truth) truth.isOpen = false
  return line(entry.kind === 'incident' ? 'incident_resolved' : 'maintenance_phase', entry.title, `${entry.phase} > null`)
}

function renewComponents(site: Site): ReadonlyMap<LyingComponent, LyingComponent> {
  const renewed = new Map<LyingComponent, LyingComponent>()
  for (const component of site.components) {
    if (component.isListed) renewed.set(component, { ...component, id: `n-${component.id}` })
    component.isListed = false
  }
  for (const component of renewed.values()) component.group = component.group && renewed.get(component.group)
  site.components = [...renewed.values()]
  return renewed
}

/** The page's own clock is set back, with nothing else or with a post. */
export const setClockBack: Lie = (story) => {
  const { site, chance, ledger, now } = story
  if (site.style === 'mixed' || ledger.clock === undefined || !claimAlone(story)) return false
  if (chance.perMille(500)) {
    story.isAlone = false
    publish(story, newEntry(story, 'incident'))
    story.isAlone = true
  }
  touch(story)
  site.clockLag = now - ledger.clock + chance.between(1, 300) * 60_000
  story.copies = undefined
  expectLines(story, () => [line('page_frozen', '')])
  return true
}
