import type { Document, Medium } from '../../parsers/platform.ts'
import type { FetchedDocument } from './conclude.ts'

/** The parsers' view of what was fetched as `medium`; throws TypeError where it was asked for as another one. */
export function toDocument<M extends Medium>(fetched: FetchedDocument, medium: M): Document<M> {
  if (fetched.medium !== medium) throw new TypeError(`fetched as ${fetched.medium}, wanted as ${medium}`)
  const { url, finalUrl, status, headers, text } = fetched
  return { url, finalUrl, status, headers, body: { medium, text } }
}
