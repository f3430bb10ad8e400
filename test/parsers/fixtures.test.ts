import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ParseError } from '../../parsers/errors.ts'
import { platformById } from '../../parsers/registry.ts'
import { type FixtureCase, fixtureCases } from '../support/documents.ts'

/** With STATUSWIRE_WRITE_EXPECTED=1 what the parsers say becomes what is expected; the difference is then there to be reviewed. */
const writes = process.env['STATUSWIRE_WRITE_EXPECTED'] === '1'

describe('test/fixtures', () => {
  it.each(fixtureCases())('$platform: $name reads as expected', (fixture) => {
    const file = join(fixture.folder, 'expected.json')

    const read = outcomeOf(fixture)

    if (writes) writeFileSync(file, `${JSON.stringify(read, undefined, 2)}\n`)
    expect(read).toStrictEqual(JSON.parse(readFileSync(file, 'utf8')))
  })
})

/** The snapshot as `parse` prints it, or the error that the case is there to provoke. */
function outcomeOf(fixture: FixtureCase): unknown {
  const platform = platformById(fixture.platform)
  if (!platform) throw new Error(`no platform is called ${fixture.platform}`)
  try {
    const documents = fixture.documents((source) => platform.sources[source]?.medium ?? 'text')
    return JSON.parse(JSON.stringify(platform.parse(documents, fixture.context)))
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    const { kind, detail, path } = error
    return { error: { kind, detail, ...(path === undefined ? {} : { path }) } }
  }
}
