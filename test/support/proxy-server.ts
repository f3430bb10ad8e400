import { connect, createServer, type Socket } from 'node:net'
import { listen } from './fault-server.ts'

export interface ProxyServer {
  readonly url: string
  /** The request lines it got, in order: "CONNECT host:443 HTTP/1.1" or "GET http://host/path HTTP/1.1". */
  readonly requestLines: readonly string[]
  close(): Promise<void>
}

export interface ProxyServerOptions {
  /** Where everything is sent, whatever host was asked for: a proxy on loopback stands for the whole web. */
  readonly targetPort: number
  /** Instead of opening a tunnel, does this with the connection. */
  readonly onConnect?: (socket: Socket) => void
}

/** A forward proxy on loopback: tunnels by CONNECT, and absolute URLs by rewriting the request line. */
export async function startProxyServer({ targetPort, onConnect }: ProxyServerOptions): Promise<ProxyServer> {
  const requestLines: string[] = []
  const sockets = new Set<Socket>()

  function track(socket: Socket): Socket {
    sockets.add(socket)
    return socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }

  const server = createServer((client) => {
    track(client).once('data', (bytes) => {
      const text = bytes.toString('latin1')
      const line = text.slice(0, text.indexOf('\r\n'))
      requestLines.push(line)
      const isTunnel = line.startsWith('CONNECT ')
      if (isTunnel && onConnect) return onConnect(client)
      const target = track(connect(targetPort, '127.0.0.1', () => isTunnel && client.write('HTTP/1.1 200 Connection established\r\n\r\n')))
      if (!isTunnel) target.write(text.replace(/^(\S+) http:\/\/[^/]+/u, '$1 '), 'latin1')
      client.pipe(target).pipe(client)
    })
  })
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    requestLines,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}
