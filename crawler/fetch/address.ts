import ipaddr from 'ipaddr.js'

/**
 * The address policy: public addresses only. Everything that the IANA special-purpose registries keep for other
 * uses is refused, and of IPv6 only the global unicast block is open at all, so that a block given out tomorrow for
 * something else starts closed.
 */

// https://www.iana.org/assignments/iana-ipv4-special-registry, read 2026-11.
const refusedIPv4 = networks(
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private use
  '100.64.0.0/10', // shared address space of carriers
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link local, cloud metadata
  '172.16.0.0/12', // private use
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private use
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, limited broadcast
)

const globalUnicastIPv6 = networks('2000::/3')

// https://www.iana.org/assignments/iana-ipv6-special-registry, read 2026-11: what of 2000::/3 is not for hosts.
const refusedIPv6 = networks(
  '2001::/23', // protocol assignments: Teredo, benchmarking, ORCHID, ...
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, whatever IPv4 address it carries
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
)

/** A block of addresses that the operator opened. */
export type Network = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, prefixBits: number]

/** Reads CIDR blocks and single addresses ("10.0.0.0/8", "::1"); throws RangeError for anything else. */
export function parseNetworks(texts: readonly string[]): readonly Network[] {
  return texts.map((text) => {
    try {
      if (text.includes('/')) return ipaddr.parseCIDR(text)
      const address = ipaddr.parse(text)
      return [address, address.kind() === 'ipv4' ? 32 : 128]
    } catch (cause) {
      throw new RangeError(`not an address block: ${text}`, { cause })
    }
  })
}

/** Whether a connection to this IP address may be made: it is public, or inside a block that the operator opened. */
export function isAllowedAddress(address: string, opened: readonly Network[]): boolean {
  const parsed = parseAddress(address)
  return parsed !== undefined && (isInside(parsed, opened) || isPublic(parsed))
}

/** Whether this IP address is inside a block that the operator opened. */
export function isOpenedAddress(address: string, opened: readonly Network[]): boolean {
  const parsed = opened.length > 0 ? parseAddress(address) : undefined
  return parsed !== undefined && isInside(parsed, opened)
}

/**
 * Whether the URL's host is an address, or a name of loopback, that the operator opened; false for other names,
 * whose addresses are known only once they are dialled.
 */
export function isAllowedPrivateUrl(url: string, opened: readonly Network[]): boolean {
  if (opened.length === 0 || !URL.canParse(url)) return false
  const host = hostOf(new URL(url).hostname)
  if (host === 'localhost' || host.endsWith('.localhost')) {
    return isOpenedAddress('127.0.0.1', opened) || isOpenedAddress('::1', opened)
  }
  return isOpenedAddress(host, opened)
}

/** A URL's host name as the network knows it: without the brackets of IPv6 and the dot of a rooted name. */
export function hostOf(hostname: string): string {
  if (hostname.startsWith('[')) return hostname.slice(1, -1)
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
}

/** Only the four-part spelling of IPv4 is read: URLs arrive normalised, and any other spelling is not an address. */
function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address)
  // The library takes the compatible form (::a.b.c.d) for the mapped one; nothing is reached by it.
  if (!ipaddr.IPv6.isValid(address) || /^::\d+\./u.test(address)) return undefined
  const parsed = ipaddr.IPv6.parse(address)
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed
}

/** NAT64 and local addresses lie outside 2000::/3, so they need no line of their own. */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.kind() === 'ipv4') return !isInside(address, refusedIPv4)
  return isInside(address, globalUnicastIPv6) && !isInside(address, refusedIPv6)
}

function isInside(address: ipaddr.IPv4 | ipaddr.IPv6, blocks: readonly Network[]): boolean {
  return blocks.some(([block, prefixBits]) => block.kind() === address.kind() && address.match(block, prefixBits))
}

function networks(...texts: readonly string[]): readonly Network[] {
  return parseNetworks(texts)
}
