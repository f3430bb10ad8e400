import { describe, expect, it } from 'vitest'
import { faultOfLook, isCutPage, lookOf, type Look } from '../../../crawler/fetch/medium.ts'

describe('crawler/fetch/medium.ts', () => {
  it.each<readonly [string, Look]>([
    ['{"page":{}}', 'json'],
    ['\n\t [1]', 'json'],
    ['<!DOCTYPE html><html>', 'html'],
    ['  <html lang="en">', 'html'],
    ['\uFEFF<html>', 'html'],
    ['<!-- cached --><!doctype html>', 'html'],
    ['<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">', 'html'],
    ['<div class="x">', 'html'],
    ['<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><description><![CDATA[<div>]]>', 'xml'],
    ['<feed xmlns="http://www.w3.org/2005/Atom">', 'xml'],
    ['<headline>', 'xml'],
    ['<!-- never closed', 'xml'],
    ['<', 'xml'],
    ['OK', 'text'],
    ['true', 'text'],
    ['', 'empty'],
    [' \r\n\t\f\uFEFF ', 'empty'],
    ['\u0089PNG\r\n\u001a\n\0\0\0\rIHDR', 'binary'],
  ])('takes %j for %s', (text, look) => {
    expect(lookOf(text)).toBe(look)
  })

  it.each([
    ['json', 'json', 'text/html', undefined],
    ['text', 'json', 'application/json', undefined],
    ['html', 'json', 'application/json', 'unexpected_content'],
    ['xml', 'json', undefined, 'unexpected_content'],
    ['empty', 'json', undefined, 'empty_body'],
    ['binary', 'json', undefined, 'binary'],
    ['html', 'html', 'text/plain', undefined],
    ['xml', 'html', 'text/html', undefined],
    ['text', 'html', 'text/html', undefined],
    ['json', 'html', 'text/html', undefined],
    ['json', 'html', 'application/json; charset=utf-8', 'unexpected_content'],
    ['xml', 'xml', 'text/html', undefined],
    ['html', 'xml', 'application/xml', 'unexpected_content'],
    ['text', 'xml', undefined, 'unexpected_content'],
    ['text', 'text', undefined, undefined],
    ['json', 'text', undefined, undefined],
    ['html', 'text', undefined, 'unexpected_content'],
    ['html', 'any', undefined, undefined],
    ['json', 'any', undefined, undefined],
    ['empty', 'any', undefined, 'empty_body'],
    ['binary', 'any', undefined, 'binary'],
  ] as const)('judges that %s for a %s source (said to be %s) is: %s', (look, promised, contentType, detail) => {
    expect(faultOfLook(look, promised, contentType)?.detail).toBe(detail)
  })

  it('demands the last tag of whole pages alone', () => {
    expect(isCutPage('<!doctype html><html><body>', 'html')).toBe(true)
    expect(isCutPage('<!doctype html><html><body></body></HTML >\n<!-- rendered in 3 ms -->', 'html')).toBe(false)
    expect(isCutPage('<div>a fragment', 'html')).toBe(false)
    expect(isCutPage('{"html":"<html>"', 'json')).toBe(false)
  })
})
