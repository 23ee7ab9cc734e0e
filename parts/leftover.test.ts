import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { endLeftover, recordProcess } from './leftover.ts'
import { processIdentity, startProcess } from './process.ts'

function scratch(): Config {
  const home = mkdtempSync(join(tmpdir(), 'pyplots-leftover-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  return { ...loadConfig(), home }
}

function sleeper(config: Config) {
  const logFile = join(config.home, 'sleep.log')
  return startProcess({ command: '/bin/sleep', args: ['1000'], env: {}, cwd: '/', logFile })
}

describe('endLeftover', () => {
  it('ends what was recorded under the name', async () => {
    const config = scratch()
    const process = sleeper(config)
    await recordProcess(config, 'sleep', process.pid)
    await endLeftover(config, 'other')
    expect(processIdentity(process.pid)).not.toBeNull()
    await endLeftover(config, 'sleep')
    expect(processIdentity(process.pid)).toBeNull()
    expect(await process.ended).toBe('killed by SIGTERM')
  })

  it('kills what does not end by itself', async () => {
    const config = scratch()
    const deaf = startProcess({
      command: '/bin/sh',
      args: ['-c', "trap '' TERM; echo deaf; while :; do sleep 0.1; done"],
      env: { PATH: '/usr/bin:/bin' },
      cwd: '/',
      logFile: join(config.home, 'deaf.log'),
      readyLine: /deaf/,
    })
    await deaf.announced
    await recordProcess(config, 'deaf', deaf.pid)
    await endLeftover(config, 'deaf')
    expect(await deaf.ended).toBe('killed by SIGKILL')
  })

  it('remembers nothing of a process that is gone already', async () => {
    const config = scratch()
    await recordProcess(config, 'gone', 4_194_305)
    expect(existsSync(join(config.home, 'processes'))).toBe(false)
  })

  it('leaves a later process with the same id alone', async () => {
    const config = scratch()
    const process = sleeper(config)
    await recordProcess(config, 'sleep', process.pid)
    const record = join(config.home, 'processes', 'sleep.json')
    writeFileSync(record, JSON.stringify({ pid: process.pid, identity: 'another boot 1' }))
    await endLeftover(config, 'sleep')
    expect(processIdentity(process.pid)).not.toBeNull()
    process.signal('SIGKILL')
    expect(await process.ended).toBe('killed by SIGKILL')
  })

  it('has nothing to do where nothing was recorded', async () => {
    await expect(endLeftover(scratch(), 'sleep')).resolves.toBeUndefined()
  })
})
