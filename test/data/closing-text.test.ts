import { describe, expect, it } from 'vitest'
import { isReportInAllButName } from '../../data/changes/closing-text.ts'
import type { Phase } from '../../parsers/model.ts'

const looksBack =
  'On 3 March, between 10:05 UTC and 11:40 UTC, the order service answered with errors for a part of all requests. We have moved it to other machines, and watch it closely.'
const withCause =
  'From about 9 pm on, sign-in failed for two of five customers. This was due to an expired certificate on the inner gateway, which has been renewed. Certificates are watched from now on.'
const withLength =
  'Sign-in failed for two of five customers during 35 minutes. The root cause was an expired certificate on the inner gateway, which has been renewed. Certificates are watched from now on.'

function is(body: string, phase?: Phase, format: 'text' | 'html' = 'text'): boolean {
  return isReportInAllButName({ body, format, ...(phase ? { phase } : {}) })
}

describe('data/changes/closing-text.ts', () => {
  it.each([
    { what: 'a window', body: looksBack },
    { what: 'one time and a cause', body: withCause },
    { what: 'a length of time and a cause', body: withLength },
    {
      what: 'German words',
      body: 'Am 3. März war die Anmeldung gestört. Ab 9.05 Uhr kam es zu Fehlern; die Ursache war ein abgelaufenes Zertifikat am inneren Gateway. Es wurde erneuert, und alle Zertifikate werden nun überwacht.',
    },
    {
      what: 'Japanese words, which are short',
      body: '本日10時05分から11時40分まで、一部のお客様がログインできない障害が発生しておりました。原因は内部ゲートウェイの証明書の期限切れであり、現在は復旧しております。',
    },
  ])('takes a closing update with $what for a report', ({ body }) => {
    expect(is(body, 'resolved')).toBe(true)
  })

  it.each([
    { what: 'says only that it is over', body: 'This incident has been resolved.' },
    { what: 'is long and says when nothing happened', body: 'We thank everybody for the patience with us. '.repeat(8) },
    { what: 'names a cause and no time', body: withCause.replace('From about 9 pm on, sign-in', 'Sign-in') },
    { what: 'is short', body: 'Errors between 10:05 and 11:40 UTC.' },
  ])('takes no closing update for one that $what', ({ body }) => {
    expect(is(body, 'resolved')).toBe(false)
  })

  it.each([
    ['investigating', false],
    ['identified', false],
    ['monitoring', false],
    ['resolved', true],
    ['postmortem', true],
    ['completed', false],
  ] as const)('goes by the label: %s -> %s', (phase, isReport) => {
    expect(is(looksBack, phase)).toBe(isReport)
  })

  it('asks a text without a label of its own to say that it is over', () => {
    const over = `${looksBack} The issue has been resolved.`

    expect([is(looksBack), is(over), is(over, 'unknown')]).toEqual([false, true, true])
  })

  it('takes whatever is published as a postmortem, if it says anything', () => {
    expect([is('See the blog', 'postmortem'), is(' \n', 'postmortem')]).toEqual([true, false])
  })

  it('counts what a reader sees, not the markup', () => {
    const marked = `<p class="${'x'.repeat(400)}">Errors between 10:05 and 11:40 UTC.</p>`

    expect([is(marked, 'resolved', 'html'), is(`<p>${looksBack}</p>`, 'resolved', 'html')]).toEqual([false, true])
  })

  it.each([
    ['brackets', '<'.repeat(1_000_000)],
    ['digits', '1'.repeat(1_000_000)],
    ['colons', '1:'.repeat(500_000)],
    ['blanks', ' '.repeat(1_000_000)],
    ['ideographs', '時'.repeat(1_000_000)],
  ])('is quick with a million %s', (_what, body) => {
    const started = performance.now()

    is(body, 'resolved', 'html')

    expect(performance.now() - started).toBeLessThan(200)
  })
})
