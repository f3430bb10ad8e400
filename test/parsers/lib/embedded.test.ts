import { describe, expect, it } from 'vitest'
import { ParseError } from '../../../parsers/errors.ts'
import { flightObject, jsonAfter, scriptJson } from '../../../parsers/lib/embedded.ts'
import { documentOf } from '../../support/documents.ts'

/** A page whose flight is these rows, cut into parts wherever `size` characters are full. */
function flightPage(rows: string, size = 50): ReturnType<typeof documentOf<'html'>> {
  const parts = Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size))
  const scripts = parts.map((part) => `<script>self.__next_f.push([1,${JSON.stringify(part)}])</script>`)
  return documentOf('html', `<html><script>(self.__next_f=self.__next_f||[]).push([0])</script>${scripts.join('')}</html>`)
}

function row(id: string, value: unknown): string {
  return `${id}:${JSON.stringify(value)}\n`
}

describe('parsers/lib/embedded, scripts', () => {
  it.each([
    ['double quotes', '<script id="state" type="application/json">{"a": "</b>"}</script>', { a: '</b>' }],
    ['single quotes, another attribute first', "<script type='application/json' id='state'>[1]</script>", [1]],
    ['no quotes', '<script id=state>"text"</script>', 'text'],
    ['another script before it', '<script>var a = "id=state"</script><script id="state">1</script>', 1],
  ])('reads the script of an id in %s', (_what, html, expected) => {
    expect(scriptJson(documentOf('html', html), 'state')).toStrictEqual(expected)
  })

  it.each([
    ['no script', '<p id="state">{}</p>'],
    ['another id', '<script id="states">{}</script><script data-id="state">{}</script>'],
    ['a tag that does not end', '<script id="state"'],
  ])('finds nothing in %s', (_what, html) => {
    expect(scriptJson(documentOf('html', html), 'state')).toBeUndefined()
  })

  it.each([
    ['a script that does not end', '<script id="state">{"a": 1}'],
    ['a script that is no JSON', '<script id="state">var a = {}</script>'],
    ['an empty script', '<script id="state"></script>'],
  ])('refuses %s', (_what, html) => {
    expect(() => scriptJson(documentOf('html', html), 'state')).toThrow(ParseError)
  })

  it.each([
    ['an object', 'window.state =\n {"a": "}\\"{", "b": [{}]}; more()', { a: '}"{', b: [{}] }],
    ['a list', 'window.state =[{"a": "]"}];', [{ a: ']' }]],
    ['a string', 'window.state = "a\\"b";', 'a"b'],
  ])('reads %s that is assigned', (_what, html, expected) => {
    expect(jsonAfter(documentOf('html', html), 'window.state =')).toStrictEqual(expected)
  })

  it.each([
    ['braces that are not closed', 'window.state = {"a": [1]'],
    ['a string that is not closed', 'window.state = {"a": "}'],
    ['something else', 'window.state = load()'],
    ['nothing', 'window.state ='],
  ])('refuses %s', (_what, html) => {
    expect(() => jsonAfter(documentOf('html', html), 'window.state =')).toThrow(ParseError)
    expect(jsonAfter(documentOf('html', html), 'window.other =')).toBeUndefined()
  })
})

