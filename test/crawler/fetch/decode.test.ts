import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeBody } from '../../../crawler/fetch/decode.ts'

const codings = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
] as const

// Hard to pack, so that the ratio rule has nothing to say: a few hundred kilobytes of pseudo-random bytes.
const noise = Buffer.from(Uint32Array.from({ length: 60_000 }, (_, index) => Math.imul(index + 1, 2_654_435_761) >>> 0).buffer)
const cap = 100_000

describe('crawler/fetch/decode.ts', () => {
  it.each(codings)('undoes %s', (coding, pack) => {
    expect(decodeBody(pack(noise), coding, 1_000_000)).toStrictEqual(noise)
  })

  const cells = codings.flatMap(([coding, pack]) => [-1, 0, 1].map((beyond) => [coding, pack, beyond] as const))
  it.each(cells)('holds the cap of %s exactly (%#, cap %3$i)', (coding, pack, beyond) => {
    const decoded = decodeBody(pack(noise.subarray(0, cap + beyond)), coding, cap)

    expect(Buffer.isBuffer(decoded) ? decoded.length : decoded.detail).toBe(beyond > 0 ? 'decoded_too_large' : cap + beyond)
  })

  it.each([-1, 0, 1])('holds the cap of a body without coding exactly (cap %i)', (beyond) => {
    const decoded = decodeBody(noise.subarray(0, cap + beyond), undefined, cap)

    expect(Buffer.isBuffer(decoded) ? decoded.length : decoded.detail).toBe(beyond > 0 ? 'decoded_too_large' : cap + beyond)
  })

  it.each(codings)('refuses a bomb of %s by its ratio, once it is beyond a mebibyte', (coding, pack) => {
    const small = pack(Buffer.alloc(1_048_576))
    const large = pack(Buffer.alloc(8_000_000))

    expect(decodeBody(small, coding, 20_971_520)).toHaveLength(1_048_576)
    expect(decodeBody(large, coding, 20_971_520)).toMatchObject({ kind: 'too_large', detail: 'ratio' })
  })

  it('undoes two codings, the last first, and refuses a third', () => {
    const twice = brotliCompressSync(gzipSync(noise))

    expect(decodeBody(twice, 'gzip, br', 1_000_000)).toStrictEqual(noise)
    expect(decodeBody(twice, 'identity, gzip,, br', 1_000_000)).toStrictEqual(noise)
    expect(decodeBody(gzipSync(twice), 'gzip, br, gzip', 1_000_000)).toMatchObject({ kind: 'wrong_medium', detail: 'stacked_encodings' })
  })

  it.each([
    ['compress', Buffer.from('x'), 'unknown_encoding'],
    ['gzip', Buffer.from('<html>plain</html>'), 'bad_encoding'],
    ['br', Buffer.from('<html>plain</html>'), 'bad_encoding'],
    ['zstd', Buffer.from('<html>plain</html>'), 'bad_encoding'],
    ['deflate', Buffer.from('<html>plain</html>'), 'bad_encoding'],
    [undefined, gzipSync('{}'), 'undeclared_gzip'],
    ['identity', gzipSync('{}'), 'undeclared_gzip'],
    ['gzip', gzipSync(gzipSync('{}')), 'undeclared_gzip'],
  ])('refuses what %s cannot be (%#)', (coding, bytes, detail) => {
    expect(decodeBody(bytes, coding, cap)).toMatchObject({ kind: 'wrong_medium', detail })
  })

  it.each(codings)('tells a cut stream of %s from a whole one', (coding, pack) => {
    const whole = pack(noise)

    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const decoded = decodeBody(whole.subarray(0, Math.floor(whole.length * share)), coding, 1_000_000)
      expect(decoded).toMatchObject({ kind: 'connection', detail: 'truncated' })
    }
  })

  it('refuses a zstd frame that asks for more memory than the web allows', () => {
    // Magic, a frame header without size, a window of 2^31 bytes, then nothing.
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00])

    expect(decodeBody(frame, 'zstd', cap)).toMatchObject({ kind: 'wrong_medium', detail: 'bad_encoding' })
  })

  it('leaves an empty body empty, whatever it claims', () => {
    expect(decodeBody(Buffer.alloc(0), 'gzip', cap)).toHaveLength(0)
  })
})
