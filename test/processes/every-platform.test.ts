import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { platformIds } from '../../parsers/registry.ts'
import { openWorkshop, type Workshop } from '../support/processes.ts'
import { caseRounds } from './case-web.ts'
import { expectCrawled } from './crawled-web.ts'

/** What cannot be read, with what the dashboard says of it. */
const unreadable: Readonly<Record<string, string>> = {
  'datadog-shell': 'never read: needs a browser, and none is installed',
  'pingdom-report':
    'never read: answers, but not as the page that is watched: a report of uptimes in markup that nobody has recorded: it is known whose it is, but not how to read it',
  'syndication-empty': 'never read: its answer could not be understood: it tells nothing',
}

const rounds = caseRounds().map((vendors, index) => ({ vendors, round: index + 1, count: vendors.length }))

describe('crawler/commands/crawl.ts, over every platform', () => {
  let workshop: Workshop

  beforeEach(() => {
    workshop = openWorkshop()
  })

  afterEach(async () => {
    await workshop.close()
  })

  it('meets each in the first round', () => {
    const met = rounds[0]?.vendors.map(({ platform }) => platform.id)

    expect([...new Set(met)].toSorted()).toEqual(platformIds.toSorted())
  })

  it.each(rounds)(
    'reads the $count vendors of round $round, the API answers what their documents say, and nothing moves the second time',
    async ({ vendors }) => {
      const { unread } = await expectCrawled(workshop, vendors)

      expect(unread).toEqual(Object.fromEntries(Object.entries(unreadable).filter(([id]) => vendors.some((vendor) => vendor.id === id))))
    },
    60_000,
  )
})
