import { z } from 'zod'
import { Instant } from '../../parsers/model.ts'
import type { ChangeKind } from '../../data/database/schema.ts'
import { failureWords } from '../../data/failure-words.ts'
import type { ChangeReading } from '../../data/store/readings.ts'
import { durationWords } from '../components/words.ts'
import { editOf, impactDirection } from './change-edit.ts'
import { member } from './json-member.ts'

/** What changed, in one plain sentence without a full stop. */
export function headlineOf(change: Pick<ChangeReading, 'kind' | 'before' | 'after'>): string {
  return headlines[change.kind](change.before, change.after)
}

type Headline = (before: unknown, after: unknown) => string

const headlines: Readonly<Record<ChangeKind, Headline>> = {
  page_health: (before, after) => `Overall status went ${fromTo(before, after)}`,
  page_failed: (_, after) =>
    ['The page can no longer be read', failureWords(member(after, 'kind'), member(after, 'detail'))].filter(Boolean).join(': '),
  page_recovered: () => 'The page can be read again',
  page_migrated: (before, after) => `The page moved to another platform${optionalFromTo(before, after)}`,
  page_frozen: frozenHeadline,
  component_added: (_, after) => `Component added: ${words(member(after, 'health'))}`,
  component_removed: (before) => `Component removed, last ${words(member(before, 'health'))}`,
  component_renamed: (before, after) => `Component renamed${optionalFromTo(quoted(before), quoted(after))}`,
  component_moved: () => 'Component moved to another group',
  component_health: (before, after) => `Went ${fromTo(before, after)}`,
  incident_opened: (_, after) => `Incident opened${impactOf(after)}`,
  incident_update_posted: (_, after) => `Update posted${labelOf(after)}`,
  incident_update_edited: editedHeadline,
  incident_update_retimed: (before, after) => `An update's time was changed ${times(before, after)}`,
  incident_update_removed: (before) => `An update was taken down${labelOf(before)}`,
  incident_renamed: (before, after) => `Incident renamed${optionalFromTo(quoted(before), quoted(after))}`,
  incident_impact: impactHeadline,
  incident_phase: (before, after) => `Phase went ${fromTo(before, after)}`,
  incident_times: (before, after) =>
    timesHeadline(before, after, [
      ['startedAt', 'Start'],
      ['resolvedAt', 'End'],
    ]),
  incident_components: componentsHeadline,
  incident_resolved: (_, after) => (after === null ? 'No longer listed as open' : `Incident ${words(after)}`),
  incident_reopened: (before, after) =>
    `Incident reopened${typeof after === 'string' ? `, ${fromTo(before ?? 'no longer listed', after)}` : ''}`,
  incident_removed: (before) => `Incident removed from the page${lastOf(before)}`,
  maintenance_scheduled: (_, after) => `Maintenance announced${periodOf(after)}`,
  maintenance_update_posted: (_, after) => `Maintenance update posted${labelOf(after)}`,
  maintenance_update_edited: editedHeadline,
  maintenance_update_retimed: (before, after) => `An update's time was changed ${times(before, after)}`,
  maintenance_update_removed: (before) => `An update was taken down${labelOf(before)}`,
  maintenance_renamed: (before, after) => `Maintenance renamed${optionalFromTo(quoted(before), quoted(after))}`,
  maintenance_rescheduled: (before, after) =>
    timesHeadline(before, after, [
      ['scheduledFor', 'Start'],
      ['scheduledUntil', 'End'],
    ]),
  maintenance_phase: (before, after) => (after === null ? 'No longer listed' : `Maintenance went ${fromTo(before, after)}`),
  maintenance_components: componentsHeadline,
  maintenance_removed: (before) => `Maintenance removed from the page${lastOf(before)}`,
  report_published: () => 'Incident report published',
  report_edited: (before, after) => `Incident report edited${editOf({ before, after })?.addsCause === true ? ', adding a cause' : ''}`,
}

function words(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value.replaceAll('_', ' ') : 'unknown'
}

function fromTo(before: unknown, after: unknown): string {
  return `from ${words(before)} to ${words(after)}`
}

