import { connect, createServer } from 'node:net'
import type { NetConnectOpts } from 'node:net'

import { AppError } from '../domain/errors.ts'

/** A port of the loopback interface that nothing uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** The address at which this machine reaches a server that listens on `host`. */
export function reachableHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
}

/**
 * Makes sure that a wanted port can be used.
 * @param setting name of the setting that chose the port, for the error
 * @throws AppError `conflict` naming port and setting
 */
export function assertPortFree(host: string, port: number, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken =
        error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${error.code})`
      const fix = `end that program, or choose another port: \`${setting}=${port + 1} make serve\``
      reject(new AppError('conflict', `port ${port} on ${host} ${taken}: ${fix}`, { cause: error }))
    })
    server.listen(port, host, () => server.close(() => resolve()))
  })
}

/** Whether something accepts connections there, at a port or a Unix socket, within three seconds. */
export function canConnect(address: NetConnectOpts): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    const end = (result: boolean) => {
      socket.destroy()
      resolve(result)
    }
    socket.setTimeout(3_000, () => end(false))
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}
