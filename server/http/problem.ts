import { STATUS_CODES } from 'node:http'
import type { ServerRequest } from '../context.ts'

/** Errors as RFC 9457 problem details. */
export interface Problem {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance?: string
  /** The query parameter that is at fault. */
  readonly parameter?: string
}

export type ProblemStatus = 400 | 404 | 405 | 414 | 431 | 408 | 500 | 503

const mediaType = 'application/problem+json; charset=utf-8'

export function problemOf(
  status: ProblemStatus,
  detail: string,
  extra: { readonly instance?: string; readonly parameter?: string } = {},
): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, ...extra }
}

export function problem(
  c: ServerRequest,
  status: ProblemStatus,
  detail: string,
  extra: { readonly parameter?: string; readonly headers?: Record<string, string> } = {},
): Response {
  const { headers, ...members } = extra
  const body = JSON.stringify(problemOf(status, detail, { instance: c.req.path.slice(0, 200), ...members }))
  return c.body(body, status, { 'content-type': mediaType, 'cache-control': 'no-store', ...headers })
}

/** The same for a connection whose request never became one: too long a head, a broken line. */
export function rawProblem(status: ProblemStatus, detail: string): string {
  const body = JSON.stringify(problemOf(status, detail))
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `content-type: ${mediaType}`,
    'cache-control: no-store',
    'connection: close',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}
