import type { Alternate } from './layout.tsx'

/** The feeds that a page names in its head and at its foot. */

const formats = [
  { file: 'feed.atom', type: 'application/atom+xml', name: 'Atom' },
  { file: 'feed.rss', type: 'application/rss+xml', name: 'RSS' },
  { file: 'feed.json', type: 'application/feed+json', name: 'JSON Feed' },
  { file: 'calendar.ics', type: 'text/calendar', name: 'iCalendar of maintenances' },
] as const

/** Feeds and calendar under one folder; the root's are those of every vendor. */
function feedsOf(whose: string, folder: string): readonly Alternate[] {
  return formats.map(({ file, type, name }) => ({ type, title: `${whose}, ${name}`, name, href: `${folder}/${file}` }))
}

export const allFeeds: readonly Alternate[] = feedsOf('All vendors', '')

export function vendorFeeds(vendor: { readonly id: string; readonly name: string }): readonly Alternate[] {
  return feedsOf(vendor.name, `/vendors/${encodeURIComponent(vendor.id)}`)
}

/** The page as the interface gives it. */
export function json(whose: string, href: string): Alternate {
  return { type: 'application/json', title: `${whose}, JSON`, name: 'JSON', href }
}
