import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Case {
  readonly file: string
  readonly text: string
  readonly rule?: string
}

function imports(file: string, from: string): Case {
  return { file, text: `import { x } from '${from}'\nexport const y = x\n`, rule: 'no-restricted-imports' }
}

function uses(file: string, expression: string, rule = 'no-restricted-globals'): Case {
  return { file, text: `export const y: unknown = ${expression}\n`, rule }
}

const offences: readonly Case[] = [
  // Parsers know nobody.
  imports('parsers/alpha/data.ts', '../../data/trust.ts'),
  imports('parsers/alpha/crawler.ts', '../../crawler/loop.ts'),
  imports('parsers/alpha/server.ts', '../../server/app.tsx'),
  imports('parsers/alpha/sibling.ts', '../beta/parse.ts'),
  imports('parsers/alpha/sibling-index.ts', '../beta/index.ts'),
  imports('parsers/alpha/deep/sibling.ts', '../../beta/parse.ts'),
  imports('parsers/lib/platform.ts', '../alpha/parse.ts'),
  imports('parsers/report/platform.ts', '../alpha/parse.ts'),
  imports('parsers/model.ts', './alpha/parse.ts'),
  imports('parsers/platforms.ts', './alpha/parse.ts'),
  imports('parsers/alpha/node.ts', 'node:fs'),
  imports('parsers/alpha/bare-node.ts', 'fs'),
  imports('parsers/alpha/cheerio.ts', 'cheerio'),
  imports('parsers/alpha/undici.ts', 'undici'),
  imports('parsers/lib/node.ts', 'node:crypto'),
  { file: 'parsers/alpha/re-export.ts', text: "export { x } from '../beta/parse.ts'\n", rule: 'no-restricted-imports' },
  {
    file: 'parsers/alpha/dynamic.ts',
    text: "export async function f(): Promise<unknown> {\n  return import('node:fs')\n}\n",
    rule: 'no-restricted-imports',
  },
  { file: 'parsers/alpha/type.ts', text: "export type { X } from '../../data/trust.ts'\n", rule: 'no-restricted-imports' },
  // Parsers are pure.
  uses('parsers/alpha/fetch.ts', "fetch('https://example.com')"),
  uses('parsers/alpha/process.ts', 'process.argv'),
  uses('parsers/alpha/global-this.ts', 'globalThis'),
  uses('parsers/alpha/console.ts', 'console'),
  uses('parsers/alpha/timeout.ts', 'setTimeout'),
  uses('parsers/alpha/interval.ts', 'setInterval'),
  uses('parsers/alpha/immediate.ts', 'setImmediate'),
  uses('parsers/alpha/microtask.ts', 'queueMicrotask'),
  uses('parsers/alpha/date.ts', 'Date.now()'),
  uses('parsers/alpha/new-date.ts', 'new Date()'),
  uses('parsers/lib/text.ts', 'new Date()'),
  uses('parsers/report/date.ts', 'new Date()'),
  uses('parsers/alpha/performance.ts', 'performance.now()'),
  uses('parsers/alpha/crypto.ts', 'crypto.randomUUID()'),
  uses('parsers/alpha/buffer.ts', "Buffer.from('')"),
  uses('parsers/alpha/intl.ts', 'Intl.DateTimeFormat()'),
  uses('parsers/alpha/random.ts', 'Math.random()', 'no-restricted-properties'),
  uses('parsers/lib/time.ts', 'process.env'),
  // Data knows parsers, and of these the model, the registry and the reports.
  imports('data/platform.ts', '../parsers/alpha/parse.ts'),
  imports('data/html.ts', '../parsers/lib/html.ts'),
  imports('data/crawler.ts', '../crawler/config.ts'),
  imports('data/store/server.ts', '../../server/config.ts'),
  imports('data/store/catalog.ts', '../catalog/catalog.ts'),
  imports('data/store/sqlite.ts', 'better-sqlite3'),
  imports('data/store/postgres.ts', 'pg'),
  imports('data/store/undici.ts', 'undici'),
  imports('data/catalog/sqlite.ts', 'better-sqlite3'),
  imports('data/database/hono.ts', 'hono'),
  imports('data/database/migrations/0001-ours.ts', '../schema.ts'),
  imports('data/database/migrations/0002-model.ts', '../../../parsers/model.ts'),
  // Crawler and server know both, and nobody knows them.
  imports('crawler/server.ts', '../server/config.ts'),
  imports('crawler/test.ts', '../test/support/clock.ts'),
  imports('crawler/fetch/server.ts', '../../server/config.ts'),
  imports('crawler/platform.ts', '../parsers/alpha/parse.ts'),
  imports('crawler/platform-index.ts', '../parsers/alpha/index.ts'),
  imports('crawler/sqlite.ts', 'better-sqlite3'),
  imports('crawler/postgres.ts', 'pg'),
  imports('crawler/hono.ts', 'hono'),
  imports('server/crawler.ts', '../crawler/config.ts'),
  imports('server/pages/crawler.tsx', '../../crawler/config.ts'),
  imports('server/pages/parser.ts', '../../parsers/lib/text.ts'),
  imports('server/registry.ts', '../parsers/registry.ts'),
  imports('server/platform.ts', '../parsers/alpha/index.ts'),
  imports('server/catalog.ts', '../data/catalog/catalog.ts'),
  imports('server/sqlite.ts', 'better-sqlite3'),
  // The environment is read in one place a program.
  uses('crawler/loop.ts', "process.env['HOME']", 'no-process-env'),
  uses('server/app.tsx', "process.env['HOME']", 'no-process-env'),
  uses('data/trust.ts', "process.env['HOME']", 'no-process-env'),
  imports('crawler/environment.ts', 'node:process'),
  imports('data/environment.ts', 'node:process'),
  imports('server/environment.ts', 'node:process'),
  // How we write.
  { file: 'crawler/any.ts', text: 'export const y: any = 1\n', rule: 'no-explicit-any' },
  { file: 'crawler/as.ts', text: 'export const y = (1 as unknown) as string\n', rule: 'consistent-type-assertions' },
  { file: 'crawler/non-null.ts', text: "export const y = [''][0]!.length\n", rule: 'no-non-null-assertion' },
  { file: 'crawler/default.ts', text: 'export default 1\n', rule: 'no-default-export' },
  { file: 'crawler/arrow.ts', text: 'export const f = (): number => 1\n', rule: 'func-style' },
  { file: 'crawler/untyped.ts', text: 'export function f() {\n  return 1\n}\n', rule: 'explicit-module-boundary-types' },
  { file: 'crawler/floating.ts', text: 'export function f(p: Promise<void>): void {\n  p\n}\n', rule: 'no-floating-promises' },
  {
    file: 'crawler/misused.ts',
    text: 'export function f(p: Promise<void>): number {\n  return p ? 1 : 2\n}\n',
    rule: 'no-misused-promises',
  },
  {
    file: 'crawler/switch.ts',
    text: "export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      break\n  }\n}\n",
    rule: 'switch-exhaustiveness-check',
  },
  { file: 'crawler/type-import.ts', text: "import { T } from './t.ts'\nexport type U = T\n", rule: 'consistent-type-imports' },
  { file: 'crawler/extension.ts', text: "import { a } from './cycle-a'\nexport const y = a\n", rule: 'extensions' },
  { file: 'crawler/console.ts', text: "console.log('')\nexport {}\n", rule: 'no-console' },
  { file: 'crawler/cycle-a.ts', text: "import { b } from './cycle-b.ts'\nexport const a: number = b\n", rule: 'no-cycle' },
  { file: 'crawler/long.ts', text: `export {}\n${'// line\n'.repeat(300)}`, rule: 'max-lines' },
  { file: 'crawler/CamelCase.ts', text: 'export {}\n', rule: 'filename-case' },
  {
    file: 'test/focused.test.ts',
    text: "import { describe, expect, it } from 'vitest'\n\ndescribe('x', () => {\n  it.only('is', () => {\n    expect(1).toBe(1)\n  })\n})\n",
    rule: 'no-focused-tests',
  },
  {
    file: 'test/mocked.test.ts',
    text: "import { describe, expect, it, vi } from 'vitest'\n\nvi.mock('./x.ts')\n\ndescribe('x', () => {\n  it('is', () => {\n    expect(1).toBe(1)\n  })\n})\n",
    rule: 'no-restricted-vi-methods',
  },
]

