import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { createSandbox } from '../../sandbox/client.ts'
import {
  SANDBOXD,
  TEST_HARNESS,
  descendants,
  environmentSettings,
  interpreter,
  isAlive,
  script,
  startDaemon,
  writeSettings,
} from './daemon.ts'
import type { Daemon, DaemonOptions } from './daemon.ts'
import { copyDaemon } from './plain-host.ts'

const none = new Map<string, Uint8Array>()
const endless = script('while True: pass', { limits: { cpuS: 100, wallMs: 100_000 } })
const quick = script("open('a.txt', 'w').write('x')")
const patience = { timeout: 20_000, interval: 20 }

const daemons: Daemon[] = []
let scratch: string

async function start(options: DaemonOptions = {}): Promise<Daemon> {
  const daemon = await startDaemon(options)
  daemons.push(daemon)
  return daemon
}

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'pyplots-daemon-'))
})
afterEach(async () => {
  await Promise.all(daemons.splice(0).map((daemon) => daemon.stop()))
  rmSync(scratch, { recursive: true, force: true })
})

/** Starts an execution that does not end by itself; returns once its user process is at work. */
async function startEndless(daemon: Daemon) {
  const controller = new AbortController()
  const ended = daemon.sandbox
    .run(endless, none, { signal: controller.signal })
    .catch((error: unknown) => error)
  const below = () => descendants(daemon.child.pid ?? 0)
  await expect.poll(() => below().length, patience).toBeGreaterThanOrEqual(4)
  return { controller, ended, processes: below() }
}

describe('an execution', () => {
  it('ends with the connection of its client, and leaves no process', async () => {
    const daemon = await start({ zygoteMemoryMb: 0 })
    const { controller, ended } = await startEndless(daemon)
    controller.abort(new Error('not needed any more'))
    expect(await ended).toEqual(new Error('not needed any more'))
    await expect.poll(() => descendants(daemon.child.pid ?? 0), patience).toEqual([])
    await expect
      .poll(() => daemon.sandbox.status(), patience)
      .toMatchObject({ pools: { batch: { running: 0 } }, byOutcome: { killed: 1 } })
    expect((await daemon.sandbox.run(quick, none)).report.outcome).toBe('ok')
  })

  it('is logged and counted when it starts', async () => {
    const daemon = await start()
    await daemon.sandbox.run({ ...quick, id: 'first', library: 'bokeh' }, none)
    await daemon.sandbox.run(script('raise ValueError', { id: 'second' }), none)
    expect(daemon.started()).toEqual([
      {
        id: 'first',
        python: '3.12',
        library: 'bokeh',
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\+00:00$/),
      },
      { id: 'second', python: '3.12', library: 'matplotlib', at: expect.any(String) },
    ])
    expect(await daemon.sandbox.status()).toEqual({
      tier: 'ns',
      landlock: expect.any(Number),
      cgroups: expect.any(String),
      pools: {
        batch: { slots: 2, running: 0, waiting: 0 },
        interactive: { slots: 1, running: 0, waiting: 0 },
      },
      executions: 2,
      byOutcome: { ok: 1, error: 1 },
      slotWait: { atMostMs: expect.objectContaining({ '10000': 2 }), count: 2, sumMs: expect.any(Number) },
      zygotes: {
        starts: 2,
        failures: 0,
        kept: ['bokeh', 'matplotlib'].map((library) => ({
          python: '3.12',
          library,
          executions: 1,
          ahead: 0,
          residentMb: expect.any(Number),
        })),
      },
      residentMb: expect.any(Number),
      pythons: expect.arrayContaining(['3.12']),
    })
  })

  it('waits for a slot in its turn; beyond the queue it is refused; one that gives up makes room', async () => {
    const daemon = await start({ slots: 1 })
    const { controller, ended } = await startEndless(daemon)
    const waiting = Array.from({ length: 64 }, () => new AbortController())
    const results = waiting.map(({ signal }) =>
      daemon.sandbox.run(quick, none, { signal }).then(
        ({ report }) => report.outcome,
        () => 'given up',
      ),
    )
    await expect
      .poll(() => daemon.sandbox.status(), patience)
      .toMatchObject({ pools: { batch: { running: 1, waiting: 64 } } })
    expect((await daemon.sandbox.run(quick, none)).report.outcome).toBe('queue_full')
    for (const { abort } of waiting.slice(2).map((each) => ({ abort: () => each.abort() }))) abort()
    await expect
      .poll(() => daemon.sandbox.status(), patience)
      .toMatchObject({ pools: { batch: { waiting: 2 } } })
    controller.abort()
    await ended
    expect(await Promise.all(results.slice(0, 2))).toEqual(['ok', 'ok'])
    expect(await results.at(-1)).toBe('given up')
    expect(daemon.started()).toHaveLength(3)
  })
})

