import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import { codeOf, type Fault } from './errors.ts'

/** More is a bomb or a broken proxy: undici itself would undo five, and earlier any number. */
const maximumCodings = 2
/** Nobody packs a status page better than 200 to 1, so beyond a first mebibyte that ratio is an attack. */
const maximumRatio = 200
const ratioFreeBytes = 1_048_576
/** Most documents unpack into a few blocks of this size; a larger one costs more to allocate than it saves. */
const chunkSize = 32_768
/** The window that RFC 9659 allows on the web, 8 MiB: a frame may otherwise ask for gigabytes. */
const zstdWindowLog = 23

/**
 * Undoes the content codings, last applied first, never producing more than `maximumDecodedBytes`: zlib stops at the
 * cap instead of counting afterwards. An undeclared gzip body is a fault, not a guess.
 */
export function decodeBody(body: Buffer, contentEncoding: string | undefined, maximumDecodedBytes: number): Buffer | Fault {
  const codings = contentEncoding === undefined ? [] : codingsOf(contentEncoding)
  if (codings.length > maximumCodings) return { kind: 'wrong_medium', detail: 'stacked_encodings' }
  const ratioBytes = Math.max(ratioFreeBytes, body.length * maximumRatio)
  const cap = Math.min(maximumDecodedBytes, ratioBytes)
  const overflow: Fault = { kind: 'too_large', detail: ratioBytes < maximumDecodedBytes ? 'ratio' : 'decoded_too_large' }

  let bytes = body
  for (const coding of codings.toReversed()) {
    // An empty body is reported as empty, whatever coding it claims.
    if (bytes.length === 0) return bytes
    const decoded = undo(coding, bytes, cap)
    if (!Buffer.isBuffer(decoded)) return decoded.detail === 'overflow' ? { ...overflow, cause: decoded.cause } : decoded
    bytes = decoded
  }
  if (bytes.length > maximumDecodedBytes) return overflow
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { kind: 'wrong_medium', detail: 'undeclared_gzip' }
  return bytes
}

function codingsOf(header: string): readonly string[] {
  return header
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
}

function undo(coding: string, bytes: Buffer, cap: number): Buffer | Fault {
  const options = { maxOutputLength: cap, chunkSize }
  try {
    switch (coding) {
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(bytes, options)
      case 'br':
        return brotliDecompressSync(bytes, options)
      case 'zstd':
        return zstdDecompressSync(bytes, { ...options, params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLog } })
      case 'deflate':
        // The name means the zlib format; servers that send bare deflate all the same are as old as the name.
        return isZlib(bytes) ? inflateSync(bytes, options) : inflateRawSync(bytes, options)
      default:
        return { kind: 'wrong_medium', detail: 'unknown_encoding' }
    }
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'too_large', detail: 'overflow', cause }
    // The stream ended before its own end mark.
    if (code === 'Z_BUF_ERROR') return { kind: 'connection', detail: 'truncated', cause }
    return { kind: 'wrong_medium', detail: 'bad_encoding', cause }
  }
}

function isZlib(bytes: Buffer): boolean {
  const [first = 0, second = 0] = bytes
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0
}
