import { describe, expect, it } from 'vitest'
import { detect } from '../../parsers/fingerprint.ts'
import { gatus } from '../../parsers/gatus/index.ts'
import { leaves, type Snapshot } from '../../parsers/model.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

function read(documents: Parameters<typeof gatus.parse>[0]): Snapshot {
  const observedAt = instant('2026-06-14T12:01:00.000Z')
  return gatus.parse(documents, { page: { url: 'https://status.example.com' }, params: {}, observedAt })
}

describe.skipIf(skipsCaptures)('parsers/gatus, on bodies that tests of it and of a client expect', () => {
  const captures = [
    { file: 'endpoints_statuses_v5_test.json', source: 'endpoints' },
    { file: 'endpoints_statuses_mixed_test.json', source: 'endpoints' },
    { file: 'statuses_v1_mapform_test.json', source: 'statuses' },
  ] as const

  it.each(captures)('$file: each endpoint is as its last result was', ({ file, source }) => {
    const text = readCapture(`gatus/${file}`)
    // Whether all went well stands before the time of a result or right behind its code, never before a condition's name.
    const truth = text
      .split('{"name": ')
      .slice(1)
      .map((block) => {
        const results = [...block.replaceAll(/\{"condition"[^}]*\}/gu, '').matchAll(/"success": (true|false)/gu)]
        return [/"key": "([^"]+)"/u.exec(block)?.[1], /"group": "([^"]*)"/u.exec(block)?.[1], results.at(-1)?.[1]]
      })

    const { components = [] } = read({ [source]: [documentOf('json', text)] })

    const health: Record<string, string> = { true: 'operational', false: 'major_outage', undefined: 'unknown' }
    expect(leaves(components).map((component) => [component.nativeId, component.health])).toStrictEqual(
      truth.map(([key, , success]) => [key, health[String(success)]]),
    )
    expect(components.filter(({ group }) => group).map(({ name }) => name)).toStrictEqual([
      ...new Set(truth.map(([, group]) => group).filter((group) => group !== '')),
    ])
  })
})

describe('parsers/gatus', () => {
  const heads = [
    '<title>Acme</title><script>window.config = {logo: "", header: "Acme", link: "", buttons: []};</script>',
    '<script>(function() { window.config = {\n            logo: "/a.svg",\n            header: "Acme" }; })();</script>',
  ]

  it.each(heads)('is known by %s', (head) => {
    const home = documentOf('html', `<!doctype html><html><head>${head}</head><body><div id="app"></div></body></html>`)

    expect(detect({ home }, [gatus])[0]?.identified).toBe(true)
  })

  it('is known by its answers', () => {
    const home = documentOf('html', '<!doctype html><html></html>')
    const statuses =
      '[{"name":"a","key":"_a","results":[{"conditionResults":[{"condition":"[STATUS] == 200","success":true}],"success":true}]}]'
    const config = '{"announcements":[],"authenticated":false,"oidc":false}'

    expect(detect({ home, probes: { '/api/v1/endpoints/statuses': documentOf('json', statuses) } }, [gatus])[0]?.identified).toBe(true)
    expect(detect({ home, probes: { '/api/v1/config': documentOf('json', config) } }, [gatus])[0]?.identified).toBe(true)
  })

  it('keeps an endpoint of another instance that has the same key', () => {
    const results = [{ success: true, timestamp: '2026-03-02T09:00:00Z' }]
    const endpoints = ['api', 'far: api'].map((name) => ({ name, key: '_api', results }))

    const { components = [], omissions } = read({ endpoints: [documentOf('json', JSON.stringify(endpoints))] })

    expect(components.map(({ nativeId }) => nativeId)).toStrictEqual(['_api', '_api#far: api'])
    expect(omissions).toHaveLength(1)
  })

  it('says nothing of announcements where the version has none', () => {
    const snapshot = read({ config: [documentOf('json', '{"oidc":false,"authenticated":true}')] })

    expect([snapshot.incidents, snapshot.coverage.incidents]).toStrictEqual([undefined, 'none'])
  })
})
