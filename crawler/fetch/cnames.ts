import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'

/** A hint among others: nobody waits long for it. */
const timeoutMilliseconds = 2_000
const mostHops = 5

/** The names that lead from a host to its address, in order; none where there are none or nobody tells. */
export async function cnamesOf(host: string): Promise<readonly string[]> {
  if (isIP(host.replaceAll(/[[\]]/gu, '')) !== 0 || !host.includes('.')) return []
  const resolver = new Resolver({ timeout: timeoutMilliseconds, tries: 1 })
  const names: string[] = []
  let next: string | undefined = host
  while (next !== undefined && names.length < mostHops) {
    // Whatever keeps the answer from us, this host has no names that we know.
    const [name]: readonly (string | undefined)[] = await resolver.resolveCname(next).catch(() => [])
    if (name !== undefined && !names.includes(name)) names.push(name)
    next = name === names.at(-1) ? name : undefined
  }
  return names
}
