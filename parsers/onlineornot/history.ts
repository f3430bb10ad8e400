import type { Document } from '../platform.ts'

/** The list of all incidents goes back by three months a page; its links lead to the pages before and after. */
export function nextHistoryPage(document: Document<'html'>): string | undefined {
  const asked = Number(/[?&]page=(\d{1,4})\b/u.exec(document.url)?.[1] ?? 0)
  const pages = [...document.body.text.matchAll(/href="[^"?<>]{0,200}\?page=(\d{1,4})"/gu)].map(([, page]) => Number(page))
  const [next] = pages.filter((page) => page > asked).toSorted((a, b) => a - b)
  return next === undefined ? undefined : URL.parse(`?page=${next}`, document.url)?.href
}
