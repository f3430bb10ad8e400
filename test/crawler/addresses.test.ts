import { describe, expect, it } from 'vitest'
import { looksLikeAddress, pageAddress, vendorLine } from '../../crawler/addresses.ts'
import { VendorRow } from '../../data/catalog/vendor-row.ts'

describe('crawler/addresses.ts', () => {
  it.each([
    { typed: 'status.acme.example', address: 'https://status.acme.example' },
    { typed: 'status.acme.example/', address: 'https://status.acme.example' },
    { typed: 'https://Status.Acme.example/#history', address: 'https://status.acme.example' },
    { typed: 'http://127.0.0.1:8080/pages/acme/', address: 'http://127.0.0.1:8080/pages/acme' },
    { typed: 'localhost:3000/a?b=c', address: 'https://localhost:3000/a?b=c' },
  ])('takes $typed for $address', ({ typed, address }) => {
    expect(pageAddress(typed)).toBe(address)
  })

  it.each(['ftp://status.acme.example', 'http://', 'https://a b', 'file:///etc/passwd', ''])('refuses "%s" as bad use', (typed) => {
    expect(() => pageAddress(typed)).toThrow(expect.objectContaining({ name: 'CommandError', exitCode: 2 }))
  })

  it.each([
    { word: 'github', is: false },
    { word: 'github.com', is: true },
    { word: 'localhost:3000', is: true },
    { word: 'commerce-layer', is: false },
  ])('takes "$word" for an address: $is', ({ word, is }) => {
    expect(looksLikeAddress(word)).toBe(is)
  })

  it.each([
    { url: 'https://status.acme.example', id: 'acme', name: 'acme' },
    { url: 'https://www.acmestatus.com', id: 'acmestatus', name: 'acmestatus' },
    { url: 'https://acme.statuspage.io', id: 'acme', name: 'acme' },
    { url: 'https://acme.example/status', id: 'acme', name: 'acme' },
    { url: 'http://127.0.0.1:4000/bramble-pay', id: 'bramble-pay', name: 'bramble-pay' },
    { url: 'https://status.example/pages/Acme_Inc', id: 'acme-inc', name: 'Acme_Inc' },
    { url: 'http://127.0.0.1:4000', id: '127-0-0-1', name: '127.0.0.1' },
    { url: 'http://[::1]:4000', id: '1', name: '[::1]' },
    { url: 'https://status.status.status', id: 'status-status-status', name: 'status.status.status' },
  ])('calls the vendor of $url "$id"', ({ url, id, name }) => {
    const line = vendorLine(url, 'statuspage')

    expect(line).toEqual({ id, name, pages: [{ url, platform: 'statuspage' }] })
    expect(VendorRow.parse(line)).toEqual(line)
  })

  it('names no platform where none is known', () => {
    expect(vendorLine('https://status.acme.example', undefined).pages).toEqual([{ url: 'https://status.acme.example' }])
  })
})
