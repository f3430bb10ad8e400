import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readmeFile, renderReadme } from '../support/readme.ts'

describe('README.md', () => {
  it('has the platform table that `npm run docs` writes', () => {
    const readme = readFileSync(readmeFile, 'utf8')

    expect(renderReadme(readme)).toBe(readme)
  })

  it('refuses to be written without the markers of the table', () => {
    expect(() => renderReadme('# Statuswire')).toThrow('lacks the markers')
  })
})
