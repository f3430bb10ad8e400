import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostOf, isAllowedAddress, isAllowedPrivateUrl, isOpenedAddress, parseNetworks } from '../../../crawler/fetch/address.ts'

// Boundaries of every block: the address before it, its first, its last, the one after.
const addresses: readonly (readonly [address: string, isAllowed: boolean, why: string])[] = [
  ['8.8.8.8', true, 'public'],
  ['0.0.0.0', false, 'this host'],
  ['0.255.255.255', false, 'this network'],
  ['1.0.0.0', true, 'after this network'],
  ['9.255.255.255', true, 'before 10/8'],
  ['10.0.0.0', false, 'private'],
  ['10.255.255.255', false, 'private'],
  ['11.0.0.0', true, 'after 10/8'],
  ['100.63.255.255', true, 'before shared space'],
  ['100.64.0.0', false, 'shared space'],
  ['100.127.255.255', false, 'shared space'],
  ['100.128.0.0', true, 'after shared space'],
  ['126.255.255.255', true, 'before loopback'],
  ['127.0.0.1', false, 'loopback'],
  ['127.255.255.255', false, 'loopback'],
  ['169.253.255.255', true, 'before link local'],
  ['169.254.169.254', false, 'cloud metadata'],
  ['172.15.255.255', true, 'before 172.16/12'],
  ['172.16.0.0', false, 'private'],
  ['172.31.255.255', false, 'private'],
  ['172.32.0.0', true, 'after 172.16/12'],
  ['192.0.0.1', false, 'protocol assignments'],
  ['192.0.1.0', true, 'between two blocks'],
  ['192.0.2.1', false, 'documentation'],
  ['192.88.99.1', false, '6to4 relay'],
  ['192.167.255.255', true, 'before 192.168/16'],
  ['192.168.0.1', false, 'private'],
  ['192.169.0.0', true, 'after 192.168/16'],
  ['198.17.255.255', true, 'before benchmarking'],
  ['198.18.0.1', false, 'benchmarking'],
  ['198.19.255.255', false, 'benchmarking'],
  ['198.51.100.1', false, 'documentation'],
  ['203.0.113.1', false, 'documentation'],
  ['223.255.255.255', true, 'before multicast'],
  ['224.0.0.1', false, 'multicast'],
  ['240.0.0.1', false, 'reserved'],
  ['255.255.255.255', false, 'broadcast'],
  ['2606:4700::1111', true, 'public'],
  ['2a00:1450:4001::1', true, 'public'],
  ['::', false, 'unspecified'],
  ['::1', false, 'loopback'],
  ['::ffff:127.0.0.1', false, 'mapped loopback'],
  ['::ffff:7f00:1', false, 'mapped loopback in hex'],
  ['::ffff:8.8.8.8', true, 'mapped public'],
  ['::127.0.0.1', false, 'compatible loopback'],
  ['::8.8.8.8', false, 'compatible, routed nowhere'],
  ['64:ff9b::808:808', false, 'NAT64, whatever it carries'],
  ['64:ff9b:1::1', false, 'local NAT64'],
  ['100::1', false, 'discard'],
  ['1fff:ffff::1', false, 'before 2000::/3'],
  ['2001::1', false, 'Teredo'],
  ['2001:2::1', false, 'benchmarking'],
  ['2001:1ff:ffff::1', false, 'protocol assignments'],
  ['2001:200::1', true, 'after protocol assignments'],
  ['2001:db8::1', false, 'documentation'],
  ['2002:808:808::1', false, '6to4, whatever it carries'],
  ['2003::1', true, 'after 6to4'],
  ['2620:4f:8000::1', false, 'AS112'],
  ['3fff:fff::1', false, 'documentation'],
  ['3fff:1000::1', true, 'after documentation'],
  ['4000::1', false, 'after 2000::/3'],
  ['fc00::1', false, 'unique local'],
  ['fd12:3456::1', false, 'unique local'],
  ['fe80::1', false, 'link local'],
  ['fe80::1%eth0', false, 'link local with zone'],
  ['fec0::1', false, 'site local'],
  ['ff02::1', false, 'multicast'],
  ['0x7f.1', false, 'no four-part spelling'],
  ['2130706433', false, 'no four-part spelling'],
  ['0177.0.0.1', false, 'octal'],
  ['127.1', false, 'short'],
  ['status.example.com', false, 'a name'],
  ['', false, 'nothing'],
]