const clean: readonly Case[] = [
  imports('parsers/gamma/index.ts', './schema.ts'),
  imports('parsers/gamma/schema.ts', 'zod'),
  imports('parsers/gamma/html.ts', 'cheerio/slim'),
  imports('parsers/gamma/feed.ts', 'htmlparser2'),
  imports('parsers/gamma/lib.ts', '../lib/time.ts'),
  imports('parsers/gamma/model.ts', '../model.ts'),
  imports('parsers/report/lib.ts', '../lib/time.ts'),
  imports('data/changes.ts', '../parsers/model.ts'),
  imports('data/store/reports.ts', '../../parsers/report/index.ts'),
  imports('data/store/kysely.ts', 'kysely'),
  imports('data/store/node.ts', 'node:zlib'),
  imports('data/catalog/registry.ts', '../../parsers/registry.ts'),
  imports('data/database/open.ts', 'better-sqlite3'),
  imports('data/database/postgres.ts', 'pg'),
  imports('data/database/migrations/0003-kysely.ts', 'kysely'),
  imports('crawler/poll.ts', '../parsers/registry.ts'),
  imports('crawler/report.ts', '../parsers/report/index.ts'),
  imports('crawler/store.ts', '../data/store/polls.ts'),
  imports('crawler/catalog.ts', '../data/catalog/catalog.ts'),
  imports('server/model.ts', '../parsers/model.ts'),
  imports('server/store.ts', '../data/store/vendors.ts'),
  imports('server/hono.ts', 'hono'),
  uses('crawler/config.ts', "process.env['HOME']"),
  uses('server/config.ts', "process.env['HOME']"),
  { file: 'crawler/constant.ts', text: "export const y = ['a'] as const\n" },
]

