import type { Readable, Writable } from 'node:stream'

import type { ConnectionTransport } from 'puppeteer-core'

/** Longest message taken from the browser, in bytes: more than any picture or list of texts needs. */
const MESSAGE_BYTES_MAX = 64 * 1024 * 1024

/** The DevTools protocol over two pipes: each message is JSON and ends with a zero byte. */
export function createPipeTransport(write: Writable, read: Readable): ConnectionTransport {
  let parts: Buffer[] = []
  let size = 0
  let closed = false
  const transport: ConnectionTransport = {
    send(message) {
      if (!closed) write.write(`${message}\0`)
    },
    close() {
      write.end()
      read.destroy()
    },
  }
  const end = (): void => {
    if (closed) return
    closed = true
    transport.onclose?.()
  }
  read.on('data', (chunk: Buffer) => {
    let start = 0
    for (let stop = chunk.indexOf(0); stop !== -1; stop = chunk.indexOf(0, start)) {
      const message = Buffer.concat([...parts, chunk.subarray(start, stop)]).toString('utf8')
      parts = []
      size = 0
      start = stop + 1
      transport.onmessage?.(message)
    }
    if (start < chunk.length) parts.push(chunk.subarray(start))
    size += chunk.length - start
    if (size > MESSAGE_BYTES_MAX) read.destroy()
  })
  read.on('close', end)
  read.on('error', end)
  write.on('error', end)
  return transport
}
