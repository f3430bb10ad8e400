import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Documents, definePlatform, type Source } from '../../parsers/platform.ts'
import { type PlatformId, platformById, platformIds, platforms } from '../../parsers/registry.ts'
import { statuspage } from '../../parsers/statuspage/index.ts'
import { documentOf, instant } from '../support/documents.ts'

/** What the compiler promises: each line under an expected error must not compile, or this file does not. */

const json: Source<'json'> = { medium: 'json', via: 'http', when: 'poll', urls: ({ url }) => [`${url}/status.json`] }
const html: Source<'html'> = { medium: 'html', via: 'http', when: 'fallback', urls: ({ url }) => [url] }
const sources = { status: json, page: html } as const
type Read = Documents<typeof sources>

const example = definePlatform({
  id: 'example',
  title: 'Example',
  homepage: 'https://example.com',
  kind: 'bespoke',
  documentation: [],
  documentationNote: 'Made for this test.',
  provides: { components: 'none', incidents: 'none', updates: 'none', maintenances: 'none', history: 'none', regions: 'none' },
  evidence: 'synthetic',
  authority: 'api',
  fingerprints: { probes: [], evidence: [] },
  refusals: [],
  params: z.strictObject({ region: z.string() }),
  politeness: { minimumIntervalSeconds: 60, maximumConcurrentPerHost: 1 },
  sources,
  parse: (documents, { observedAt, params }) => ({
    platform: 'example',
    authority: 'api',
    observedAt,
    page: { name: `${params.region} ${documents.status?.[0]?.body.text ?? ''}` },
    coverage: { components: 'none', incidents: 'none', maintenances: 'none' },
    omissions: [],
  }),
})

describe('parsers/platform', () => {
  it('lets no misspelt platform into a vendor row', () => {
    const right: { platform: PlatformId } = { platform: 'statuspage' }
    // @ts-expect-error a platform that does not exist
    const wrong: { platform: PlatformId } = { platform: 'statuspag' }

    expect([right.platform, wrong.platform].map((id) => platformById(id)?.id)).toStrictEqual(['statuspage', undefined])
  })

  it('knows the sources of a platform by name', () => {
    const right: Read = { status: [documentOf('json', '{}')] }
    // @ts-expect-error a source that does not exist
    const wrong: Read = { state: [documentOf('json', '{}')] }

    expect([right, wrong]).toHaveLength(2)
    // @ts-expect-error a source that does not exist
    expect(() => statuspage.parse({ summry: [documentOf('json', '{}')] }, context({}))).toThrow('missing: no document to read')
  })

  it('lets no body pass for another medium', () => {
    const right: Read = { page: [documentOf('html', '')] }
    // @ts-expect-error a page where JSON is read
    const wrong: Read = { status: [documentOf('html', '')] }

    expect([right, wrong]).toHaveLength(2)
  })

  it('lets no absent document be used without a check', () => {
    const documents: Read = {}

    // @ts-expect-error the source may not have been read
    expect(() => documents.status[0]).toThrow(TypeError)
    // @ts-expect-error a list of documents may be empty
    expect(() => [documents.status ?? []].map(([first]) => first.body)).toThrow(TypeError)
  })

  it("types the settings of a vendor by the platform's own schema", () => {
    expect(example.parse({}, context({ region: 'eu' })).page.name).toBe('eu ')
    // @ts-expect-error a setting of another type
    expect(example.parse({}, context({ region: 7 })).page.name).toBe('7 ')
    // A document out of an archive comes without settings, and is read all the same.
    expect(example.parse({}, context({})).page.name).toBe('undefined ')
  })

  it('lets no time be a mere string', () => {
    // @ts-expect-error only lib/time.ts makes instants
    const wrong = { ...context({ region: 'eu' }), observedAt: '2026-11-20' } satisfies Parameters<typeof example.parse>[1]

    expect(wrong.observedAt).toBe('2026-11-20')
  })

  it('is frozen, as is every platform of the registry', () => {
    expect(Object.values(platforms).every((platform) => Object.isFrozen(platform))).toBe(true)
    expect(Object.isFrozen(example)).toBe(true)
  })

  it.each(platformIds)('%s is registered under its own name, in kebab case', (id) => {
    expect(platformById(id)?.id).toBe(id)
    expect(platforms[id].id).toBe(id)
    expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u)
  })
})

function context<P>(params: P): { page: { url: string }; params: P; observedAt: ReturnType<typeof instant> } {
  return { page: { url: 'https://status.example.com' }, params, observedAt: instant('2026-11-20T00:00:00.000Z') }
}
