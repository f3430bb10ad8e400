import { describe, expect, it } from 'vitest'
import { changeKinds } from '../../data/database/change-kinds.ts'
import { differences, play } from '../support/lies/play.ts'

/** Pages that lie for a week, and what is known of them at its end: what they did, nothing less and nothing more. */

describe('data/store/polls.ts, lying pages', () => {
  it('knows after a week what two hundred of them did, nothing less and nothing more', { timeout: 300_000 }, async () => {
    const played = await play({ seed: 1, vendors: 200, turns: 1008 })

    expect(differences(played)).toEqual([])
    const happened = new Set(played.scripts.flatMap(({ story }) => story.ledger.lines.map((text) => text.split(' ')[0] ?? '')))
    expect([...happened].toSorted()).toEqual(changeKinds.toSorted())
  })
})
