import { CompiledQuery, type Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * Whole rows in multi-row statements. Their texts are made here and reused, because compiling a wide insert costs more
 * than running it; the databases differ only in how a placeholder is written.
 */
export interface RowShape<Row extends object> {
  readonly table: string
  readonly columns: readonly (keyof Row & string)[]
  readonly conflict: string
}

type AllOf<Row, Names extends readonly unknown[]> = [Exclude<keyof Row, Names[number]>] extends [never] ? unknown : never

interface Conflict<Row extends object> {
  readonly key?: readonly (keyof Row & string)[]
  readonly replace?: readonly (keyof Row & string)[] | 'all' | 'nothing'
  /** Numbers that are added to those of the row, where the others are replaced. */
  readonly summed?: readonly (keyof Row & string)[]
  /** A row whose value of this column is larger stays as it is. */
  readonly newest?: keyof Row & string
  /** What a row is born with and keeps: a column that is replaced costs a write to each index it stands in, changed or not. */
  readonly fixed?: readonly (keyof Row & string)[]
}

/** Names every column of a table, checked for completeness; `key` makes an insert replace the row of the same key. */
export function rowShape<Row extends object>() {
  return <const Names extends readonly (keyof Row & string)[]>(
    table: keyof Schema,
    columns: Names & AllOf<Row, Names>,
    conflict: Conflict<Row>,
  ): RowShape<Row> => ({ table, columns, conflict: conflictClause<Row>(table, columns, conflict) })
}

function conflictClause<Row extends object>(
  table: string,
  columns: readonly (keyof Row & string)[],
  { key, replace, summed = [], newest, fixed = [] }: Conflict<Row>,
): string {
  if (!key) return ''
  const target = ` on conflict (${key.map(quoted).join(', ')}) do `
  if (replace === 'nothing') return `${target}nothing`
  const kept = [...key, ...summed, ...fixed]
  const names = replace === 'all' || replace === undefined ? columns.filter((column) => !kept.includes(column)) : replace
  const replaced = names.map((name) => `${quoted(name)} = excluded.${quoted(name)}`)
  const added = summed.map((name) => `${quoted(name)} = ${quoted(table)}.${quoted(name)} + excluded.${quoted(name)}`)
  const condition = newest === undefined ? '' : ` where excluded.${quoted(newest)} >= ${quoted(table)}.${quoted(newest)}`
  return `${target}update set ${[...replaced, ...added].join(', ')}${condition}`
}

function quoted(name: string): string {
  return `"${name}"`
}

/** Few different sizes, so that few different statements stay prepared. */
const chunkSizes = [64, 16, 4, 1] as const
const texts = new Map<string, string>()

function statementText<Row extends object>(shape: RowShape<Row>, rows: number, dialect: 'sqlite' | 'postgres'): string {
  const name = `${dialect} ${rows} ${shape.table} ${shape.conflict}`
  const known = texts.get(name)
  if (known !== undefined) return known
  const width = shape.columns.length
  function placeholder(index: number): string {
    return dialect === 'sqlite' ? '?' : `$${index + 1}`
  }
  const tuples = Array.from(
    { length: rows },
    (_, row) => `(${shape.columns.map((__, column) => placeholder(row * width + column)).join(', ')})`,
  )
  const text = `insert into ${quoted(shape.table)} (${shape.columns.map(quoted).join(', ')}) values ${tuples.join(', ')}${shape.conflict}`
  texts.set(name, text)
  return text
}

/** The rows in chunks of those sizes. */
function* chunksOf<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  let from = 0
  for (const size of chunkSizes) {
    for (; rows.length - from >= size; from += size) yield rows.slice(from, from + size)
  }
}

const listLengths = [1, 4, 16, 64, 128, 256, 512, 1024, 2048, 4096, 8192] as const

/** Ids for a list of a query, the last one repeated: few different lengths are few different statements. */
export function padded<Id>(ids: readonly Id[]): readonly Id[] {
  const length = listLengths.find((each) => each >= ids.length)
  const last = ids.at(-1)
  return length === undefined || last === undefined ? ids : [...ids, ...Array.from({ length: length - ids.length }, () => last)]
}

/** Inserts the rows, in order, in as few statements as there are chunks. */
export async function insertRows<Row extends object>(
  transaction: Transaction<Schema>,
  dialect: 'sqlite' | 'postgres',
  shape: RowShape<Row>,
  rows: readonly Row[],
): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    const parameters = chunk.flatMap((row) => shape.columns.map((column) => row[column]))
    await transaction.executeQuery(CompiledQuery.raw(statementText(shape, chunk.length, dialect), parameters))
  }
}
