import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../../crawler/fetch/text.ts'

const latin = Buffer.from('<p>Störung</p>', 'latin1')

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

describe('crawler/fetch/text.ts', () => {
  it.each([
    ['UTF-8 without a word', Buffer.from('{"a":"Störung ✓"}'), 'application/json', '{"a":"Störung ✓"}'],
    ['UTF-8 behind its mark', Buffer.from('\uFEFF{"a":1}'), undefined, '{"a":1}'],
    ['a mark that the header contradicts', Buffer.from('\uFEFF<p>Störung</p>'), 'text/html; charset=iso-8859-1', '<p>Störung</p>'],
    ['UTF-16LE behind its mark', Buffer.from('\uFEFF{"a":"ö"}', 'utf16le'), 'application/json', '{"a":"ö"}'],
    ['UTF-16BE behind its mark', utf16be('\uFEFF<rss>ö</rss>'), 'text/xml', '<rss>ö</rss>'],
    ['UTF-16LE without its mark', Buffer.from('<rss>ö</rss>', 'utf16le'), undefined, '<rss>ö</rss>'],
    ['UTF-16BE without its mark', utf16be('{"a":"ö"}'), undefined, '{"a":"ö"}'],
    ['UTF-16 that the header names', Buffer.from('öffentlich', 'utf16le'), 'text/plain; charset=utf-16le', 'öffentlich'],
    ['a charset in the header', latin, 'text/html; charset=ISO-8859-1', '<p>Störung</p>'],
    ['a charset in quotes', latin, 'text/html;charset="iso-8859-1"; x=y', '<p>Störung</p>'],
    ['windows-1252 by its own name', Buffer.from([0x3c, 0x80, 0x92]), 'text/html; charset=windows-1252', '<€’'],
    ['Japanese', Buffer.from([0x8f, 0xe1, 0x8a, 0x51]), 'text/html; charset=Shift_JIS', '障害'],
    ['an unknown charset', Buffer.from('<p>Störung</p>'), 'text/html; charset=klingon', '<p>Störung</p>'],
    ['bytes that the charset does not know', latin, 'text/html; charset=utf-8', '<p>St\uFFFDrung</p>'],
    ['nothing', Buffer.alloc(0), undefined, ''],
  ])('reads %s', (_case, bytes, contentType, text) => {
    expect(decodeText(bytes, contentType)).toBe(text)
  })

  it.each([
    ['<meta charset="koi8-r">', 'koi8-r'],
    ['<!doctype html><html><head><META http-equiv=Content-Type content="text/html; charset=koi8-r">', 'koi8-r'],
    [`<!doctype html><!-- ${'x'.repeat(1500)} --><meta charset='koi8-r'>`, 'koi8-r, stated after byte 1,024'],
    ['<?xml version="1.0" encoding="KOI8-R"?><rss>', 'koi8-r'],
  ])('believes the document where the header is silent: %.60s', (beginning) => {
    const bytes = Buffer.concat([Buffer.from(beginning), Buffer.from([0xd3, 0xc2, 0xcf, 0xca])])

    expect(decodeText(bytes, 'text/html')).toBe(`${beginning}сбой`)
    expect(decodeText(bytes, 'text/html; charset=klingon')).toBe(`${beginning}сбой`)
  })

  it('takes UTF-16 in a meta element for UTF-8, since it could be read', () => {
    expect(decodeText(Buffer.from('<meta charset="utf-16"><p>ö</p>'), 'text/html')).toBe('<meta charset="utf-16"><p>ö</p>')
  })

  it('never fails, whatever bytes and header arrive', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.oneof(
          fc.string(),
          fc.string().map((label) => `text/html; charset=${label}`),
        ),
        (bytes, contentType) => {
          expect(typeof decodeText(Buffer.from(bytes), contentType)).toBe('string')
        },
      ),
    )
  })

  it('gives every well-formed text back as it was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.startsWith('\uFEFF') && !text.includes('\0')),
        (text) => {
          expect(decodeText(Buffer.from(text), 'application/json; charset=utf-8')).toBe(text)
        },
      ),
    )
  })

  it('looks for the charset in linear time', () => {
    const hostile = Buffer.from('<meta '.repeat(300_000))

    expect(decodeText(hostile, undefined)).toHaveLength(hostile.length)
  })
})
