import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { SandboxEntry, SandboxLimits, SandboxOutcome } from '../../domain/sandbox/sandbox.schema.ts'
import { TEST_HARNESS, script, startDaemon } from './daemon.ts'
import type { Daemon } from './daemon.ts'

let daemon: Daemon

beforeAll(async () => {
  daemon = await startDaemon({ harness: TEST_HARNESS })
})
afterAll(() => daemon.stop())

const none = new Map<string, Uint8Array>()
const write = "open('a.txt', 'w').write('x')\n"

async function run(...request: Parameters<typeof script>) {
  return daemon.sandbox.run(script(...request), none)
}

describe('an execution ends as', () => {
  const verdicts: [SandboxOutcome, string, string, Partial<SandboxLimits>?][] = [
    ['ok', 'code that leaves a file', write],
    ['ok', 'code that leaves with exit code 0', `${write}raise SystemExit(0)`],
    ['no_output', 'code that leaves nothing', 'x = 1'],
    ['no_output', 'code that leaves an empty file', "open('a.txt', 'w').close()"],
    ['syntax_error', 'a file that does not parse', 'def plot(:'],
    ['syntax_error', 'a file that does not compile', 'return 1'],
    ['syntax_error', 'a file with a null character', 'a\0b'],
    ['syntax_error', 'nesting that the parser refuses', `${'('.repeat(5000)}${')'.repeat(5000)}`],
    ['policy_denied', 'an import that is not allowed', 'import socket'],
    ['error', 'an exception', 'raise ValueError("no")'],
    ['error', 'recursion without end', 'def f(): f()\nf()'],
    ['error', 'an exit code of its own', 'import os; os._exit(3)'],
    ['timeout', 'code that sleeps too long', 'import time; time.sleep(60)', { wallMs: 300 }],
    ['cpu_limit', 'a loop without end', 'while True: pass', { cpuS: 1 }],
    ['memory_limit', 'one allocation that is too large', 'x = bytearray(2 << 30)'],
    ['memory_limit', 'memory that grows', 'x = []\nwhile True: x.append(b"x" * (1 << 20))', { memoryMb: 64 }],
    [
      'disk_limit',
      'a file that is too large',
      "f = open('a', 'wb')\nwhile True: f.write(bytes(99999))",
      { diskMb: 2 },
    ],
    ['disk_limit', 'too many small files', "for i in range(2000): open(f'a{i}', 'w').close()"],
    [
      'output_limit',
      'more files than are kept',
      "for i in range(4): open(f'a{i}', 'w').write('x')",
      { files: 3 },
    ],
    ['output_limit', 'more bytes than are kept', "open('a', 'wb').write(bytes(2 << 20))", { outputMb: 1 }],
    ['output_limit', 'text without end', 'while True: print("x" * 9999)'],
    ['crashed', 'a process that aborts', 'import os; os.abort()'],
  ]
  it.each(verdicts)('%s: %s', async (...[outcome, , code, limits]) => {
    const { report } = await run(code, { limits: limits ?? {} })
    expect(report).toMatchObject({ outcome, tier: 'ns', python: expect.stringMatching(/^3\.12\./) })
  })

  it('error, not killed, when the code tries to end itself like the kernel would', async () => {
    const { report } = await run('import os; os.kill(os.getpid(), 9)')
    expect(report).toMatchObject({
      outcome: 'error',
      error: { type: 'PermissionError', line: 1 },
      audit: ['os.kill'],
    })
  })

  it('crashed when native code fails', async () => {
    const { report } = await run('import ctypes; ctypes.string_at(0)', { policy: 'warn' })
    expect(report).toMatchObject({ outcome: 'crashed', signal: 11, denied: [{ name: 'ctypes' }] })
  })
})

