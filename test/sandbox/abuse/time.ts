import { OUT_OF_TIME, SHORT } from './case.ts'
import type { AbuseCase } from './case.ts'

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  { name: 'loops', quick: true, limits: SHORT, outcomes: OUT_OF_TIME, code: 'while True: pass' },
  {
    name: 'sleeps',
    quick: true,
    limits: { wallMs: 500 },
    outcomes: ['timeout'],
    code: 'import time; time.sleep(1000)',
  },
  {
    name: 'waits with every signal blocked',
    limits: { wallMs: 500 },
    outcomes: ['timeout'],
    code: `
import signal, threading
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
threading.Event().wait()`,
  },
  {
    name: 'ignores every signal, that of its CPU limit included',
    limits: SHORT,
    outcomes: OUT_OF_TIME,
    code: `
import signal
for number in range(1, 64):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True: pass`,
  },
  {
    name: 'answers the signal of its CPU limit with more work',
    limits: SHORT,
    outcomes: OUT_OF_TIME,
    code: `
import signal
def again(*_):
    while True: pass
signal.signal(signal.SIGXCPU, again)
again()`,
  },
  {
    name: 'holds the interpreter in a regular expression',
    limits: SHORT,
    outcomes: OUT_OF_TIME,
    code: `
import re
re.match(r"(a+)+$", "a" * 64 + "b")`,
  },
  {
    name: 'holds the interpreter in arithmetic',
    limits: SHORT,
    outcomes: [...OUT_OF_TIME, 'memory_limit'],
    code: '9 ** 9 ** 9',
  },
  {
    name: 'stops itself',
    quick: true,
    limits: { wallMs: 500 },
    outcomes: ['timeout'],
    code: `
import signal
os.kill(os.getpid(), signal.SIGSTOP)`,
  },
  {
    name: 'loops when it exits',
    quick: true,
    limits: SHORT,
    outcomes: ['no_output', ...OUT_OF_TIME],
    code: `
import atexit
@atexit.register
def forever():
    while True: pass
raise SystemExit`,
  },
  {
    name: 'loops when its objects are finalised',
    limits: SHORT,
    outcomes: OUT_OF_TIME,
    code: `
class Immortal:
    def __del__(self):
        while True: pass
Immortal()`,
  },
  {
    name: 'loops while its error is reported',
    limits: SHORT,
    outcomes: OUT_OF_TIME,
    code: `
class Endless(Exception):
    def __str__(self):
        while True: pass
raise Endless`,
  },
  {
    name: 'loops when its output is flushed',
    limits: SHORT,
    outcomes: OUT_OF_TIME,
    code: `
class Stream:
    def flush(self):
        while True: pass
sys.stdout = sys.stderr = Stream()`,
  },
  {
    name: 'catches everything, each time',
    limits: SHORT,
    outcomes: OUT_OF_TIME,
    code: `
while True:
    try:
        while True: pass
    except BaseException:
        continue`,
  },
  {
    name: 'drowns itself in timers',
    limits: SHORT,
    outcomes: OUT_OF_TIME,
    code: `
import signal
signal.signal(signal.SIGALRM, lambda *_: None)
signal.signal(signal.SIGPROF, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 1e-6, 1e-6)
signal.setitimer(signal.ITIMER_PROF, 1e-6, 1e-6)
while True: pass`,
  },
  {
    name: 'takes a larger share of the processor',
    control: true,
    code: `
attempt(os.nice, 0)
attempt(lambda: os.setpriority(os.PRIO_PROCESS, 0, 10))
attempt(lambda: os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0)))
attempt(syscall, "ioprio_set", 1, 0, 3 << 13)
if HOST["isJail"]:
    attempt(os.nice, -20)
    attempt(lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)))`,
  },
  {
    name: 'sets the clock',
    code: `
import time
attempt(time.clock_settime, time.CLOCK_REALTIME, 0)
attempt(syscall, "settimeofday", None, (ctypes.c_int * 2)(0, 0))
attempt(syscall, "adjtimex", ctypes.create_string_buffer(512))`,
  },
]

/** Code that wants to go on for ever. */
export const time: readonly AbuseCase[] = cases.map((each) => ({ family: 'time', ...each }))
