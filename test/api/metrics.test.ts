import { once } from 'node:events'
import { request } from 'node:http'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { createMetricsApp } from '../../api/metrics.ts'
import { SandboxOutcome } from '../../domain/sandbox/sandbox.schema.ts'
import type { SandboxStatus } from '../../domain/sandbox/sandbox.schema.ts'
import { createSandbox } from '../../sandbox/client.ts'
import type { Sandbox } from '../../sandbox/client.ts'
import { script, startDaemon } from '../sandbox/daemon.ts'
import type { Daemon } from '../sandbox/daemon.ts'
import { quiet } from '../support/api.ts'
import { parseExposition } from '../support/exposition.ts'
import type { Exposition } from '../support/exposition.ts'

const MB = 2 ** 20
const none = new Map<string, Uint8Array>()
const write = "open('a.txt', 'w').write('x')"
const servers: Server[] = []
let daemon: Daemon
let url: string
let status: SandboxStatus
let metrics: Exposition
let fresh: Exposition

beforeAll(async () => {
  daemon = await startDaemon({ slots: 1 })
  url = await listen(daemon.sandbox)
  fresh = await scrape(url)
  await daemon.sandbox.run(script(write), none)
  await daemon.sandbox.run(script(write, { library: 'bokeh', pool: 'interactive' }), none)
  await daemon.sandbox.run(script('raise ValueError'), none)
  await runOneBehindAnother()
  metrics = await scrape(url)
  status = await daemon.sandbox.status()
})
afterAll(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  await daemon.stop()
})

/** The second one waits for the only slot until the first is killed. */
async function runOneBehindAnother(): Promise<void> {
  const endless = script('while True: pass', { limits: { cpuS: 100, wallMs: 100_000 } })
  const first = new AbortController()
  const killed = daemon.sandbox.run(endless, none, { signal: first.signal }).catch(() => 'killed')
  await batchIs({ running: 1 })
  const second = daemon.sandbox.run(script(write), none)
  await batchIs({ running: 1, waiting: 1 })
  const { samples } = await scrape(url)
  expect(samples.get('pyplots_sandbox_slots{pool="batch",state="running"}')).toBe(1)
  expect(samples.get('pyplots_sandbox_slots{pool="batch",state="free"}')).toBe(0)
  expect(samples.get('pyplots_sandbox_slots{pool="batch",state="waiting"}')).toBe(1)
  first.abort()
  expect(await killed).toBe('killed')
  expect((await second).report.outcome).toBe('ok')
}

async function batchIs(counts: Partial<SandboxStatus['pools']['batch']>): Promise<void> {
  const look = async () => expect((await daemon.sandbox.status()).pools.batch).toMatchObject(counts)
  await vi.waitFor(look, { timeout: 20_000 })
}

async function listen(sandbox: Sandbox): Promise<string> {
  const app = createMetricsApp({ sandbox, log: quiet, allowedHosts: ['127.0.0.1'], anyAddress: false })
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  servers.push(server)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('it does not listen on a port')
  return `http://127.0.0.1:${address.port}`
}