describe('parsers/lib/embedded, flight', () => {
  it('finds the object that holds the keys, however the parts were cut and whatever stands around it', () => {
    const rows = `0:I[1,"summary"]\n${row('1', ['$', '$L2', null, { children: [['$', 'div', null, { summary: { name: 'Acme "A\\" }{' }, slug: 'a' }]] }])}:HL["/a.css"]\n`

    for (const size of [1, 7, 1000]) {
      expect(flightObject(flightPage(rows, size), ['summary', 'slug'])).toStrictEqual({ summary: { name: 'Acme "A\\" }{' }, slug: 'a' })
    }
  })

  it('makes of its words what the client makes of them', () => {
    const told = {
      gone: '$undefined',
      at: '$D2026-03-01T10:00:00.000Z',
      price: '$$5',
      element: '$L9',
      list: ['$undefined', null],
      nothing: null,
    }

    expect(flightObject(flightPage(row('1', told)), ['at'])).toStrictEqual({
      at: '2026-03-01T10:00:00.000Z',
      price: '$5',
      element: '$L9',
      list: [null, null],
      nothing: null,
    })
  })

  it('follows references to rows, into rows and to long texts, counted in bytes', () => {
    const text = 'é€😀 1:{"state":"no"}\n2:{}\n$9'
    const rows = [
      row('1', { state: '$2', body: '$1b', again: '$3:0:props:state:inner' }),
      row('2', { inner: [1, 2] }),
      `1b:T${new TextEncoder().encode(text).length.toString(16)},${text}`,
      row('3', [['$', 'div', null, { state: { inner: 'deep' } }]]),
    ]

    expect(flightObject(flightPage(rows.join('')), ['state'])).toStrictEqual({ state: { inner: [1, 2] }, body: text, again: 'deep' })
  })

  it('leaves a reference that leads nowhere', () => {
    expect(flightObject(flightPage(row('1', { state: '$7', other: '$1:nowhere' })), ['state'])).toStrictEqual({
      state: '$7',
      other: '$1:nowhere',
    })
  })

  it('takes no key for found that has no value', () => {
    expect(flightObject(flightPage(row('1', [{ state: '$undefined' }, { state: null }, { state: 0 }])), ['state'])).toStrictEqual({
      state: 0,
    })
    expect(flightObject(flightPage(row('1', { states: 1 })), ['state'])).toBeUndefined()
    expect(flightObject(documentOf('html', '<html></html>'), ['state'])).toBeUndefined()
  })

  it('takes a key that names a part of objects for a key', () => {
    const found = flightObject(flightPage('1:{"state":1,"__proto__":{"polluted":true}}\n'), ['state'])

    expect(Object.keys(found ?? {})).toStrictEqual(['state', '__proto__'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(flightObject(flightPage('1:{"a":1}\n'), ['constructor'])).toBeUndefined()
  })

  it.each([
    ['refers to itself', row('1', { state: '$1' })],
    [
      'doubles with each row',
      Array.from({ length: 40 }, (_, id) =>
        row(id.toString(16), { state: [`$${(id + 1).toString(16)}`, `$${(id + 1).toString(16)}`] }),
      ).join(''),
    ],
    ['is nested a hundred deep', row('1', { state: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) })],
  ])('refuses state that %s', (_what, rows) => {
    expect(() => flightObject(flightPage(rows, 1000), ['state'])).toThrow(
      'embedded state that is nested too deeply or holds too many values',
    )
  })

  it.each([
    ['<script'],
    ['<script>'],
    ['<script id="'],
    ['self.__next_f.push([1,'],
    ['self.__next_f.push([1,"'],
    ['self.__next_f.push([1,"1:'],
    ['self.__next_f.push([1,"1:T0,"])'],
    ['self.__next_f.push([1,"1:{\\"state\\":"])'],
    ['self.__next_f.push([1,"["])'],
    ['self.__next_f.push([1,"1:[]\\n"])'],
    ['1:T0,'],
    ['\\"'],
    ['{'],
    ['state = {'],
  ])('reads a megabyte of %s in the blink of an eye', (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
    const pages = [
      text,
      `${text}>`,
      `state = ${text}`,
      `self.__next_f.push([1,${JSON.stringify(text)}])`,
      `<script id="state">${text}</script>`,
    ]
    const started = process.cpuUsage()

    for (const html of pages) {
      for (const read of [scriptJson, jsonAfter]) attempt(() => read(documentOf('html', html), 'state'))
      attempt(() => flightObject(documentOf('html', html), ['state']))
    }

    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000)
  })
})

/** Whatever is refused is refused by an error of ours. */
function attempt(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
  }
}
