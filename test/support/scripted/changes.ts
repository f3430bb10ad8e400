import { z } from 'zod'
import type { ChangeReading } from '../../../data/store/readings.ts'
import { stamp } from './documents.ts'
import type { ScriptedEntry, ScriptedPage } from './pages.ts'

/** What a reader of a scripted page must have written down between two steps, one line a change, sorted. */
export function expectedChanges(before: ScriptedPage | undefined, after: ScriptedPage): readonly string[] {
  const lines = [
    ...componentLines(before, after),
    ...entryLines('incident', before?.incidents ?? [], after.incidents),
    ...entryLines('maintenance', before?.maintenances ?? [], after.maintenances),
  ]
  if (before && before.health !== after.health) lines.push(`page_health ${after.health}`)
  return lines.toSorted()
}

function componentLines(before: ScriptedPage | undefined, after: ScriptedPage): string[] {
  if (!before) return after.components.map(({ name }) => `component_added ${name}`)
  return after.components.flatMap(({ name, health, group }, index) =>
    group || before.components[index]?.health === health ? [] : [`component_health ${name} ${health}`],
  )
}

function entryLines(kind: 'incident' | 'maintenance', before: readonly ScriptedEntry[], after: readonly ScriptedEntry[]): string[] {
  return after.flatMap((entry) => {
    const known = before.find(({ id }) => id === entry.id)
    return [...(known ? transitionLines(kind, known, entry) : [openedLine(kind, entry)]), ...updateLines(kind, known, entry)]
  })
}

function openedLine(kind: 'incident' | 'maintenance', { title }: ScriptedEntry): string {
  return `${kind === 'incident' ? 'incident_opened' : 'maintenance_scheduled'} ${title}`
}

function transitionLines(kind: 'incident' | 'maintenance', before: ScriptedEntry, after: ScriptedEntry): string[] {
  const { title, phase, impact, scheduledFor } = after
  const phaseKind = kind === 'incident' && after.closed && !before.closed ? 'incident_resolved' : `${kind}_phase`
  return [
    ...(before.title === title ? [] : [`${kind}_renamed ${title} ${title}`]),
    ...(before.impact === impact ? [] : [`${kind}_impact ${title} ${impact}`]),
    ...(before.phase === phase ? [] : [`${phaseKind} ${title} ${phase}`]),
    ...(before.scheduledFor === scheduledFor ? [] : [`${kind}_rescheduled ${title} ${stamp(scheduledFor ?? 0)}`]),
  ]
}

function updateLines(kind: 'incident' | 'maintenance', before: ScriptedEntry | undefined, { title, updates }: ScriptedEntry): string[] {
  return updates.flatMap(({ id, body }) => {
    const known = before?.updates.find((update) => update.id === id)
    if (known?.body === body) return []
    return [`${kind}_update_${known ? 'edited' : 'posted'} ${title} ${body}`]
  })
}

const Text = z.union([
  z.string(),
  z.object({ body: z.string() }).transform(({ body }) => body),
  z.object({ scheduledFor: z.string() }).transform(({ scheduledFor }) => scheduledFor),
])
const first: ReadonlySet<string> = new Set(['component_added', 'incident_opened', 'maintenance_scheduled'])

/** The same line of a change that was written down. */
export function changeLine({ kind, title, after }: Pick<ChangeReading, 'kind' | 'title' | 'after'>): string {
  if (kind === 'page_health') return `${kind} ${String(after)}`
  return first.has(kind) ? `${kind} ${title}` : `${kind} ${title} ${Text.parse(after)}`
}
