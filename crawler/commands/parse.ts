import { readFileSync } from 'node:fs'
import { ParseError } from '../../parsers/errors.ts'
import { instantFromIso } from '../../parsers/lib/time.ts'
import type { Document } from '../../parsers/platform.ts'
import { platformById, platformIds } from '../../parsers/registry.ts'
import { decodeText } from '../fetch/text.ts'
import { CommandError, printJson } from '../output.ts'
import { pageAddress } from './detect.ts'

interface ParseOptions {
  readonly url: string
  readonly observedAt?: string
  readonly params?: string
}

/** A file as an argument names it: `summary=FILE`, or `incident@https://...=FILE` with its own address. */
const argumentForm = /^(?<source>[A-Za-z]+)(?:@(?<url>[^=]+(?:=[^=]*)*?))?=(?<file>.+)$/u

/** `parse`: documents from files -> the Snapshot as JSON. */
export function parseCommand(platformId: string, files: readonly string[], options: ParseOptions): void {
  const platform = platformById(platformId)
  if (!platform) throw new CommandError(`no platform is called ${platformId}; known: ${platformIds.join(', ')}`, 2)
  const page = { url: pageAddress(options.url) }
  const observedAt = instantFromIso(options.observedAt ?? new Date().toISOString())
  if (!observedAt) throw new CommandError(`--observed-at is no instant with a zone: ${options.observedAt}`, 2)
  const params = platform.params.safeParse(jsonOf(options.params ?? '{}'))
  if (!params.success) throw new CommandError(`--params: ${params.error.issues.map((issue) => issue.message).join('; ')}`, 2)

  const documents: Record<string, Document[]> = {}
  for (const file of files) {
    const groups = argumentForm.exec(file)?.groups
    const name = groups?.['source'] ?? ''
    const source = platform.sources[name]
    if (!groups || !source) {
      throw new CommandError(
        `expected source=file with a source of ${platformId} (${Object.keys(platform.sources).join(', ')}), got ${file}`,
        2,
      )
    }
    const url = groups['url'] ?? source.urls(page, params.data, { entries: [] })[0] ?? page.url
    const text = decodeText(bytesOf(groups['file'] ?? ''), undefined)
    documents[name] = [...(documents[name] ?? []), { url, finalUrl: url, status: 200, headers: {}, body: { medium: source.medium, text } }]
  }
  if (Object.keys(documents).length === 0) throw new CommandError('no document was named: expected source=file', 2)
  try {
    printJson(platform.parse(documents, { page, params: params.data, observedAt }))
  } catch (error) {
    if (error instanceof ParseError)
      throw new CommandError(`${error.kind}: ${error.detail}${error.excerpt ? ` [${error.excerpt.replaceAll(/\s+/gu, ' ')}]` : ''}`, 1, {
        cause: error,
      })
    throw error
  }
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    throw new CommandError(`${file} cannot be read`, 2, { cause: error })
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CommandError('--params is not JSON', 2, { cause: error })
  }
}
