import { describe, expect, it } from 'vitest'
import { isEmptyShell } from '../../../../crawler/fetch/browser/shell.ts'

const program = '<script type="module" src="/assets/index.js"></script>'

function page(body: string, head = ''): string {
  return `<!doctype html><html><head><title>Acme Status, the status of all services of Acme</title>${head}</head><body>${body}</body></html>`
}

describe('crawler/fetch/browser/shell.ts', () => {
  it.each<{ what: string; markup: string; is: boolean }>([
    { what: 'a root and a program', markup: page(`<div id="root"></div>${program}`), is: true },
    { what: 'a program in the head', markup: page('<div id="app"><p>Loading...</p></div>', program), is: true },
    { what: 'an element of its own', markup: page(`<app-root></app-root>${program}`), is: true },
    {
      what: 'words for those without scripts',
      markup: page(`<noscript>${'You need to enable JavaScript. '.repeat(10)}</noscript><div id="root"></div>${program}`),
      is: true,
    },
    { what: 'its data beside it', markup: page(`<div></div><script type="application/json">{"a":1}</script>${program}`), is: true },
    { what: 'data, and no program', markup: page('<div></div><script type="application/json">{"a":1}</script>'), is: false },
    { what: 'no program', markup: page('<div id="root"></div>'), is: false },
    { what: 'no place to draw', markup: page(`<p>All systems operational</p>${program}`), is: false },
    { what: 'text', markup: page(`<div id="root">${'All systems operational. '.repeat(10)}</div>${program}`), is: false },
    { what: 'too much nesting', markup: page(`${'<div>'.repeat(600)}${program}`), is: false },
    { what: 'nothing at all', markup: '', is: false },
  ])('says of a page with $what: $is', ({ markup, is }) => {
    expect(isEmptyShell(markup, 'https://status.acme.example/')).toBe(is)
  })
})