describe('the daemon', () => {
  it('ends at SIGTERM with its executions and its socket', async () => {
    const daemon = await start()
    const { ended, processes } = await startEndless(daemon)
    daemon.child.kill('SIGTERM')
    const [code] = await once(daemon.child, 'exit')
    expect(code).toBe(0)
    expect(processes.filter(isAlive)).toEqual([])
    expect(await ended).toMatchObject({ code: 'unavailable' })
    expect(existsSync(daemon.socketPath)).toBe(false)
  })

  it('takes its executions along when it is killed', async () => {
    const daemon = await start()
    const { processes } = await startEndless(daemon)
    daemon.child.kill('SIGKILL')
    await expect.poll(() => processes.filter(isAlive), patience).toEqual([])
    expect(existsSync(daemon.socketPath)).toBe(true)
  })

  it('ends when its parent lets go of standard input', async () => {
    const daemon = await start()
    daemon.child.stdin?.end()
    const [code] = await once(daemon.child, 'exit')
    expect(code).toBe(0)
  })

  it('serves several requests on one connection, a bad frame ends it', async () => {
    const daemon = await start()
    const client = `
import json, socket, sys
sys.path.insert(0, sys.argv[1])
import frames
connection = socket.socket(socket.AF_UNIX)
connection.connect(sys.argv[2])
for _ in range(2):
    frames.write_frame(connection.sendall, {"control": "status"})
    print(frames.read_frame(connection.recv)[0]["tier"])
frames.write_frame(connection.sendall, {"python": "3.12"})
print(frames.read_frame(connection.recv)[0]["error"]["type"])
connection.sendall(b"\\xff" * 8)
print(connection.recv(1) == b"")
`
    const args = ['-c', client, dirname(SANDBOXD), daemon.socketPath]
    const { stdout } = spawnSync(interpreter(), args, { encoding: 'utf8' })
    expect(stdout.trim().split('\n')).toEqual(['ns', 'ns', 'InvalidRequest', 'True'])
  })

  it('takes over a socket that nobody answers on, but no other', async () => {
    const first = await start()
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    const file = writeSettings(scratch, {})
    const args = [SANDBOXD, '--socket', first.socketPath, '--config', file, '--harness', TEST_HARNESS]
    const second = spawn(interpreter(), args, { stdio: ['ignore', 'ignore', 'pipe'] })
    const [listening] = await once(second.stderr, 'data')
    expect(String(listening)).toContain('listening on')
    const third = spawnSync(interpreter(), args, { encoding: 'utf8' })
    expect(third).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('another sandboxd answers there'),
    })
    second.kill('SIGTERM')
    await once(second, 'exit')
  })

  it('names every fault of its configuration', () => {
    const environments = { '3.12': { python: '/no/such/python', fonts: ['/no/font'], mplconfig: scratch } }
    const file = writeSettings(scratch, { slots: 0, environments })
    const { status, stderr } = runToEnd(['--socket', join(scratch, 's'), '--config', file])
    expect(status).toBe(1)
    expect(stderr).toContain('slots.batch: 0 is no whole number from 1 to 256')
    expect(stderr).toContain('/no/such/python is missing or cannot be run')
    expect(stderr).toContain('/no/font does not exist')
    expect(stderr).toContain(`there is no fontlist-*.json in ${scratch}`)
  })

  it.each([
    ['a configuration that is not there', ['--config', '/no/such/file'], 'No such file'],
    ['a harness that is not there', ['--harness', '/no/harness'], '/no/harness: there is no harness'],
    ['a socket path that is too long', ['--socket', `/tmp/${'x'.repeat(120)}`], 'may have 107 bytes'],
  ])('refuses to start with %s', (_what, args, message) => {
    const file = writeSettings(scratch, {})
    const usual = ['--socket', join(scratch, 's'), '--config', file, '--harness', TEST_HARNESS]
    expect(runToEnd([...usual, ...args])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(message),
    })
  })

  it('refuses to start where the host lacks what the tier needs, and says what and how to mend it', () => {
    const file = writeSettings(scratch, {})
    const lacking = `
import runpy, sys
sys.path.insert(0, sys.argv[1])
import kernel, seccomp
kernel.no_new_privileges()
kernel.install_filter(seccomp.supervisor_filter())
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
`
    const args = [
      '-c',
      lacking,
      dirname(SANDBOXD),
      SANDBOXD,
      '--socket',
      join(scratch, 's'),
      '--config',
      file,
    ]
    const { status, stderr } = spawnSync(interpreter(), [...args, '--harness', TEST_HARNESS], {
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('accepted tiers: ns')
    expect(stderr).toMatch(
      /user namespace: .*Operation not permitted\n {4}to mend it: set user\.max_user_names/,
    )
    expect(stderr).toContain('private root file system: ')
    expect(stderr).not.toContain('seccomp filter: ')
    expect(stderr).toContain('or set SANDBOX_TIER=lsm')
    expect(existsSync(join(scratch, 's'))).toBe(false)
  })

  it('reports a Python that is not what its name says', async () => {
    const settings = environmentSettings()
    const right = settings['3.12'] ?? {}
    const daemon = await start({ environments: { '3.10': right, '3.12': right } })
    const { report } = await daemon.sandbox.run({ ...quick, python: '3.10' }, none)
    expect(report).toMatchObject({
      outcome: 'sandbox_error',
      stderr: expect.stringMatching(/is Python 3\.12\.\d+, not 3\.10/),
    })
    expect((await daemon.sandbox.run(quick, none)).report.outcome).toBe('ok')
    expect(await daemon.sandbox.status()).toMatchObject({
      zygotes: { failures: 1, kept: [{ python: '3.12' }] },
    })
  })

  it('does not listen when the newest interpreter cannot do the self-test', async () => {
    const python = join(scratch, 'python')
    writeFileSync(python, '#!/bin/sh\necho "not today" >&2\nexit 1\n', { mode: 0o755 })
    await expect(start({ environments: { '3.12': { python } } })).rejects.toThrow('not today')
  })

  it('keeps nothing open of an interpreter that went away', async () => {
    const python = join(scratch, 'python')
    writeFileSync(python, '#!/bin/sh\n', { mode: 0o755 })
    const environments = { '3.10': { python }, '3.12': environmentSettings()['3.12'] ?? {} }
    const daemon = await start({ environments })
    rmSync(python)
    const open = () => readdirSync(`/proc/${daemon.child.pid}/fd`).length
    const run = async () => (await daemon.sandbox.run({ ...quick, python: '3.10' }, none)).report
    expect(await run()).toMatchObject({
      outcome: 'sandbox_error',
      stderr: expect.stringContaining('does not start'),
    })
    await expect.poll(open, patience).toBeLessThan(20)
    const before = open()
    for (let round = 0; round < 5; round += 1) await run()
    await expect.poll(open, patience).toBeLessThanOrEqual(before)
  })

  it('reports an interpreter that does not start', async () => {
    const python = join(scratch, 'python')
    writeFileSync(python, '#!/bin/sh\necho "not today" >&2\nexit 1\n', { mode: 0o755 })
    const environments = { '3.10': { python }, '3.12': environmentSettings()['3.12'] ?? {} }
    const daemon = await start({ environments })
    const { report } = await daemon.sandbox.run({ ...quick, python: '3.10' }, none)
    expect(report).toMatchObject({ outcome: 'sandbox_error', stderr: expect.stringContaining('not today') })
  })
})

