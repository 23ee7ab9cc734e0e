import type { AbuseCase } from './case.ts'

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  {
    name: 'changes its limits',
    quick: true,
    control: true,
    code: `
import resource
def set_limit(*arguments):
    try:
        resource.setrlimit(*arguments)
    except ValueError as error:
        raise OSError(error)
for name in dir(resource):
    if name.startswith("RLIMIT_"):
        kind = getattr(resource, name)
        attempt(set_limit, kind, resource.getrlimit(kind))`,
  },
  {
    name: 'raises its limits',
    code: `
import resource
for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA, resource.RLIMIT_CPU, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE):
    for limit in ((-1, -1), (1 << 60, 1 << 60)):
        attempt(syscall, "prlimit64", 0, int(kind), (ctypes.c_uint64 * 2)(*(value & (1 << 64) - 1 for value in limit)), None)
        attempt(syscall, "setrlimit", int(kind), (ctypes.c_uint64 * 2)(*(value & (1 << 64) - 1 for value in limit)))`,
  },
  {
    name: 'changes the limits of its supervisor',
    quick: true,
    code: `
import resource
for process in (1, os.getppid(), HOST["daemonPid"]):
    for kind in (resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_AS):
        attempt(syscall, "prlimit64", process, int(kind), (ctypes.c_uint64 * 2)(1, 1), None)`,
  },
  {
    name: 'tells the kernel to kill others first',
    control: true,
    code: `
def spare():
    with open("/proc/self/oom_score_adj", "r+") as file:
        file.write("100")
attempt(spare)`,
  },
  {
    name: 'leaves its control group',
    code: `
for folder in ("/sys/fs/cgroup", "/sys/fs/cgroup/memory", "/proc/self"):
    attempt(os.open, folder + "/cgroup.procs", os.O_WRONLY)
    attempt(os.mkdir, folder + "/abuse")`,
  },
  {
    name: 'becomes somebody else',
    quick: true,
    control: true,
    code: `
own = os.getuid(), os.getgid()
attempt(os.setuid, own[0])
attempt(os.setresgid, own[1], own[1], own[1])
if HOST["isJail"]:
    for action, arguments in ((os.setuid, (0,)), (os.setgid, (0,)), (os.setgroups, ([0],)), (os.setreuid, (0, 0))):
        attempt(action, *arguments)`,
  },
  {
    name: 'takes capabilities and attributes of a process',
    quick: true,
    control: true,
    code: `
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_SECUREBITS, PR_SET_CHILD_SUBREAPER = 1, 4, 8, 28, 36
attempt(syscall, "prctl", PR_SET_DUMPABLE, 1)
attempt(syscall, "prctl", PR_SET_CHILD_SUBREAPER, 1)
attempt(syscall, "prctl", PR_SET_PDEATHSIG, 0)
attempt(syscall, "prctl", PR_SET_KEEPCAPS, 0)
if HOST["isJail"]:
    attempt(syscall, "prctl", PR_SET_SECUREBITS, 0)
    attempt(syscall, "prctl", 47, 2, 21)
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
    attempt(syscall, "capset", header, data)`,
  },
  {
    name: 'loosens its own filter',
    quick: true,
    code: `
allow = (ctypes.c_uint16 * 4)(6, 0, 0, 0x7FFF)
program = (ctypes.c_uint64 * 2)(1, ctypes.addressof(allow))
for flags in (0, 1, 8):
    attempt(syscall, "seccomp", 1, flags, program)
attempt(syscall, "seccomp", 0, 0, None)
attempt(syscall, "prctl", 22, 2, program)
attempt(syscall, "landlock_create_ruleset", (ctypes.c_uint64 * 1)(1), 8, 0)
attempt(syscall, "landlock_restrict_self", 0, 0)`,
  },
  {
    name: 'types into a terminal',
    code: `
import fcntl
for descriptor in range(6):
    for request in (0x5412, 0x541C, 0x540E, 0x5480, 0x4B61):
        attempt(fcntl.ioctl, descriptor, request, b"x")`,
  },
]

/** Limits, identities and rights. */
export const privileges: readonly AbuseCase[] = cases.map((each) => ({ family: 'privileges', ...each }))
