export const fetchErrorKinds = [
  'timeout',
  'dns',
  'tls',
  'connection',
  'status',
  'too_large',
  'wrong_medium',
  'redirect',
  'challenge',
  'forbidden_address',
  'browser',
] as const
export type FetchErrorKind = (typeof fetchErrorKinds)[number]

/** Why something went wrong, before it is known which document it concerns. */
export interface Fault {
  readonly kind: FetchErrorKind
  /** The finer reason in one static word. */
  readonly detail: string
  readonly cause?: unknown
}

export interface FetchErrorContext {
  /** The address that was asked for. */
  readonly url: string
  /** The address of the hop that failed, where redirects led away from `url`. */
  readonly finalUrl?: string | undefined
  readonly httpStatus?: number | undefined
  /** 0 to 172,800 (two days); absent where the answer names none that can be understood. */
  readonly retryAfterSeconds?: number | undefined
  /** Header names are lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** At most 64 KiB characters of the decoded body, so that refusals can be told apart. */
  readonly body?: string | undefined
  readonly cause?: unknown
}

/**
 * The world did not give the document. A value of a FetchResult, never thrown to a caller of the client.
 * `detail` is the finer reason in one static word:
 *
 * - timeout: `connect_timeout headers_timeout deadline`
 * - dns: `dns_notfound dns_failed dns_timeout`
 * - tls: `cert_expired cert_not_yet_valid self_signed wrong_name incomplete_chain untrusted weak_key revoked
 *   protocol_version not_tls handshake`
 * - connection: `connect_refused unreachable reset truncated bad_framing bad_protocol h2_error proxy_refused
 *   local_resources client_closed`
 * - status: `unauthorized forbidden not_found gone rate_limited legal client_error server_error partial_content
 *   unexpected_304`
 * - too_large: `headers_overflow body_too_large decoded_too_large ratio`
 * - wrong_medium: `empty_body unexpected_content binary bad_encoding unknown_encoding stacked_encodings undeclared_gzip`
 * - redirect: `too_many_redirects redirect_loop no_location bad_location scheme downgrade credentials post_redirected`
 * - challenge: the bot wall's name
 * - forbidden_address: `blocked_address blocked_port bad_url scheme credentials`
 * - browser: `switched_off not_installed not_started crashed hung too_much_memory page_crashed never_drawn never_settled
 *   no_response`
 */
export class FetchError extends Error {
  override readonly name = 'FetchError'
  readonly kind: FetchErrorKind
  readonly detail: string
  readonly url: string
  readonly finalUrl: string | undefined
  readonly httpStatus: number | undefined
  readonly retryAfterSeconds: number | undefined
  readonly headers: Readonly<Record<string, string>> | undefined
  readonly body: string | undefined

  constructor(kind: FetchErrorKind, detail: string, context: FetchErrorContext) {
    super(`${kind}: ${detail}`, context.cause === undefined ? undefined : { cause: context.cause })
    this.kind = kind
    this.detail = detail
    this.url = context.url
    this.finalUrl = context.finalUrl
    this.httpStatus = context.httpStatus
    this.retryAfterSeconds = context.retryAfterSeconds
    this.headers = context.headers
    this.body = context.body
  }
}

const nodeFaults: Readonly<Record<string, readonly [FetchErrorKind, string]>> = {
  ENOTFOUND: ['dns', 'dns_notfound'],
  ENODATA: ['dns', 'dns_notfound'],
  ENONAME: ['dns', 'dns_notfound'],
  EAI_AGAIN: ['dns', 'dns_failed'],
  ESERVFAIL: ['dns', 'dns_failed'],
  EREFUSED: ['dns', 'dns_failed'],
  EAI_FAIL: ['dns', 'dns_failed'],
  ETIMEOUT: ['dns', 'dns_timeout'],
  ECONNREFUSED: ['connection', 'connect_refused'],
  EHOSTUNREACH: ['connection', 'unreachable'],
  ENETUNREACH: ['connection', 'unreachable'],
  ENETDOWN: ['connection', 'unreachable'],
  EADDRNOTAVAIL: ['connection', 'unreachable'],
  EACCES: ['connection', 'unreachable'],
  EMFILE: ['connection', 'local_resources'],
  ENFILE: ['connection', 'local_resources'],
  ENOBUFS: ['connection', 'local_resources'],
  ETIMEDOUT: ['timeout', 'connect_timeout'],
  CERT_HAS_EXPIRED: ['tls', 'cert_expired'],
  CERT_NOT_YET_VALID: ['tls', 'cert_not_yet_valid'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['tls', 'self_signed'],
  SELF_SIGNED_CERT_IN_CHAIN: ['tls', 'self_signed'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls', 'wrong_name'],
  ERR_TLS_CERT_ALTNAME_FORMAT: ['tls', 'wrong_name'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['tls', 'incomplete_chain'],
  UNABLE_TO_GET_ISSUER_CERT: ['tls', 'incomplete_chain'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['tls', 'incomplete_chain'],
  CERT_UNTRUSTED: ['tls', 'untrusted'],
  CERT_REJECTED: ['tls', 'untrusted'],
  INVALID_CA: ['tls', 'untrusted'],
  INVALID_PURPOSE: ['tls', 'untrusted'],
  CERT_REVOKED: ['tls', 'revoked'],
  EE_KEY_TOO_SMALL: ['tls', 'weak_key'],
  CA_KEY_TOO_SMALL: ['tls', 'weak_key'],
  CA_MD_TOO_WEAK: ['tls', 'weak_key'],
  ERR_SSL_DH_KEY_TOO_SMALL: ['tls', 'weak_key'],
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: ['tls', 'protocol_version'],
  ERR_SSL_UNSUPPORTED_PROTOCOL: ['tls', 'protocol_version'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['tls', 'not_tls'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['tls', 'not_tls'],
  ERR_SSL_UNEXPECTED_MESSAGE: ['tls', 'handshake'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'connect_timeout'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'headers_timeout'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'deadline'],
  UND_ERR_HEADERS_OVERFLOW: ['too_large', 'headers_overflow'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['connection', 'bad_framing'],
  UND_ERR_DESTROYED: ['connection', 'client_closed'],
  UND_ERR_CLOSED: ['connection', 'client_closed'],
  // We never abort before we have settled, so an abort that reaches us is the proxy agent's: it was answered no.
  UND_ERR_ABORTED: ['connection', 'proxy_refused'],
  // Requests are built from parsed URLs and checked headers; what is left is undici's word for "407" over plain HTTP.
  UND_ERR_INVALID_ARG: ['connection', 'proxy_refused'],
  UND_ERR_PRX_TLS: ['tls', 'wrong_name'],
}

/** The fault that an error of Node or undici stands for; one that nobody has mapped is a lost connection. */
export function faultOf(error: unknown): Fault {
  if (error instanceof FetchError) return { kind: error.kind, detail: error.detail, cause: error.cause ?? error }
  const code = codeOf(error)
  const known = Object.hasOwn(nodeFaults, code) ? nodeFaults[code] : undefined
  if (known) return { kind: known[0], detail: known[1], cause: error }
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return { kind: 'tls', detail: 'handshake', cause: error }
  // The parser's errors bear no code in undici 7.
  if (error instanceof Error && error.name === 'HTTPParserError') {
    return { kind: 'connection', detail: error.message.includes('EOF') ? 'truncated' : 'bad_protocol', cause: error }
  }
  if (code.startsWith('ERR_HTTP2_')) return { kind: 'connection', detail: 'h2_error', cause: error }
  return { kind: 'connection', detail: 'reset', cause: error }
}

/** The `code` of a Node or undici error, or the empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