describe('as an ordinary user', () => {
  const SYSTEM_PYTHON = '/usr/bin/python3'
  const version = spawnSync(SYSTEM_PYTHON, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
    encoding: 'utf8',
  })
  const python = version.stdout?.trim() ?? ''
  const isPossible = process.getuid?.() === 0 && ['3.10', '3.11', '3.12', '3.13'].includes(python)
  const USER = 54321

  it.runIf(isPossible)('the jail is as tight as for root', async () => {
    const folder = join(scratch, 'sandbox')
    chmodSync(scratch, 0o755)
    copyDaemon(folder, TEST_HARNESS)
    const daemon = await start({
      uid: USER,
      interpreter: SYSTEM_PYTHON,
      daemon: join(folder, 'sandboxd.py'),
      harness: join(folder, 'harness'),
      environments: { [python]: { python: SYSTEM_PYTHON } },
    })
    const code = `
import os
tried = {}
for name, attempt in {
    "passwd": lambda: open("/etc/passwd").read(),
    "proc": lambda: os.listdir("/proc"),
    "fork": os.fork,
    "root": lambda: open("/x", "w"),
}.items():
    try:
        attempt()
        tried[name] = "escaped"
    except OSError as error:
        tried[name] = type(error).__name__
print(tried)
open("a.txt", "w").write("x")
`
    const request = { ...script(code), python: python as typeof quick.python }
    const { report } = await daemon.sandbox.run(request, none)
    expect(report).toMatchObject({
      outcome: 'ok',
      stdout:
        "{'passwd': 'FileNotFoundError', 'proc': 'FileNotFoundError', 'fork': 'PermissionError', 'root': 'OSError'}\n",
    })
  })
})

describe('the client', () => {
  it('says how to mend it when no daemon answers', async () => {
    const sandbox = createSandbox({ socketPath: join(scratch, 'nobody.sock') })
    await expect(sandbox.status()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('make serve'),
    })
    await expect(sandbox.run(quick, none)).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('does not start what is cancelled before', async () => {
    const daemon = await start()
    const signal = AbortSignal.abort(new Error('too late'))
    await expect(daemon.sandbox.run(quick, none, { signal })).rejects.toThrow('too late')
    expect(daemon.started()).toEqual([])
  })

  it('lets go of what it waits for when it is closed', async () => {
    const daemon = await start({ zygoteMemoryMb: 0 })
    const { ended } = await startEndless(daemon)
    daemon.sandbox.close()
    expect(await ended).toMatchObject({ code: 'unavailable' })
    await expect.poll(() => descendants(daemon.child.pid ?? 0), patience).toEqual([])
  })
})

function runToEnd(args: readonly string[]) {
  return spawnSync(interpreter(), [SANDBOXD, ...args], { encoding: 'utf8' })
}
