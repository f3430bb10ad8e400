import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = globSync('{crawler,data,parsers,server,test}/**/*.{ts,tsx}', { cwd: root, exclude: ['test/fixtures/**'] })
const testFiles = sources.filter((file) => /\.test\.tsx?$/u.test(file))

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
})

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

describe('package.json', () => {
  it('stands in a root that holds the layout and nothing else', () => {
    const layout = ['crawler', 'parsers', 'server', 'data', 'test', 'package.json', 'package-lock.json', 'tsconfig.json']
    const papers = ['README.md', 'LICENSE', 'CHANGELOG.md']
    const local = /^(?:\..*|node_modules|coverage|statuswire\.yaml|.*\.db(?:-shm|-wal)?)$/u

    const found = readdirSync(root).filter((name) => !local.test(name))

    expect(found.toSorted()).toEqual([...layout, ...papers].toSorted())
  })

  it('pins every dependency exactly', () => {
    const { dependencies, devDependencies, optionalDependencies } = Manifest.parse(JSON.parse(read('package.json')))

    const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/u.test(version),
    )

    expect(loose).toEqual([])
  })

  it('is locked without the address of any registry', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved"/u)
  })

  it('has no suppression without a reason', () => {
    const bare = sources.flatMap((file) =>
      read(file)
        .split('\n')
        .filter((line) => /(?:oxlint|eslint)-disable|(?:v8|c8|istanbul) ignore|@ts-nocheck/u.test(line) && !/ -- \S/u.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )

    expect(bare.filter((line) => !line.startsWith('test/tooling/house.test.ts'))).toEqual([])
  })

  it('is tested under the path of what is tested', () => {
    const misnamed = testFiles.flatMap((file) => {
      const title = /^describe(?:\.\w+\([^)]*\))?\(\s*'(?<title>[^']*)'/mu.exec(read(file))?.groups?.['title']
      const path = title?.split(',')[0] ?? 'no title'
      return globSync([path, `${path}.ts`, `${path}.tsx`], { cwd: root }).length > 0 ? [] : [`${file}: ${title}`]
    })

    expect(misnamed).toEqual([])
  })
})
