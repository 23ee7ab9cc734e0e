import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'

import { assertPortFree, canConnect, freePort, reachableHost } from './ports.ts'

describe('assertPortFree', () => {
  it('is content with a port that nothing uses', async () => {
    await expect(assertPortFree('127.0.0.1', await freePort(), 'PORT')).resolves.toBeUndefined()
  })

  it('names the reason when an address is none of this machine', async () => {
    await expect(assertPortFree('192.0.2.1', 80, 'PORT')).rejects.toThrow(
      /port 80 on 192\.0\.2\.1 cannot be used \(EADDRNOTAVAIL\): .*`PORT=81 make serve`/,
    )
  })
})

describe('canConnect', () => {
  it('tells whether somebody listens', async () => {
    const server = createServer()
    const port = await freePort()
    expect(await canConnect({ host: '127.0.0.1', port })).toBe(false)
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    expect(await canConnect({ host: '127.0.0.1', port })).toBe(true)
    server.close()
  })
})

describe('reachableHost', () => {
  it('is the loopback for a server that listens everywhere', () => {
    expect(['0.0.0.0', '::', '192.0.2.1'].map(reachableHost)).toEqual(['127.0.0.1', '127.0.0.1', '192.0.2.1'])
  })
})
