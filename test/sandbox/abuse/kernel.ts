import type { AbuseCase } from './case.ts'

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  {
    name: 'makes namespaces',
    quick: true,
    control: true,
    code: `
CLONE_NEWTIME, CLONE_NEWUSER = 0x80, 0x10000000
for kind in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x20000000, 0x40000000, CLONE_NEWTIME):
    attempt(syscall, "unshare", CLONE_NEWUSER | kind)`,
  },
  {
    name: 'enters namespaces of others',
    code: `
for path in ("/proc/1/ns/mnt", "/proc/self/ns/user", f"/proc/{HOST['daemonPid']}/ns/net"):
    attempt(lambda: syscall("setns", os.open(path, os.O_RDONLY), 0))
for process in (1, os.getppid(), os.getpid()):
    attempt(lambda: syscall("setns", syscall("pidfd_open", process, 0), 0x20000))`,
  },
  {
    name: 'mounts a file system',
    quick: true,
    control: true,
    // In the control in a mount namespace of its own, private before anything is mounted.
    code: `
def isolated():
    syscall("unshare", 0x10020000)
    checked(libc.mount(b"none", b"/", None, 0x44000, None), "mount")
if HOST["isJail"] or attempt(isolated) is None and "escaped.txt" in os.listdir("."):
    attempt(syscall, "mount", b"tmpfs", b"/tmp", b"tmpfs", 0, None)
    attempt(syscall, "mount", b"/", b"/tmp", None, 0x5000, None)
    attempt(syscall, "mount", b"proc", b"/tmp", b"proc", 0, None)
    attempt(syscall, "umount2", b"/tmp", 2)`,
  },
  {
    name: 'mounts by the new calls',
    code: `
attempt(syscall, "fsopen", b"tmpfs", 0)
attempt(syscall, "fspick", -100, b"/", 0)
attempt(syscall, "open_tree", -100, b"/", 1)
attempt(syscall, "move_mount", -100, b"/", -100, b"/tmp", 0)
attempt(syscall, "mount_setattr", -100, b"/", 0x8000, (ctypes.c_uint64 * 4)(0, 1), 32)`,
  },
  {
    name: 'changes its root',
    code: `
os.makedirs("new/old")
attempt(os.chroot, ".")
attempt(syscall, "pivot_root", b"new", b"new/old")`,
  },
  {
    name: 'asks to be traced, and traces',
    quick: true,
    control: true,
    code: `
attempt(syscall, "ptrace", 0)
if HOST["isJail"]:
    for process in (1, os.getppid(), os.getpid(), HOST["daemonPid"]):
        attempt(syscall, "ptrace", 16, process)
        attempt(syscall, "ptrace", 0x4206, process)`,
  },
  {
    name: 'reads and writes the memory of its supervisor',
    quick: true,
    code: `
class Span(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]
buffer = ctypes.create_string_buffer(64)
here = Span(ctypes.addressof(buffer), 64)
there = Span(id(None), 64)
for process in (1, os.getppid(), os.getpid(), HOST["daemonPid"]):
    for call in ("process_vm_readv", "process_vm_writev"):
        attempt(syscall, call, process, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    attempt(syscall, "kcmp", process, os.getpid(), 0, 0, 0)
    attempt(lambda: syscall("pidfd_getfd", syscall("pidfd_open", process, 0), 0, 0))
    attempt(lambda: syscall("process_madvise", syscall("pidfd_open", process, 0), ctypes.byref(here), 1, 21, 0))`,
  },
  {
    name: 'signals every process there is',
    quick: true,
    control: true,
    // SIGCONT does no harm to those who run.
    code: `
import signal
for target in (-1, 0, 1, os.getppid(), HOST["daemonPid"]):
    attempt(os.kill, target, signal.SIGCONT)
    attempt(os.killpg, 0, 0)`,
  },
  {
    name: 'kills its supervisor and its daemon',
    quick: true,
    code: `
import signal
for target in (1, os.getppid(), HOST["daemonPid"]):
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP):
        attempt(os.kill, target, number)
        attempt(syscall, "tkill", target, number)
        attempt(syscall, "tgkill", target, target, number)
        attempt(syscall, "rt_sigqueueinfo", target, number, ctypes.create_string_buffer(128))
        attempt(lambda: syscall("pidfd_send_signal", syscall("pidfd_open", target, 0), number, None, 0))`,
  },
  {
    name: 'loads code into the kernel',
    quick: true,
    code: `
attributes = ctypes.create_string_buffer((1).to_bytes(4, "little") + (4).to_bytes(4, "little") * 3, 128)
for command in range(8):
    attempt(syscall, "bpf", command, attributes, 128)
attempt(syscall, "init_module", b"", 0, b"")
attempt(syscall, "finit_module", 0, b"", 0)
attempt(syscall, "delete_module", b"abuse", 0)
attempt(syscall, "kexec_load", 0, 0, None, 0)
attempt(syscall, "kexec_file_load", 0, 0, 0, None, 0)`,
  },
  {
    name: 'makes a ring for system calls',
    quick: true,
    control: true,
    code: `attempt(syscall, "io_uring_setup", 4, ctypes.create_string_buffer(120))`,
  },
  {
    name: 'makes a map for the programs of the kernel',
    control: true,
    code: `
fields = [2, 4, 4, 1]
attributes = ctypes.create_string_buffer(b"".join(value.to_bytes(4, "little") for value in fields), 128)
attempt(syscall, "bpf", 0, attributes, 128)`,
  },
  {
    name: 'handles faults of pages, and counts events of the processor',
    quick: true,
    control: true,
    code: `
attempt(syscall, "userfaultfd", 0)
attempt(syscall, "userfaultfd", 1)
event = ctypes.create_string_buffer((1).to_bytes(4, "little") + (128).to_bytes(4, "little"), 128)
for process in (0, -1):
    attempt(syscall, "perf_event_open", event, process, -1 if process == 0 else 0, -1, 0)`,
  },
  {
    name: 'watches files and processes of others',
    control: true,
    code: `
attempt(syscall, "inotify_init1", 0)
attempt(syscall, "fanotify_init", 0, 0)
attempt(syscall, "pidfd_open", os.getppid(), 0)`,
  },
  {
    name: 'changes its personality',
    control: true,
    code: `
attempt(syscall, "personality", 0x40000)
attempt(syscall, "personality", 0xFFFFFFFF)`,
  },
  {
    name: 'touches the machine itself',
    code: `
attempt(syscall, "reboot", 0, 0, 0, None)
attempt(syscall, "swapon", b"/dev/null", 0)
attempt(syscall, "swapoff", b"/dev/null")
attempt(syscall, "acct", b"/dev/null")
attempt(syscall, "quotactl", 0, b"/dev/null", 0, None)
attempt(syscall, "sethostname", b"abuse", 5)
attempt(syscall, "lookup_dcookie", 0, None, 0)
for name, arguments in {"iopl": (3,), "ioperm": (0, 1, 1), "modify_ldt": (0, None, 0)}.items():
    attempt(syscall, name, *arguments)`,
  },
  {
    name: 'speaks the 32-bit ABI of its machine',
    control: true,
    outcomes: ['crashed', 'no_output'],
    // mov eax, 20; int 0x80; ret: getpid() by the table of i386. Kernels without it end the process.
    code: `
import mmap, platform
if platform.machine() == "x86_64":
    page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    page.write(bytes.fromhex("b814000000cd80c3"))
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    attempt(lambda: checked(call(), "int 0x80"))`,
  },
  {
    name: 'opens a socket by the 32-bit ABI',
    quick: true,
    control: true,
    outcomes: ['crashed', 'no_output'],
    // mov eax, 359; mov ebx, 2; mov ecx, 1; xor edx, edx; int 0x80; rbx is the caller's, so it is kept.
    code: `
import mmap, platform
if platform.machine() == "x86_64":
    page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    page.write(bytes.fromhex("53b867010000bb02000000b90100000031d2cd805bc3"))
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    attempt(lambda: checked(call(), "int 0x80"))`,
  },
  {
    name: 'speaks the x32 ABI',
    quick: true,
    outcomes: ['crashed', 'no_output'],
    code: `
for number in (39, 41, 57, 59):
    attempt(syscall, 0x40000000 | number, 2, 1, 0)`,
  },
  {
    name: 'makes calls with numbers that nobody knows',
    outcomes: ['crashed', 'no_output'],
    code: `
for number in [*range(468, 1200), 1 << 20, 0x3FFFFFFF, 0x7FFFFFFF, -1]:
    attempt(syscall, number)`,
  },
]

/** The surface of the kernel: other processes, namespaces, mounts, programs, foreign ABIs. */
export const kernel: readonly AbuseCase[] = cases.map((each) => ({ family: 'kernel', ...each }))
