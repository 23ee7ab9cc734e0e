import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'

import { loadConfig, projectRoot } from '../../config.ts'
import type { Config } from '../../config.ts'
import { acquireLease } from '../../parts/lease.ts'
import type { Lease } from '../../parts/lease.ts'
import { dataFolder } from '../../parts/places.ts'
import { processIdentity } from '../../parts/process.ts'

export const IS_ROOT = process.getuid?.() === 0

/**
 * A home of the test's own, removed with everything in it when the test ends.
 * @param options `emptyCache` gives it a cache of its own with nothing in it; `atEnd` is `afterAll` for a home
 * that several tests share
 */
export function temporaryHome(
  settings: Readonly<Record<string, string>> = {},
  options: { readonly emptyCache?: boolean; readonly atEnd?: (clean: () => void) => void } = {},
): Config {
  const folder = mkdtempSync('/var/tmp/pyplots-test-')
  chmodSync(folder, 0o755)
  const { DATABASE_URL: _url, TEMPORAL_ADDRESS: _address, ...environment } = process.env
  const cache = options.emptyCache ? { PYPLOTS_CACHE: join(folder, 'cache') } : {}
  const config = loadConfig({ ...environment, PYPLOTS_HOME: join(folder, 'home'), ...cache, ...settings })
  const atEnd = options.atEnd ?? onTestFinished
  atEnd(() => {
    rmSync(dataFolder(config).path, { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  })
  return config
}

/** Takes a lease on an engine that is PostgreSQL and Temporal alone, in a supervisor of its own. */
export async function leaseParts(
  config: Config,
  client = 'test',
  parts = 'postgres,temporal',
): Promise<Lease> {
  const args = ['--import', 'tsx', join(projectRoot(), 'scripts', 'supervisor.ts'), '--parts', parts]
  const command = [process.execPath, ...args, '--started-by', client] as const
  return acquireLease(config, { client, command, report: () => undefined })
}

/** The process of a part. */
export function pidOf(lease: Lease, name: string): number {
  const pid = lease.engine.parts.find((part) => part.name === name)?.pid
  if (typeof pid !== 'number') throw new Error(`${name} has no process`)
  return pid
}

/** Whether a process is there and no zombie. */
export function alive(pid: number): boolean {
  return processIdentity(pid) !== null
}

/** Polls until the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitUntil(condition, { timeout: 100_000, interval: 25 })
}

/** Runs a module of the project in a process of its own, as another user if wanted; returns what it printed. */
export function runModule(
  source: string,
  identity: { readonly uid?: number; readonly gid?: number } = {},
): Promise<string> {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', source]
  const child = spawn(process.execPath, args, {
    cwd: projectRoot(),
    env: { PATH: process.env['PATH'], HOME: '/var/tmp', TSX_DISABLE_CACHE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...identity,
  })
  const chunks: Buffer[] = []
  const errors: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'))
      else reject(new Error(Buffer.concat(errors).toString('utf8')))
    })
  })
}