describe('crawler/fetch/address.ts', () => {
  it.each(addresses)('decides that %s may be reached: %s (%s)', (address, isAllowed) => {
    expect(isAllowedAddress(address, [])).toBe(isAllowed)
  })

  it('opens what the operator names, in every spelling of it, and nothing beside it', () => {
    const opened = parseNetworks(['127.0.0.0/30', '::1', 'fd00::/8'])

    expect(isAllowedAddress('127.0.0.3', opened)).toBe(true)
    expect(isAllowedAddress('::ffff:127.0.0.1', opened)).toBe(true)
    expect(isAllowedAddress('::1', opened)).toBe(true)
    expect(isAllowedAddress('fd12::1', opened)).toBe(true)
    expect(isAllowedAddress('127.0.0.4', opened)).toBe(false)
    expect(isAllowedAddress('::2', opened)).toBe(false)
    expect(isOpenedAddress('8.8.8.8', opened)).toBe(false)
  })

  it.each(['10.0.0.0/33', 'intranet', '10.0.0.0/', '10.0.0/8/1', 'fe80::/129', ''])('refuses %j as a block', (text) => {
    expect(() => parseNetworks([text])).toThrow(RangeError)
  })

  it('lets no embedding of a private IPv4 address through', () => {
    const privateAddress = fc
      .tuple(fc.constantFrom('10', '127', '0', '169.254', '192.168', '172.16'), fc.array(fc.nat(255), { minLength: 3, maxLength: 3 }))
      .map(([prefix, rest]) => `${prefix}.${rest.join('.')}`.split('.').slice(0, 4).map(Number))

    fc.assert(
      fc.property(
        privateAddress,
        fc.constantFrom('', '::', '::ffff:', '64:ff9b::', '::ffff:0:', '2002', '2001:0:1:1:1:1'),
        (octets, prefix) => {
          const [a = 0, b = 0, c = 0, d = 0] = octets
          const high = (a * 256 + b).toString(16)
          const low = (c * 256 + d).toString(16)
          const text =
            prefix === ''
              ? octets.join('.')
              : prefix === '2002'
                ? `2002:${high}:${low}::1`
                : prefix.startsWith('2001')
                  ? `${prefix}:${high}:${low}`
                  : `${prefix}${high}:${low}`

          expect(isAllowedAddress(text, [])).toBe(false)
        },
      ),
    )
  })

  it.each([
    ['http://127.0.0.1:3000/', true],
    ['http://[::1]/', true],
    ['http://2130706433/', true],
    ['http://localhost:8080/x', true],
    ['http://LOCALHOST./x', true],
    ['http://status.localhost/', true],
    ['http://10.0.0.1/', false],
    ['https://status.example.com/', false],
    ['not a url', false],
  ])('knows that pacing for %s may be lifted: %s', (url, isPrivate) => {
    expect(isAllowedPrivateUrl(url, parseNetworks(['127.0.0.1/32', '::1/128']))).toBe(isPrivate)
  })

  it('lifts no pacing where nothing was opened', () => {
    expect(isAllowedPrivateUrl('http://127.0.0.1/', [])).toBe(false)
    expect(isAllowedPrivateUrl('http://localhost/', parseNetworks(['10.0.0.0/8']))).toBe(false)
  })

  it.each([
    ['[::1]', '::1'],
    ['status.example.com.', 'status.example.com'],
    ['127.0.0.1', '127.0.0.1'],
  ])('reads the host of %s as %s', (hostname, host) => {
    expect(hostOf(hostname)).toBe(host)
  })
})
