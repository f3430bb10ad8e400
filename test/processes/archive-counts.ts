import { z } from 'zod'

/**
 * What replayed archives of one page say, counted by a pass of its own over the raw lines: it keeps the last state of
 * everything in maps and knows nothing of the store, nor of the parser.
 */
export type Counts = Record<string, number>

export const Line = z.object({ t: z.number(), body: z.unknown().optional(), raw: z.string().optional() })
export type Line = z.infer<typeof Line>

const Post = z.object({ id: z.string(), status: z.string(), body: z.string(), display_at: z.string() })
const Entry = z.object({ id: z.string(), name: z.string(), status: z.string(), impact: z.string(), incident_updates: z.array(Post) })
type Entry = z.infer<typeof Entry>
const Summary = z.object({
  components: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
  incidents: z.array(Entry),
  scheduled_maintenances: z.array(Entry),
})

/** The polls of a summary: its lists hold what is open, so that absence closes. */
export function countSummaries(lines: readonly Line[]): Counts {
  const counter = createCounter()
  const names = new Map<string, string>()
  const healths = new Map<string, string>()
  const isOpen = new Map<string, boolean>()
  for (const line of lines) {
    if (line.raw !== undefined) {
      counter.count('broken')
      continue
    }
    counter.count('valid')
    const { components, incidents, scheduled_maintenances: maintenances } = Summary.parse(line.body)
    for (const { id, name, status } of components) {
      if (counter.see(names, id, name) === 'new') counter.count('component_added')
      else if (counter.last === 'other') counter.count('component_renamed')
      if (counter.see(healths, id, status) === 'other') counter.count('component_health')
    }
    const listed = new Set(incidents.map(({ id }) => id))
    for (const [id, open] of isOpen) {
      if (open && !listed.has(id)) counter.count('incident_resolved')
      isOpen.set(id, listed.has(id))
    }
    for (const { id } of incidents) isOpen.set(id, true)
    for (const entry of incidents) countEntry(counter, 'incident', entry)
    for (const entry of maintenances) countEntry(counter, 'maintenance', entry)
  }
  return counter.counts
}

function countEntry(counter: Counter, kind: 'incident' | 'maintenance', { id, name, impact, incident_updates: posts }: Entry): void {
  const { titles, impacts, texts, stamps } = counter
  if (counter.see(titles, id, name) === 'new') counter.count(kind === 'incident' ? 'incident_opened' : 'maintenance_scheduled')
  else if (counter.last === 'other') counter.count(`${kind}_renamed`)
  if (kind === 'incident' && counter.see(impacts, id, impact) === 'other') counter.count('incident_impact')
  for (const post of posts) {
    if (counter.see(texts, post.id, `${post.status} ${post.body}`) === 'new') counter.count(`${kind}_update_posted`)
    else if (counter.last === 'other') counter.count(`${kind}_update_edited`)
    if (counter.see(stamps, post.id, post.display_at) === 'other') counter.count(`${kind}_update_retimed`)
  }
}

const maintenanceLabels: ReadonlySet<string> = new Set(['Scheduled', 'In progress', 'Verifying', 'Completed'])

/** The snapshots of a feed: an update is told by its label and stamp, and by its place among those that share both. */
export function countFeeds(lines: readonly Line[]): { readonly counts: Counts; readonly editedIncidents: number } {
  const counter = createCounter()
  const edited = new Set<string>()
  for (const { body } of lines) {
    for (const entry of String(body).split('<entry>').slice(1)) {
      const id = /\/incidents\/(\w+)"/u.exec(entry)?.[1] ?? ''
      const posts = postsOf(/<content type="html">(.*?)<\/content>/su.exec(entry)?.[1] ?? '')
      const kind = posts.some(({ label }) => maintenanceLabels.has(label)) ? 'maintenance' : 'incident'
      if (counter.see(counter.titles, id, /<title>(.*?)<\/title>/u.exec(entry)?.[1] ?? '') === 'new')
        counter.count(kind === 'incident' ? 'incident_opened' : 'maintenance_scheduled')
      else if (counter.last === 'other') counter.count(`${kind}_renamed`)
      for (const [index, { label, stamp, text }] of posts.entries()) {
        const place = posts.slice(index).filter((post) => post.label === label && post.stamp === stamp).length
        if (counter.see(counter.texts, `${id} ${label} ${stamp} ${place}`, text) === 'new') counter.count(`${kind}_update_posted`)
        else if (counter.last === 'other') {
          counter.count(`${kind}_update_edited`)
          edited.add(id)
        }
      }
    }
  }
  return { counts: counter.counts, editedIncidents: edited.size }
}

interface FeedPost {
  readonly label: string
  readonly stamp: string
  readonly text: string
}

/** `<p><small>stamp</small><br><strong>label</strong> - text</p>`, one after the other. */
function postsOf(content: string): readonly FeedPost[] {
  const post = /^(?<stamp>.*?)<\/small><br>\s*<strong>(?<label>.*?)<\/strong> - (?<text>.*)$/su
  return unescaped(content)
    .split('<p><small>')
    .slice(1)
    .map((part) => {
      const { stamp = '', label = '', text = '' } = post.exec(part)?.groups ?? {}
      return { stamp, label, text }
    })
}

/** What has to be escaped is written in two ways over the years. */
function unescaped(text: string): string {
  const once = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'")
  return once.replaceAll('&amp;', '&')
}

interface Counter {
  readonly counts: Counts
  readonly titles: Map<string, string>
  readonly impacts: Map<string, string>
  readonly texts: Map<string, string>
  readonly stamps: Map<string, string>
  /** What the last look found. */
  last: 'new' | 'same' | 'other'
  count(name: string): void
  /** Keeps the value and says how it compares to the one before. */
  see(values: Map<string, string>, key: string, value: string): Counter['last']
}

function createCounter(): Counter {
  const counter: Counter = {
    counts: {},
    titles: new Map(),
    impacts: new Map(),
    texts: new Map(),
    stamps: new Map(),
    last: 'same',
    count(name) {
      counter.counts[name] = (counter.counts[name] ?? 0) + 1
    },
    see(values, key, value) {
      const before = values.get(key)
      values.set(key, value)
      counter.last = before === undefined ? 'new' : before === value ? 'same' : 'other'
      return counter.last
    },
  }
  return counter
}
