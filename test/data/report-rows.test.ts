import { describe, expect, it } from 'vitest'
import { reportRows } from '../../data/report-rows.ts'
import { report } from '../support/rows.ts'

describe('data/report-rows.ts', () => {
  it.each([
    { vendorId: 'acme', named: ['AWS', 'Cloudflare'] },
    { vendorId: 'amazon-web-services-aws', named: ['Cloudflare'] },
    { vendorId: 'cloudflare', named: ['AWS'] },
  ])('takes $vendorId for no third party of its own', ({ vendorId, named }) => {
    const body = 'The outage was caused by AWS, and Cloudflare kept serving stale pages.'

    const { mentions } = reportRows(report('i', { body, vendor_id: vendorId }), { timeZone: null, components: [] })

    expect(mentions.map(({ name }) => name).toSorted()).toEqual(named)
  })
})
