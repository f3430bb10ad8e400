import { hash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ServerRequest } from '../context.ts'
import { isKnown } from './caching.ts'
import { problem } from './problem.ts'

/** Addresses of the files in `server/public`, each with its content hash. */
export interface Assets {
  readonly css: string
  readonly js: string
  readonly icon: string
  /** Of all files together. */
  readonly digest: string
  readonly files: ReadonlyMap<string, Asset>
}

interface Asset {
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly tag: string
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
  txt: 'text/plain; charset=utf-8',
}

const publicFolder = fileURLToPath(new URL('../public', import.meta.url))

/** Reads the files once: they are few and small, and stay as they are while the server runs. */
export function loadAssets(folder: string = publicFolder): Assets {
  const files = new Map<string, Asset>()
  for (const name of readdirSync(folder).toSorted()) {
    const type = types[name.slice(name.lastIndexOf('.') + 1)]
    if (type === undefined) continue
    const body = new Uint8Array(readFileSync(join(folder, name)))
    files.set(name, { body, type, tag: hash('sha1', body, 'base64url').slice(0, 12) })
  }
  return {
    css: addressOf('app.css', files),
    js: addressOf('app.js', files),
    icon: addressOf('favicon.svg', files),
    digest: hash('sha1', [...files.values()].map((file) => file.tag).join(' '), 'base64url').slice(0, 12),
    files,
  }
}

function addressOf(name: string, files: Assets['files']): string {
  return `/public/${name}?v=${files.get(name)?.tag ?? ''}`
}

/** With the right hash in its address a file never changes; without it, it is asked for anew each time. */
export function publicFile(c: ServerRequest): Response {
  const file = c.get('server').assets.files.get(c.req.param('file') ?? '')
  if (!file) return problem(c, 404, 'There is no such file')
  const etag = `"${file.tag}"`
  const cacheControl = c.req.query('v') === file.tag ? 'public, max-age=31536000, immutable' : 'no-cache'
  const headers = { etag, 'cache-control': cacheControl }
  if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers)
  return c.body(file.body, 200, { ...headers, 'content-type': file.type })
}
