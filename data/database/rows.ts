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

/** Names every column of a table, checked for completeness; `key` makes an insert replace the row of the same key. */
export function rowShape<Row extends object>() {
  return <const Names extends readonly (keyof Row & string)[]>(
    table: keyof Schema,
    columns: Names & AllOf<Row, Names>,
    conflict: { readonly key?: readonly (keyof Row & string)[]; readonly replace?: readonly (keyof Row & string)[] | 'all' | 'nothing' },
  ): RowShape<Row> => ({ table, columns, conflict: conflictClause<Row>(columns, conflict) })
}

function conflictClause<Row extends object>(
  columns: readonly (keyof Row & string)[],
  {
    key,
    replace,
  }: { readonly key?: readonly (keyof Row & string)[]; readonly replace?: readonly (keyof Row & string)[] | 'all' | 'nothing' },
): string {
  if (!key) return ''
  const target = ` on conflict (${key.map(quoted).join(', ')}) do `
  if (replace === 'nothing') return `${target}nothing`
  const names = replace === 'all' || replace === undefined ? columns.filter((column) => !key.includes(column)) : replace
  return `${target}update set ${names.map((name) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')}`
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

/** Inserts the rows, in order, in as few statements as there are chunks. */
export async function insertRows<Row extends object>(
  transaction: Transaction<Schema>,
  dialect: 'sqlite' | 'postgres',
  shape: RowShape<Row>,
  rows: readonly Row[],
): Promise<void> {
  let from = 0
  for (const size of chunkSizes) {
    while (rows.length - from >= size) {
      const parameters: unknown[] = []
      for (let index = from; index < from + size; index++) {
        const row = rows[index]
        if (row !== undefined) for (const column of shape.columns) parameters.push(row[column])
      }
      await transaction.executeQuery(CompiledQuery.raw(statementText(shape, size, dialect), parameters))
      from += size
    }
  }
}
