import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareTexts, type Edit } from '../../data/edits.ts'

function textOf({ pieces }: Edit, kind: 'added' | 'removed'): string {
  return pieces
    .filter((piece) => piece.kind === 'kept' || piece.kind === kind)
    .map((piece) => piece.text)
    .join('')
}

/** As a reader sees it: [-gone-] {+come+}. */
function marked({ pieces }: Edit): string {
  return pieces.map(({ kind, text }) => (kind === 'kept' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`)).join('')
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s+/gu, '')
}

const resolved = 'This incident has been resolved.'
const promise = 'A detailed root cause analysis will be shared as soon as it is available.'

describe('data/edits.ts', () => {
  it.each([
    { before: 'All is well.', after: 'All is well.', shown: 'All is well.' },
    { before: '', after: 'New.', shown: '{+New.+}' },
    { before: 'Gone.', after: '', shown: '[-Gone.-]' },
    {
      before: 'On 8 August some customers saw errors.',
      after: 'On 6 August some customers saw errors.',
      shown: 'On [-8-]{+6+} August some customers saw errors.',
    },
    {
      before: 'We have a fix and are testing it.',
      after: 'We have a fix and are rolling it out.',
      shown: 'We have a fix and are [-testing-]{+rolling+} it {+out+}.',
    },
    { before: 'データセンターの障害です。', after: 'データベースの障害です。', shown: 'データ[-センタ-]{+ベ+}ー{+ス+}の障害です。' },
    { before: 'One.\n\nTwo.', after: 'One. Two.', shown: 'One. Two.' },
    {
      before: 'Streaming was slow, for hours. The issue was found by the team.',
      after: 'Streaming failed from one to five, for everybody who had it on, as an event was of another shape.',
      shown:
        'Streaming [-was slow, for hours. The issue was found by the team-]{+failed from one to five, for everybody who had it on, as an event was of another shape+}.',
    },
    // Single words that both happen to hold do not cut a sentence that was written anew to pieces.
    {
      before: 'We are looking into the errors of the API now.',
      after: 'Between ten and noon the service for the whole region was slow.',
      shown: '[-We are looking into the errors of the API now-]{+Between ten and noon the service for the whole region was slow+}.',
    },
  ])('marks the words that differ: $shown', ({ before, after, shown }) => {
    const edit = compareTexts(before, after)

    expect(marked(edit)).toBe(shown)
    expect(edit.unit).toBe('word')
  })

  it('keeps every word of both texts, whatever they hold', () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom('a', 'the', 'due to', '. ', ' ', '\n', '\n\n', '障害', '🦊', '<p>'), fc.string()))
      .map((parts) => parts.join(' '))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edit = compareTexts(before, after)

        expect(withoutSpace(textOf(edit, 'removed'))).toBe(withoutSpace(before))
        expect(textOf(edit, 'added')).toBe(after)
        expect(edit.pieces.every((piece) => piece.text !== '')).toBe(true)
      }),
    )
  })

  it('compares long texts by lines, and very long or wholly different ones as a whole', () => {
    const lines = Array.from({ length: 400 }, (_, line) => `Line ${line} says what it said all along.\n`)
    const changed = lines.toSpliced(200, 1, 'This line is another one.\n')
    const words = Array.from({ length: 1_500 }, (_, index) => `w${index}`)

    const byLine = compareTexts(lines.join(''), changed.join(''))
    expect(byLine.unit).toBe('line')
    expect(byLine.pieces.filter((piece) => piece.kind !== 'kept')).toEqual([
      { kind: 'removed', text: 'Line 200 says what it said all along.' },
      { kind: 'added', text: 'This line is another one.' },
    ])
    expect(compareTexts(words.join(' '), words.toReversed().join(' '))).toMatchObject({
      unit: 'line',
      pieces: [{ kind: 'removed' }, { kind: 'added' }],
    })
    expect(compareTexts('a\n'.repeat(150_000).trim(), 'b\n'.repeat(150_000).trim())).toMatchObject({
      unit: 'text',
      pieces: [{ kind: 'removed' }, { kind: 'added' }],
    })
    expect(compareTexts(words.join('\n'), words.toReversed().join('\n')).unit).toBe('text')
  })

  it('is done with the worst that a vendor can write in a fraction of a second', () => {
    const one = Array.from({ length: 1_600 }, (_, index) => `${(index * 7919) % 3001}`).join(' ')
    const other = Array.from({ length: 1_600 }, (_, index) => `${(index * 104_729) % 2999}`).join(' ')

    const started = process.cpuUsage()
    compareTexts(one, other)
    compareTexts('a', 'investigating '.repeat(28_000))

    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_000)
  })

  it.each([
    'The root cause was an expired certificate.',
    'The root cause was identified to be a change that was deployed to the event platform.',
    'We have identified the root cause as a full disk.',
    'We found a recent code change in the registry to be the root cause.',
    'Root cause\nA full disk.',
    'Underlying cause: a repeated query.',
    'This incident was caused by excessive rebalancing in our Kafka consumer group.',
    'Logins failed due to an overloaded database.',
    'Logins failed because the token service ran out of memory.',
    'Logins failed because of a bad deploy.',
    'As a result of a configuration change, some requests were dropped.',
    'The errors were the result of a bug in our router.',
    'The outage resulted from a power failure.',
    'The issue stemmed from a backlog of events.',
    'The errors are attributed to a third party.',
    'All failures were traced back to a test environment.',
    'The spike was triggered by a retry storm.',
    'We found a misconfigured load balancer.',
    'A misconfiguration of the cache was corrected.',
    'The cause was a faulty cable.',
  ])('sees that a cause is added: %s', (sentence) => {
    expect(compareTexts(resolved, `${resolved} ${sentence}`).addsCause).toBe(true)
    expect(compareTexts(resolved, sentence).addsCause).toBe(true)
    expect(compareTexts(`${resolved} ${promise}`, `${resolved} ${sentence}`).addsCause).toBe(true)
  })

  it('sees that a supposed cause is now a stated one', () => {
    const [before, after] = ['The errors may be caused by a full disk.', 'The errors were caused by a full disk.']

    expect(compareTexts(before, after).addsCause).toBe(true)
    expect(compareTexts(after, before).addsCause).toBe(false)
  })

  it.each([
    promise,
    'We will publish a root cause analysis.',
    'We are still investigating the root cause.',
    'We are working to understand the root cause and to prevent it.',
    'The root cause is not yet known.',
    'The root cause is under investigation.',
    'The root cause has been identified and a fix is on its way.',
    'We have identified the root cause and are rolling out a fix.',
    'This may be due to a network issue.',
    'The errors are likely caused by a provider.',
    'The errors were not caused by the latest release.',
    'We apologize for the trouble caused by this incident.',
    'There was no data loss as a result of the incident.',
    'As a result, we drained the site.',
    'Amounts due today can be paid again.',
    'Everything is back to normal.',
  ])('claims nothing for: %s', (sentence) => {
    expect(compareTexts(resolved, `${resolved} ${sentence}`).addsCause).toBe(false)
  })

  it.each([
    { what: 'other words for it', before: 'Logins failed due to a bad deploy.', after: 'Logins failed because of a bad deploy.' },
    { what: 'another place', before: 'It was caused by a bug. Sorry.', after: 'Sorry. It was caused by a bug.' },
    { what: 'another date beside it', before: 'On 8 May it failed due to a bug.', after: 'On 6 May it failed due to a bug.' },
    { what: 'its removal', before: 'It failed due to a bug.', after: 'It failed.' },
    {
      what: 'a longer account of it',
      before: 'It failed due to a bug.',
      after: 'It failed due to a bug. The bug was old and is now gone.',
    },
  ])('claims nothing for $what', ({ before, after }) => {
    expect(compareTexts(before, after).addsCause).toBe(false)
  })
})
