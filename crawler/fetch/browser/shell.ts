import { ParseError } from '../../../parsers/errors.ts'
import { loadHtml, textOf, type CheerioAPI } from '../../../parsers/lib/html.ts'

/** More than this is content, whatever else is missing. */
const mostLetters = 200

/**
 * Whether a page is the empty shell of a script that draws it in the browser: it has a script, an element for the script
 * to draw into that says next to nothing, and hardly any text beside it.
 */
export function isEmptyShell(markup: string, url: string): boolean {
  const $ = treeOf(markup, url)
  if (!$) return false
  const programs = $('script').filter((_, script) => isProgram($(script).attr('type')))
  if (programs.length === 0) return false
  const roots = $('body')
    .children()
    .filter((_, { tagName }) => tagName === 'div' || tagName === 'main' || tagName === 'section' || tagName.includes('-'))
  return roots.length > 0 && textOf($('body')).length < mostLetters
}

function treeOf(markup: string, url: string): CheerioAPI | undefined {
  try {
    return loadHtml({ url, body: { medium: 'html', text: markup } })
  } catch (error) {
    // A page too complex to be walked is no empty one.
    if (error instanceof ParseError) return undefined
    throw error
  }
}

/** Not a block of data, and not templates. */
function isProgram(type: string | undefined): boolean {
  return type === undefined || type === '' || /^(?:module|(?:text|application)\/(?:java|ecma)script)$/iu.test(type.trim())
}
