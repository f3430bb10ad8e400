import { describe, expect, it } from 'vitest'
import { namedIds } from '../../../parsers/lib/named-ids.ts'

describe('parsers/lib/named-ids', () => {
  it('gives the name in small letters, and numbers those that share one', () => {
    expect(namedIds(['API', 'Worker', ' worker ', 'Worker'])).toStrictEqual(['api', 'worker #1', 'worker #2', 'worker #3'])
  })

  it('gives an id to what has no name', () => {
    expect(namedIds(['', ' '])).toStrictEqual(['unnamed #1', 'unnamed #2'])
  })
})
