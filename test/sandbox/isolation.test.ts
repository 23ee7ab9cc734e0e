import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { script, startDaemon } from './daemon.ts'
import type { Daemon } from './daemon.ts'

const none = new Map<string, Uint8Array>()

let daemon: Daemon

beforeAll(async () => {
  daemon = await startDaemon({ env: { PLANTED_SECRET: 'not for executions' } })
})
afterAll(() => daemon.stop())

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
