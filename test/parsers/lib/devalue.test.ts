import { describe, expect, it } from 'vitest'
import { ParseError } from '../../../parsers/errors.ts'
import { readRouterStream, readSvelteData, unflatten } from '../../../parsers/lib/devalue.ts'
import { documentOf } from '../../support/documents.ts'

const url = 'https://status.example.com/'

function unflattened(...flat: readonly unknown[]): unknown {
  return unflatten(flat, url)
}

function streamed(...flat: readonly unknown[]): unknown {
  return readRouterStream(pageWith(`${JSON.stringify(flat)}\n`))
}

function pageWith(...parts: readonly string[]) {
  const scripts = parts.map((part) => `<script>window.__reactRouterContext.streamController.enqueue(${JSON.stringify(part)});</script>`)
  return documentOf('html', `<!DOCTYPE html><html><body>${scripts.join('')}</body></html>`, url)
}

describe('parsers/lib/devalue, unflatten', () => {
  it('puts lists, objects and values together, and takes one value in two places for the same', () => {
    const flat = [{ name: 1, tags: 2, again: 2, n: 4, none: 5 }, 'Acme', [1, 3], 'api', 7, null]

    expect(unflattened(...flat)).toStrictEqual({ name: 'Acme', tags: ['Acme', 'api'], again: ['Acme', 'api'], n: 7, none: null })
  })

  it('leaves out what is undefined, and knows the numbers that JSON has not', () => {
    expect(unflattened({ gone: -1, nan: -3, up: -4, down: -5, zero: -6, list: 1 }, [-2])).toStrictEqual({
      nan: Number.NaN,
      up: Number.POSITIVE_INFINITY,
      down: Number.NEGATIVE_INFINITY,
      zero: -0,
      list: [undefined],
    })
  })

  it('makes JSON of dates, sets, maps, and objects without a prototype', () => {
    const flat = [
      [1, 2, 3, 6, 7],
      ['Date', '2026-01-02T03:04:05.000Z'],
      ['Set', 4],
      ['Map', 4, 5],
      'a',
      'b',
      ['null', 'key', 4],
      ['BigInt', '9'],
    ]

    expect(unflattened(...flat)).toStrictEqual(['2026-01-02T03:04:05.000Z', ['a'], [['a', 'b']], { key: 'a' }, '9'])
  })

  it('looks through the wrappers of a framework, and drops what only a browser understands', () => {
    const flat = [
      ['ShallowReactive', 1],
      { state: 2, empty: 5, pattern: 6 },
      ['Ref', 3],
      { name: 4 },
      'Acme',
      ['EmptyRef', 7],
      ['RegExp', 'a+', 'u'],
      '_',
    ]

    expect(unflattened(...flat)).toStrictEqual({ state: { name: 'Acme' } })
  })

  it('makes a plain key of __proto__', () => {
    const value = unflatten(JSON.parse('[{"__proto__":1},{"polluted":2},true]'), url)

    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(Object(value))).toStrictEqual(['__proto__'])
  })

  it.each([
    ['no list', {}],
    ['an empty list', []],
    ['a place beyond the end', [[5]]],
    ['a place below its constants', [[-9]]],
    ['a fraction', [[0.5, 1], 'a']],
    ['a value instead of a place', [{ name: 'Acme' }]],
    ['a value that holds itself', [[1], [0]]],
    ['a value that is part of nothing', [[1], 'a', 'b']],
  ])('refuses %s', (_what, flat) => {
    expect(() => unflatten(flat, url)).toThrow(ParseError)
  })

  it('refuses a chain that is too deep, short of the end of the stack', () => {
    const flat = Array.from({ length: 200_000 }, (_, index): unknown => [index + 1])

    expect(() => unflatten([...flat, 'end'], url)).toThrow('nested too deeply')
  })

  it('refuses a chain that is too deep by a reference to a part already made', () => {
    const tail = Array.from({ length: 40 }, (_, index): unknown => [index + 2])
    const head = Array.from({ length: 40 }, (_, index): unknown => [index + 43])

    expect(() => unflatten([[1, 42], ...tail, 'end', ...head, [1]], url)).toThrow('nested too deeply')
  })

  it('refuses few elements that stand for very many values', () => {
    const flat = Array.from({ length: 30 }, (_, index): unknown => [index + 1, index + 1])

    expect(() => unflatten([...flat, 'end'], url)).toThrow('too many values')
  })
})

describe('parsers/lib/devalue, readSvelteData', () => {
  it('gives what each node loaded', () => {
    const text = JSON.stringify({ type: 'data', nodes: [null, { type: 'data', data: [{ a: 1 }, 2], uses: {} }, { type: 'skip' }] })

    expect(readSvelteData(documentOf('json', `${text}\n{"type":"chunk","id":1,"data":[1]}\n`))).toStrictEqual({
      nodes: [undefined, { a: 2 }, undefined],
    })
  })

  it('gives where the page is instead', () => {
    expect(readSvelteData(documentOf('json', '{"type":"redirect","location":"/incidents/November-2026"}'))).toStrictEqual({
      nodes: [],
      redirect: '/incidents/November-2026',
    })
  })

  it.each(['{}', '{"type":"data"}', '{"type":"error","error":{}}', '{"type":"data","nodes":[{"type":"error","error":{"message":"x"}}]}'])(
    'refuses %s',
    (text) => {
      expect(() => readSvelteData(documentOf('json', text))).toThrow(ParseError)
    },
  )
})

describe('parsers/lib/devalue, readRouterStream', () => {
  it('takes keys from their places, and times from their milliseconds', () => {
    const flat = [{ _1: 2, _5: 6, _7: -7, _8: -5 }, 'list', [3, 4], 'a', ['D', 1_760_000_000_000], 'set', ['S', 3], 'gone', 'nothing']

    expect(streamed(...flat)).toStrictEqual({ list: ['a', '2025-10-09T08:53:20.000Z'], set: ['a'], nothing: null })
  })

  it('reads maps and objects without a prototype, and no promises', () => {
    expect(streamed([1, 2, 3], ['M', 4, 5], ['N', { _4: 5 }], ['P', 3], 'a', 'b')).toStrictEqual([[['a', 'b']], { a: 'b' }, undefined])
  })

  it('puts the parts of a stream together, up to the first line', () => {
    expect(readRouterStream(pageWith('[{"_1":2},"na', 'me","Acme \\"A\\""]\n', 'P3:[1,2]\n'))).toStrictEqual({ name: 'Acme "A"' })
  })

  it('refuses a page without a stream, and one that was cut off anywhere in it', () => {
    const { text } = pageWith('[{"_1":2},"name","Acme"]\n').body
    const end = text.indexOf('\\n"')

    expect(() => readRouterStream(documentOf('html', '<!DOCTYPE html><html></html>'))).toThrow(ParseError)
    for (let cut = 0; cut < end; cut += 1) expect(() => readRouterStream(documentOf('html', text.slice(0, cut)))).toThrow(ParseError)
  })
})
