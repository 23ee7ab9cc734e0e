import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'

import { loadConfig } from '../../config.ts'
import { temporalPart } from '../../parts/temporal.ts'

/** A real Temporal server in memory or in a file of its own; ends with its parent. */
export interface TestTemporal {
  readonly address: string
  stop(): Promise<void>
}

/** A shell that ends the server as soon as its own standard input closes, however its parent died. */
const SUPERVISOR = '"$@" & pid=$!; cat >/dev/null; kill -TERM $pid; wait $pid'

/** Starts the server that `make setup` found or built. */
export async function startTemporal(): Promise<TestTemporal> {
  const found = await temporalPart.find({ ...loadConfig(), TEMPORAL_ADDRESS: undefined })
  if (found.kind === 'missing')
    throw new Error(`the tests need a Temporal server: ${found.reason}; ${found.fix}`)
  const folder = mkdtempSync(join(tmpdir(), 'pp-temporal-'))
  const port = await freePort()
  const args = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port)]
  const file = ['--db-filename', join(folder, 'temporal.db'), '--log-level', 'error']
  const server = spawn('sh', ['-c', SUPERVISOR, 'sh', found.path, ...args, ...file], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const address = `127.0.0.1:${port}`
  await waitUntilReady(address)
  return {
    address,
    async stop() {
      server.stdin?.end()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A TCP port of this machine that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'))
        else resolve(address.port)
      })
    })
  })
}

async function waitUntilReady(address: string): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1_000 })
      await connection.workflowService.describeNamespace({ namespace: 'default' })
      await connection.close()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
