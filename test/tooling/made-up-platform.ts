/** A platform that does not exist, as somebody would write it who adds one. */

export const line = "export { acmeboard } from './acmeboard/index.ts'"

export const files = {
  'parsers/acmeboard/index.ts': `import { z } from 'zod'
import { definePlatform } from '../platform.ts'
import { fingerprints } from './fingerprint.ts'
import { parse, sources } from './parse.ts'

export const acmeboard = definePlatform({
  id: 'acmeboard',
  title: 'Acmeboard',
  homepage: 'https://acmeboard.example',
  kind: 'hosted',
  documentation: [],
  documentationNote: 'made up',
  provides: { components: 'full', incidents: 'open', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'api',
  fingerprints,
  refusals: [],
  params: z.strictObject({}),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse,
})
`,
  'parsers/acmeboard/fingerprint.ts': `import type { PlatformFingerprints } from '../fingerprint.ts'
import { evidence, found, probed } from '../lib/evidence.ts'

export const fingerprints: PlatformFingerprints = {
  probes: ['/board.json'],
  evidence: [
    evidence('probeShape', 'proof', 'a board of Acmeboard', '2026-11', (page) => found(probed(page, '/board.json'), /"acmeboard":1\\b/u)),
  ],
}
`,
  'parsers/acmeboard/schema.ts': `import { z } from 'zod'
import { list } from '../lib/schema.ts'

export const Board = z.object({
  acmeboard: z.literal(1),
  services: list(z.object({ id: z.string().min(1), name: z.string(), state: z.string() })).min(1),
  troubles: list(z.object({ id: z.string().min(1), title: z.string() })),
})
`,
  'parsers/acmeboard/parse.ts': `import { ParseError } from '../errors.ts'
import { assemble } from '../lib/assemble.ts'
import { readJson, readWire } from '../lib/json.ts'
import { mapped, placeIn, topOf } from '../lib/place.ts'
import { cleanName } from '../lib/text.ts'
import type { Health, Snapshot } from '../model.ts'
import type { Context, Documents, Source } from '../platform.ts'
import { Board } from './schema.ts'

export const sources = {
  board: { medium: 'json', via: 'http', when: 'poll', urls: (page) => [\`\${page.url}/board.json\`] } satisfies Source<'json'>,
} as const

const healths: ReadonlyMap<string, Health> = new Map([['fine', 'operational'], ['broken', 'major_outage']])

export function parse({ board = [] }: Documents<typeof sources>, { observedAt }: Context<object>): Snapshot {
  if (board.length === 0) throw new ParseError('missing', 'no document to read')
  const parts = board.map((document) => {
    const top = topOf('board')
    const { services, troubles } = readWire(Board, readJson(document), document.url)
    return {
      authority: 'api' as const,
      components: services.map(({ id, name, state }, index) => ({
        nativeId: id,
        name: cleanName(name),
        health: mapped(healths, state, placeIn(top, 'services', index), 'state'),
        native: cleanName(state),
        group: false,
        children: [],
      })),
      incidents: troubles.map(({ id, title }) => ({ nativeId: id, title: cleanName(title), phase: 'unknown' as const })),
      coverage: { components: 'full' as const, incidents: 'open' as const },
      omissions: top.omissions,
    }
  })
  return assemble('acmeboard', observedAt, parts)
}
`,
} as const

function board(state: string, troubles: readonly object[]): string {
  return JSON.stringify({ acmeboard: 1, services: [{ id: 'api', name: 'API', state }], troubles })
}

function capture(...states: readonly string[]): string {
  const url = 'https://status.acme.example'
  const sources = { board: { file: 'board.json', url: `${url}/board.json`, status: 200 } }
  return JSON.stringify({ vendor: 'acme', page: url, capturedAt: '2026-11-20T00:00:00.000Z', origin: 'synthetic', states, sources })
}

function expected(health: string, native: string, incidents: readonly object[]): string {
  return JSON.stringify({
    platform: 'acmeboard',
    authority: 'api',
    observedAt: '2026-11-20T00:00:00.000Z',
    page: {},
    components: [{ nativeId: 'api', name: 'API', health, native, group: false, children: [] }],
    incidents,
    coverage: { components: 'full', incidents: 'open', maintenances: 'none' },
    omissions: [],
  })
}

const folder = 'test/fixtures/acmeboard'

export const fixtures = {
  [`${folder}/all-clear/capture.json`]: capture('all-clear'),
  [`${folder}/all-clear/board.json`]: board('fine', []),
  [`${folder}/all-clear/expected.json`]: expected('operational', 'fine', []),
  [`${folder}/open-incident/capture.json`]: capture('open-incident'),
  [`${folder}/open-incident/board.json`]: board('broken', [{ id: 't1', title: 'It is broken' }]),
  [`${folder}/open-incident/expected.json`]: expected('major_outage', 'broken', [
    { nativeId: 't1', title: 'It is broken', phase: 'unknown' },
  ]),
  [`${folder}/truncated/capture.json`]: capture('truncated'),
  [`${folder}/truncated/board.json`]: board('fine', []).slice(0, 60),
  [`${folder}/truncated/expected.json`]: JSON.stringify({ error: { kind: 'shape', detail: 'not well-formed JSON' } }),
}
