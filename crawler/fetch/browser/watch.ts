import type { BrowserContext, Page, Request, Response, Route } from 'playwright'
import type { Traffic } from './settling.ts'

/** Kinds of requests that may still change what a page says. */
const telling: ReadonlySet<string> = new Set(['document', 'script', 'stylesheet', 'xhr', 'fetch'])
/** Nothing is read out of these, and they are most of what a page weighs. */
const unwanted: ReadonlySet<string> = new Set(['image', 'media', 'font', 'manifest', 'ping', 'texttrack'])

/** What a page does while it is visited. */
export interface Watch {
  readonly page: Page
  /** The latest answer to a request for the page itself, redirects followed; undefined before there is one. */
  readonly answer: () => Response | undefined
  /** The address that the page itself was last asked at. */
  readonly address: () => string | undefined
  readonly isDownload: () => boolean
  readonly traffic: (now: number) => Traffic
  /** Resolves if the process that draws the page dies. */
  readonly crashed: Promise<'crashed'>
  /** Of the answers that `wanted` names: the first good one, and the last one that is not. */
  readonly wanted: { readonly good: Promise<Response>; readonly bad: () => Response | undefined }
}

export interface WatchOptions {
  readonly wanted: ((url: string) => boolean) | undefined
  /** A request under way for longer is one that hangs on purpose. */
  readonly hangingMilliseconds: number
  readonly now: () => number
}

/** Opens the one page of a context and follows it; windows that it opens are closed, downloads and dialogs denied. */
export async function watchPage(context: BrowserContext, { wanted, hangingMilliseconds, now }: WatchOptions): Promise<Watch> {
  await context.route('**/*', passOrAbort)
  const page = await context.newPage()
  context.on('page', (other) => {
    other.close().catch(ignore)
  })
  const underWay = new Map<Request, number>()
  let lastAt = now()
  let answer: Response | undefined
  let address: string | undefined
  let isDownload = false
  let bad: Response | undefined
  const good = Promise.withResolvers<Response>()
  const crash = Promise.withResolvers<'crashed'>()

  function isOwn(request: Request): boolean {
    return request.isNavigationRequest() && request.frame() === page.mainFrame()
  }

  function settle(request: Request): void {
    if (underWay.delete(request)) lastAt = now()
  }

  page.on('crash', () => crash.resolve('crashed'))
  page.on('download', (download) => {
    isDownload = true
    download.cancel().catch(ignore)
  })
  page.on('request', (request) => {
    if (isOwn(request)) address = request.url()
    if (!telling.has(request.resourceType())) return
    lastAt = now()
    underWay.set(request, lastAt)
  })
  page.on('requestfinished', settle)
  page.on('requestfailed', settle)
  page.on('response', (response) => {
    const request = response.request()
    if (isOwn(request)) answer = response
    else if (wanted && request.method() !== 'OPTIONS' && request.frame() === page.mainFrame() && wanted(response.url())) {
      if (response.ok()) good.resolve(response)
      else bad = response
    }
  })
  return {
    page,
    answer: () => answer,
    address: () => address,
    isDownload: () => isDownload,
    traffic: (at) => ({ underWay: [...underWay.values()].filter((since) => at - since < hangingMilliseconds).length, lastAt }),
    crashed: crash.promise,
    wanted: { good: good.promise, bad: () => bad },
  }
}

/** Other schemes than these never come here, and go nowhere: the browser itself keeps a page of the web from them. */
function passOrAbort(route: Route): void {
  const request = route.request()
  const passes = /^https?:/u.test(request.url()) && !unwanted.has(request.resourceType())
  // Where the page is gone by now there is nothing to answer.
  ;(passes ? route.continue() : route.abort('blockedbyclient')).catch(ignore)
}

function ignore(): void {}
