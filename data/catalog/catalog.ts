import { readFileSync } from 'node:fs'
import { VendorRow } from './vendor-row.ts'

/** The categories of the catalogue; a row of the configuration may name others. */
export const categories = [
  'ai',
  'business',
  'cloud',
  'commerce',
  'communication',
  'crypto',
  'data',
  'developer',
  'education',
  'gaming',
  'health',
  'marketing',
  'network',
  'observability',
  'other',
  'payments',
  'productivity',
  'security',
  'social',
  'support',
] as const

/** What is watched where nobody says what to watch: well-known vendors of every kind. */
export const starterIds = [
  'commerce-layer',
  'github',
  'amazon-web-services-aws',
  'microsoft-azure',
  'google-cloud',
  'cloudflare',
  'anthropic-claude',
  'openai',
  'hugging-face',
  'digitalocean',
  'vercel',
  'netlify',
  'linode',
  'heroku',
  'npm',
  'docker',
  'gitlab',
  'rubygems',
  'circleci',
  'travis-ci',
  'codecov',
  'snyk',
  'postman',
  'datadog',
  'new-relic',
  'sentry',
  'pagerduty',
  'mongodb',
  'snowflake',
  'confluent',
  'auth0',
  'launchdarkly',
  'segment',
  'twilio',
  'sendgrid',
  'mailgun',
  'atlassian',
  'trello',
  'figma',
  'asana',
  'dropbox',
  'box',
  'zoom',
  'slack',
  'microsoft-365',
  'google-workspace',
  'salesforce',
  'linear',
  'discord',
  'reddit',
  'twitch',
  'shopify',
  'square',
  'plaid',
  'coinbase',
  'hubspot',
  'contentful',
  'squarespace',
] as const

export interface Catalog {
  readonly size: number
  byId(id: string): VendorRow | undefined
  all(): readonly VendorRow[]
  starter(): readonly VendorRow[]
  /** How many pages are known to be on each platform. */
  platformCounts(): ReadonlyMap<string, number>
}

/**
 * The vendors of a text with one JSON row a line, in its order. A line is parsed and checked when it is asked for, so
 * that a start with forty vendors does not pay for thousands; each line therefore begins with its id.
 */
export function readCatalog(text: string): Catalog {
  const lines = new Map<string, string>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const id = idOf(line)
    if (lines.has(id)) throw new Error(`The catalogue has two rows of ${id}`)
    lines.set(id, line)
  }
  function byId(id: string): VendorRow | undefined {
    const line = lines.get(id)
    return line === undefined ? undefined : rowOf(id, line)
  }
  return {
    size: lines.size,
    byId,
    all: () => Array.from(lines, ([id, line]) => rowOf(id, line)),
    platformCounts: () => {
      const counts = new Map<string, number>()
      // The text has been read line by line by whoever wrote it: here it is only counted.
      for (const [, id = ''] of text.matchAll(/"platform":"([^"]+)"/gu)) counts.set(id, (counts.get(id) ?? 0) + 1)
      return counts
    },
    starter: () => starterIds.map((id) => byId(id)).filter((row) => row !== undefined),
  }
}

/** The catalogue that comes with the program. It is read anew: nobody needs it often enough to keep two megabytes for it. */
export function openCatalog(): Catalog {
  return readCatalog(readFileSync(new URL('vendors.jsonl', import.meta.url), 'utf8'))
}

function idOf(line: string): string {
  const id = /^\{"id":"(?<id>[^"]+)",/u.exec(line)?.groups?.['id']
  if (id === undefined) throw new Error(`A line of the catalogue does not begin with its id: ${line.slice(0, 80)}`)
  return id
}

function rowOf(id: string, line: string): VendorRow {
  const row = VendorRow.safeParse(JSON.parse(line))
  if (row.success) return row.data
  const reasons = row.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
  throw new Error(`The catalogue's row of ${id} is wrong: ${reasons.join('; ')}`)
}
