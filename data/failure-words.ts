/** What a failed poll means, in words that go after a page's name: "answers 503", "its certificate has expired". */

const kindWords: Readonly<Record<string, string>> = {
  timeout: 'does not answer in time',
  dns: 'its name cannot be resolved',
  tls: 'no trusted connection can be made',
  connection: 'the connection fails',
  status: 'answers with an error',
  too_large: 'its answer is too large',
  wrong_medium: 'answers in an unexpected format',
  redirect: 'redirects in a way that is not followed',
  challenge: 'asks visitors to prove that they are human',
  forbidden_address: 'its address may not be visited',
  browser: 'cannot be drawn by the browser',
  shape: 'its answer could not be understood',
  missing: 'its answer could not be understood',
  empty: 'its answer could not be understood',
  foreign: 'answers, but not as the page that is watched',
}

/** Where the finer reason is more telling than the kind. */
const detailWords: Readonly<Record<string, string>> = {
  dns_notfound: 'its name does not exist',
  cert_expired: 'its certificate has expired',
  cert_not_yet_valid: 'its certificate is not valid yet',
  self_signed: 'its certificate is signed by nobody known',
  wrong_name: 'its certificate is for another name',
  connect_refused: 'refuses connections',
  unreachable: 'cannot be reached',
  truncated: 'its answer ends too early',
  proxy_refused: 'the proxy refuses the connection',
  unauthorized: 'answers 401',
  forbidden: 'answers 403',
  not_found: 'answers 404',
  gone: 'answers 410',
  rate_limited: 'answers 429',
  legal: 'answers 451',
  client_error: 'refuses the request',
  server_error: 'answers with a server error',
  empty_body: 'answers with nothing',
  not_installed: 'needs a browser, and none is installed',
  switched_off: 'needs a browser, and that is switched off',
}

/** Null where no failure is known. */
export function failureWords(kind: string | null, detail: string | null): string | null {
  if (kind === null) return null
  const finer = detail ?? ''
  if (/^\d{3}$/u.test(finer)) return `answers ${finer}`
  if (Object.hasOwn(detailWords, finer)) return detailWords[finer] ?? null
  const words = Object.hasOwn(kindWords, kind) ? kindWords[kind] : undefined
  if (words === undefined) return finer === '' ? kind.replaceAll('_', ' ') : finer
  // The reasons of a parser are phrases of their own; those of the network are single words, said by the kind.
  return finer.includes(' ') ? `${words}: ${finer}` : words
}
