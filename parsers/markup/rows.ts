import { type CheerioAPI, lineOf, type Node, textOf } from '../lib/html.ts'
import type { Health } from '../model.ts'
import { afterColon, labels, type Statement, statementsIn } from './statements.ts'
import { classSays, isAllClear, wordHealth } from './words.ts'

/**
 * Finds the rows of a page: a name, and a word for how it does. The word is the whole text of an element, or the accessible
 * label of one; the row is the nearest element around it that says anything else.
 */

/** A kind of statement about a row, and whether it speaks well of it. */
export interface Signal {
  readonly kind: 'word' | 'label' | 'state' | 'class' | 'icon'
  readonly isGood: boolean
}

export interface Row {
  readonly name: string
  /** As the page has it. */
  readonly native: string
  /** What the word or label says; undefined where nobody has mapped it. */
  readonly stated: Health | undefined
  readonly signals: readonly Signal[]
}

export interface Rows {
  readonly rows: readonly Row[]
  /** Words for a state that belong to no row and no legend. */
  readonly stray: readonly string[]
}

const states = ['data-status', 'data-state', 'data-component-status', 'data-health'] as const
/** Words that a key to them explains. */
const mostWords = 12

interface Found extends Statement {
  readonly row: Node
  readonly name: string
}

export function readRows($: CheerioAPI): Rows {
  const all = statementsIn($)
  const words = all.filter(({ kind }) => kind === 'word')
  const spoken = words.flatMap((word) => rowOf($, word) ?? [])
  // A label within the row of a word is a second witness, not a second statement.
  const labelled = all.filter(({ kind, node }) => kind === 'label' && !spoken.some(({ row }) => $.contains(row, node)))
  const statements = [...words, ...labelled]
  const around = countAround(statements)
  // A row that makes two statements makes none.
  const found = [...spoken, ...labelled.flatMap((label) => rowOf($, label) ?? [])].filter(({ row }) => around.get(row) === 1)
  const listed = inLists($, found)
  const known = new Set(listed.map(({ node }) => node))
  const stray = statements.filter(({ node, native }) => !known.has(node) && !isAllClear(native) && !isLegend($, node, statements, around))
  const witnesses = all.filter(({ kind }) => kind === 'label')
  return { rows: withSilent($, listed, witnesses), stray: stray.map(({ native }) => native) }
}

/** How many statements each element around one holds. */
function countAround(statements: readonly Statement[]): ReadonlyMap<Node, number> {
  const counts = new Map<Node, number>()
  for (const { node } of statements) {
    for (let around = node.parent; around; around = around.parent) counts.set(around, (counts.get(around) ?? 0) + 1)
  }
  return counts
}

/** The nearest element around the statement that says anything else, and what it says: the name first. */
function rowOf($: CheerioAPI, statement: Statement): Found | undefined {
  let inner = statement.node
  for (let row = inner.parent; row && 'name' in row && row.name !== 'body'; row = row.parent) {
    const within = inner
    const others = $(row)
      .contents()
      .toArray()
      .filter((node) => node !== within)
    const line = textOf(others)
      .split('\n')
      .find((text) => /\p{L}/u.test(text) && wordHealth(text) === undefined)
    if (line !== undefined) return isName(line) ? { ...statement, row, name: nameIn(line) } : undefined
    inner = row
  }
  return undefined
}

/** A day is the name of no service: such rows tell what has been. */
function isName(line: string): boolean {
  return line.length <= 200 && !/^(?:\p{L}{3,9}\.? \d{1,2}(?!\p{L})|\d{1,2}\.? \p{L}{3,9} \d{4}|\d{4}-\d{2}-\d{2})/u.test(line)
}

/** Without the question mark that shows a description, and without what it shows. */
function nameIn(line: string): string {
  return line.replace(/ (?:\?|\(\?\) .*|\(\?\))$/u, '').trim()
}

/** Two rows at least of one make: the same element with the same classes, but for those that tell states apart. */
function inLists($: CheerioAPI, found: readonly Found[]): readonly Found[] {
  const makes = found.map(({ row }) => makeOf($, row))
  return found.filter((_, index) => makes.filter((make) => make === makes[index]).length > 1)
}

function makeOf($: CheerioAPI, node: Node): string {
  const classes = ($(node).attr('class') ?? '').split(/\s+/u).filter((name) => name !== '' && classSays(name) === undefined)
  return `${'name' in node ? node.name : ''}.${classes.toSorted().join('.')}`
}

