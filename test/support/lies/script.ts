import type { Poll } from '../../../data/store/poll.ts'
import type { Snapshot } from '../../../parsers/model.ts'
import { type Chance, createChance } from './chance.ts'
import {
  addComponent,
  changeHealth,
  loseComponent,
  moveComponent,
  recover,
  renameComponent,
  returnComponent,
  setBanner,
} from './components.ts'
import { createLedger, line, noteFailure, noteReading, noteUnchanged } from './ledger.ts'
import {
  cancel,
  complete,
  newEntry,
  open,
  openBriefly,
  post,
  publish,
  publishReport,
  reopen,
  reschedule,
  resolve,
  schedule,
} from './opening.ts'
import { failedPoll, readPoll, sayingOf, unchangedPoll } from './polls.ts'
import { editUpdate, reassign, redate, regrade, relabelUpdate, removeUpdate, rename, restoreUpdate, retimeUpdate } from './rewriting.ts'
import { instantOf, type LyingComponent, nextId, nextWords, type Site, type Style } from './site.ts'
import { expectLines, hasInterface, type Lie, type Story } from './story.ts'
import { snapshotOf } from './telling.ts'
import { dropOpenEntry, move, removeEntry, restoreEntry, reuseId, setClockBack } from './vanishing.ts'

/** The life of one lying page, poll by poll. */
export interface Script {
  readonly story: Story
  /** The polls of one turn, in the order in which they are handed in. */
  turn(now: number): readonly Poll[]
  /** A good reading of whatever stands now. */
  settle(now: number): Poll
}

/** How often each lie is told, beside the others. */
const lies: readonly (readonly [lie: Lie, weight: number])[] = [
  [open, 12],
  [openBriefly, 4],
  [schedule, 6],
  [post, 16],
  [resolve, 10],
  [complete, 5],
  [cancel, 2],
  [reopen, 6],
  [publishReport, 6],
  [reschedule, 4],
  [editUpdate, 16],
  [relabelUpdate, 5],
  [retimeUpdate, 8],
  [removeUpdate, 6],
  [restoreUpdate, 4],
  [rename, 6],
  [regrade, 8],
  [redate, 6],
  [reassign, 5],
  [removeEntry, 6],
  [dropOpenEntry, 4],
  [restoreEntry, 5],
  [reuseId, 3],
  [move, 1],
  [setClockBack, 3],
  [changeHealth, 12],
  [recover, 5],
  [renameComponent, 4],
  [moveComponent, 3],
  [addComponent, 3],
  [loseComponent, 4],
  [returnComponent, 4],
  [setBanner, 6],
]
const drawn: readonly Lie[] = lies.flatMap(([lie, weight]) => Array.from({ length: weight }, () => lie))

const perMille = { lies: 70, failure: 70, broken: 15, oldCopy: 15, reading: 60, feed: 150, again: 15 } as const
const mostCopies = 8

export function createScript(seed: number, number: number, style: Style, now: number): Script {
  const story = createStory(createChance(seed), number, style, now)
  let isDirty = true
  let last: Snapshot | undefined

  function read(): Poll {
    const { site, ledger, chance } = story
    const isFeed =
      site.style === 'feed' || (site.style === 'mixed' && ledger.isRead && !story.needsInterface && chance.perMille(perMille.feed))
    const same = !isDirty && (last?.authority === 'feed') === isFeed ? last : undefined
    const snapshot = same ? { ...same, observedAt: instantOf(story.now) } : snapshotOf(site, story.now, isFeed)
    noteReading(ledger, site, isFeed)
    if (last && isDirty && !story.wasFeed) story.copies = story.copies ? [...story.copies, last].slice(-mostCopies) : []
    isDirty = false
    story.wasFeed = isFeed && site.style === 'mixed'
    last = snapshot
    story.needsInterface = false
    return readPoll(site, snapshot, story.now)
  }

  function next(): Poll {
    const { site, ledger, chance } = story
    if (!ledger.isRead) return read()
    if (chance.perMille(perMille.failure)) {
      const poll = failedPoll(site, story.now, chance)
      noteFailure(ledger, poll.kind, poll.detail)
      return poll
    }
    // The first reading after a move has nothing that it could be held against.
    if (last?.platform === site.platform && chance.perMille(perMille.broken)) return brokenPoll(story)
    const copy = chance.perMille(perMille.oldCopy) && !isDirty && !story.wasFeed ? oldCopy(story, last) : undefined
    if (copy) {
      noteFailure(ledger, 'shape', 'an older copy of itself')
      return readPoll(site, { ...copy, observedAt: instantOf(story.now) }, story.now)
    }
    if (isDirty || story.wasFeed || chance.perMille(perMille.reading)) return read()
    noteUnchanged(ledger)
    return unchangedPoll(site, story.now)
  }

  return {
    story,
    turn(at) {
      story.now = at
      if (!isDirty && story.chance.perMille(perMille.lies)) isDirty = tellLies(story)
      const poll = next()
      // Another process, or this one after a restart, hands in the same poll once more.
      return story.chance.perMille(perMille.again) ? [poll, poll] : [poll]
    },
    settle(at) {
      story.now = at
      story.needsInterface = true
      return read()
    },
  }
}

