import { breaks, escape, labelOf, stampHtml } from './build-html.ts'
import type { EntryFacts, PageFacts } from './facts.ts'

/** /history.atom and /history.rss: incidents and maintenances together, the newest update of each first. */

export function atomXml(page: PageFacts, updatedAt: string): string {
  const entries = listed(page).map((entry, index) => {
    const stamp = seconds(entry.updates.at(-1)?.at ?? entry.updatedAt)
    return `  <entry>
    <id>tag:${new URL(page.url).host},2005:Incident/${900_000 + index}</id>
    <published>${stamp}</published>
    <updated>${stamp}</updated>
    <link rel="alternate" type="text/html" href="${page.url}/incidents/${entry.id}"/>
    <title>${escape(entry.title)}</title>
    <content type="html">${escape(contentHtml(entry, page))}</content>
  </entry>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom">
  <id>tag:${new URL(page.url).host},2005:/history</id>
  <link rel="alternate" type="text/html" href="${page.url}"/>
  <link rel="self" type="application/atom+xml" href="${page.url}/history.atom"/>
  <title>${escape(page.name)} Status - Incident History</title>
  <updated>${seconds(updatedAt)}</updated>
  <author>
    <name>${escape(page.name)}</name>
  </author>
${entries.join('\n')}
</feed>
`
}

export function rssXml(page: PageFacts, updatedAt: string): string {
  const items = listed(page).map(
    (entry) => `    <item>
      <title>${escape(entry.title)}</title>
      <description>${escape(contentHtml(entry, page))}</description>
      <pubDate>${rfc822(entry.updates.at(-1)?.at ?? entry.updatedAt)}</pubDate>
      <link>${page.url}/incidents/${entry.id}</link>
      <guid>${page.url}/incidents/${entry.id}</guid>
    </item>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
  <channel>
    <title>${escape(page.name)} Status - Incident History</title>
    <link>${page.url}</link>
    <description>Statuspage</description>
    <pubDate>${rfc822(updatedAt)}</pubDate>
${items.join('\n')}
  </channel>
</rss>
`
}

function listed(page: PageFacts): readonly EntryFacts[] {
  return [...page.incidents, ...page.maintenances].toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, 25)
}

function contentHtml(entry: EntryFacts, page: PageFacts): string {
  return entry.updates
    .filter(({ status }) => status !== 'postmortem')
    .toReversed()
    .map((update) => `<p><small>${stampHtml(update.at, page)}</small><br><strong>${labelOf(update)}</strong> - ${breaks(update.body)}</p>`)
    .join('')
}

function seconds(instant: string): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/u, 'Z')
}

function rfc822(instant: string): string {
  return new Date(instant).toUTCString().replace('GMT', '+0000')
}
