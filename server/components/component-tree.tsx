import type { JSX } from 'hono/jsx/jsx-runtime'
import { healths, healthSeverity, worstOf, type Health, type Instant } from '../../parsers/model.ts'
import type { ComponentReading } from '../../data/store/readings.ts'
import { Mark } from './marks.tsx'
import { Relative } from './time.tsx'
import { healthWords, listing, numeral, plural } from './words.ts'

/** A vendor's components as the tree of its page. Large groups fold; what is not operational is also listed on top. */

/** A longer group folds. */
const longestOpenGroup = 8
/** Above this the page gets a filter by name and the list of what is not operational. */
const fewComponents = 16

export type Branch = { readonly leaf: ComponentReading } | { readonly name: string; readonly branches: readonly Branch[] }

/** The tree that the flat list in page order tells by its paths. A group of the same name further down is another one. */
export function treeOf(components: readonly ComponentReading[], depth: number): readonly Branch[] {
  const branches: Branch[] = []
  for (let at = 0; at < components.length;) {
    const component = components[at]
    const name = component?.path[depth]
    if (component === undefined || name === undefined) {
      if (component) branches.push({ leaf: component })
      at += 1
      continue
    }
    const end = components.findIndex((other, index) => index > at && other.path[depth] !== name)
    const members = components.slice(at, end === -1 ? undefined : end)
    branches.push({ name, branches: treeOf(members, depth + 1) })
    at += members.length
  }
  return branches
}

interface ComponentsProps {
  readonly components: readonly ComponentReading[]
  readonly filter: string
  /** Where the filter form goes: the page itself. */
  readonly path: string
  readonly now: Instant
}

export function ComponentTree({ components, filter, path, now }: ComponentsProps): JSX.Element {
  if (components.length === 0) return <p class="facts">The page lists no components.</p>
  const isLong = components.length > fewComponents
  const shown = components.filter((component) => matchesName(component, filter)).length
  const ailing = components
    .filter((component) => component.health !== 'operational')
    .toSorted((a, b) => healthSeverity(b.health) - healthSeverity(a.health))
  // Where most of a page is not operational, the list would only repeat the tree.
  const listsAiling = isLong && ailing.length > 0 && ailing.length <= components.length / 2
  return (
    <>
      <p class="facts">{summaryOf(components)}</p>
      {listsAiling ? (
        <>
          <h3 id="ailing">Not operational</h3>
          <ul class="leaves" aria-labelledby="ailing">
            {ailing.map((component) => (
              <Leaf component={component} isHidden={false} showsPath now={now} />
            ))}
          </ul>
          <h3>All components</h3>
        </>
      ) : null}
      {isLong ? (
        <form
          class="filter"
          id="filter"
          method="get"
          action={`${path}#components`}
          role="search"
          aria-label="Filter the components"
          data-rows="component-tree"
        >
          <label>
            Component or group
            <input type="search" name="name" value={filter} autocomplete="off" spellcheck={false} maxlength={100} />
          </label>
          <button type="submit">Filter</button>
          <p id="filter-count" class="facts" role="status" data-one="component matches" data-many="components match">
            {shown === components.length
              ? ''
              : `${numeral(shown)} of ${plural(components.length, 'component matches', 'components match')}`}
          </p>
        </form>
      ) : null}
      <div id="component-tree" class="tree">
        <Branches branches={treeOf(components, 0)} filter={filter} now={now} />
      </div>
    </>
  )
}

function matchesName(component: ComponentReading, filter: string): boolean {
  return searchable(component).includes(filter.trim().toLowerCase())
}

function searchable(component: ComponentReading): string {
  return [...component.path, component.name].join(' ').toLowerCase()
}

interface BranchesProps {
  readonly branches: readonly Branch[]
  readonly filter: string
  readonly now: Instant
}

