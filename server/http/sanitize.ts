import { Marked } from 'marked'
import sanitizeHtml from 'sanitize-html'

/** Vendors' texts on their way into our pages and feeds: whatever they hold, what leaves here is inert HTML. */

export type TextFormat = 'text' | 'markdown' | 'html'

// What XML 1.0 forbids, the other control characters but tab and line ends, and halves of surrogate pairs.
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Surrogate}/gu

/** The text without characters that no document may hold. */
export function printable(text: string): string {
  return text.replace(forbidden, '')
}

/** The address if it is an absolute http or https one, else null. */
export function webAddress(address: string | null | undefined): string | null {
  if (address === null || address === undefined || address.length > 2_048) return null
  const url = URL.parse(printable(address).trim())
  return url && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '' ? url.href : null
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** For HTML and XML, in text and in quoted attributes. */
export function escapeMarkup(text: string): string {
  return printable(text).replace(/[&<>"']/gu, (sign) => escapes[sign] ?? sign)
}

const allowedTags =
  'p br hr h4 h5 h6 blockquote pre ul ol li dl dt dd table thead tbody tr th td a b strong i em u s del ins code kbd small sub sup'

const rules: sanitizeHtml.IOptions = {
  allowedTags: allowedTags.split(' '),
  // The transform below has judged the address already; nothing else may pass.
  allowedAttributes: { a: ['href', 'rel'] },
  allowedSchemes: ['http', 'https'],
  allowProtocolRelative: false,
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math'],
  nestingLimit: 40,
  // A vendor's heading stands below those of the page that shows it.
  transformTags: { h1: 'h4', h2: 'h4', h3: 'h4', a: (_name, { href }) => ({ tagName: 'a', attribs: linkAttributes(webAddress(href)) }) },
}

function linkAttributes(address: string | null): sanitizeHtml.Attributes {
  return address === null ? {} : { href: address, rel: 'nofollow noopener' }
}

const marked = new Marked({ gfm: true, breaks: true })

/** Longer texts, and such with more emphasis marks, take the Markdown reader seconds: they are shown as plain text. */
const longestMarkdown = 100_000
const mostMarks = 4_000

/** The body as safe HTML: links lead to the web alone, images, styles and scripts are dropped. */
export function toSafeHtml(body: string, format: TextFormat): string {
  const text = printable(body)
  if (format === 'html') return sanitizeHtml(text, rules).trim()
  const html = format === 'markdown' ? markdownHtml(text) : null
  return html === null ? plainHtml(text) : sanitizeHtml(html, rules).trim()
}

function markdownHtml(text: string): string | null {
  if (text.length > longestMarkdown || text.replaceAll(/[^*_~]/gu, '').length > mostMarks) return null
  try {
    return marked.parse(text, { async: false })
  } catch {
    // Quotes nested by the thousand end its stack.
    return null
  }
}

const bareAddress = /https?:\/\/[^\s<>"']{1,2000}/gu

/** Paragraphs and line breaks as they stand, and bare addresses as links. */
function plainHtml(text: string): string {
  const paragraphs = text
    .replaceAll(/\r\n?/gu, '\n')
    .split(/\n{2,}/u)
    .map((paragraph) => paragraph.trim())
  return paragraphs
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${paragraph.split('\n').map(linked).join('<br />')}</p>`)
    .join('')
}

function linked(line: string): string {
  let html = ''
  let end = 0
  for (const match of line.matchAll(bareAddress)) {
    // Punctuation after an address belongs to the sentence.
    const address = match[0].replace(/[.,;:!?)\]]{1,20}$/u, '')
    const safe = webAddress(address)
    html += escapeMarkup(line.slice(end, match.index))
    html += safe === null ? escapeMarkup(address) : `<a href="${escapeMarkup(safe)}" rel="nofollow noopener">${escapeMarkup(address)}</a>`
    end = match.index + address.length
  }
  return html + escapeMarkup(line.slice(end))
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/** The body as plain text: blocks become lines, tags vanish, links keep their words. */
export function toPlainText(body: string, format: TextFormat): string {
  if (format === 'text') return printable(body).trim()
  return toSafeHtml(body, format)
    .replaceAll(/<(?:br|hr) ?\/?>|<\/(?:p|h[4-6]|li|tr|dt|dd|pre|blockquote|table)>/gu, '\n')
    .replaceAll(/<li>/gu, '- ')
    .replaceAll(/<\/t[dh]>/gu, ' ')
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/gu, (entity) => entities[entity] ?? entity)
    .replaceAll(/[ \t]+\n/gu, '\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim()
}
