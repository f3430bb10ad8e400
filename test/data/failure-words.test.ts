import { describe, expect, it } from 'vitest'
import { fetchErrorKinds } from '../../crawler/fetch/errors.ts'
import { failureWords } from '../../data/failure-words.ts'

describe('data/failure-words.ts', () => {
  it.each([
    { kind: null, detail: null, words: null },
    { kind: 'status', detail: '503', words: 'answers 503' },
    { kind: 'status', detail: 'not_found', words: 'answers 404' },
    { kind: 'status', detail: 'partial_content', words: 'answers with an error' },
    { kind: 'tls', detail: 'cert_expired', words: 'its certificate has expired' },
    { kind: 'shape', detail: 'no components list', words: 'its answer could not be understood: no components list' },
    { kind: 'browser', detail: 'not_installed', words: 'needs a browser, and none is installed' },
    { kind: 'dns', detail: null, words: 'its name cannot be resolved' },
    { kind: 'something_new', detail: null, words: 'something new' },
    { kind: 'toString', detail: 'constructor', words: 'constructor' },
  ])('says $kind $detail as "$words"', ({ kind, detail, words }) => {
    expect(failureWords(kind, detail)).toBe(words)
  })

  it('has words of its own for every kind of failure', () => {
    const kinds = [...fetchErrorKinds, 'shape', 'missing', 'empty', 'foreign']

    expect(kinds.filter((kind) => failureWords(kind, null) === kind.replaceAll('_', ' '))).toEqual([])
  })
})
