import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import { detect } from '../../parsers/fingerprint.ts'
import { microsoft365 } from '../../parsers/microsoft365/index.ts'
import type { Snapshot } from '../../parsers/model.ts'
import { readCapture, skipsCaptures } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

function read(documents: Parameters<typeof microsoft365.parse>[0]): Snapshot {
  return microsoft365.parse(documents, {
    page: { url: 'https://status.cloud.microsoft' },
    params: {},
    observedAt: instant('2026-08-20T10:00:00.000Z'),
  })
}

const component = {
  nativeId: 'mac',
  name: 'Microsoft Admin Center',
  health: 'operational',
  native: 'Available',
  group: false,
  children: [],
}

describe.skipIf(skipsCaptures)('parsers/microsoft365, on recorded answers', () => {
  it('the post about the admin centre says that it is there, and is about no incident', () => {
    const snapshot = read({ adminCenter: [documentOf('json', readCapture('microsoft/Microsoft-adminpost.json'))] })

    expect(snapshot.components).toStrictEqual([component])
    expect([snapshot.incidents, snapshot.coverage.incidents, snapshot.omissions]).toStrictEqual([[], 'none', []])
  })

  it('its feed says the same', () => {
    const snapshot = read({ adminCenterFeed: [documentOf('xml', readCapture('microsoft/Microsoft-adminfeed.xml'))] })

    expect([snapshot.components, snapshot.incidents, snapshot.authority]).toStrictEqual([[component], [], 'feed'])
  })

  it('the retired form lists services that are up', () => {
    const text = readCapture('microsoft/Microsoft-legacy.json')
    const truth = [...text.matchAll(/"Id":"([^"]+)","Name":"([^"]+)","IsUp":(true|false)/gu)].map(([, id, name, isUp]) => [id, name, isUp])

    const { components = [], health, native, sourceUpdatedAt } = read({ legacy: [documentOf('json', text)] })

    expect(components.map(({ nativeId, name, native: word }) => [nativeId, name, word])).toStrictEqual(truth)
    expect(components.every((one) => one.health === 'operational')).toBe(true)
    expect([health, native, sourceUpdatedAt]).toStrictEqual(['operational', "We're all good!", '2026-07-30T18:56:00.000Z'])
  })

  it('refuses the post about Azure', () => {
    expect(() => read({ adminCenter: [documentOf('json', readCapture('microsoft/Azure-post.json'))] })).toThrow(ParseError)
  })

  it.each(['Microsoft-adminpost.json', 'Microsoft-adminfeed.xml', 'Microsoft-legacy.json'])('%s is known for what it is', (file) => {
    expect(detect({ home: documentOf('text', readCapture(`microsoft/${file}`)) }, [microsoft365])[0]?.identified).toBe(true)
  })
})

/** Why it is refused; undefined where it is read. */
function kindOf(reading: () => Snapshot): string | undefined {
  try {
    reading()
    return undefined
  } catch (error) {
    return error instanceof ParseError ? error.kind : 'another error'
  }
}

describe('parsers/microsoft365', () => {
  it.each([
    ['https://status.cloud.microsoft/api/posts/mac', undefined],
    ['https://status.cloud.microsoft/api/posts/azure', 'foreign'],
    ['file:///tmp/post.json', 'foreign'],
  ])('takes a post of %s that blames Azure for one of its own or not', (url, kind) => {
    const at = '2026-08-20T09:20:00+00:00'
    const post = {
      Id: 'a',
      AuthoredDateTime: at,
      LastUpdatedTime: '',
      Title: 'Slow',
      Message: 'Azure is slow.',
      Status: 'ServiceDegradation',
    }
    const documents = { adminCenter: [documentOf('json', JSON.stringify(post), url)] }

    expect(kindOf(() => read(documents))).toBe(kind)
  })

  it('takes a state written in words for the same as one written together', () => {
    const post = {
      Id: 'a',
      AuthoredDateTime: '2026-08-20T09:20:00+00:00',
      LastUpdatedTime: '',
      Title: '',
      Message: 'm',
      Status: 'Service degradation',
    }
    const text = JSON.stringify([{ ...post, ServiceDisplayName: 'Acme Mail', ServiceWorkloadName: '' }])

    const { components, incidents, omissions } = read({ consumer: [documentOf('json', text)] })

    expect(components?.map(({ nativeId, health, native }) => [nativeId, health, native])).toStrictEqual([
      ['acme mail', 'degraded_performance', 'Service degradation'],
    ])
    expect(incidents?.map(({ title, phase }) => [title, phase])).toStrictEqual([['Acme Mail', 'unknown']])
    expect(omissions).toStrictEqual([])
  })

  it('refuses posts about Azure by what they say, where they have an id', () => {
    const post = {
      Id: 'a',
      AuthoredDateTime: '',
      LastUpdatedTime: '',
      Title: 'Trouble',
      Message: 'Some Azure services fail.',
      Status: 'ServiceDegradation',
    }

    expect(() => read({ powerPlatform: [documentOf('json', JSON.stringify(post))] })).toThrow(/^foreign: /u)
  })
})