const Output = z.object({ diagnostics: z.array(z.object({ code: z.string().default(''), filename: z.string().default('') })) })

describe('.oxlintrc.json', () => {
  const folder = mkdtempSync(join(tmpdir(), 'statuswire-lint-'))
  let found: ReadonlyMap<string, readonly string[]> = new Map()

  beforeAll(async () => {
    for (const file of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) copyFileSync(join(root, file), join(folder, file))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    const others = [{ file: 'crawler/cycle-b.ts', text: "import { a } from './cycle-a.ts'\nexport const b: number = a\n" }]
    for (const { file, text } of [...offences, ...clean, ...others]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    found = await lint(folder)
  })

  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it.each(offences)('reports $rule in $file', ({ file, rule }) => {
    expect(found.get(file)).toContain(rule)
  })

  it.each(clean)('lets $file be', ({ file }) => {
    expect(found.get(file) ?? []).toEqual([])
  })
})

/** The rules reported for each file. */
async function lint(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const program = join(root, 'node_modules', '.bin', 'oxlint')
  const stdout = await new Promise<string>((resolve) => {
    execFile(
      program,
      ['--format', 'json', 'crawler', 'data', 'parsers', 'server', 'test'],
      { cwd: folder, maxBuffer: 2 ** 26 },
      (_, text) => {
        resolve(text)
      },
    )
  })
  const byFile = new Map<string, string[]>()
  for (const { code, filename } of Output.parse(JSON.parse(stdout)).diagnostics) {
    const rule = /\((?<rule>.+)\)$/u.exec(code)?.groups?.['rule'] ?? code
    byFile.set(filename, [...(byFile.get(filename) ?? []), rule])
  }
  return byFile
}
