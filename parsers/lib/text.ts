/** Bounds on what is kept of a vendor's text, in bytes of UTF-8. */
export const nameLimit = 1024
export const bodyLimit = 64 * 1024

// What XML 1.0 cannot carry breaks every feed that it is copied into, so it never gets in. Linear: one class, no repetition.
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu
const forbiddenSomewhere = new RegExp(forbidden.source, 'u')

/** A vendor's name or title: its own characters, well-formed and bounded. */
export function cleanName(text: string): string {
  return limitBytes(cleanText(text), nameLimit)
}

/** A vendor's text, word for word and line for line: only what cannot be stored or sent on is taken out. */
export function cleanBody(text: string): string {
  return limitBytes(cleanText(text), bodyLimit)
}

/** Without control characters, and with lone surrogates replaced. */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed()
  return forbiddenSomewhere.test(wellFormed) ? wellFormed.replaceAll(forbidden, '') : wellFormed
}

/** Cut at a whole character, marked with an ellipsis, so that the result fits into `limit` bytes. */
export function limitBytes(text: string, limit: number): string {
  // No character of a string takes more than three bytes a code unit.
  if (text.length * 3 <= limit) return text
  const room = limit - 3
  let bytes = 0
  let end = 0
  for (const character of text) {
    bytes += bytesOf(character.codePointAt(0) ?? 0)
    if (bytes <= room) end += character.length
    if (bytes > limit) return `${text.slice(0, end)}…`
  }
  return text
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}
