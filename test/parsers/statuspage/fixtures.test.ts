import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { cases, type CaseToWrite } from './cases.ts'

const folder = fileURLToPath(new URL('../../fixtures/statuspage', import.meta.url))
/** With STATUSWIRE_WRITE_FIXTURES=1 the files are written anew; the difference is then there to be reviewed. */
const writes = process.env['STATUSWIRE_WRITE_FIXTURES'] === '1'

describe('test/fixtures/statuspage', () => {
  it.each(cases)('$name is what its facts make of it', (written) => {
    for (const [file, text] of filesOf(written)) {
      const path = join(folder, written.name, file)
      if (writes) {
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, text)
      }

      expect({ file, text: readFileSync(path, 'utf8') }).toStrictEqual({ file, text })
    }
  })
})

function filesOf({
  name,
  facts,
  capturedAt,
  states,
  notes,
  timeZone,
  sources,
}: CaseToWrite): readonly (readonly [file: string, text: string])[] {
  const capture = {
    vendor: name.startsWith('commerce-layer') ? 'commerce-layer' : 'example',
    page: facts.url,
    capturedAt,
    ...(timeZone ? { timeZone } : {}),
    origin: 'synthetic',
    notes,
    states,
    sources: Object.fromEntries(
      Object.entries(sources).map(([source, written]) => [
        source,
        written.map(({ file, path }) => ({ url: facts.url + path, file, status: 200, headers: {} })),
      ]),
    ),
  }
  return [
    ['capture.json', `${JSON.stringify(capture, undefined, 2)}\n`],
    ...Object.values(sources).flatMap((written) => written.map(({ file, text }) => [file, text] as const)),
  ]
}
