import type { Dated } from './dating.ts'
import type { Evidence } from './model.ts'

/** A window that the text may mean, with how much speaks for it. */
export interface Candidate {
  readonly start: Dated
  readonly end: Dated | undefined
  readonly score: number
  readonly isApproximate: boolean
  /** Where the start stands in the plain text. */
  readonly from: number
  readonly evidence: readonly Evidence[]
}
