import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseFiles } from '../../../crawler/commands/parse.ts'
import { CommandError } from '../../../crawler/output.ts'

const fixture = fileURLToPath(new URL('../../fixtures/statuspage/commerce-layer-2024-04-09', import.meta.url))
const options = { url: 'status.commercelayer.io/', observedAt: '2024-05-01T10:00:00+02:00' }

describe('crawler/commands/parse.ts', () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'statuswire-parse-'))
    for (const file of ['summary.json', 'incidents.json', 'incident.json', 'incident.html'])
      copyFileSync(join(fixture, file), join(folder, file))
    copyFileSync(join(fixture, 'summary.json'), join(folder, 'a=b.json'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  /** `source=FILE` with the file's name in the folder of the test. */
  function within(argument: string): string {
    const [, before = '', file = ''] = /^(?<before>.*?=)(?<file>(?:a=b|[a-z]+)\.[a-z]+)$/u.exec(argument) ?? []
    return file === '' ? argument : `${before}${join(folder, file)}`
  }

  it('reads a document from a file at the moment that is named', () => {
    const snapshot = parseFiles('statuspage', [within('summary=summary.json')], options)

    expect(snapshot).toMatchObject({ platform: 'statuspage', observedAt: '2024-05-01T08:00:00.000Z', page: { name: 'Commerce Layer' } })
    expect(snapshot.components).not.toEqual([])
  })

  it('reads several documents together, of one source as well', () => {
    const files = ['summary=summary.json', 'incidents=incidents.json', 'incident=incident.json', 'incident=incident.json'].map(within)

    expect(parseFiles('statuspage', files, options).incidents?.length).toBeGreaterThan(0)
  })

  it.each([
    { what: 'an address with "=" and "@" in it', argument: 'summary@https://status.example/x?a=b@c&d=e=summary.json' },
    { what: 'an address without', argument: 'summary@https://status.example/x=summary.json' },
    { what: 'a file with "=" in its name', argument: 'summary=a=b.json' },
    { what: 'both', argument: 'summary@https://status.example/x?a=b=a=b.json' },
  ])('finds the file behind $what', ({ argument }) => {
    expect(parseFiles('statuspage', [within(argument)], options).page.name).toBe('Commerce Layer')
  })

  it('takes the present for the moment where none is named', () => {
    const before = new Date().toISOString()

    const { observedAt } = parseFiles('statuspage', [within('summary=summary.json')], { url: options.url })

    expect(observedAt >= before && observedAt <= new Date().toISOString()).toBe(true)
  })

  it.each<{ what: string; files: readonly string[]; more?: object; platform?: string; exitCode: 1 | 2; says: RegExp }>([
    { what: 'no document', files: [], exitCode: 2, says: /no document was named/u },
    { what: 'a source that is none', files: ['nosuch=summary.json'], exitCode: 2, says: /source of statuspage \(summary, .*got nosuch=/u },
    { what: 'a file without a source', files: ['summary.json'], exitCode: 2, says: /got summary\.json/u },
    { what: 'a file that is not there', files: ['summary=nosuch.json'], exitCode: 2, says: /nosuch\.json cannot be read/u },
    { what: 'a platform that is none', files: [], platform: 'nosuch', exitCode: 2, says: /known: .*statuspage/u },
    { what: 'a page that is no address', files: [], more: { url: 'http://' }, exitCode: 2, says: /not an http or https address/u },
    { what: 'a document whose address is none', files: ['summary@nonsense=summary.json'], exitCode: 2, says: /not an address: nonsense/u },
    {
      what: 'a moment without a zone',
      files: [],
      more: { observedAt: '2024-05-01T10:00:00' },
      exitCode: 2,
      says: /no instant with a zone/u,
    },
    { what: 'settings that are no JSON', files: [], more: { params: '{a' }, exitCode: 2, says: /--params is not JSON/u },
    { what: 'settings that the platform has not', files: [], more: { params: '{"a":1}' }, exitCode: 2, says: /--params: .*"a"/u },
    { what: 'a document that is another', files: ['summary=incidents.json'], exitCode: 1, says: /^(?:shape|missing|foreign): / },
    { what: 'a document that is none', files: ['summary=incident.html'], exitCode: 1, says: /^(?:shape|foreign): / },
  ])('refuses $what with exit code $exitCode', ({ files, more, platform = 'statuspage', exitCode, says }) => {
    function parse(): unknown {
      return parseFiles(platform, files.map(within), { ...options, ...more })
    }

    expect(parse).toThrow(CommandError)
    expect(parse).toThrow(expect.objectContaining({ exitCode, message: expect.stringMatching(says) }))
  })
})
