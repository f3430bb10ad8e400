import type { IncidentPhase, MaintenancePhase, Phase } from '../model.ts'
import { mapped, type Place } from './place.ts'

/**
 * The words by which pages and feeds of no known platform state how an entry stands, in the places where such a word is
 * no prose: a label at the start of an update, a prefix or suffix of a title set apart by brackets, a colon or a dash.
 */

const incidentPhases: ReadonlyMap<string, IncidentPhase> = new Map<string, IncidentPhase>([
  ['investigating', 'investigating'],
  ['identified', 'identified'],
  ['monitoring', 'monitoring'],
  ['resolved', 'resolved'],
  ['solved', 'resolved'],
  ['fixed', 'resolved'],
  ['closed', 'resolved'],
  ['postmortem', 'postmortem'],
  ['post-mortem', 'postmortem'],
])
/** Words that only maintenances have. */
const plannedPhases: ReadonlyMap<string, MaintenancePhase> = new Map<string, MaintenancePhase>([
  ['scheduled', 'scheduled'],
  ['planned', 'scheduled'],
  ['upcoming', 'scheduled'],
  ['scheduled maintenance', 'scheduled'],
  ['planned maintenance', 'scheduled'],
  ['in progress', 'in_progress'],
  ['verifying', 'verifying'],
  ['completed', 'completed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
])
/** A maintenance that is called resolved or closed is over. */
const maintenancePhases: ReadonlyMap<string, MaintenancePhase> = new Map<string, MaintenancePhase>([
  ...plannedPhases,
  ...[...incidentPhases].flatMap(([word, phase]) => (phase === 'resolved' ? [[word, 'completed'] as const] : [])),
])
/** Labels without a phase of their own: the one before them stays. */
const phaseless: ReadonlySet<string> = new Set(['update', 'maintenance'])

const label = [...incidentPhases.keys(), ...plannedPhases.keys(), ...phaseless].toSorted((a, b) => b.length - a.length).join('|')
const whole = new RegExp(`^[[(]?(${label})[\\])]?(?: ?[-–—:])?$`, 'iu')
const leading = new RegExp(`^(?:[[(](${label})[\\])](?: ?[-–—:])?|(${label})(?: ?:| [-–—])) (.+)$`, 'isu')
const trailing = new RegExp(`^(.+?) (?:[[(](${label})[\\])]|[-–—] (${label}))$`, 'isu')

export interface Labelled {
  readonly label?: string
  readonly text: string
}

/** The label that the text begins with, and what comes after it; a text that is nothing but a label leaves none. */
export function leadingLabel(text: string): Labelled {
  const alone = whole.exec(text)?.[1]
  if (alone !== undefined) return { label: alone, text: '' }
  const [, bracketed, bare, rest = ''] = leading.exec(text) ?? []
  const found = bracketed ?? bare
  return found === undefined ? { text } : { label: found, text: rest }
}

/** The same for a title, which may also end with its label; one that is nothing but a label stays as it is. */
export function titleLabel(title: string): Labelled {
  const line = title.slice(0, 2000).replaceAll(/\s+/gu, ' ').trim()
  const ahead = leadingLabel(line)
  if (ahead.label !== undefined) return ahead.text === '' ? { text: line } : ahead
  const [, rest = '', bracketed, bare] = trailing.exec(line) ?? []
  const found = bracketed ?? bare
  return found === undefined ? { text: line } : { label: found, text: rest }
}

/** Whether the label is one of those that make an entry a maintenance. */
export function isPlannedLabel(word: string): boolean {
  return plannedPhases.has(word.toLowerCase()) || word.toLowerCase() === 'maintenance'
}

/** The phase that a word states; `update` states none, and one that nobody has mapped is `unknown` and listed. */
export function statedIncidentPhase(word: string, place: Place, field: string): IncidentPhase | undefined {
  return stated(incidentPhases, word, place, field)
}

export function statedMaintenancePhase(word: string, place: Place, field: string): MaintenancePhase | undefined {
  return stated(maintenancePhases, word, place, field)
}

function stated<T extends Phase>(words: ReadonlyMap<string, T>, word: string, place: Place, field: string): T | 'unknown' | undefined {
  const known = word.toLowerCase()
  if (phaseless.has(known)) return undefined
  return words.get(known) ?? mapped(words, word, place, field)
}