function optionalFromTo(before: unknown, after: unknown): string {
  return typeof before === 'string' && typeof after === 'string' ? ` from ${before} to ${after}` : ''
}

function quoted(value: unknown): string | null {
  return typeof value === 'string' ? `"${value}"` : null
}

/** "9 Apr 2024 07:25 UTC" would need a calendar; the standard form needs none and sorts. */
function moment(value: unknown): string {
  return typeof value === 'string' ? `${value.slice(0, 10)} ${value.slice(11, 16)} UTC` : 'not told'
}

function times(before: unknown, after: unknown): string {
  return `from ${moment(before)} to ${moment(after)}${shiftOf(before, after)}`
}

/** ", 1 h 30 min later" */
function shiftOf(before: unknown, after: unknown): string {
  const [from, to] = [before, after].map((value) => Instant.safeParse(value).data)
  if (from === undefined || to === undefined || from === to) return ''
  return `, ${durationWords(Math.abs(Date.parse(to) - Date.parse(from)))} ${to > from ? 'later' : 'earlier'}`
}

/** What stood still, in the words of the doubt; or the two readings of a clock that went back. */
function frozenHeadline(before: unknown, after: unknown): string {
  if (Instant.safeParse(before).success) return `The page seems to be frozen: its own clock went back ${times(before, after)}`
  const text = typeof after === 'string' ? after.replace(/^The page/u, 'it') : ''
  return `The page seems to be frozen${text === '' ? '' : `: ${text}`}`
}

/** ", last monitoring, with major impact" */
function lastOf(value: unknown): string {
  const phase = member(value, 'phase')
  return `${phase === null ? '' : `, last ${words(phase)}`}${impactOf(value).replace(/^ /u, ', ')}`
}

function timesHeadline(before: unknown, after: unknown, names: readonly (readonly [string, string])[]): string {
  const moved = names.filter(([name]) => member(before, name) !== member(after, name))
  return moved.map(([name, title]) => `${title} moved ${times(member(before, name), member(after, name))}`).join('; ') || 'Times changed'
}

function impactHeadline(before: unknown, after: unknown): string {
  return `Impact ${impactDirection(before, after) ?? 'changed'} ${fromTo(before, after)}`
}

function impactOf(value: unknown): string {
  const impact = member(value, 'impact')
  return impact === null || impact === 'unknown' ? '' : impact === 'none' ? ' without impact' : ` with ${impact} impact`
}

/** The vendor's own label before our word for it. */
function labelOf(value: unknown): string {
  const label = member(value, 'native') ?? member(value, 'phase')
  return label === null ? '' : `: ${words(label)}`
}

function editedHeadline(before: unknown, after: unknown): string {
  const [from, to] = [member(before, 'native'), member(after, 'native')]
  const isSameText = member(before, 'body') === member(after, 'body')
  if (isSameText && from !== to) return `An update's label was changed ${fromTo(from, to)}`
  const cause = editOf({ before, after })?.addsCause === true ? ', adding a cause' : ''
  return `An update was edited${cause}${labelOf(after)}`
}

const Names = z.array(z.string())

function componentsHeadline(before: unknown, after: unknown): string {
  const old = Names.safeParse(before).data ?? []
  const now = Names.safeParse(after).data ?? []
  const added = now.filter((name) => !old.includes(name))
  const gone = old.filter((name) => !now.includes(name))
  const parts = [added.length > 0 ? `now also ${listing(added)}` : '', gone.length > 0 ? `no longer ${listing(gone)}` : ''].filter(
    (part) => part !== '',
  )
  return parts.length === 0 ? 'Affected components changed' : `Affects ${parts.join(', ')}`
}

const namedAtMost = 5

function listing(names: readonly string[]): string {
  const rest = names.length - namedAtMost
  return rest > 0 ? `${names.slice(0, namedAtMost).join(', ')} and ${rest} more` : names.join(', ')
}

function periodOf(value: unknown): string {
  const [start, end] = [member(value, 'scheduledFor'), member(value, 'scheduledUntil')]
  if (start === null) return ''
  return end === null ? ` for ${moment(start)}` : ` for ${moment(start)} to ${moment(end)}`
}
