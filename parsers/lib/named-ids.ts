import { cleanName } from './text.ts'

/**
 * Ids for components of which a document tells the name alone: the name in small letters. Those that share a name are
 * numbered in page order, every one of them: where only one is left, it is not taken for the first.
 */
export function namedIds(names: readonly string[]): readonly string[] {
  const ids = names.map((name) => cleanName(name.trim()).toLowerCase() || 'unnamed')
  const totals = countsOf(ids)
  const counts = new Map<string, number>()
  return ids.map((id) => {
    if (totals.get(id) === 1) return id
    const count = (counts.get(id) ?? 0) + 1
    counts.set(id, count)
    return `${id} #${count}`
  })
}

function countsOf(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}
