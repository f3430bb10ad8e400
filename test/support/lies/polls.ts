import { noneListed } from '../../../data/changes/moment.ts'
import { contentDigest } from '../../../data/identity.ts'
import type { FailedPoll, Poll, ReadPoll, UnchangedPoll } from '../../../data/store/poll.ts'
import type { Snapshot } from '../../../parsers/model.ts'
import type { Chance } from './chance.ts'
import { instantOf, type Site } from './site.ts'

/** Polls of a lying page, as the crawler would hand them to the store. */

export function pageIdOf(site: Site): string {
  return `page-${site.number}`
}

function common(site: Site, now: number): Pick<Poll, 'pageId' | 'observedAt' | 'recordedAt' | 'bytes' | 'durationMilliseconds'> {
  return { pageId: pageIdOf(site), observedAt: instantOf(now), recordedAt: instantOf(now), bytes: 0, durationMilliseconds: 0 }
}

const sayings = new WeakMap<object, string>()

/** What a snapshot says, without when it says it. A reading that is given again has the same lists. */
export function sayingOf({ health, native, components, incidents, maintenances }: Snapshot): string {
  const known = sayings.get(incidents ?? sayings)
  if (known !== undefined) return known
  const saying = contentDigest([health, native, components, incidents, maintenances])
  if (incidents) sayings.set(incidents, saying)
  return saying
}

export function readPoll(site: Site, snapshot: Snapshot, now: number, digest = sayingOf(snapshot)): ReadPoll {
  const source = snapshot.authority === 'feed' ? 'atom' : 'summary'
  const isEveryOpenOneTold = snapshot.authority !== 'feed'
  return {
    type: 'read',
    ...common(site, now),
    platform: snapshot.platform,
    snapshot,
    sources: [{ source, url: source, etag: null, last_modified: null, body_hash: contentDigest([digest, snapshot.sourceUpdatedAt]) }],
    archive: [],
    contentDigest: digest,
    listsRead: site.style === 'lists',
    openListed: isEveryOpenOneTold ? { incident: true, maintenance: true } : noneListed,
    backfill: false,
  }
}

export function unchangedPoll(site: Site, now: number): UnchangedPoll {
  const told = { listsRead: site.style === 'lists', sources: [] }
  return { type: 'unchanged', outcome: 'not_modified', ...common(site, now), ...told }
}

const failures: readonly Pick<FailedPoll, 'outcome' | 'kind' | 'detail' | 'understood'>[] = [
  { outcome: 'unreachable', kind: 'timeout', detail: 'deadline', understood: true },
  { outcome: 'unreachable', kind: 'dns', detail: 'dns_notfound', understood: true },
  { outcome: 'unreachable', kind: 'tls', detail: 'cert_expired', understood: true },
  { outcome: 'unreachable', kind: 'connection', detail: 'truncated', understood: true },
  { outcome: 'refused', kind: 'status', detail: '503', understood: true },
  { outcome: 'refused', kind: 'status', detail: '404', understood: false },
  { outcome: 'refused', kind: 'challenge', detail: 'a bot challenge', understood: false },
  { outcome: 'refused', kind: 'foreign', detail: 'a login form', understood: false },
  { outcome: 'unparseable', kind: 'shape', detail: 'not well-formed JSON', understood: false },
  { outcome: 'unparseable', kind: 'missing', detail: 'a required field is absent', understood: false },
  { outcome: 'unparseable', kind: 'foreign', detail: 'another page answers at this address', understood: false },
]

export function failedPoll(site: Site, now: number, chance: Chance): FailedPoll {
  const failure = chance.pick(failures) ?? { outcome: 'unreachable', kind: 'timeout', detail: 'deadline', understood: true }
  return { type: 'failed', ...common(site, now), ...failure, digest: `${failure.kind} ${failure.detail}` }
}
