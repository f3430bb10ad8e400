import type { CDPSession } from 'playwright'
import { z } from 'zod'

/**
 * Looks at a page from a world of its own: the same tree, but none of the page's scripts, which may have put anything in
 * place of the functions that are used here.
 */

const world = 'statuswire'
const Frame = z.object({ frameTree: z.object({ frame: z.object({ id: z.string() }) }) })
const Look = z.object({ isParsed: z.boolean(), elements: z.number(), letters: z.number(), isMarked: z.boolean() })
const Drawing = z.object({ html: z.string().nullable() })

/** A program that is a text, since it runs over there: `roots` are the document and every open shadow root in it. */
const findRoots = `
  const roots = [document]
  for (const root of roots) for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot)`

/** How the page looks at this moment. */
export function lookAt(session: CDPSession, drawn: string | undefined): Promise<z.infer<typeof Look>> {
  const program = `(() => {${findRoots}
    const silent = 'script, style, noscript, template'
    const count = (text) => (text ?? '').replaceAll(/[\\s\\d]+/g, '').length
    let elements = 0
    let letters = 0
    for (const root of roots) {
      elements += root.querySelectorAll('*').length
      const body = root === document ? document.body : root
      for (const child of body?.childNodes ?? []) letters += count(child.textContent)
      for (const element of body?.querySelectorAll(silent) ?? []) letters -= count(element.textContent)
    }
    const drawn = ${JSON.stringify(drawn ?? null)}
    const isMarked = drawn === null || roots.some((root) => root.querySelector(drawn) !== null)
    return { isParsed: document.readyState !== 'loading', elements, letters, isMarked }
  })()`
  return evaluate(session, program, Look)
}

/** The page as it was drawn; null where its markup is longer than the limit, in characters. */
export async function drawingOf(session: CDPSession, limit: number): Promise<string | null> {
  const program = `(() => {${findRoots}
    const page = document.documentElement
    const shadowRoots = roots.slice(1)
    const inside = shadowRoots.length === 0 ? page.outerHTML : page.getHTML({ shadowRoots })
    const html = shadowRoots.length === 0 ? inside : page.cloneNode(false).outerHTML.replace('</html>', () => inside + '</html>')
    return { html: html.length > ${limit} ? null : html }
  })()`
  return (await evaluate(session, program, Drawing)).html
}

async function evaluate<T>(session: CDPSession, expression: string, shape: z.ZodType<T>): Promise<T> {
  const { frameTree } = Frame.parse(await session.send('Page.getFrameTree'))
  // The same world as before, unless the page has gone to another address meanwhile.
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: world })
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    contextId: executionContextId,
    expression,
    returnByValue: true,
  })
  if (exceptionDetails) throw new Error(`The page could not be looked at: ${exceptionDetails.text}`)
  return shape.parse(result.value)
}
