import type { ChangeReading } from '../../data/store/readings.ts'
import { Change } from '../../server/api/schemas.ts'

/** A reader of the change stream. */
export interface EventStream {
  /** What it was told so far, in order. */
  readonly changes: readonly ChangeReading[]
  close(): Promise<void>
}

/** Listens from now on until it is closed or the server ends the stream. */
export function followStream(url: string): EventStream {
  const changes: ChangeReading[] = []
  const leaving = new AbortController()

  async function listen(): Promise<void> {
    const response = await fetch(url, { signal: leaving.signal, headers: { accept: 'text/event-stream' } })
    let text = ''
    for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const { type, id, data } = /^event: (?<type>\w+)\nid: (?<id>\d+)\ndata: (?<data>.*)$/u.exec(event)?.groups ?? {}
        if (type !== 'change' || data === undefined) continue
        const change = Change.parse(JSON.parse(data))
        if (String(change.cursor) !== id) throw new Error(`event ${id} holds change ${change.cursor}`)
        changes.push(change)
      }
    }
  }

  const listening = listen().catch((error: unknown) => {
    if (!leaving.signal.aborted) throw error
  })
  return {
    changes,
    async close() {
      leaving.abort()
      await listening
    },
  }
}
