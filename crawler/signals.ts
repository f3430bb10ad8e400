/** Looked at this often: whether the process that started us is still there. */
const orphanMilliseconds = 1_000

const insistMilliseconds = 1_000

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP (the terminal was closed); a second one ends the process at once.
 * `leftAlone` = the process that started this one will not pass signals on (npm's shell does not), so that its end counts
 * as one.
 */
export function untilSignal(leftAlone: boolean): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let askedAt: number | undefined
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // Ctrl+C reaches the whole group, and our parent then says so again: that is one wish, not two.
        if (askedAt !== undefined && performance.now() - askedAt > insistMilliseconds) process.exit(1)
        askedAt ??= performance.now()
        resolve(signal)
      })
    }
    if (!leftAlone) return
    const parent = process.ppid
    setInterval(() => {
      if (process.ppid !== parent) resolve('SIGTERM')
    }, orphanMilliseconds).unref()
  })
}
