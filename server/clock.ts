import { Instant } from '../parsers/model.ts'

/** The present moment: the one place of the server that reads the clock. */
export function clock(): Instant {
  return instantOf(Date.now())
}

export function instantOf(epochMs: number): Instant {
  return Instant.parse(new Date(epochMs).toISOString())
}
