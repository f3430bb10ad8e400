import { describe, expect, it } from 'vitest'
import { codeOf, faultOf, FetchError, fetchErrorKinds } from '../../../crawler/fetch/errors.ts'

function errorWith(code: string): Error {
  return Object.assign(new Error(code), { code })
}

describe('crawler/fetch/errors.ts', () => {
  it.each([
    ['EHOSTUNREACH', 'connection: unreachable'],
    ['ENETUNREACH', 'connection: unreachable'],
    ['EMFILE', 'connection: local_resources'],
    ['ETIMEDOUT', 'timeout: connect_timeout'],
    ['CERT_REVOKED', 'tls: revoked'],
    ['CERT_UNTRUSTED', 'tls: untrusted'],
    ['EE_KEY_TOO_SMALL', 'tls: weak_key'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls: incomplete_chain'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls: self_signed'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls: protocol_version'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls: protocol_version'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls: handshake'],
    ['EPROTO', 'tls: handshake'],
    ['ERR_HTTP2_STREAM_ERROR', 'connection: h2_error'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout: connect_timeout'],
    ['UND_ERR_PRX_TLS', 'tls: wrong_name'],
    ['ECONNRESET', 'connection: reset'],
    ['EPIPE', 'connection: reset'],
    ['SOMETHING_NEW', 'connection: reset'],
    ['constructor', 'connection: reset'],
  ])('takes %s for %s', (code, message) => {
    const { kind, detail, cause } = faultOf(errorWith(code))

    expect(`${kind}: ${detail}`).toBe(message)
    expect(codeOf(cause)).toBe(code)
  })

  it('takes what is no error for a lost connection', () => {
    expect(faultOf('nonsense')).toStrictEqual({ kind: 'connection', detail: 'reset', cause: 'nonsense' })
    expect(codeOf(undefined)).toBe('')
    expect(codeOf(Object.assign(new Error('x'), { code: 5 }))).toBe('')
  })

  it('keeps the fault and the cause of one of its own', () => {
    const cause = errorWith('ECONNREFUSED')
    const error = new FetchError('connection', 'connect_refused', { url: 'https://a.example/', cause })

    expect(faultOf(error)).toStrictEqual({ kind: 'connection', detail: 'connect_refused', cause })
    expect(faultOf(new FetchError('dns', 'dns_timeout', { url: '' })).cause).toBeInstanceOf(FetchError)
  })

  it('is an error with a static message, its variables in fields', () => {
    const error = new FetchError('status', 'gone', { url: 'https://a.example/', httpStatus: 410 })

    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'FetchError', message: 'status: gone', url: 'https://a.example/', httpStatus: 410 })
    expect('cause' in error).toBe(false)
  })

  it('has eleven kinds', () => {
    expect(fetchErrorKinds).toHaveLength(11)
  })
})
