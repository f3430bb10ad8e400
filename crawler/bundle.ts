import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

/**
 * The crawler as a few files of plain JavaScript, its small libraries with it. A process that loads three hundred modules
 * through tsx keeps their sources, their maps and what was made of them: measured, a third of its memory. Made anew at
 * each start, in a fifth of a second.
 */

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'node_modules', '.cache', 'statuswire')

/** Where the bundle of `crawler/main.ts` lies, seen from the project's root. */
export const crawlerBundle = 'node_modules/.cache/statuswire/main.mjs'

/** Binaries, and what finds its own files or workers by where it lies. */
const external = ['better-sqlite3', 'esbuild', 'pino', 'pino-pretty', 'playwright', 'tsx']
/** Parts of older bundles are left for processes that still run on them. */
const oldPartMilliseconds = 7 * 86_400_000

/** Bundles an entry point of ours, given from the project's root; returns the file to run. */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: folder,
    chunkNames: 'part-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external,
    // What is written in the old way asks for `require`.
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
    plugins: [ownAddresses],
    legalComments: 'none',
    logLevel: 'error',
    write: false,
  })
  mkdirSync(folder, { recursive: true })
  const main = join(folder, `${basename(entry, '.ts')}.mjs`)
  // The entry comes last and in one piece: whoever starts at this moment finds the old whole or the new whole.
  for (const { path, text } of outputFiles.toSorted((a, b) => Number(a.path === main) - Number(b.path === main))) {
    const draft = `${path}.${randomUUID()}`
    writeFileSync(draft, inAscii(text))
    renameSync(draft, path)
  }
  removeOldParts()
  return main
}

/**
 * V8 keeps the source of all that runs, and takes two bytes for each character of a file where a single one does not fit into
 * one byte: the words of other scripts in a few patterns would cost 4.5 MB. An escape means the same in a string, in a pattern,
 * and in a raw text that a pattern is made of.
 */
function inAscii(code: string): string {
  // oxlint-disable-next-line no-control-regex -- all that is not ASCII
  return code.replaceAll(/[^\u0000-\u007f]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''),
  )
}

/** A module that looks for a file beside itself means its source, not the bundle. */
const ownAddresses: Plugin = {
  name: 'own-addresses',
  setup: (builder) => {
    builder.onLoad({ filter: new RegExp('[/\\\\](?:crawler|data|parsers|test)[/\\\\].*\\.ts$') }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: 'ts',
    }))
  },
}

function removeOldParts(): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (name.startsWith('part-') && Date.now() - statSync(path).mtimeMs > oldPartMilliseconds) rmSync(path, { force: true })
  }
}
