import { describe, expect, it } from 'vitest'
import { onceForEach } from '../../../parsers/lib/once.ts'
import type { Document } from '../../../parsers/platform.ts'

function document(text: string): Document {
  const url = 'https://status.example.com/'
  return { url, finalUrl: url, status: 200, headers: {}, body: { medium: 'json', text } }
}

function counting(): { readonly read: ReturnType<typeof onceForEach>; readonly done: string[] } {
  const done: string[] = []
  const read = onceForEach(({ body: { text } }: Document, pageUrl) => {
    done.push(`${pageUrl} ${text}`)
    if (text === 'broken') throw new Error(text)
    return { authority: 'api', omissions: [] }
  })
  return { read, done }
}

describe('parsers/lib/once.ts', () => {
  it('reads a document once, and another one of the same text anew', () => {
    const { read, done } = counting()
    const [one, other] = [document('a'), document('a')]

    for (const each of [one, one, other]) read(each, 'p')

    expect(done).toEqual(['p a', 'p a'])
  })

  it('reads it anew for another page', () => {
    const { read, done } = counting()
    const one = document('a')

    for (const page of ['p', 'q', 'q']) read(one, page)

    expect(done).toEqual(['p a', 'q a'])
  })

  it('remembers no failure', () => {
    const { read, done } = counting()
    const one = document('broken')

    expect(() => read(one, 'p')).toThrow('broken')
    expect(() => read(one, 'p')).toThrow('broken')
    expect(done).toHaveLength(2)
  })
})
