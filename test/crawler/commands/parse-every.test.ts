import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseFiles } from '../../../crawler/commands/parse.ts'
import { platformIds } from '../../../parsers/registry.ts'
import { readableCases } from '../../support/cases.ts'

/** One case of each platform, as somebody would parse it at a terminal. */

const cases = platformIds.flatMap((id) => {
  const found = readableCases().find(
    ({ platform, documents }) => platform.id === id && Object.values(documents).every(({ length }) => length === 1),
  )
  return found ? [{ id, ...found }] : []
})

describe('crawler/commands/parse.ts, every platform', () => {
  it('has a case of each platform that can be read', () => {
    expect(cases.length).toBeGreaterThan(platformIds.length - 8)
  })

  it.each(cases)('$name prints what is expected of it', ({ id, fixture }) => {
    const { page, params, capturedAt, sources } = fixture.capture
    const files = Object.entries(sources).flatMap(([source, recorded]) =>
      [recorded].flat().flatMap((answer) => ('file' in answer ? [`${source}@${answer.url}=${join(fixture.folder, answer.file)}`] : [])),
    )

    const snapshot = parseFiles(id, files, { url: page, observedAt: capturedAt, params: JSON.stringify(params) })

    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(JSON.parse(readFileSync(join(fixture.folder, 'expected.json'), 'utf8')))
  })
})
