import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ParseError } from '../../../parsers/errors.ts'
import { attributesOf, ofType, readJsonApi, related } from '../../../parsers/lib/json-api.ts'
import { documentOf } from '../../support/documents.ts'

const page = {
  type: 'page',
  id: 7,
  attributes: { name: 'Acme' },
  relationships: {
    parts: {
      data: [
        { type: 'part', id: '1' },
        { type: 'part', id: '9' },
      ],
    },
    owner: { data: null },
    links: {},
  },
}
const included = [
  { type: 'part', id: '1', attributes: { name: 'first' } },
  { type: 'post', id: '1', attributes: {} },
  { type: 'part', id: '1', attributes: { name: 'again' } },
]

describe('parsers/lib/json-api', () => {
  const api = readJsonApi(documentOf('json', JSON.stringify({ data: page, included })))
  const [about] = api.data

  it('finds what is included by type and id, the first of two that are the same', () => {
    expect(ofType(api.included, 'part')).toEqual([{ type: 'part', id: '1', attributes: { name: 'first' } }])
    expect(about?.id).toBe('7')
  })

  it('follows a relationship, and says what it leads to that is not there', () => {
    const parts = about && related(api, about, 'parts')

    expect(parts?.found.map(({ id }) => id)).toEqual(['1'])
    expect(parts?.missing).toEqual(['9'])
  })

  it('tells a relationship that leads nowhere from one that is not told', () => {
    expect(about && related(api, about, 'owner')).toEqual({ found: [], missing: [] })
    expect(about && related(api, about, 'links')).toBeUndefined()
    expect(about && related(api, about, 'other')).toBeUndefined()
  })

  it('checks attributes, and says whose are wrong', () => {
    expect(about && attributesOf(z.object({ name: z.string() }), about, api)).toEqual({ name: 'Acme' })
    expect(() => about && attributesOf(z.object({ state: z.string() }), about, api)).toThrow(/at page\.7\.state$/u)
  })

  it.each(['{"data":null}', '{"data":{"type":"page","id":"7"}}', '{"data":[{"id":"7","attributes":{}}]}', '{"errors":[]}'])(
    'refuses %s',
    (text) => {
      expect(() => readJsonApi(documentOf('json', text))).toThrow(ParseError)
    },
  )
})
