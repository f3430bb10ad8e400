/**
 * Status pages that go through a script: what each says at each step is known before anybody reads it. Every six steps
 * a page has an incident (opened, updated, renamed, made worse, an update rewritten, resolved) and a maintenance
 * (announced, moved, begun, completed).
 */
export interface ScriptedPage {
  readonly number: number
  readonly id: string
  readonly health: ScriptedHealth
  readonly components: readonly ScriptedComponent[]
  readonly incidents: readonly ScriptedEntry[]
  readonly maintenances: readonly ScriptedEntry[]
  /** Minutes after the script's beginning. */
  readonly updatedAt: number
}

export type ScriptedHealth = 'operational' | 'under_maintenance' | 'partial_outage' | 'major_outage'

export interface ScriptedComponent {
  readonly id: string
  readonly name: string
  readonly group: boolean
  readonly groupId: string | null
  readonly health: ScriptedHealth
  readonly description: string | null
}

export interface ScriptedEntry {
  readonly id: string
  readonly title: string
  readonly impact: 'minor' | 'major' | 'maintenance'
  readonly phase: string
  readonly closed: boolean
  readonly startedAt: number
  readonly endedAt: number | null
  readonly scheduledFor: number | null
  readonly updates: readonly ScriptedUpdate[]
  readonly components: readonly string[]
}

export interface ScriptedUpdate {
  readonly id: string
  readonly phase: string
  readonly body: string
  readonly at: number
}

const stepsPerCycle = 6
const minutesPerStep = 5
const worstFirst: readonly ScriptedHealth[] = ['major_outage', 'partial_outage', 'under_maintenance']

/** What page `number` says at a step; at step 0 it says that all is well. */
export function scriptedPage(number: number, step: number): ScriptedPage {
  const cycles = Array.from({ length: Math.ceil(step / stepsPerCycle) }, (_, cycle) => ({
    cycle,
    at: Math.min(step - cycle * stepsPerCycle, stepsPerCycle),
  })).toReversed()
  const latest = cycles[0]?.at ?? stepsPerCycle
  const api = latest === stepsPerCycle ? 'operational' : latest >= 4 ? 'major_outage' : 'partial_outage'
  const storage = latest === 4 ? 'under_maintenance' : 'operational'
  const healths: readonly ScriptedHealth[] = [api, storage]
  const id = idOf('page', number, 0)
  const worst = worstFirst.find((health) => healths.includes(health)) ?? 'operational'
  const component = { group: false, groupId: idOf('grou', number, 0), description: null }
  return {
    number,
    id,
    health: worst,
    components: [
      { ...component, id: component.groupId, name: 'Services', group: true, groupId: null, health: worst },
      { ...component, id: componentIds(number).api, name: 'Interface', health: api },
      { ...component, id: componentIds(number).storage, name: 'Storage', health: storage },
      // Never the same twice, so that no two steps have the same summary.
      {
        ...component,
        id: idOf('pane', number, 0),
        name: 'Control panel',
        groupId: null,
        health: 'operational',
        description: `Version ${step}`,
      },
    ],
    incidents: cycles.map(({ cycle, at }) => incident(number, cycle, at)),
    maintenances: cycles.filter(({ at }) => at >= 2).map(({ cycle, at }) => maintenance(number, cycle, at)),
    updatedAt: step * minutesPerStep,
  }
}

function incident(number: number, cycle: number, at: number): ScriptedEntry {
  const { update, minutes, name } = entryWords('inci', number, cycle)
  return {
    id: name,
    title: at >= 3 ? `Errors in all regions, ${name}` : `Errors, ${name}`,
    impact: at >= 4 ? 'major' : 'minor',
    phase: at >= 6 ? 'resolved' : at >= 2 ? 'identified' : 'investigating',
    closed: at >= 6,
    startedAt: minutes(1),
    endedAt: at >= 6 ? minutes(6) : null,
    scheduledFor: null,
    components: [componentIds(number).api],
    updates: [
      update(1, 'investigating', at >= 5 ? 'Requests fail since noon.' : 'Requests fail.'),
      ...(at >= 2 ? [update(2, 'identified', 'A disk is full.')] : []),
      ...(at >= 6 ? [update(6, 'resolved', 'There is room again.')] : []),
    ],
  }
}

function maintenance(number: number, cycle: number, at: number): ScriptedEntry {
  const { update, minutes, name } = entryWords('main', number, cycle)
  return {
    id: name,
    title: `New disks, ${name}`,
    impact: 'maintenance',
    phase: at >= 5 ? 'completed' : at >= 4 ? 'in_progress' : 'scheduled',
    closed: at >= 5,
    startedAt: minutes(2),
    endedAt: at >= 5 ? minutes(5) : null,
    scheduledFor: at >= 3 ? minutes(4) : minutes(3),
    components: [componentIds(number).storage],
    updates: [
      update(2, 'scheduled', 'Disks are replaced.'),
      ...(at >= 4 ? [update(4, 'in_progress', 'It has begun.')] : []),
      ...(at >= 5 ? [update(5, 'completed', 'It is done.')] : []),
    ],
  }
}

interface EntryWords {
  readonly name: string
  readonly minutes: (at: number) => number
  readonly update: (at: number, phase: string, text: string) => ScriptedUpdate
}

function entryWords(kind: string, number: number, cycle: number): EntryWords {
  const name = idOf(kind, number, cycle)
  function minutes(at: number): number {
    return (cycle * stepsPerCycle + at) * minutesPerStep
  }
  return {
    name,
    minutes,
    // Each text is the only one of its kind, so that a change can be told by it.
    update: (at, phase, text) => ({ id: `${name}-${at}`, phase, body: `${text} (${name}-${at})`, at: minutes(at) }),
  }
}

function componentIds(number: number): { readonly api: string; readonly storage: string } {
  return { api: idOf('inte', number, 0), storage: idOf('stor', number, 0) }
}

/** Twelve characters, as the platform's own ids have. */
function idOf(kind: string, number: number, cycle: number): string {
  return `${kind}${String(number).padStart(4, '0')}${String(cycle).padStart(4, '0')}`
}
