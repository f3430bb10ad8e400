import type { Document } from '../platform.ts'
import type { Part } from './assemble.ts'

/**
 * The same reading of a document, done once for each. A poll reads its first documents alone and then again beside the
 * lists that they ask for; what a document tells does not depend on the others, and building it is most of the work.
 */
export function onceForEach<D extends Document>(read: (document: D, pageUrl: string) => Part): typeof read {
  const known = new WeakMap<D, { readonly pageUrl: string; readonly part: Part }>()
  return (document, pageUrl) => {
    const before = known.get(document)
    if (before?.pageUrl === pageUrl) return before.part
    const part = read(document, pageUrl)
    known.set(document, { pageUrl, part })
    return part
  }
}
