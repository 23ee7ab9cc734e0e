import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { attacks } from './attacks.ts'
import type { Targets } from './attacks.ts'
import { config, interpreter, script, startDaemon } from './daemon.ts'
import type { Daemon } from './daemon.ts'

const none = new Map<string, Uint8Array>()
const SECRET = 'planted-secret-7d1f'
const env = { PLANTED_SECRET: SECRET }

const folder = mkdtempSync(join(tmpdir(), 'pyplots-isolation-'))
const openFolder = join(folder, 'open')
const tcp = createServer()
const abstract = createServer()
const targets: Targets = {
  port: 0,
  abstractSocket: `pyplots-test-${process.pid}`,
  repositoryFile: join(config.root, 'package.json'),
  openFolder,
  privateFile: join(folder, 'private.txt'),
  publicFile: join(folder, 'public.txt'),
}
const names = attacks(targets).map((attack) => attack.name)

let daemon: Daemon

beforeAll(async () => {
  chmodSync(folder, 0o755)
  mkdirSync(openFolder)
  chmodSync(openFolder, 0o777)
  writeFileSync(targets.privateFile, SECRET, { mode: 0o600 })
  writeFileSync(targets.publicFile, SECRET, { mode: 0o644 })
  await listen(tcp, { port: 0, host: '127.0.0.1' })
  await listen(abstract, { path: `\0${targets.abstractSocket}` })
  daemon = await startDaemon({ env })
})
afterAll(async () => {
  await daemon.stop()
  tcp.close()
  abstract.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('code that', () => {
  it.each(names)('%s fails inside', async (name) => {
    const { report } = await daemon.sandbox.run(script(attackCode(name), { policy: 'warn' }), none)
    expect(report.outcome, `${report.stderr}${report.stdout}`).toBe('error')
    expect(report.error?.type).toMatch(
      /^(PermissionError|FileNotFoundError|OSError|KeyError|ValueError|AssertionError)$/,
    )
  })

  it.each(names)('%s succeeds without the jail', async (name) => {
    const cwd = mkdtempSync(join(folder, 'plain-'))
    const plain = promisify(execFile)(interpreter(), ['-c', attackCode(name)], { cwd, env, timeout: 20_000 })
    await expect(plain).resolves.toBeDefined()
    rmSync(join(openFolder, 'x'), { force: true })
  })
})

describe('from inside', () => {
  it('nothing but libraries, the interpreter, fonts and the own folder is to be seen', async () => {
    const code = `
import json, os, sys
seen = {
    "root": sorted(os.listdir("/")),
    "usr": sorted(os.listdir("/usr")),
    "etc": sorted(os.listdir("/etc")),
    "dev": sorted(os.listdir("/dev")),
    "pyplots": sorted(os.listdir("/pyplots")),
    "fonts": sorted(os.listdir("/pyplots/fonts")),
    "environment": sorted(os.environ),
    "open": [fd for fd in range(3, 64) if os.path.exists(f"/dev/fd/{fd}")],
    "ids": os.getresuid(),
}
json.dump(seen, open("seen.json", "w"))
`
    const { files } = await daemon.sandbox.run(script(code), none)
    const seen = JSON.parse(new TextDecoder().decode(files.get('seen.json')))
    expect(seen.root).not.toContain('proc')
    expect(seen.root).not.toContain('home')
    expect(seen.usr).toEqual(expect.arrayContaining(['lib']))
    expect(seen.usr).not.toContain('bin')
    expect(seen.etc).toEqual(['ld.so.cache'])
    expect(seen.dev).toEqual(['null', 'random', 'urandom', 'zero'])
    expect(seen.pyplots).toEqual(['fonts', 'harness', 'work'])
    expect(seen.fonts).toContain('Inter_400Regular.ttf')
    expect(seen.environment).not.toContain('PLANTED_SECRET')
    expect(seen.open).toEqual([])
  })

  it('no descriptor of the daemon is open but its own five channels', async () => {
    const code = `
import os
def is_open(fd):
    try:
        os.fstat(fd)
        return True
    except OSError:
        return False
print([fd for fd in range(4096) if is_open(fd)])
`
    const { report } = await daemon.sandbox.run(script(code), none)
    expect(report.stdout).toBe('[0, 1, 2, 4]\n')
  })

  it('there are no privileges, and no way to new ones', async () => {
    const code = `
import ctypes, os
libc = ctypes.CDLL(None)
print(libc.prctl(39, 0, 0, 0, 0), libc.prctl(21, 0, 0, 0, 0), [libc.prctl(23, c, 0, 0, 0) for c in range(41)].count(1))
header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
libc.capget(header, data)
print(list(data), os.getuid() != 0)
`
    const { report } = await daemon.sandbox.run(script(code, { policy: 'warn' }), none)
    expect(report.stdout).toBe('1 2 0\n[0, 0, 0, 0, 0, 0] True\n')
  })

  it('an open folder of the host keeps what it had', () => {
    expect(readdirSync(openFolder)).toEqual([])
    expect(existsSync(join(openFolder, 'x'))).toBe(false)
  })
})

describe('two executions', () => {
  it('at once see nothing of each other', async () => {
    const code = `
import os, time
for path in ("mine.txt", "/tmp/mine.txt"):
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
end = time.monotonic() + 0.3
while time.monotonic() < end:
    assert sorted(os.listdir(".")) == [".matplotlib", ".tmp", "mine.txt", "plot.py"], os.listdir(".")
    assert os.listdir("/tmp") == ["mine.txt"]
open("mine.txt", "w").write("done")
`
    const both = [script(code), script(code)].map((request) => daemon.sandbox.run(request, none))
    const outcomes = (await Promise.all(both)).map(({ report }) => report.error ?? report.outcome)
    expect(outcomes).toEqual(['ok', 'ok'])
  })

  it('one after the other share no state', async () => {
    const leave =
      'import builtins, os, json\nbuiltins.left = 1\njson.left = 1\nos.environ["LEFT"] = "1"\nopen("/tmp/left", "w").close()\n'
    const look =
      'import os, json\nassert not hasattr(json, "left") and "LEFT" not in os.environ and not os.listdir("/tmp")\nleft'
    await daemon.sandbox.run(script(leave, { policy: 'warn' }), none)
    const { report } = await daemon.sandbox.run(script(look), none)
    expect(report.error).toMatchObject({ type: 'NameError', line: 3 })
  })
})

function attackCode(name: string): string {
  const { port } = addressOf(tcp)
  const attack = attacks({ ...targets, port }).find((candidate) => candidate.name === name)
  return attack?.code ?? 'raise LookupError'
}

function addressOf(server: Server): { readonly port: number } {
  const address = server.address()
  return typeof address === 'object' && address ? address : { port: 0 }
}

async function listen(
  server: Server,
  where: { readonly port?: number; readonly host?: string; readonly path?: string },
) {
  server.listen(where)
  await once(server, 'listening')
}
