import type { JSX } from 'hono/jsx/jsx-runtime'
import { CursorError } from '../../data/store/cursor.ts'
import { allFeeds } from '../components/feeds.ts'
import { Layout, type Frame } from '../components/layout.tsx'
import type { ServerRequest } from '../context.ts'

/** What is not here, said with the ways onward. */
export async function notFoundPage(c: ServerRequest): Promise<Response> {
  const server = c.get('server')
  c.header('cache-control', 'no-cache')
  return await c.html(<NotFoundView frame={{ now: server.now(), assets: server.assets }} path={c.req.path} />, 404)
}

/** The page, or this one where its address names a part of a list that the store never gave out. */
export async function unlessForged(c: ServerRequest, page: () => Promise<Response>): Promise<Response> {
  try {
    return await page()
  } catch (error) {
    if (error instanceof CursorError) return await notFoundPage(c)
    throw error
  }
}

export function NotFoundView({ frame, path }: { readonly frame: Frame; readonly path: string }): JSX.Element {
  return (
    <Layout {...frame} title="Not found – Statuswire" path={path} alternates={allFeeds} isLive={false}>
      <section class="overview lost-way">
        <h1>Nothing is here</h1>
        <p>
          No page of this server has the address <code>{path}</code>. A vendor that is not watched, or an incident of a database that was
          since made anew, is not here either.
        </p>
        <form class="filter" method="get" action="/#all-vendors" role="search" aria-label="Find a vendor">
          <label>
            Name of a vendor
            <input type="search" name="name" autocomplete="off" spellcheck={false} maxlength={100} />
          </label>
          <button type="submit">Find</button>
        </form>
        <p>
          <a href="/">All vendors</a>
        </p>
      </section>
    </Layout>
  )
}