async function scrape(base: string): Promise<Exposition> {
  const response = await fetch(`${base}/metrics`)
  expect(response.status).toBe(200)
  expect(response.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return parseExposition(await response.text())
}

describe('a scrape', () => {
  it('counts executions by outcome, those that never came at zero', () => {
    const counts = SandboxOutcome.options.map((outcome) => [
      outcome,
      metrics.samples.get(`pyplots_sandbox_executions_total{outcome="${outcome}"}`),
    ])
    const zeros = Object.fromEntries(SandboxOutcome.options.map((outcome) => [outcome, 0]))
    expect(Object.fromEntries(counts)).toEqual({ ...zeros, ok: 3, error: 1, killed: 1 })
    expect(metrics.types.get('pyplots_sandbox_executions_total')).toBe('counter')
  })

  it('has the waiting for slots as a histogram of seconds that adds up', () => {
    const name = 'pyplots_sandbox_slot_wait_seconds'
    const bounds = ['0.001', '0.005', '0.025', '0.1', '0.5', '2.5', '10']
    const buckets = bounds.map((bound) => metrics.samples.get(`${name}_bucket{le="${bound}"}`))
    expect(metrics.types.get(name)).toBe('histogram')
    expect(buckets).toEqual(Object.values(status.slotWait.atMostMs))
    expect(buckets).toEqual(buckets.toSorted((a = 0, b = 0) => a - b))
    expect(buckets[0]).toBeLessThan(5)
    expect(metrics.samples.get(`${name}_bucket{le="+Inf"}`)).toBe(5)
    expect(metrics.samples.get(`${name}_count`)).toBe(5)
    expect(metrics.samples.get(`${name}_sum`)).toBeCloseTo(status.slotWait.sumMs / 1000, 6)
  })

  it('tells of zygotes, slots and memory', () => {
    expect(metrics.samples.get('pyplots_sandbox_up')).toBe(1)
    expect(metrics.samples.get('pyplots_sandbox_zygote_starts_total')).toBe(2)
    expect(metrics.samples.get('pyplots_sandbox_zygote_failures_total')).toBe(0)
    expect(metrics.samples.get('pyplots_sandbox_zygotes')).toBe(2)
    for (const library of ['matplotlib', 'bokeh']) {
      const memory = `pyplots_sandbox_zygote_memory_bytes{python="3.12",library="${library}"}`
      expect(metrics.samples.get(memory)).toBeGreaterThan(5 * MB)
    }
    expect(metrics.samples.get('pyplots_sandbox_memory_bytes')).toBeGreaterThan(5 * MB)
    expect(metrics.samples.get('pyplots_sandbox_slots{pool="interactive",state="free"}')).toBe(1)
    expect(metrics.samples.get('pyplots_sandbox_slots{pool="batch",state="waiting"}')).toBe(0)
  })

  it('has all of it at zero before the first execution, and no zygote', () => {
    const own = [...fresh.samples].filter(([sample]) => /_(total|count|sum|zygotes)\b/.test(sample))
    const counted = own.filter(([sample]) => sample.startsWith('pyplots_'))
    expect(counted).toHaveLength(SandboxOutcome.options.length + 5)
    expect(counted.filter(([, value]) => value !== 0)).toEqual([])
    expect([...fresh.samples.keys()].filter((sample) => sample.includes('zygote_memory'))).toEqual([])
  })

  it('labels with words of the engine alone', () => {
    const own = [...metrics.samples.keys()].filter((sample) => sample.startsWith('pyplots_'))
    const labels = own.flatMap((sample) => [...sample.matchAll(/(\w+)="/g)].map(([, label]) => label))
    expect([...new Set(labels)].toSorted()).toEqual(['le', 'library', 'outcome', 'pool', 'python', 'state'])
  })

  it('has what this process costs', () => {
    expect(metrics.samples.get('process_resident_memory_bytes')).toBeGreaterThan(MB)
    expect(metrics.samples.get('process_cpu_seconds_total')).toBeGreaterThan(0)
    expect(metrics.types.get('nodejs_eventloop_lag_seconds')).toBe('gauge')
  })

  it('works without a sandbox and says that it is away', async () => {
    const alone = await listen(createSandbox({ socketPath: '/nowhere/sandbox.sock' }))
    const { samples } = await scrape(alone)
    const own = [...samples].filter(([sample]) => sample.startsWith('pyplots_'))
    expect(own).toEqual([['pyplots_sandbox_up', 0]])
    expect(samples.get('process_cpu_seconds_total')).toBeGreaterThan(0)
  })
})

describe('the listener of metrics', () => {
  it('has nothing else', async () => {
    for (const path of ['/', '/v1/runs', '/healthz']) expect((await fetch(`${url}${path}`)).status).toBe(404)
  })

  it.each([
    ['a foreign name', { Host: 'evil.example' }],
    ['a page of another site', { Origin: 'https://evil.example' }],
  ])('refuses %s', async (_who, headers) => {
    expect(await statusOf(`${url}/metrics`, headers)).toBe(403)
  })
})

/** `fetch` sets these headers itself. */
function statusOf(address: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(address, { headers }, (response) => resolve(response.resume().statusCode))
      .once('error', reject)
      .end()
  })
}