/** One to four lies at once; false where the page gave no occasion for any. */
function tellLies(story: Story): boolean {
  story.claims.clear()
  story.isAlone = false
  let told = 0
  for (let left = story.chance.between(1, 4); left > 0; left--) {
    if (story.chance.pick(drawn)?.(story) === true) told += 1
  }
  return told > 0 || story.ledger.pending.length > 0
}

/** The page with nearly all of its components gone, and all well. */
function brokenPoll(story: Story): Poll {
  const { site, ledger, now } = story
  const whole = snapshotOf(site, now)
  const standing = [...ledger.components].filter(
    ([component, truth]) => !component.isGroup && truth.missing === 0 && !truth.isRemoved,
  ).length
  const left = whole.components?.find((component) => !component.group)
  const isEmpty = !hasInterface(story) || standing < 4 || !left || story.chance.perMille(500)
  if (!hasInterface(story)) {
    noteFailure(ledger, 'empty', 'it tells nothing')
    const { incidents: _, maintenances: __, ...silent } = whole
    return readPoll(site, { ...silent, coverage: { components: 'none', incidents: 'none', maintenances: 'none' } }, now)
  }
  if (isEmpty) noteFailure(ledger, 'empty', `it lists none of its ${standing} components`)
  else noteFailure(ledger, 'shape', `it lists only 1 of its ${standing} components`)
  const broken: Snapshot = { ...whole, health: 'operational', components: isEmpty || !left ? [] : [left], incidents: [], maintenances: [] }
  return readPoll(site, broken, now)
}

/** What a cache still holds: told before, in other words than now, with an older clock. */
function oldCopy({ copies, chance, site }: Story, last: Snapshot | undefined): Snapshot | undefined {
  if (!last) return undefined
  return chance.pick(
    (copies ?? []).filter(
      (copy) =>
        copy.platform === site.platform && (copy.sourceUpdatedAt ?? '') < (last.sourceUpdatedAt ?? '') && sayingOf(copy) !== sayingOf(last),
    ),
  )
}

function createStory(chance: Chance, number: number, style: Style, now: number): Story {
  const site: Site = {
    number,
    style,
    platform: style === 'feed' ? 'atom' : 'statuspage',
    idPrefix: '',
    banner: 'operational',
    changedAt: now,
    clockLag: 0,
    components: [],
    entries: [],
    serial: 0,
  }
  const story: Story = {
    site,
    chance,
    ledger: createLedger(),
    now,
    claims: new Map(),
    isAlone: false,
    needsInterface: true,
    wasFeed: false,
    copies: [],
  }
  if (hasInterface(story)) addParts(story)
  const past = newEntry(story, 'incident')
  if (style !== 'summary') {
    past.phase = 'resolved'
    past.resolvedAt = now
  }
  publish(story, past)
  publish(story, newEntry(story, 'maintenance'))
  if (chance.perMille(500)) publish(story, newEntry(story, 'incident'))
  return story
}

function addParts(story: Story): void {
  const { site, chance } = story
  const blank = { health: 'operational' as const, group: undefined, isListed: true }
  const groups: LyingComponent[] = [0, 1].map(() => ({ ...blank, id: nextId(site, 'g'), name: nextWords(site, 'Group'), isGroup: true }))
  const leaves = Array.from({ length: chance.between(5, 8) }, (): LyingComponent => ({
    ...blank,
    id: nextId(site, 'c'),
    name: nextWords(site, 'Part'),
    isGroup: false,
    group: chance.pick([undefined, ...groups]),
  }))
  site.components = [...groups, ...leaves]
  expectLines(story, () => site.components.map(({ name, health }) => line('component_added', name, health)))
}
