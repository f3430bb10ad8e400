import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ParseError } from '../../../parsers/errors.ts'
import { readJson, readWire } from '../../../parsers/lib/json.ts'
import { documentOf } from '../../support/documents.ts'

const url = 'https://status.example.com/api'

describe('parsers/lib/json', () => {
  it.each([
    ['an object', '{"a": [1, "two", null, true]}', { a: [1, 'two', null, true] }],
    ['a byte order mark', '\uFEFF{"a": 1}', { a: 1 }],
    ['brackets and quotes inside strings', '{"a": "[[{\\"\\\\", "b": "\\\\"}', { a: '[[{"\\', b: '\\' }],
    ['the last of two equal keys', '{"a": 1, "a": 2}', { a: 2 }],
    ['a level short of too deep', `${'['.repeat(64)}${']'.repeat(64)}`, JSON.parse(`${'['.repeat(64)}${']'.repeat(64)}`)],
  ])('reads %s', (_what, text, expected) => {
    expect(readJson(documentOf('json', text))).toStrictEqual(expected)
  })

  it('takes keys that name parts of objects for keys', () => {
    const value = readJson(documentOf('json', '{"__proto__": {"polluted": true}, "constructor": 1}'))

    expect(Object.keys(z.looseObject({}).parse(value))).toContain('constructor')
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it.each([
    ['nothing', '', 'an empty body'],
    ['white space', ' \r\n\t', 'an empty body'],
    ['a page', '\n <!DOCTYPE html><html></html>', 'markup where JSON should be'],
    ['a trailing comma', '{"a": 1,}', 'not well-formed JSON'],
    ['two documents', '{}{}', 'not well-formed JSON'],
    ['a comment', '{} // fine', 'not well-formed JSON'],
    ['single quotes', "{'a': 1}", 'not well-formed JSON'],
    ['half a document', '{"a": "', 'not well-formed JSON'],
    ['a closing too many', '{"a": 1}}', 'not well-formed JSON'],
    ['a number beyond words', 'NaN', 'not well-formed JSON'],
    ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, 'JSON that is nested too deeply or holds too many values'],
    ['half a million values', `[${'0,'.repeat(600_000)}0]`, 'JSON that is nested too deeply or holds too many values'],
  ])('refuses %s', (_what, text, detail) => {
    const error = errorOf(() => readJson(documentOf('json', text, url)))

    expect([error.kind, error.detail, error.url]).toStrictEqual(['shape', detail, url])
    expect(error.excerpt?.length ?? 0).toBeLessThanOrEqual(200)
  })

  it.each([
    ['nested a million deep', '['.repeat(1_000_000)],
    ['nested in objects', '{"a":'.repeat(500_000)],
    ['one string of backslashes and quotes', `"${'\\"'.repeat(1_000_000)}`],
    ['strings without end', '"'.repeat(1_000_001)],
    ['blank', ' '.repeat(2_000_000)],
  ])('refuses what is %s within the blink of an eye', (_what, text) => {
    const started = process.cpuUsage()

    expect(() => readJson(documentOf('json', text))).toThrow(ParseError)

    expect(process.cpuUsage(started).user / 1000).toBeLessThan(500)
  })

  const Example = z.object({ page: z.object({ id: z.string() }), list: z.array(z.object({ name: z.string() })) })

  it('gives the value that the schema makes of it', () => {
    const value = { page: { id: 'a', more: 1 }, list: [{ name: 'b' }] }

    expect(readWire(Example, value, url)).toStrictEqual({ page: { id: 'a' }, list: [{ name: 'b' }] })
  })

  it.each([
    ['missing', 'a required field is absent', 'page.id', { page: {}, list: [] }],
    ['missing', 'a required field is absent', 'list[1].name', { page: { id: 'a' }, list: [{ name: 'b' }, { name: null }] }],
    ['missing', 'a required field is absent', 'page', {}],
    ['shape', 'not the structure of this document: invalid_type', 'list', { page: { id: 'a' }, list: { 0: 'b' } }],
    ['shape', 'not the structure of this document: invalid_type', 'page.id', { page: { id: 7 }, list: [] }],
    ['shape', 'not the structure of this document: invalid_type', '', 'text'],
  ])('says that it is %s: %s at %s', (kind, detail, path, value) => {
    const error = errorOf(() => readWire(Example, value, url))

    expect([error.kind, error.detail, error.path, error.url]).toStrictEqual([kind, detail, path, url])
    expect(error.cause).toBeInstanceOf(z.ZodError)
  })
})

function errorOf(read: () => unknown): ParseError {
  try {
    read()
  } catch (error) {
    if (error instanceof ParseError) return error
    throw error
  }
  throw new Error('was not refused')
}
