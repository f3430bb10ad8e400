import type { FetchedPage, PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'

const pagesPath = '/dashboard-apis/pages'

export const fingerprints: PlatformFingerprints = {
  probes: [pagesPath],
  evidence: [
    evidence('header', 'proof', 'the header x-powered-by of version 3', '2026-11', ({ home }) =>
      home.headers['x-powered-by'] === 'Kener' ? 'Kener' : undefined,
    ),
    evidence('assetUrl', 'proof', 'the styles of version 3', '2026-11', ({ home }) =>
      found(home.body.text, /\/_app\/immutable\/assets\/kener\.[\w-]{1,40}\.css/u),
    ),
    evidence('selector', 'proof', 'the class of the public pages of version 4', '2026-11', ({ home }) =>
      found(home.body.text, /class="[^"<>]{0,200}\bkener-public\b/u),
    ),
    evidence('embeddedState', 'hint', 'the page data of SvelteKit', '2026-11', ({ home }) =>
      home.headers['x-sveltekit-page'] === 'true' ? 'x-sveltekit-page: true' : undefined,
    ),
    evidence('generator', 'hint', 'a link to the source of Kener', '2026-11', ({ home }) =>
      found(home.body.text, /href="https:\/\/(?:github\.com\/rajnandan1\/kener|kener\.ing)\b/u),
    ),
    evidence('probeShape', 'proof', 'the list of pages of version 4', '2026-11', (page) =>
      found(probed(page, pagesPath), /^\s{0,10}\[\s{0,10}\{(?=[^}]{0,500}"page_path")[^}]{0,500}"page_title"/u),
    ),
  ],
}

interface Settings {
  version: 3 | 4
  tags?: string[]
  categories?: string[]
}

/** Which version it is, and the names that its addresses need: both stand in the page as it is first rendered. */
export function settingsOf({ home }: FetchedPage): Settings | undefined {
  const { text } = home.body
  if (!fingerprints.evidence.some((one) => one.weight === 'proof' && one.match({ home }) !== undefined)) return undefined
  const list = found(text, /monitorTags:\s{0,5}\[[^\]]{0,20000}\]/u)
  if (list !== undefined) return { version: 4, tags: unique([...list.matchAll(/"([^"\\]{1,200})"/gu)]).slice(0, 100) }
  if (found(text, /\bkener-public\b/u)) return { version: 4 }
  const links = [...text.slice(0, 400_000).matchAll(/href="[^"<>]{0,200}[?&](?:amp;)?category=([^"&<>#]{1,200})"/gu)]
  return {
    version: 3,
    categories: unique(links)
      .map(decoded)
      .filter((name) => name !== 'Home')
      .slice(0, 20),
  }
}

function unique(matches: readonly RegExpMatchArray[]): string[] {
  return [...new Set(matches.map(([, name = '']) => name))]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
