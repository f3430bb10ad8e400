import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createProgress } from '../../crawler/progress.ts'

/** What three pages leave on a stream, the first of them without an outcome. */
function drawnOn(isTTY: boolean): string {
  let drawn = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      drawn += String(chunk)
      done()
    },
  })
  const progress = createProgress(3, Object.assign(stream, { isTTY }))
  progress.step(undefined)
  progress.step({ page: 'p', vendor: 'acme', url: 'u', outcome: 'changed', changes: [], bytes: 1, durationMilliseconds: 1 })
  progress.stop()
  return drawn
}

describe('crawler/progress.ts', () => {
  it('draws on a terminal how many pages are done, and which was the last', () => {
    expect(drawnOn(true)).toMatch(/2\/3 pages · \S+ · acme/u)
  })

  it('draws nothing anywhere else', () => {
    expect(drawnOn(false)).toBe('')
  })
})