/** The rows in page order, and between them those of the same make whose word nobody knows. */
function withSilent($: CheerioAPI, listed: readonly Found[], labelled: readonly Statement[]): readonly Row[] {
  const byNode = new Map(listed.map((row) => [row.row, row]))
  const makes = new Set(listed.map(({ row }) => makeOf($, row)))
  const parents = new Set(listed.flatMap(({ row }) => (row.parent ? [row.parent] : [])))
  const wordMakes = new Set(listed.map(({ node }) => makeOf($, node)))
  const rows: Row[] = []
  for (const parent of parents) {
    for (const node of $(parent).children().toArray()) {
      const row = byNode.get(node)
      if (row) rows.push({ name: row.name, native: row.native, stated: row.health, signals: signalsOf($, row, labelled) })
      else if (makes.has(makeOf($, node)) && $(node).children('th').length === 0) rows.push(...silentRow($, node, wordMakes))
    }
  }
  return rows
}

/** A row of which the word stands in an element of the make of the others' words, or nobody knows where. */
function silentRow($: CheerioAPI, node: Node, wordMakes: ReadonlySet<string>): readonly Row[] {
  const words = $(node)
    .find('*')
    .toArray()
    .filter((inner) => wordMakes.has(makeOf($, inner)) && lineOf([inner]) !== '')
  const [name, ...rest] = textBeside($, node, new Set(words))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (name === undefined || !isName(name)) return []
  const native = words.length > 0 ? words.map((word) => lineOf([word])) : rest
  return [{ name: nameIn(name), native: native.join(' ').slice(0, 200), stated: undefined, signals: [] }]
}

function textBeside($: CheerioAPI, node: Node, left: ReadonlySet<Node>): string {
  if (left.has(node)) return ''
  if (![...left].some((one) => $.contains(node, one))) return textOf([node])
  return $(node)
    .contents()
    .toArray()
    .map((inner) => textBeside($, inner, left))
    .join('\n')
}

/** What the statement itself says, and what is said by the element, those in it, the icons beside it and those around it. */
function signalsOf($: CheerioAPI, { node, row, kind, health }: Found, labelled: readonly Statement[]): readonly Signal[] {
  const signals: Signal[] = [{ kind, isGood: health === 'operational' }]
  for (const label of labelled) {
    if (label.node !== node && $.contains(row, label.node)) signals.push({ kind: 'label', isGood: label.health === 'operational' })
  }
  const witnesses: Node[] = [...$(node).find('*').toArray()]
  for (let around: Node | null = node; around; around = around === row ? null : around.parent) {
    witnesses.push(around)
    if (around !== row)
      witnesses.push(
        ...$(around)
          .siblings()
          .toArray()
          .filter((beside) => lineOf([beside]) === '')
          .flatMap((beside) => [beside, ...$(beside).find('*').toArray()]),
      )
  }
  for (const witness of witnesses) {
    for (const name of ($(witness).attr('class') ?? '').split(/\s+/u)) {
      const says = classSays(name)
      if (says !== undefined) signals.push({ kind: 'class', isGood: says })
    }
    // The label that is itself the statement is no second witness of it.
    if (kind === 'word' || witness !== node)
      add(
        'label',
        labels.map((name) => afterColon($(witness).attr(name))),
      )
    add(
      'state',
      states.map((name) => $(witness).attr(name)),
    )
    add('icon', [
      ...($(witness).is('use') ? [($(witness).attr('href') ?? $(witness).attr('xlink:href'))?.split(/[#_-]/u).at(-1)] : []),
      ...($(witness).is('svg > title') ? [lineOf($(witness).contents())] : []),
    ])
  }
  return signals

  function add(own: Signal['kind'], told: readonly (string | undefined)[]): void {
    for (const word of told) {
      const says = wordHealth(word)
      if (says !== undefined) signals.push({ kind: own, isGood: says === 'operational' })
    }
  }
}

/** A key to the words: three statements or more within one element, each of another word, and no other text beside them. */
function isLegend($: CheerioAPI, node: Node, statements: readonly Statement[], counts: ReadonlyMap<Node, number>): boolean {
  const near = [node.parent, node.parent?.parent].flatMap((around) => (around ? [around] : []))
  return near.some((around) => {
    const count = counts.get(around) ?? 0
    if (count < 3 || count > mostWords) return false
    const own = statements.filter((statement) => $.contains(around, statement.node))
    const spoken = own
      .map(({ native }) => native)
      .join('')
      .replaceAll(/\s/gu, '')
    return (
      own.length >= 3 && new Set(own.map(({ native }) => native)).size === own.length && lineOf([around]).replaceAll(/\s/gu, '') === spoken
    )
  })
}
