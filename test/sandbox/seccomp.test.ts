import { execFileSync } from 'node:child_process'
import { dirname } from 'node:path'

import { describe, expect, it } from 'vitest'

import { SANDBOXD, interpreter } from './daemon.ts'

const OWN_PID = 77
const ALLOW = 'allow'

const dump = `
import json, sys
sys.path.insert(0, sys.argv[1])
import seccomp
print(json.dumps({
    machine: {
        "numbers": seccomp.NUMBERS[machine],
        "architecture": seccomp.AUDIT_ARCHITECTURE[machine],
        "execution": seccomp.execution_filter(${OWN_PID}, machine).hex(),
        "supervisor": seccomp.supervisor_filter(machine).hex(),
    }
    for machine in seccomp.NUMBERS
}))
`

interface Machine {
  readonly numbers: Readonly<Record<string, number>>
  readonly architecture: number
  readonly execution: string
  readonly supervisor: string
}

const machines: Readonly<Record<string, Machine>> = JSON.parse(
  execFileSync(interpreter(), ['-c', dump, dirname(SANDBOXD)], { encoding: 'utf8' }),
)

/** What the kernel would answer: an interpreter for the few instructions that the filters use. */
function answer(
  program: string,
  call: { readonly number: number; readonly architecture: number },
  args: number[] = [],
) {
  const code = Buffer.from(program, 'hex')
  const data = [
    call.number,
    call.architecture,
    0,
    0,
    ...args.flatMap((value) => [value >>> 0, value < 0 ? 0xffffffff : 0]),
  ]
  let accumulator = 0
  for (let at = 0; at * 8 < code.length; at += 1) {
    const [operation, ifTrue, ifFalse] = [
      code.readUInt16LE(at * 8),
      code.readUInt8(at * 8 + 2),
      code.readUInt8(at * 8 + 3),
    ]
    const constant = code.readUInt32LE(at * 8 + 4)
    const jump = (condition: boolean) => (at += condition ? ifTrue : ifFalse)
    if (operation === 0x20) accumulator = data[constant / 4] ?? 0
    else if (operation === 0x54) accumulator = (accumulator & constant) >>> 0
    else if (operation === 0x15) jump(accumulator === constant)
    else if (operation === 0x25) jump(accumulator > constant)
    else if (operation === 0x45) jump((accumulator & constant) !== 0)
    else if (operation === 0x06) return named(constant)
    else throw new Error(`unknown instruction ${operation}`)
  }
  throw new Error('the program has no end')
}

function named(action: number): string {
  if (action === 0x7fff0000) return ALLOW
  return action === 0x80000000 ? 'kill' : `errno ${action & 0xffff}`
}

describe.each(Object.keys(machines))('the filter of %s', (name) => {
  const machine = machines[name]
  if (!machine) throw new Error(name)
  const { numbers, architecture, execution, supervisor } = machine
  const ask = (program: string, call: string, ...args: number[]) =>
    answer(program, { number: numbers[call] ?? -1, architecture }, args)

  it.each(['socket', 'execve', 'ptrace', 'mount', 'unshare', 'bpf', 'io_uring_setup', 'keyctl', 'seccomp'])(
    'denies %s to an execution',
    (call) => expect(ask(execution, call)).toBe('errno 1'),
  )

  it.each(['read', 'write', 'openat', 'futex', 'munmap', 'getrandom'])('allows %s', (call) =>
    expect(ask(execution, call)).toBe(ALLOW),
  )

  it.each([
    ['a thread', 'clone', [0x3d0f00], ALLOW],
    ['a process', 'clone', [0x1200011], 'errno 1'],
    ['a thread in a namespace of its own', 'clone', [0x3d0f00 | 0x10000000], 'errno 1'],
    ['clone3, so that libc falls back', 'clone3', [], 'errno 38'],
    ['private memory', 'mmap', [0, 4096, 3, 0x22], ALLOW],
    ['shared anonymous memory', 'mmap', [0, 4096, 3, 0x21], 'errno 1'],
    ['a signal to itself', 'kill', [OWN_PID, 15], ALLOW],
    ['a signal to another', 'kill', [1, 15], 'errno 1'],
    ['SIGKILL to itself', 'kill', [OWN_PID, 9], 'errno 1'],
    ['SIGKILL to its own thread', 'tgkill', [OWN_PID, OWN_PID, 9], 'errno 1'],
    ['reading a limit', 'prlimit64', [0, 7, 0, 1], ALLOW],
    ['setting a limit', 'prlimit64', [0, 7, 1, 0], 'errno 1'],
    ['asking whether a file is a terminal', 'ioctl', [1, 0x5401], ALLOW],
    ['typing into a terminal', 'ioctl', [1, 0x5412], 'errno 25'],
    ['a lock on a file', 'fcntl', [1, 6], 'errno 13'],
    ['becoming dumpable', 'prctl', [4, 1], 'errno 1'],
  ] as const)('decides on %s', (...[, call, args, expected]) => {
    expect(ask(execution, call, ...args)).toBe(expected)
  })

  it('answers calls it has never heard of as an older kernel would', () => {
    expect(answer(execution, { number: 1000, architecture })).toBe('errno 38')
  })

  it('kills callers of a foreign ABI', () => {
    const foreign = { number: numbers['read'] ?? -1, architecture: 0x40000003 }
    expect(answer(execution, foreign)).toBe('kill')
    expect(answer(supervisor, foreign)).toBe('kill')
  })

  it('leaves a supervisor what it needs and nothing that would lead out', () => {
    expect(
      ['clone', 'mount', 'capset', 'seccomp', 'landlock_restrict_self'].map((call) => ask(supervisor, call)),
    ).toEqual(Array.from({ length: 5 }, () => ALLOW))
    expect(
      ['execve', 'unshare', 'pivot_root', 'setns', 'ptrace'].map((call) => ask(supervisor, call)),
    ).toEqual(Array.from({ length: 5 }, () => 'errno 1'))
  })
})

it('calls of the 32-bit kind of x86-64 are killed', () => {
  const { execution, architecture } = machines['x86_64'] ?? { execution: '', architecture: 0 }
  expect(answer(execution, { number: 0x40000000, architecture })).toBe('kill')
})
