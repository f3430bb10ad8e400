import type { FetchedPage, Fingerprint } from '../fingerprint.ts'

/** Short ways to write fingerprints. Every pattern is looked for in the first 400 KB of a body, never further. */

const reach = 400_000

/** `seen` is the month (YYYY-MM) in which a real page last carried it. */
export function evidence(
  kind: Fingerprint['kind'],
  weight: Fingerprint['weight'],
  what: string,
  seen: string,
  match: (page: FetchedPage) => string | undefined,
): Fingerprint {
  return { kind, weight, what, seen, match }
}

/** The matched text of a body. */
export function found(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text.length > reach ? text.slice(0, reach) : text)?.[0]
}

/** The page's host where it lies under one of the suffixes ("statuspage.io" takes "acme.statuspage.io", never itself). */
export function hostUnder({ home }: FetchedPage, ...suffixes: readonly string[]): string | undefined {
  const host = URL.parse(home.finalUrl)?.hostname ?? ''
  return suffixes.some((suffix) => host.endsWith(`.${suffix}`)) ? host : undefined
}

/** The page's host where it is one of these: a vendor's own system lives nowhere else. */
export function onHost({ home }: FetchedPage, ...hosts: readonly string[]): string | undefined {
  const host = URL.parse(home.finalUrl)?.hostname ?? ''
  return hosts.includes(host) ? host : undefined
}

/** The first name on the way to the host's address that lies under one of the suffixes. */
export function cnameUnder({ cnames = [] }: FetchedPage, ...suffixes: readonly string[]): string | undefined {
  return cnames.find((cname) => suffixes.some((suffix) => `.${cname.replace(/\.$/u, '')}`.endsWith(`.${suffix}`)))
}

/** The body of a probe's answer; empty where the path was not asked for or not found. */
export function probed({ probes }: FetchedPage, path: string): string {
  return probes?.[path]?.body.text ?? ''
}
