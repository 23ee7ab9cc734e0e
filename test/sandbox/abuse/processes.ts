import { OUT_OF_TIME, SHORT } from './case.ts'
import type { AbuseCase } from './case.ts'

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  {
    name: 'forks',
    quick: true,
    control: true,
    code: `
def fork():
    pid = os.fork()
    pid or os._exit(0)
    return os.waitpid(pid, 0)
attempt(fork)`,
  },
  {
    name: 'forks by every system call that can',
    quick: true,
    // The child of a raw vfork() or clone() must not return into Python where it is not refused.
    code: `
if "fork" in NUMBERS:
    attempt(syscall, "fork")
    attempt(syscall, "vfork")
attempt(syscall, "clone", 17)
arguments = (ctypes.c_uint64 * 11)(0, 0, 0, 0, 17)
attempt(syscall, "clone3", arguments, ctypes.sizeof(arguments))`,
  },
  {
    name: 'forks without end',
    quick: true,
    code: `
made = 0
for _ in range(5000):
    try:
        made += os.fork() >= 0
    except OSError:
        pass
if made:
    escaped("a fork bomb")`,
  },
  {
    name: 'runs a program in its place',
    quick: true,
    control: true,
    code: `attempt(os.execv, "/bin/sh", ["sh", "-c", "echo ESCAPED | tee escaped.txt"])`,
  },
  {
    name: 'runs a program',
    quick: true,
    control: true,
    code: `
import subprocess
attempt(subprocess.check_call, ["/bin/true"])`,
  },
  {
    name: 'runs a program through the shell, a spawn and a terminal',
    control: true,
    code: `
import pty
if os.system("true") == 0:
    escaped("os.system")
attempt(os.posix_spawn, "/bin/true", ["true"], {})
def in_terminal():
    pid, terminal = pty.fork()
    pid or os._exit(0)
    return os.waitpid(pid, 0)
attempt(in_terminal)`,
  },
  {
    name: 'runs a program of its own that has no name',
    control: true,
    code: `
with open("own", "w") as file:
    file.write("#!/bin/sh\\necho ESCAPED | tee escaped.txt\\n")
os.chmod("own", 0o700)
attempt(os.execv, "./own", ["own"])
descriptor = os.open("own", os.O_RDONLY)
os.remove("own")
attempt(os.execve, descriptor, ["own"], {})`,
  },
  {
    name: 'runs the interpreter again, and again',
    code: `
for _ in range(100):
    attempt(os.execv, sys.executable, [sys.executable, "-c", "print('ESCAPED')"])
    attempt(syscall, "execve", sys.executable.encode(), None, None)
    attempt(syscall, "execveat", -100, sys.executable.encode(), None, None, 0)`,
  },
  {
    name: 'starts a worker process',
    control: true,
    code: `
import multiprocessing
def start():
    process = multiprocessing.get_context("fork").Process(target=print)
    process.start()
    process.join()
attempt(start)`,
  },
  {
    name: 'leaves a daemon that outlives it',
    quick: true,
    control: true,
    code: `
attempt(os.setsid)
def outlive():
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.fork() and os._exit(0)
        open(HOST["openFolder"] + "/daemon", "w").close()
        os._exit(0)
    return os.waitpid(pid, 0)
if HOST["isJail"]:
    attempt(outlive)`,
  },
  {
    name: 'starts threads without end',
    quick: true,
    code: `
import threading
started = 0
try:
    while started < 1000:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
        started += 1
    escaped(f"{started} threads")
except (RuntimeError, MemoryError) as error:
    print("refused:", error)`,
  },
  {
    name: 'hashes in 60 threads at once',
    limits: SHORT,
    outcomes: OUT_OF_TIME,
    code: `
import hashlib, threading
block = bytes(1 << 20)
def burn():
    while True:
        hashlib.sha256(block)
threading.stack_size(1 << 16)
try:
    for _ in range(60):
        threading.Thread(target=burn).start()
except RuntimeError as error:
    print("refused:", error)
burn()`,
  },
  {
    name: 'leaves threads that go on when it has ended',
    outcomes: ['no_output', ...OUT_OF_TIME],
    limits: SHORT,
    code: `
import threading
def burn():
    while True:
        pass
threading.Thread(target=burn).start()`,
  },
  {
    name: 'ends its first thread and goes on in another',
    limits: SHORT,
    outcomes: OUT_OF_TIME,
    code: `
import threading
def burn():
    while True:
        pass
threading.Thread(target=burn).start()
syscall("exit", 0)`,
  },
]

/** Bombs of processes and threads, and what would outlive an execution. */
export const processes: readonly AbuseCase[] = cases.map((each) => ({ family: 'processes', ...each }))
