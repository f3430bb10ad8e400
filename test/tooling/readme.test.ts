import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readmeFile, renderReadme } from '../support/readme.ts'

const Manifest = z.object({ scripts: z.record(z.string(), z.string()) })

describe('README.md', () => {
  it('has the platform table that `npm run docs` writes', () => {
    const readme = readFileSync(readmeFile, 'utf8')

    expect(renderReadme(readme)).toBe(readme)
  })

  it('refuses to be written without the markers of the table', () => {
    expect(() => renderReadme('# Statuswire')).toThrow('lacks the markers')
  })

  it('names every setting', () => {
    const readme = readFileSync(readmeFile, 'utf8')
    const sources = ['crawler/config.ts', 'server/config.ts'].map((file) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))

    const variables = sources.flatMap((source) => source.match(/\bSTATUSWIRE_[A-Z_]+|\b[A-Z]+_PROXY\b/gu) ?? [])

    expect(variables.length).toBeGreaterThan(8)
    expect(variables.filter((variable) => !readme.includes(`\`${variable}\``))).toEqual([])
  })

  it('names only scripts that there are', () => {
    const readme = readFileSync(readmeFile, 'utf8')
    const { scripts } = Manifest.parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))

    const named = Array.from(readme.matchAll(/npm (?:run )?(?<name>start|test|(?<=run )[a-z]+)/gu), (match) => match.groups?.['name'] ?? '')

    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })
})
