import { createSecureServer, type Http2Session, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { listen } from './fault-server.ts'
import type { TestCertificate } from './tls.ts'

export interface Http2Server {
  readonly origin: string
  /** How many sessions were opened. */
  readonly sessions: { readonly opened: number }
  close(): Promise<void>
}

/** An HTTP/2 server on a free port of loopback; every stream goes to the handler. */
export async function startHttp2Server(
  certificate: TestCertificate,
  handle: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void,
): Promise<Http2Server> {
  const open = new Set<Http2Session>()
  const sessions = { opened: 0 }
  const server = createSecureServer({ ...certificate, allowHTTP1: false })
  server.on('session', (session) => {
    sessions.opened += 1
    open.add(session)
    session.on('error', () => {}).on('close', () => open.delete(session))
  })
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {})
    handle(stream, headers)
  })
  const port = await listen(server)
  return {
    origin: `https://127.0.0.1:${port}`,
    sessions,
    close: () => {
      for (const session of open) session.destroy()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}
