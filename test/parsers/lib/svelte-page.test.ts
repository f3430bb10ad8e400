import { describe, expect, it } from 'vitest'
import { ParseError } from '../../../parsers/errors.ts'
import { readLiteral, readSveltePage } from '../../../parsers/lib/svelte-page.ts'
import { documentOf } from '../../support/documents.ts'

const url = 'https://status.example.com/'

function pageWith(script: string) {
  return documentOf('html', `<html><body><script>{ __sveltekit_a1 = {}; ${script} }</script></body></html>`, url)
}

describe('parsers/lib/svelte-page', () => {
  it.each([
    ['{a:1,"b c":"x\\u003Cy",$d:[true,false,null]}', { a: 1, 'b c': 'x<y', $d: [true, false, null] }],
    ['{a:void 0,b:.5,c:-1e3,d:12n,e:-0}', { b: 0.5, c: -1000, d: '12', e: -0 }],
    ['[,1,,2]', [undefined, 1, undefined, 2]],
    ['[NaN,Infinity,-Infinity]', [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
    ['new Date(1795166460000)', '2026-11-20T09:21:00.000Z'],
    ['new Date(NaN)', undefined],
    ['new Set([1,2])', [1, 2]],
    ['new Map([["a",1]])', [['a', 1]]],
    ['Object("text")', 'text'],
    ['(function(a){a.x=1;a["y z"]=[2];return {one:a,two:a}}({}))', { one: { x: 1, 'y z': [2] }, two: { x: 1, 'y z': [2] } }],
    ['(function(a,b){a[0]="}";a[1]=b;return [a,b]}(Array(2),"s"))', [['}', 's'], 's']],
    ['(function(a,b){a.add(1).add(2);b.set("k",3);return {a:a,b:b}}(new Set,new Map))', { a: [1, 2], b: [['k', 3]] }],
    ['(function(a){return [a,a]}(Object.create(null)))', [{}, {}]],
    ['{__proto__:{health:"good"}}', JSON.parse('{"__proto__":{"health":"good"}}')],
  ])('reads %s', (text, value) => {
    expect(readLiteral(text, 0, url)).toStrictEqual(value)
  })

  it.each([
    '{a:alert(1)}',
    '{a:b}',
    '{a:1',
    '[1',
    '[1 2]',
    '{a:1 b:2}',
    '"text',
    '"bad \\x"',
    '(function(a){a.x=1;return a}({})',
    '(function(a){a.x=1;return a',
    '(function(a){b.x=1;return a}({}))',
    '(function(a){a.x=a;return a}({}))',
    '(function(a){a.x=1;}({}))',
    '(function(a){return a}({} 1))',
    `${'['.repeat(100)}1${']'.repeat(100)}`,
    '',
  ])('refuses %s', (text) => {
    expect(() => readLiteral(text, 0, url)).toThrow(ParseError)
  })

  it('refuses little text that stands for very much', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const grown = names.slice(1).map((name, index) => Array.from({ length: 10 }, (_, at) => `${name}[${at}]=${names[index]}`).join(';'))
    const text = `(function(${names.join(',')}){a.x=1;${grown.join(';')};return [g]}({}${',Array(10)'.repeat(6)}))`

    expect(() => readLiteral(text, 0, url)).toThrow('too many values')
  })

  it('finds what each layout and the page loaded, in either way of handing it over', () => {
    const list = '[null,{"type":"data","data":{a:1},"uses":{}},{type:"data",data:{b:2}}]'

    expect(readSveltePage(pageWith(`const data = ${list};`))).toStrictEqual([undefined, { a: 1 }, { b: 2 }])
    expect(readSveltePage(pageWith(`kit.start(app, element, {node_ids: [0, 2], data: ${list}, form: null})`))).toStrictEqual([
      undefined,
      { a: 1 },
      { b: 2 },
    ])
  })

  it('refuses a page without data, and one with an error in its place', () => {
    expect(() => readSveltePage(documentOf('html', '<html>const data = [1]</html>', url))).toThrow('without the data')
    expect(() => readSveltePage(pageWith('kit.start(app)'))).toThrow('without the data')
    expect(() => readSveltePage(pageWith('const data = [{type:"error",error:{}}];'))).toThrow('an error')
    expect(() => readSveltePage(pageWith('const data = [7];'))).toThrow(ParseError)
  })
})