function Branches({ branches, filter, now }: BranchesProps): JSX.Element {
  const leaves = branches.flatMap((branch) => ('leaf' in branch ? branch.leaf : []))
  // Runs of leaves are lists; groups stand between them in page order.
  const runs: (readonly ComponentReading[] | Exclude<Branch, { leaf: ComponentReading }>)[] = []
  let run: ComponentReading[] = []
  for (const branch of branches) {
    if ('leaf' in branch) run.push(branch.leaf)
    if ('leaf' in branch) continue
    if (run.length > 0) runs.push(run)
    run = []
    runs.push(branch)
  }
  if (run.length > 0) runs.push(run)
  return (
    <>
      {runs.map((part) =>
        'name' in part ? (
          <Group name={part.name} branches={part.branches} filter={filter} now={now} />
        ) : (
          <ul class={leaves.length > longestOpenGroup ? 'leaves many' : 'leaves'}>
            {part.map((component) => (
              <Leaf component={component} isHidden={!matchesName(component, filter)} showsPath={false} now={now} />
            ))}
          </ul>
        ),
      )}
    </>
  )
}

function leavesOf(branches: readonly Branch[]): readonly ComponentReading[] {
  return branches.flatMap((branch) => ('leaf' in branch ? branch.leaf : leavesOf(branch.branches)))
}

function Group({ name, branches, filter, now }: BranchesProps & { readonly name: string }): JSX.Element {
  const members = leavesOf(branches)
  const isFiltered = filter.trim() !== ''
  const trust = members.every((member) => member.trust === 'fresh') ? 'fresh' : 'stale'
  const heading = (
    <>
      <Mark standing={worstOf(members.map((member) => member.health))} trust={trust} />
      <bdi class="group-name">{name}</bdi>
      <span class="facts">{summaryOf(members)}</span>
    </>
  )
  return (
    <details
      class="group"
      id={`g-${members[0]?.id}`}
      data-group
      open={isFiltered || members.length <= longestOpenGroup}
      hidden={isFiltered && !members.some((member) => matchesName(member, filter))}
    >
      <summary>{heading}</summary>
      <Branches branches={branches} filter={filter} now={now} />
    </details>
  )
}

/** "53 components: 2 degraded performance, 51 operational". */
function summaryOf(components: readonly ComponentReading[]): string {
  const counts = healths
    .map((health) => ({ health, count: components.filter((component) => component.health === health).length }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => healthSeverity(b.health) - healthSeverity(a.health))
  const total = plural(components.length, 'component', 'components')
  return `${total}: ${listing(counts.map(({ health, count }) => (count === components.length ? allWords(health, count) : `${numeral(count)} ${healthWords[health].toLowerCase()}`)))}`
}

function allWords(health: Health, count: number): string {
  return `${count > 1 ? 'all ' : ''}${healthWords[health].toLowerCase()}`
}

interface LeafProps {
  readonly component: ComponentReading
  readonly isHidden: boolean
  readonly showsPath: boolean
  readonly now: Instant
}

function Leaf({ component, isHidden, showsPath, now }: LeafProps): JSX.Element {
  const { health, trust, native } = component
  return (
    <li
      class={`leaf ${health}${trust === 'fresh' ? '' : ' dated'}`}
      id={showsPath ? undefined : `c-${component.id}`}
      hidden={isHidden}
      data-row={!showsPath}
      data-name={showsPath ? undefined : searchable(component)}
    >
      <Mark standing={health} trust={trust} />
      <span class="leaf-name">
        <bdi>{component.name}</bdi>
        {showsPath && component.path.length > 0 ? (
          <span class="facts">
            {' in '}
            <bdi>{component.path.join(' / ')}</bdi>
          </span>
        ) : null}
        {component.description === null || showsPath ? null : <bdi class="facts clamp">{component.description}</bdi>}
      </span>
      <span class="leaf-state">
        {healthWords[health]}
        {trust !== 'fresh' && health !== 'unknown' ? ' when last read' : ''}
        {health === 'unknown' && trust === 'fresh' ? (
          <>
            : says “<bdi>{native}</bdi>”
          </>
        ) : null}
        {health === 'operational' || health === 'unknown' ? null : (
          <span class="facts">
            {' since '}
            <Relative at={component.changedAt} now={now} />
          </span>
        )}
      </span>
    </li>
  )
}
