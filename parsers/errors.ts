export type ParseErrorKind = 'shape' | 'missing' | 'empty' | 'foreign'

/**
 * The document is not what it should be. `shape`: broken or another structure; `missing`: a required field is
 * absent; `empty`: a list that this platform always fills is empty; `foreign`: another platform's or tenant's page,
 * a login wall, a bot challenge, an inactive or unclaimed page. `detail` is the finer reason in one static phrase.
 */
export class ParseError extends Error {
  override readonly name = 'ParseError'
  readonly kind: ParseErrorKind
  readonly detail: string
  readonly url: string | undefined
  /** Where in the document, as a JSON path or a selector. */
  readonly path: string | undefined
  /** At most 200 characters of the offending text. */
  readonly excerpt: string | undefined

  constructor(kind: ParseErrorKind, detail: string, context: { url?: string; path?: string; excerpt?: string; cause?: unknown } = {}) {
    super(
      `${kind}: ${detail}${context.path ? ` at ${context.path}` : ''}`,
      context.cause === undefined ? undefined : { cause: context.cause },
    )
    this.kind = kind
    this.detail = detail
    this.url = context.url
    this.path = context.path
    this.excerpt = context.excerpt?.slice(0, 200)
  }
}
