import type { SandboxLimits, SandboxOutcome } from '../../../domain/sandbox/sandbox.schema.ts'

/** Something hostile. It is plain data: Python code, and what counts as contained. */
export interface AbuseCase {
  readonly family: string
  /** ends the sentence "code that …" */
  readonly name: string
  /** run after the prelude, which gives it `attempt`, `escaped`, `syscall`, `HOST` and `TMP` */
  readonly code: string
  /** outcomes that count as contained; `no_output` alone unless given: every attempt was refused */
  readonly outcomes?: readonly SandboxOutcome[]
  readonly limits?: Partial<SandboxLimits>
  /** an archive, `bomb.zip`, comes along that unpacks to so many megabytes of zeros */
  readonly zipMb?: number
  /** called by the harness as `plot(data, x)`, not run as a script */
  readonly isFunction?: true
  /** the code is sent as it is, without the prelude */
  readonly bare?: true
  /** part of `make test` */
  readonly quick?: true
  /** harmless enough for a plain subprocess, where it must escape on most machines */
  readonly control?: true
  /** a file it leaves that whoever decodes it has to refuse */
  readonly refusedPng?: string
}

/** What a bomb gets: it has to be stopped soon. */
export const SHORT: Partial<SandboxLimits> = { wallMs: 3000, cpuS: 1, memoryMb: 128 }

/** Outcomes of code that uses up its time, whichever clock is faster. */
export const OUT_OF_TIME: readonly SandboxOutcome[] = ['cpu_limit', 'timeout']

/** The mark of an escape: a line of standard output, and a file where one can still be written. */
export const MARK = 'ESCAPED'
export const MARK_FILE = 'escaped.txt'

/** System calls that the sandbox's own table of numbers leaves out. */
const MORE_NUMBERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  x64: {
    adjtimex: 159,
    fanotify_init: 300,
    inotify_init1: 294,
    ioprio_set: 251,
    linkat: 265,
    lookup_dcookie: 212,
    memfd_create: 319,
    memfd_secret: 447,
    mlock: 149,
    mq_open: 240,
    msgget: 68,
    personality: 135,
    pidfd_open: 434,
    pidfd_send_signal: 424,
    rt_sigqueueinfo: 129,
    rt_tgsigqueueinfo: 297,
    sched_setattr: 314,
    sched_setscheduler: 144,
    semget: 64,
    sethostname: 170,
    setrlimit: 160,
    shmget: 29,
    tkill: 200,
    vmsplice: 278,
  },
  arm64: {
    adjtimex: 171,
    fanotify_init: 262,
    inotify_init1: 26,
    ioprio_set: 30,
    linkat: 37,
    lookup_dcookie: 18,
    memfd_create: 279,
    memfd_secret: 447,
    mlock: 228,
    mq_open: 180,
    msgget: 186,
    personality: 92,
    pidfd_open: 434,
    pidfd_send_signal: 424,
    rt_sigqueueinfo: 138,
    rt_tgsigqueueinfo: 240,
    sched_setattr: 274,
    sched_setscheduler: 119,
    semget: 190,
    sethostname: 161,
    setrlimit: 164,
    shmget: 194,
    tkill: 130,
    vmsplice: 75,
  },
}

/**
 * What every case may use. An attempt that is refused raises OSError, which is what should happen; one
 * that returns has escaped, and any other exception is a fault of the case.
 */
const PRELUDE = `
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
TMP = os.environ.get("TMPDIR", ".")

def escaped(what):
    os.write(1, f"${MARK} {what}\\n".encode("utf-8", "backslashreplace"))
    try:
        with open("${MARK_FILE}", "a") as file:
            file.write("${MARK}")
    except OSError:
        pass

def attempt(action, *arguments):
    try:
        result = action(*arguments)
    except OSError as error:
        return print("refused:", error)
    escaped(f"{getattr(action, '__name__', action)}{arguments!r:.200} -> {result!r:.100}")
    return result

def checked(result, what):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result

def argument(value):
    return ctypes.c_long(value) if isinstance(value, int) else value

def syscall(name, *arguments):
    number = NUMBERS.get(name, name)
    if not isinstance(number, int):
        raise OSError(38, f"{name}: no such system call here")
    padded = [*arguments, *[0] * 6][:6]
    return checked(libc.syscall(ctypes.c_long(number), *map(argument, padded)), name)

def read(path):
    with open(path, "rb") as file:
        return file.read(4096)
`

/** The whole file of a case; `host` is what the case may know of the host, `numbers` its system calls. */
export function programOf(
  attack: AbuseCase,
  host: object,
  numbers: Readonly<Record<string, Readonly<Record<string, number>>>>,
): string {
  if (attack.bare) return attack.code
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const known = { ...numbers[machine], ...MORE_NUMBERS[process.arch] }
  const given = `import json\nHOST, NUMBERS = json.loads(${JSON.stringify(JSON.stringify([host, known]))})`
  return `${given}${PRELUDE}\n${attack.code}`
}
