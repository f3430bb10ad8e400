import { existsSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { decodeText } from '../../crawler/fetch/text.ts'
import { ParseError } from '../../parsers/errors.ts'
import type { Medium } from '../../parsers/platform.ts'
import { platformById } from '../../parsers/registry.ts'
import { capturedFiles, capturesFolder } from '../support/captures.ts'
import { documentOf, instant } from '../support/documents.ts'

/** Every capture of a known platform under each of its platform's sources of that medium; prints one JSON object. */

const media: Readonly<Record<string, Medium>> = {
  '.json': 'json',
  '.html': 'html',
  '.atom': 'xml',
  '.xml': 'xml',
  '.rss': 'xml',
  '.log': 'text',
}
const observedAt = instant('2026-11-20T00:00:00.000Z')

const files = capturedFiles().flatMap(({ platform, file }) => {
  const path = join(capturesFolder, file)
  const medium = media[extname(file)]
  const known = platformById(platform)
  return known && medium && existsSync(path) && statSync(path).isFile() ? [{ path, medium, platform: known }] : []
})

const started = performance.now()
let bytes = 0
let read = 0
for (const { path, medium, platform } of files) {
  const body = readFileSync(path)
  bytes += body.length
  const document = documentOf(medium, decodeText(body, undefined))
  const sources = Object.entries(platform.sources).filter(([, source]) => source.medium === medium)
  if (sources.some(([source]) => isRead(() => platform.parse({ [source]: [document] }, contextOf(platform.homepage))))) read++
}
const seconds = (performance.now() - started) / 1000
process.stdout.write(`${JSON.stringify({ files: files.length, read, bytes, seconds })}\n`)

function contextOf(url: string): Parameters<(typeof files)[number]['platform']['parse']>[1] {
  return { page: { url }, params: {}, observedAt }
}

function isRead(parse: () => unknown): boolean {
  try {
    parse()
    return true
  } catch (error) {
    if (error instanceof ParseError) return false
    throw error
  }
}
