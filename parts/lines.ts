import type { Socket } from 'node:net'

/** Calls `read` for each line that arrives, until the connection ends. */
export function readLines(socket: Socket, read: (line: string) => void): void {
  const buffer = { rest: '' }
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (buffer.rest + chunk).split('\n')
    buffer.rest = lines.pop() ?? ''
    for (const line of lines) read(line)
  })
}

/** Sends a value as one line of JSON; a connection that is gone is no error here, its `close` event tells. */
export function sendLine(socket: Socket, value: unknown): void {
  if (socket.writable) socket.write(`${JSON.stringify(value)}\n`)
}
