import { line, missingUntilRemoved } from './ledger.ts'
import { healths, type LyingComponent, nextId, nextWords } from './site.ts'
import { claim, expectLines, hasInterface, type Lie, type Story, touch } from './story.ts'
import { toldComponents } from './telling.ts'

/** What happens to components: worse and better, other names and places, gone and back. */

function pickComponent(story: Story, aspect: string, wanted: (component: LyingComponent) => boolean): LyingComponent | undefined {
  if (!hasInterface(story)) return undefined
  const component = story.chance.pick(toldComponents(story.site).filter((each) => story.ledger.components.has(each) && wanted(each)))
  if (!component || !claim(story, component, aspect)) return undefined
  story.needsInterface = true
  touch(story)
  return component
}

function isLeaf({ isGroup }: LyingComponent): boolean {
  return !isGroup
}

export const changeHealth: Lie = (story) => {
  const component = pickComponent(story, 'health', isLeaf)
  if (!component) return false
  const before = component.health
  component.health = story.chance.pick(healths.filter((health) => health !== before)) ?? before
  expectLines(story, () => [line('component_health', component.name, `${before} > ${component.health}`)])
  return true
}

/** Everything is well again, as most pages are most of the time. */
export const recover: Lie = (story) => {
  if (!hasInterface(story)) return false
  let isAny = false
  for (const component of toldComponents(story.site)) {
    if (component.isGroup || component.health === 'operational' || !claim(story, component, 'health')) continue
    const before = component.health
    component.health = 'operational'
    expectLines(story, () => [line('component_health', component.name, `${before} > operational`)])
    isAny = true
  }
  if (!isAny) return false
  story.site.banner = 'operational'
  story.needsInterface = true
  touch(story)
  return true
}

export const renameComponent: Lie = (story) => {
  const component = pickComponent(story, 'name', () => true)
  if (!component) return false
  const before = component.name
  component.name = nextWords(story.site, 'Part')
  expectLines(story, () => [line('component_renamed', component.name, `${before} > ${component.name}`)])
  return true
}

export const moveComponent: Lie = (story) => {
  const component = pickComponent(story, 'place', isLeaf)
  if (!component) return false
  const places = [undefined, ...toldComponents(story.site).filter((each) => each.isGroup)].filter((place) => place !== component.group)
  const place = story.chance.pick(places)
  if (place === component.group) return false
  component.group = place
  expectLines(story, () => [line('component_moved', component.name)])
  return true
}

export const addComponent: Lie = (story) => {
  const { site, chance } = story
  if (story.isAlone || !hasInterface(story) || site.components.length > 60) return false
  const component: LyingComponent = {
    id: nextId(site, 'c'),
    name: nextWords(site, 'Part'),
    health: 'operational',
    isGroup: false,
    group: chance.pick(toldComponents(site).filter((each) => each.isGroup)),
    isListed: true,
  }
  site.components.push(component)
  claim(story, component, 'whole')
  story.needsInterface = true
  touch(story)
  expectLines(story, () => [line('component_added', component.name, component.health)])
  return true
}

/** One at a time: a page that loses more of them at once is held to be broken. */
export const loseComponent: Lie = (story) => {
  const { site, ledger } = story
  const isAnyMissing = [...ledger.components.values()].some((truth) => truth.missing > 0 && !truth.isRemoved)
  const leaves = toldComponents(site).filter(isLeaf)
  if (isAnyMissing || leaves.length < 5 || site.components.some((component) => story.claims.has(component))) return false
  const component = pickComponent(story, 'whole', isLeaf)
  if (!component) return false
  component.isListed = false
  return true
}

/** A component that was lost comes back: within three polls nobody has noticed, later it is a new one. */
export const returnComponent: Lie = (story) => {
  const { site, chance, ledger } = story
  const component = chance.pick(site.components.filter((each) => !each.isListed && ledger.components.has(each)))
  if (!component || !claim(story, component, 'whole')) return false
  component.isListed = true
  story.needsInterface = true
  touch(story)
  expectLines(story, () => {
    const truth = ledger.components.get(component)
    return truth && truth.missing >= missingUntilRemoved ? [line('component_added', component.name, component.health)] : []
  })
  return true
}

export const setBanner: Lie = (story) => {
  if (!hasInterface(story) || !claim(story, story.site, 'banner')) return false
  story.site.banner = story.chance.pick(healths) ?? 'operational'
  story.needsInterface = true
  touch(story)
  return true
}
