import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { skipsCaptures } from '../support/captures.ts'
import { openWorkshop, type Workshop } from '../support/processes.ts'
import { capturedVendors } from './captured-web.ts'
import { roundsOf } from './case-web.ts'
import { expectCrawled } from './crawled-web.ts'

/** What the parsers may leave out of captured documents, each with its reason. */
const explained: readonly { readonly vendor: string; readonly omission: RegExp; readonly because: string }[] = [
  {
    vendor: 'infomaniak',
    omission: /^events\.data\[\d+\]\.comments\[\d+\]\.started_at: a time without a zone$/u,
    because: 'some of the comments have times of their own form, and nobody says in which zone they are',
  },
]

/** Of one there is a part alone, which says nothing: a banner that is not shown. */
const unreadable: Readonly<Record<string, string>> = { concur: 'never read: its answer could not be understood: it tells nothing' }

describe.skipIf(skipsCaptures)('crawler/commands/crawl.ts, over captured answers of vendors’ own systems', () => {
  let workshop: Workshop

  beforeEach(() => {
    workshop = openWorkshop()
  })

  afterEach(async () => {
    await workshop.close()
  })

  const rounds = skipsCaptures ? [] : roundsOf(capturedVendors()).map((vendors, index) => ({ vendors, round: index + 1 }))

  it.each(rounds)(
    'reads those of round $round to the last value, and nothing moves the second time',
    async ({ vendors }) => {
      const { read, unread } = await expectCrawled(workshop, vendors)

      const unexplained = [...read].flatMap(([id, { omissions }]) =>
        omissions
          .map(({ path, reason }) => `${path}: ${reason}`)
          .filter((left) => !explained.some(({ vendor, omission }) => vendor === id && omission.test(left)))
          .map((left) => `${id}: ${left}`),
      )
      expect(unexplained).toEqual([])
      expect(unread).toEqual(Object.fromEntries(Object.entries(unreadable).filter(([id]) => vendors.some((vendor) => vendor.id === id))))
    },
    60_000,
  )
})
