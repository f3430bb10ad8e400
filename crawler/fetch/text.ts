import { TextDecoder } from 'node:util'

/** How far into a page its own statement of charset is looked for; pages are seen that say it after byte 1,024. */
const prescanBytes = 4096

/**
 * Bytes to text, never failing: bytes that the charset does not know become U+FFFD. The charset is what the byte
 * order mark says, else the header, else the document itself, else UTF-8.
 */
export function decodeText(bytes: Buffer, contentType: string | undefined): string {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return bytes.toString('utf8', 3)
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes)
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes)
  // "<", "{" or "[" beside a zero byte: UTF-16 that forgot its mark.
  if (second === 0 && isOpening(first)) return decodeAs('utf-16le', bytes)
  if (first === 0 && isOpening(second)) return decodeAs('utf-16be', bytes)

  const declared = charsetOf(contentType) ?? (first === 0x3c ? statedCharset(bytes) : undefined)
  return declared === undefined || declared === 'utf-8' || declared === 'utf8' ? bytes.toString('utf8') : decodeAs(declared, bytes)
}

/** The charset parameter of a Content-Type header, lower case; undefined where it names none that we can read. */
function charsetOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined || !/charset/iu.test(contentType)) return undefined
  return known(/;\s*charset\s*=\s*["']?(?<label>[^\s"';,]{1,40})/iu.exec(contentType)?.groups?.['label'])
}

/** What an XML declaration or a `meta` element says. By then UTF-16 would have shown, so there it means UTF-8. */
function statedCharset(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, prescanBytes)
  const label =
    /^<\?xml[^>]{1,200}?encoding\s*=\s*["'](?<label>[\w.:-]{1,40})["']/iu.exec(head)?.groups?.['label'] ??
    /<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*(?<label>[\w.:-]{1,40})/iu.exec(head)?.groups?.['label']
  return label?.toLowerCase().startsWith('utf-16') ? undefined : known(label)
}

const decoders = new Map<string, TextDecoder>()

function known(label: string | undefined): string | undefined {
  return label !== undefined && decoderOf(label) ? label.toLowerCase() : undefined
}

function decodeAs(label: string, bytes: Buffer): string {
  return decoderOf(label)?.decode(bytes) ?? bytes.toString('utf8')
}

/** Only labels of the Encoding Standard are kept, so the map is bounded by it. */
function decoderOf(label: string): TextDecoder | undefined {
  const name = label.toLowerCase()
  const made = decoders.get(name)
  if (made) return made
  try {
    const decoder = new TextDecoder(name)
    decoders.set(name, decoder)
    return decoder
  } catch {
    // An unknown label (RangeError) is no reason to lose the page: the next statement of charset is asked.
    return undefined
  }
}

function isOpening(byte: number | undefined): boolean {
  return byte === 0x3c || byte === 0x7b || byte === 0x5b
}
