import type { Health } from '../model.ts'

/**
 * What pages of no known platform call the states of a service. A word is looked up whole, never within a sentence: what
 * nobody has listed here says nothing.
 */
const words: Readonly<Record<Health, string>> = {
  operational:
    'operational|fully operational|up|up and running|online|available|ok|okay|normal|operating normally|good|healthy|running|working|no issues|no known issues|no problems|betriebsbereit|verfügbar|in betrieb|opérationnel|operativo|operacional|正常',
  degraded_performance:
    'degraded|degraded performance|degraded service|performance issues|partially degraded|slow|issues|minor issues|warning|limited|eingeschränkt|dégradé|degradado',
  partial_outage: 'partial outage|partially down|minor outage|disruption|service disruption|partial disruption|disrupted|teilausfall',
  major_outage:
    'major outage|outage|full outage|service outage|down|offline|unavailable|not available|out of service|critical|failed|failure|error|störung|ausfall|en panne|caído|障害',
  under_maintenance:
    'maintenance|under maintenance|in maintenance|scheduled maintenance|planned maintenance|wartung|mantenimiento|メンテナンス',
  unknown: 'unknown|no data|n/a|not monitored|not available yet|pending|paused|checking|loading',
}

const healths: ReadonlyMap<string, Health> = new Map(
  Object.entries(words)
    .flatMap(([health, list]) => list.split('|').map((word) => [word, health] as const))
    .flatMap(([word, health]) => {
      const known = isHealth(health) ? health : undefined
      return known === undefined ? [] : [[word, known] as const]
    }),
)

function isHealth(word: string): word is Health {
  return Object.hasOwn(words, word)
}

/** The health that a text is a word for, marks before and behind it aside. */
export function wordHealth(text: string | undefined): Health | undefined {
  if (text === undefined || text.length > 60) return undefined
  const word = text
    .toLowerCase()
    .replaceAll(/^[^\p{L}\p{N}]{1,10}|[^\p{L}\p{N}]{1,10}$/gu, '')
    .replaceAll(/[\s_-]+/gu, ' ')
  return healths.get(word)
}

const good = new Set('operational ok okay success green good available online healthy normal'.split(' '))
const bad = new Set(
  'down outage outages degraded danger error errors critical major minor partial warning warn red yellow orange amber maintenance offline unavailable disruption disrupted failed failure fail issue issues bad incident incidents problem unknown paused pending inactive disabled not un no non'.split(
    ' ',
  ),
)

/** Whether the name of a class speaks well (true) or ill (false) of what bears it; states of a pointer and the like do not count. */
export function classSays(name: string): boolean | undefined {
  if (name.includes(':')) return undefined
  const parts = name
    .replaceAll(/([a-z])([A-Z])/gu, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/u)
  if (parts.some((part) => bad.has(part))) return false
  const isUp =
    parts.at(-1) === 'up' && (parts.length === 1 || /^(?:status|state|is|service|component|monitor|server)$/u.test(parts[0] ?? ''))
  return isUp || parts.some((part) => good.has(part)) ? true : undefined
}

const everything =
  /^all (?:of )?(?:our |the )?(?:systems?|services?|components?|servers?)(?: are)?(?: currently| now)? (?:fully )?(?:operational|online|up|up and running|running(?: normally| smoothly)?|working(?: normally)?|operating normally|functioning normally|available|ok|normal|healthy)[.!]?$/iu
const nothing =
  /^(?:no (?:known|current) (?:issues|incidents|problems|outages)|everything is (?:operational|up and running|working|ok|fine|normal))[.!]?$/iu

/** Whether a headline says that everything is well. */
export function isAllClear(line: string): boolean {
  return line.length < 100 && (everything.test(line) || nothing.test(line))
}