describe('a report', () => {
  it('says where and why the code failed, with the frames of the code alone', async () => {
    const code = 'import json\ndef load():\n    return json.loads("{")\n\nload()\n'
    const { report } = await run(code)
    expect(report.error).toMatchObject({ type: 'JSONDecodeError', line: 3 })
    expect(report.stderr).toContain('File "plot.py", line 5')
    expect(report.stderr).toContain('return json.loads("{")')
    expect(report.stderr).not.toContain('json/decoder')
  })

  it('names the line of a syntax error', async () => {
    const { report } = await run('x = 1\ny = = 2\n')
    expect(report.error).toMatchObject({ type: 'SyntaxError', line: 2 })
  })

  it('lists what the policy denies, by line', async () => {
    const { report } = await run(
      'import os\nfrom urllib.request import urlopen\neval("1")\nx = ().__class__.__mro__',
    )
    expect(report.denied).toEqual([
      { rule: 'import', name: 'urllib.request', line: 2 },
      { rule: 'call', name: 'eval', line: 3 },
      { rule: 'attribute', name: '__mro__', line: 4 },
    ])
    expect(report.stdout).toBe('')
  })

  it('lists it and runs the code when the policy only warns', async () => {
    const { report } = await run('import socket\nprint("ran")\nsocket.socket()', { policy: 'warn' })
    expect(report).toMatchObject({
      outcome: 'error',
      stdout: 'ran\n',
      denied: [{ rule: 'import', name: 'socket', line: 1 }],
      audit: ['socket.__new__'],
      error: { type: 'PermissionError', line: 3 },
    })
  })

  it('keeps the first text and counts the rest', async () => {
    const { report } = await run('print("x" * 5000)', { limits: { textKb: 1 } })
    expect(report.stdout).toBe('x'.repeat(1024))
    expect(report.stdoutBytes).toBe(5001)
  })

  it('holds nothing that a database refuses', async () => {
    const { report } = await run('print("a\\0b")\nraise ValueError("\\0\\ud800")')
    expect(report.stdout).toBe('a\ufffdb\n')
    expect(report.error?.message).toBe('\ufffd?')
  })

  it('tells apart an error the code claims and how it ended', async () => {
    const forged = 'error {"type": "Forged", "message": "m", "line": 7}\\n'
    const { report } = await run(`import os\nos.write(4, b'${forged}')\n${write}`)
    expect(report).toMatchObject({ outcome: 'ok', error: null })
  })

  it('notes what it did not take along', async () => {
    const code = `
import os
os.makedirs('a/b/c/d/e/f')
for name in ('.hidden', 'empty', 'a/b/kept.txt', 'new\\nline'):
    open(name, 'w').write('' if name == 'empty' else 'x')
os.chmod('a/b/kept.txt', 0)
os.chmod('a', 0)
`
    const { report, files } = await run(code)
    expect([...files.keys()]).toEqual(['a/b/kept.txt'])
    expect(report.notes).toEqual(['a/b/c/d/e: too deep', 'empty: empty', "'new\\nline': not a plain name"])
  })
})

describe('a function', () => {
  const entry: SandboxEntry = {
    kind: 'function',
    data: 'data.csv',
    columns: { x: 'a' },
    temporal: [],
    tests: null,
  }
  const files = new Map([['data.csv', new TextEncoder().encode('a\n1\n')]])

  it('is called by the harness with the data in the folder', async () => {
    const code = 'def plot(data, x):\n    return f"{x} of {len(data)}"\n'
    const result = await daemon.sandbox.run(script(code, { entry }), files)
    expect(result.report.outcome).toBe('ok')
    expect(new TextDecoder().decode(result.files.get('result.txt'))).toBe('a of 4')
    expect([...result.files.keys()]).toEqual(['result.txt'])
  })

  it('fails at its own line, without the frames of the harness', async () => {
    const code = 'def plot(data, x):\n    raise KeyError(x)\n'
    const { report } = await daemon.sandbox.run(script(code, { entry }), files)
    expect(report).toMatchObject({ outcome: 'error', error: { type: 'KeyError', message: "'a'", line: 2 } })
    expect(report.stderr).not.toContain('harness')
  })

  it('cannot leave early as if it had drawn', async () => {
    const { report } = await daemon.sandbox.run(
      script('def plot(data, x):\n    raise SystemExit(0)\n', { entry }),
      files,
    )
    expect(report).toMatchObject({ outcome: 'error', error: { type: 'SystemExit', line: 2 } })
  })

  it('cannot put a module of its own in the place of the harness', async () => {
    const code = 'import sys\nsys.modules["harness"] = None\ndef plot(data, x):\n    return "drawn"\n'
    const { report } = await daemon.sandbox.run(script(code, { entry }), files)
    expect(report.outcome).toBe('ok')
  })
})

describe('a request is refused as invalid when', () => {
  it.each([
    ['a limit is beyond what the daemon allows', script('1', { limits: { memoryMb: 1 << 20 } }), none],
    ['a file would lie outside', script('1'), new Map([['../x', new Uint8Array(1)]])],
    ['a file would take the place of the code', script('1'), new Map([['plot.py', new Uint8Array(1)]])],
    [
      'its files do not fit',
      script('1', { limits: { diskMb: 1 } }),
      new Map([['a', new Uint8Array(2 << 20)]]),
    ],
  ])('%s', async (_what, request, files) => {
    await expect(daemon.sandbox.run(request, files)).rejects.toMatchObject({ code: 'invalid' })
  })
})
