import type { Dispatcher } from 'undici'
import type { Deadlines, Expiring } from './deadlines.ts'
import { faultOf, type Fault } from './errors.ts'

/** One answer as it came over the wire. */
export interface Answer {
  readonly status: number
  /** Lower case names; a header that was sent several times is joined by commas. */
  readonly headers: Readonly<Record<string, string>>
  /** Still in its content codings. Empty for a redirect, cut at the cap for an error status. */
  readonly body: Buffer
  readonly wireBytes: number
}

/** No whole answer came. */
export interface Broken {
  readonly fault: Fault
  /** The connection was lost before the server said a word: asking again cannot do anything twice. */
  readonly isRepeatable: boolean
}

export interface ExchangeLimits {
  /** The moment of `performance.now()` by which everything must be over. */
  readonly expiresAt: number
  readonly headersMilliseconds: number
  readonly maximumWireBytes: number
}

export interface ExchangeRequest {
  readonly origin: string
  readonly path: string
  readonly headers: string[]
  /** Sent by POST; absent = GET. */
  readonly body?: string | undefined
}

/** An error's page is only read to learn why: a longer one is cut, not refused. */
const maximumErrorWireBytes = 262_144
/** A redirect's body is read and thrown away so that the connection can be kept; a long one is not worth it. */
const maximumRedirectWireBytes = 65_536

const lossDetails: ReadonlySet<string> = new Set(['reset', 'truncated', 'h2_error'])
const nothing = Buffer.alloc(0)
// One for all: nobody reads it, and a stack for each abandoned request would be waste.
const abandoned = new Error('request abandoned')

/** Sends one request and settles with its answer; never rejects. */
export function exchange(
  dispatcher: Dispatcher,
  { origin, path, headers, body }: ExchangeRequest,
  limits: ExchangeLimits,
  deadlines: Deadlines,
): Promise<Answer | Broken> {
  return new Promise((resolve) => {
    const running = new Exchange(origin, limits, deadlines, resolve)
    deadlines.add(running)
    try {
      dispatcher.dispatch({ origin, path, headers, ...(body === undefined ? { method: 'GET' } : { method: 'POST', body }) }, running)
    } catch (error) {
      running.onResponseError(undefined, error)
    }
  })
}

/** A class, because one is made for each request and its methods are shared. */
class Exchange implements Dispatcher.DispatchHandler, Expiring {
  readonly origin: string
  expiresAt: number
  slot = -1
  readonly #limits: ExchangeLimits
  readonly #deadlines: Deadlines
  readonly #resolve: (outcome: Answer | Broken) => void
  #controller: Dispatcher.DispatchController | undefined
  #isSettled = false
  #status = 0
  #headers: Readonly<Record<string, string>> = {}
  #first: Buffer | undefined
  #rest: Buffer[] | undefined
  #wireBytes = 0
  #maximumWireBytes: number

  constructor(origin: string, limits: ExchangeLimits, deadlines: Deadlines, resolve: (outcome: Answer | Broken) => void) {
    this.origin = origin
    this.expiresAt = limits.expiresAt
    this.#maximumWireBytes = limits.maximumWireBytes
    this.#limits = limits
    this.#deadlines = deadlines
    this.#resolve = resolve
  }

  get isWaiting(): boolean {
    return this.#controller === undefined && !this.#isSettled
  }

  /** The request is about to be written to a connection. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#isSettled) return controller.abort(abandoned)
    this.expiresAt = Math.min(this.#limits.expiresAt, performance.now() + this.#limits.headersMilliseconds)
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // Informational answers (1xx) announce the real one and do not prolong the wait for it.
    if (status < 200 || this.#isSettled) return
    this.expiresAt = this.#limits.expiresAt
    this.#status = status
    this.#headers = isFlat(headers) ? headers : flatten(headers)
    if (status >= 400) this.#maximumWireBytes = Math.min(this.#maximumWireBytes, maximumErrorWireBytes)
    else if (status >= 300 && status !== 304) this.#settleRedirect()
    else if (Number(this.#headers['content-length']) > this.#maximumWireBytes) this.#overflow()
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#wireBytes += chunk.length
    if (this.#wireBytes > this.#maximumWireBytes) return this.#overflow()
    if (this.#isSettled) return
    if (this.#first === undefined) this.#first = chunk
    else if (this.#rest === undefined) this.#rest = [this.#first, chunk]
    else this.#rest.push(chunk)
  }

  onResponseEnd(): void {
    this.#deadlines.delete(this)
    if (!this.#isSettled) this.#settleAnswer()
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: unknown): void {
    this.#deadlines.delete(this)
    if (this.#isSettled) return
    // The status has said enough: what is missing is only the page beside it.
    if (this.#status >= 400) return this.#settleAnswer()
    const fault = faultOf(error)
    const isLost = lossDetails.has(fault.detail)
    if (this.#status > 0)
      return this.#settle({ fault: isLost || this.#isShort() ? { ...fault, detail: 'truncated' } : fault, isRepeatable: false })
    this.#settle({
      fault: fault.detail === 'truncated' ? { ...fault, detail: 'reset' } : fault,
      isRepeatable: this.#controller !== undefined && isLost,
    })
  }

  /** The deadline has come. */
  expire(nowMilliseconds: number): void {
    this.#deadlines.delete(this)
    const isTotal = this.#limits.expiresAt <= nowMilliseconds
    const isConnected = this.#controller !== undefined
    if (!this.#isSettled) {
      if (this.#status >= 400) this.#settleAnswer()
      else
        this.#settle({ fault: { kind: 'timeout', detail: isConnected && !isTotal ? 'headers_timeout' : 'deadline' }, isRepeatable: false })
    }
    this.#controller?.abort(abandoned)
  }

  /** Where to go next stands in the head, so nobody waits for the body; it is drained behind the scenes. */
  #settleRedirect(): void {
    this.#maximumWireBytes = maximumRedirectWireBytes
    this.#settleAnswer()
  }

  #settleAnswer(): void {
    const body = this.#rest ? Buffer.concat(this.#rest) : (this.#first ?? nothing)
    this.#settle({ status: this.#status, headers: this.#headers, body, wireBytes: this.#wireBytes })
  }

  /** The connection ended before the length that was announced: undici calls that a mismatch where the server said `close`. */
  #isShort(): boolean {
    return this.#wireBytes < Number(this.#headers['content-length'])
  }

  #overflow(): void {
    this.#deadlines.delete(this)
    if (!this.#isSettled) {
      if (this.#status >= 400) this.#settleAnswer()
      else this.#settle({ fault: { kind: 'too_large', detail: 'body_too_large' }, isRepeatable: false })
    }
    this.#controller?.abort(abandoned)
  }

  /**
   * undici frees the connection in the next round of the event loop. Whoever asks again at once would be given a new
   * one, handshake and all, so answers wait for that: from a microtask our turn comes right behind undici's.
   */
  #settle(outcome: Answer | Broken): void {
    this.#isSettled = true
    this.#first = undefined
    this.#rest = undefined
    process.nextTick(setImmediate, this.#resolve, outcome)
  }
}

function isFlat(headers: Readonly<Record<string, string | string[] | undefined>>): headers is Record<string, string> {
  for (const name in headers) if (typeof headers[name] !== 'string') return false
  return true
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]))
}
