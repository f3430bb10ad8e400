import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openCatalog } from '../../data/catalog/catalog.ts'
import { platformIds, platforms } from '../../parsers/registry.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export const readmeFile = join(root, 'README.md')

const start = '<!-- platforms:start -->'
const end = '<!-- platforms:end -->'

/** The README with its generated part as the registry, the catalogue and the fixtures have it now. */
export function renderReadme(readme: string): string {
  const from = readme.indexOf(start)
  const to = readme.indexOf(end)
  if (from < 0 || to < from) throw new Error('README.md lacks the markers of its platform table')
  return `${readme.slice(0, from + start.length)}\n\n${platformTable()}\n\n${readme.slice(to)}`
}

function platformTable(): string {
  const vendorCounts = openCatalog().platformCounts()
  const rows = platformIds.map((id) => {
    const { title, homepage, kind, authority, evidence, provides } = platforms[id]
    const { components, incidents, updates, maintenances, history } = provides
    const count = vendorCounts.get(id) ?? 0
    return [`[${title}](${homepage})`, kind, authority, components, incidents, updates, maintenances, history, evidence, String(count)]
  })
  const head = ['platform', 'kind', 'read from', 'components', 'incidents', 'updates', 'maintenances', 'history', 'evidence', 'vendors']
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
