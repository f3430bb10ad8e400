import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

/**
 * Real pages of other people: read where they lie, never copied into the project. Where the folder is absent, what stands
 * on it is skipped with one line; with CI=true it fails instead, so that nothing passes by being skipped.
 */
const project = fileURLToPath(new URL('../..', import.meta.url))
export const capturesFolder = resolve(project, process.env['STATUSWIRE_CAPTURES'] ?? '../shared/captures')

export const hasCaptures = existsSync(join(capturesFolder, 'manifest.tsv'))

/** Whether a suite over captures is skipped: only where there are none, and never under CI. */
export const skipsCaptures = !hasCaptures && process.env['CI'] !== 'true'
if (skipsCaptures) process.stderr.write(`no captures in ${capturesFolder} (STATUSWIRE_CAPTURES): the tests over real pages are skipped\n`)

export interface CapturedFile {
  readonly platform: string
  readonly vendor: string
  readonly kind: string
  readonly file: string
  /** "real", "real-derived", "synthetic", "unsure"... */
  readonly origin: string
}

const platformNames: Readonly<Record<string, string>> = { gcp: 'google', gws: 'google', azuredevops: 'azure-devops', m365: 'microsoft365' }

/** The manifest has names of its own for some systems, and files the first captures of many under one. */
function platformOf(platform: string, vendor: string): string {
  const name = platform === 'other-bespoke' || platform === 'microsoft' ? vendor : platform
  return platformNames[name] ?? name
}

/** The rows of manifest.tsv. */
export function capturedFiles(): readonly CapturedFile[] {
  if (!hasCaptures) return []
  const [, ...lines] = readCapture('manifest.tsv').trimEnd().split('\n')
  return lines.map((line) => {
    const [platform = '', vendor = '', kind = '', , , , file = '', origin = ''] = line.split('\t')
    return { platform: platformOf(platform, vendor), vendor, kind, file, origin }
  })
}

export function readCapture(file: string): string {
  return readFileSync(join(capturesFolder, file), 'utf8')
}

/** The lines of a gzipped archive, one JSON value each. */
export function readArchive(file: string): readonly unknown[] {
  return gunzipSync(readFileSync(join(capturesFolder, file)))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}
