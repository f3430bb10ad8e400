import type { Alternate } from './layout.tsx'

/** The feeds that a page names in its head and at its foot. */

const formats = [
  { extension: 'atom', type: 'application/atom+xml', name: 'Atom' },
  { extension: 'rss', type: 'application/rss+xml', name: 'RSS' },
  { extension: 'json', type: 'application/feed+json', name: 'JSON Feed' },
] as const

export const allFeeds: readonly Alternate[] = formats.map(({ extension, type, name }) => ({
  type,
  title: `All vendors, ${name}`,
  href: `/feed.${extension}`,
}))

export function vendorFeeds(vendor: { readonly id: string; readonly name: string }): readonly Alternate[] {
  return formats.map(({ extension, type, name }) => ({
    type,
    title: `${vendor.name}, ${name}`,
    href: `/vendors/${encodeURIComponent(vendor.id)}/feed.${extension}`,
  }))
}

export function json(title: string, href: string): Alternate {
  return { type: 'application/json', title: `${title}, JSON`, href }
}
