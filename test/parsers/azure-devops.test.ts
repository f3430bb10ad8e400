import { describe, expect, it } from 'vitest'
import { azureDevops } from '../../parsers/azure-devops/index.ts'
import { detect } from '../../parsers/fingerprint.ts'
import type { Snapshot } from '../../parsers/model.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

function read(documents: Parameters<typeof azureDevops.parse>[0]): Snapshot {
  return azureDevops.parse(documents, {
    page: { url: 'https://status.dev.azure.com' },
    params: {},
    observedAt: instant('2026-08-20T10:00:00.000Z'),
  })
}

describe.skipIf(skipsCaptures)('parsers/azure-devops, on a recorded answer', () => {
  const file = 'azuredevops/AzureDevOps-health.json'

  it('lists every service with its geographies', () => {
    const text = readCapture(file)
    const truth = text
      .split('"geographies":')
      .slice(1)
      .map((part) =>
        [...part.matchAll(/"id":"([^"]+)","name":"([^"]+)","health":"([^"]+)"/gu)].map(([, id, name, health]) => [id, name, health]),
      )
    const ids = [...text.matchAll(/"id":"([^"]+)","geographies"/gu)].map(([, id = '']) => id)

    const { components = [], health, native, sourceUpdatedAt, omissions } = read({ health: [documentOf('json', text)] })

    expect(components.map(({ name }) => name)).toStrictEqual(ids)
    for (const [index, { children }] of components.entries()) {
      expect(children.map(({ nativeId, name, native: word }) => [nativeId, name, word])).toStrictEqual(
        truth[index]?.map(([id, name, word]) => [`${ids[index]}/${id}`, name, word]),
      )
      expect(new Set(children.map((child) => child.health))).toStrictEqual(new Set(['operational']))
    }
    expect([health, native, sourceUpdatedAt, omissions]).toStrictEqual(['operational', 'healthy', '2026-07-24T17:05:34.397Z', []])
  })

  it('is known by its answer, as the page and as the answer of the well-known path', () => {
    const answer = documentOf('json', readCapture(file))
    const probes = Object.fromEntries(azureDevops.fingerprints.probes.map((path) => [path, answer]))

    expect(detect({ home: answer }, [azureDevops])[0]?.identified).toBe(true)
    expect(detect({ home: documentOf('html', '<html></html>'), probes }, [azureDevops])[0]?.identified).toBe(true)
  })
})
