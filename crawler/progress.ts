import { Presets, SingleBar } from 'cli-progress'
import type { PollOutcome } from './runner.ts'

export interface Progress {
  readonly step: (outcome: PollOutcome | undefined) => void
  readonly stop: () => void
}

/** A bar on a terminal; elsewhere the log's lines say the same. */
export function createProgress(total: number, stream: NodeJS.WritableStream & { readonly isTTY?: boolean }): Progress {
  if (stream.isTTY !== true) return { step: () => undefined, stop: () => undefined }
  const bar = new SingleBar(
    {
      format: '{bar} {value}/{total} pages · {duration_formatted} · {vendor}',
      hideCursor: true,
      stream,
      // Signals are for the command to hear: it stops the bar when the polls under way are done.
      gracefulExit: false,
    },
    Presets.shades_grey,
  )
  bar.start(total, 0, { vendor: '' })
  return {
    step: (outcome) => bar.increment(1, { vendor: outcome?.vendor ?? '' }),
    stop: () => bar.stop(),
  }
}
