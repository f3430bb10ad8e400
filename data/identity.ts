import { hash } from 'node:crypto'

/** 80 bits, hexadecimal: short enough for a URL, and no collision is to be expected in ten million rows. */
const publicIdLength = 20

/** A public id: the same parts give the same id in every database. */
export function publicId(...parts: readonly string[]): string {
  return hash('sha1', parts.join('\u0000')).slice(0, publicIdLength)
}

const digests = new WeakMap<object, string>()

/** Identity of a value's content, by its JSON text. Values are never changed once made, so an object is read once. */
export function contentDigest(value: unknown): string {
  if (typeof value !== 'object' || value === null) return digestOf(value)
  const known = digests.get(value)
  if (known !== undefined) return known
  const digest = digestOf(value)
  digests.set(value, digest)
  return digest
}

function digestOf(value: unknown): string {
  return hash('sha1', JSON.stringify(value)).slice(0, publicIdLength)
}
