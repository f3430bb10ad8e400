import { existsSync, readFileSync } from 'node:fs'
import { ParseError } from '../../parsers/errors.ts'
import { instantFromEpochMs, instantFromIso } from '../../parsers/lib/time.ts'
import type { Instant, Snapshot } from '../../parsers/model.ts'
import type { Document, PageRef, Platform } from '../../parsers/platform.ts'
import { platformById, platformIds } from '../../parsers/registry.ts'
import { pageAddress } from '../addresses.ts'
import { decodeText } from '../fetch/text.ts'
import { CommandError, printJson } from '../output.ts'

interface ParseOptions {
  readonly url: string
  readonly observedAt?: string
  readonly params?: string
}

/** `parse`: documents from files -> the Snapshot as JSON. */
export async function parseCommand(platformId: string, files: readonly string[], options: ParseOptions): Promise<void> {
  printJson(parseFiles(platformId, files, options))
}

/** Throws CommandError where a file, an argument or the document itself is not what it should be. */
export function parseFiles(platformId: string, files: readonly string[], options: ParseOptions): Snapshot {
  const platform = platformById(platformId)
  if (!platform) throw new CommandError(`no platform is called ${platformId}; known: ${platformIds.join(', ')}`, 2)
  const page = { url: pageAddress(options.url) }
  const observedAt = observedAtOf(options.observedAt)
  const params = options.params === undefined ? undefined : paramsFrom(platform, options.params)
  if (files.length === 0) throw new CommandError('no document was named: expected source=file', 2)

  const documents: Record<string, Document[]> = {}
  for (const file of files) {
    const { source, document } = documentFrom(file, platform, page, params)
    documents[source] = [...(documents[source] ?? []), document]
  }
  try {
    return platform.parse(documents, { page, params: params ?? {}, observedAt })
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    const { kind, detail, path, excerpt } = error
    const where = [path, excerpt].filter((part) => part !== undefined && part !== '').map((part) => ` [${part}]`)
    throw new CommandError(`${kind}: ${detail}${where.join('')}`, 1)
  }
}

function observedAtOf(text: string | undefined): Instant {
  const instant = text === undefined ? instantFromEpochMs(Date.now()) : instantFromIso(text)
  if (!instant) throw new CommandError(`--observed-at is no instant with a zone: ${text}`, 2)
  return instant
}

function paramsFrom(platform: Platform, text: string): object {
  const { data, error } = platform.params.safeParse(jsonOf(text))
  if (error) throw new CommandError(`--params: ${error.issues.map(({ path, message }) => [...path, message].join(' ')).join('; ')}`, 2)
  return data
}

function documentFrom(
  argument: string,
  platform: Platform,
  page: PageRef,
  params: object | undefined,
): { source: string; document: Document } {
  const named = readArgument(argument)
  const known = named && platform.sources[named.source]
  if (!known) {
    const sources = Object.keys(platform.sources).join(', ')
    throw new CommandError(`expected source=file with a source of ${platform.id} (${sources}), got ${argument}`, 2)
  }
  const { source, file } = named
  // Without the settings nobody can say from where a document came; what it says is the same.
  const asked = params ?? platform.params.safeParse({}).data
  const url = named.url ?? (asked && known.urls(page, asked, { entries: [] })[0]) ?? page.url
  if (!URL.canParse(url)) throw new CommandError(`not an address: ${url}`, 2)
  const text = decodeText(bytesOf(file), undefined)
  return { source, document: { url, finalUrl: url, status: 200, headers: {}, body: { medium: known.medium, text } } }
}

/** `source=file`, or `source@url=file`: an address may hold "=" and "@", so there the file is what follows the last "=". */
function readArgument(argument: string): { source: string; url?: string; file: string } | undefined {
  const { source = '', mark, rest = '' } = /^(?<source>[^=@]+)(?<mark>[=@])(?<rest>.+)$/su.exec(argument)?.groups ?? {}
  if (mark === '=') return { source, file: rest }
  const splits = [...rest.matchAll(/[=]/gu)].map(({ index }) => ({ source, url: rest.slice(0, index), file: rest.slice(index + 1) }))
  // A file's name may hold "=" as well; what exists is what was meant.
  return splits.findLast(({ file }) => file === '-' || existsSync(file)) ?? splits.at(-1)
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    throw new CommandError(`${file === '-' ? 'standard input' : file} cannot be read`, 2, { cause: error })
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CommandError('--params is not JSON', 2, { cause: error })
  }
}
