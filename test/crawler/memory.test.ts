import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { crawlerBundle } from '../../crawler/bundle.ts'
import { memoryFlags } from '../../crawler/memory.ts'

describe('crawler/memory.ts', () => {
  it('names the flags with which the script runs the crawler alone', () => {
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')

    expect(manifest).toContain(`"crawl": "node ${memoryFlags.join(' ')} ${crawlerBundle} crawl"`)
  })
})
