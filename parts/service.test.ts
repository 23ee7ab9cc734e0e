import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { processIdentity, startProcess } from './process.ts'
import { Service } from './service.ts'
import type { ServiceSpec, ServiceStatus } from './service.ts'

/** A service that runs a line of shell. */
function shell(
  script: string,
  change: Partial<ServiceSpec> = {},
): { service: Service; seen: ServiceStatus[]; logFile: string } {
  const folder = mkdtempSync(join(tmpdir(), 'pyplots-service-'))
  const logFile = join(folder, 'shell.log')
  const seen: ServiceStatus[] = []
  const launch = () =>
    Promise.resolve(
      startProcess({
        command: '/bin/sh',
        args: ['-c', script],
        env: { PATH: '/usr/bin:/bin' },
        cwd: '/',
        logFile,
        readyLine: /ready/,
      }),
    )
  const spec: ServiceSpec = {
    name: 'shell',
    version: '1',
    needs: [],
    logFile,
    launch,
    isReady: () => Promise.resolve(true),
    readyTimeoutMs: 20_000,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 20_000,
    ...change,
  }
  const service = new Service(spec, (status) => seen.push(status))
  onTestFinished(async () => {
    await service.stop()
    rmSync(folder, { recursive: true })
  })
  return { service, seen, logFile }
}

/** Resolves when the service has reached the state again. */
async function reaches(seen: readonly ServiceStatus[], from: number, state: string): Promise<void> {
  await vi.waitUntil(() => seen.slice(from).some((status) => status.state === state), {
    timeout: 20_000,
    interval: 5,
  })
}

describe('Service', () => {
  it('is ready when its process has said so, and gone after its stop', async () => {
    const { service } = shell('echo ready; exec sleep 1000')
    await service.start()
    const pid = service.current.pid ?? 0
    expect(service.current).toMatchObject({ state: 'ready', restarts: 0, startedMs: expect.any(Number) })
    await service.stop()
    expect(service.current).toMatchObject({ state: 'stopped', pid: null })
    expect(processIdentity(pid)).toBeNull()
  })

  it('starts a killed process again, and counts it', async () => {
    const { service, seen } = shell('echo ready; exec sleep 1000')
    await service.start()
    const first = service.current.pid ?? 0
    const from = seen.length
    process.kill(first, 'SIGKILL')
    await reaches(seen, from, 'ready')
    expect(service.current).toMatchObject({ state: 'ready', restarts: 1 })
    expect(service.current.pid).not.toBe(first)
  })

  it('restarts at request', async () => {
    const { service, seen } = shell('echo ready; exec sleep 1000')
    await service.start()
    const first = service.current.pid
    const from = seen.length
    service.restart()
    await reaches(seen, from, 'ready')
    expect(service.current.pid).not.toBe(first)
  })

  it('gives up a start that fails again and again, with the end of the log', async () => {
    const { service, logFile } = shell('echo out of paper >&2; exit 3')
    await expect(service.start()).rejects.toThrow(/shell does not start \(exit code 3\)[^]*out of paper/)
    expect(service.current.state).toBe('failed')
    expect(readFileSync(logFile, 'utf8').match(/out of paper$/gm)).toHaveLength(4)
  })

  it('reports a program that does not exist', async () => {
    const launch = () =>
      Promise.resolve(
        startProcess({ command: '/nonexistent', args: [], env: {}, cwd: '/', logFile: '/dev/null' }),
      )
    const { service } = shell('', { launch, isReady: () => Promise.resolve(false) })
    await expect(service.start()).rejects.toThrow(/cannot start: spawn \/nonexistent ENOENT/)
  })

  it('kills a process that does not listen', async () => {
    const { service } = shell("trap '' TERM; echo ready; exec sleep 1000", { stopTimeoutMs: 50 })
    await service.start()
    const pid = service.current.pid ?? 0
    await service.stop()
    expect(processIdentity(pid)).toBeNull()
  })

  it('counts a process that never answers as failed', async () => {
    const { service } = shell('exec sleep 1000', { readyTimeoutMs: 30 })
    await expect(service.start()).rejects.toThrow('shell does not answer after 0.03 s')
  })

  it('puts a log aside that has grown too large', async () => {
    const { service, logFile } = shell('echo ready; exec sleep 1000')
    writeFileSync(logFile, 'x'.repeat(10_000_001))
    await service.start()
    expect(statSync(`${logFile}.1`).size).toBe(10_000_001)
    expect(readFileSync(logFile, 'utf8')).toContain('ready')
  })

  it('can be stopped while it waits to start again', async () => {
    const { service, seen } = shell('echo ready; exec sleep 1000')
    await service.start()
    const from = seen.length
    process.kill(service.current.pid ?? 0, 'SIGKILL')
    await reaches(seen, from, 'restarting')
    await service.stop()
    expect(service.current).toMatchObject({ state: 'stopped', restarts: 1 })
  })

  it('ends a process that was launched while it was being stopped', async () => {
    const launched = { pid: 0 }
    const stopping: { service?: Service } = {}
    const launch = async () => {
      void stopping.service?.stop()
      const logFile = '/dev/null'
      const running = startProcess({ command: '/bin/sleep', args: ['1000'], env: {}, cwd: '/', logFile })
      launched.pid = running.pid
      return running
    }
    const { service } = shell('', { launch })
    stopping.service = service
    await expect(service.start()).rejects.toThrow('shell was stopped while it was starting')
    expect(processIdentity(launched.pid)).toBeNull()
  })

  it('can be stopped while it starts', async () => {
    const { service, seen } = shell('exec sleep 1000')
    const start = service.start()
    await reaches(seen, 0, 'starting')
    const [result] = await Promise.allSettled([start, service.stop()])
    expect(result).toMatchObject({ reason: { message: 'shell was stopped while it was starting' } })
  })
})
