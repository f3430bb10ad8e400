import type { JSX } from 'hono/jsx/jsx-runtime'
import { healths, healthSeverity, worstOf, type Instant } from '../../parsers/model.ts'
import type { ComponentReading } from '../../data/store/readings.ts'
import { Mark } from './marks.tsx'
import { Relative } from './time.tsx'
import { healthCountWords, healthWords, listing, numeral, plural } from './words.ts'

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
    const own = branches.at(-1)
    const isOwn = own !== undefined && 'leaf' in own && own.leaf.name === name
    // A component that has parts and a state of its own stands once, as the first of its parts.
    if (isOwn) branches.pop()
    branches.push({ name, branches: [...(isOwn ? [own] : []), ...treeOf(members, depth + 1)] })
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

/** The store answers so already; here it holds whatever is given. */
function withoutUnproved(component: ComponentReading): ComponentReading {
  return component.health === 'operational' && component.trust !== 'fresh' ? { ...component, health: 'unknown' } : component
}

export function ComponentTree({ components: given, filter, path, now }: ComponentsProps): JSX.Element {
  const components = given.map(withoutUnproved)
  if (components.length === 0) return <p class="facts">The page lists no components.</p>
  const isLong = components.length > fewComponents
  return (
    <>
      <p class="facts" id="component-summary">
        {summaryOf(components)}
      </p>
      {isLong ? <Ailing components={components} now={now} /> : null}
      {isLong ? <FilterForm components={components} filter={filter} path={path} /> : null}
      <div id="component-tree" class="tree">
        <Branches branches={treeOf(components, 0)} filter={filter} now={now} />
      </div>
    </>
  )
}

/** More than these fold. */
const shownAiling = 12

/** What is not operational, worst first, so that nobody has to unfold groups to find it. */
function Ailing({ components, now }: Pick<ComponentsProps, 'components' | 'now'>): JSX.Element | null {
  const ailing = components
    .filter((component) => component.health !== 'operational')
    .toSorted((a, b) => healthSeverity(b.health) - healthSeverity(a.health))
  // Where most of a page is not operational, the list would only repeat the tree.
  if (ailing.length === 0 || ailing.length > components.length / 2) return null
  const rest = ailing.slice(shownAiling)
  return (
    <div id="ailing-part">
      <h3 id="ailing">Not operational</h3>
      <ul class="leaves many" aria-labelledby="ailing">
        {ailing.slice(0, shownAiling).map((component) => (
          <Leaf component={component} isHidden={false} isInTree={false} now={now} />
        ))}
      </ul>
      {rest.length === 0 ? null : (
        <details id="ailing-rest">
          <summary>{plural(rest.length, 'more', 'more')}</summary>
          <ul class="leaves many">
            {rest.map((component) => (
              <Leaf component={component} isHidden={false} isInTree={false} now={now} />
            ))}
          </ul>
        </details>
      )}
      <h3 id="every-component">All components</h3>
    </div>
  )
}

function FilterForm({ components, filter, path }: Omit<ComponentsProps, 'now'>): JSX.Element {
  const shown = components.filter((component) => matchesName(component, filter)).length
  return (
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
        {shown === components.length ? '' : `${numeral(shown)} of ${plural(components.length, 'component matches', 'components match')}`}
      </p>
    </form>
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
              <Leaf component={component} isHidden={!matchesName(component, filter)} isInTree now={now} />
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
  return (
    <details
      class="group"
      id={`g-${members[0]?.id}`}
      data-group
      open={isFiltered || members.length <= longestOpenGroup}
      hidden={isFiltered && !members.some((member) => matchesName(member, filter))}
    >
      <summary>
        <Mark standing={worstOf(members.map((member) => member.health))} trust={trust} />
        <span>
          <bdi class="group-name">{name}</bdi> <span class="facts">{summaryOf(members)}</span>
        </span>
      </summary>
      <Branches branches={branches} filter={filter} now={now} />
    </details>
  )
}

/** "53 components: 2 degraded and 51 operational". */
function summaryOf(components: readonly ComponentReading[]): string {
  const counts = healths
    .map((health) => ({ health, count: components.filter((component) => component.health === health).length }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => healthSeverity(b.health) - healthSeverity(a.health))
  const [only] = counts
  const parts =
    counts.length === 1 && only
      ? [`${only.count === 1 ? '' : 'all '}${healthCountWords[only.health]}`]
      : counts.map(({ health, count }) => `${numeral(count)} ${healthCountWords[health]}`)
  return `${plural(components.length, 'component', 'components')}: ${listing(parts)}`
}

interface LeafProps {
  readonly component: ComponentReading
  readonly isHidden: boolean
  /** Else it stands alone and names its group. */
  readonly isInTree: boolean
  readonly now: Instant
}

function Leaf({ component, isHidden, isInTree, now }: LeafProps): JSX.Element {
  const { id, name, path, description, health, trust } = component
  return (
    <li
      class={`leaf ${health}${trust === 'fresh' ? '' : ' dated'}`}
      id={isInTree ? `c-${id}` : `a-${id}`}
      hidden={isHidden}
      data-row={isInTree ? '' : undefined}
      data-name={isInTree ? searchable(component) : undefined}
    >
      <Mark standing={health} trust={trust} />
      <span>
        <bdi class="leaf-name">{name}</bdi>
        {isInTree || path.length === 0 ? null : <bdi class="facts leaf-name">{path.join(' / ')}</bdi>}
        {isInTree && description !== null ? <bdi class="facts leaf-name">{description}</bdi> : null}
      </span>
      <LeafState component={component} now={now} />
    </li>
  )
}

function LeafState({ component: { health, trust, native, changedAt }, now }: Pick<LeafProps, 'component' | 'now'>): JSX.Element {
  return (
    <span class="leaf-state">
      {healthWords[health]}{' '}
      {health === 'operational' || (health === 'unknown' && trust !== 'fresh') ? null : (
        <span class="facts">
          {health === 'unknown' ? (
            <>
              it says “<bdi>{native}</bdi>”
            </>
          ) : trust === 'fresh' ? (
            <>
              since <Relative at={changedAt} now={now} />
            </>
          ) : (
            'when last read'
          )}
        </span>
      )}
    </span>
  )
}
