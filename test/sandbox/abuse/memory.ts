import { OUT_OF_TIME, SHORT } from './case.ts'
import type { AbuseCase } from './case.ts'

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  {
    name: 'keeps more and more bytes',
    quick: true,
    limits: SHORT,
    outcomes: ['memory_limit'],
    code: `
kept = []
for _ in range(1000):
    kept.append(b"x" * (1 << 20))
escaped("a gigabyte")`,
  },
  {
    name: 'asks for more memory at once than there is',
    outcomes: ['memory_limit'],
    limits: SHORT,
    code: `
kept = bytearray(64 << 30)
escaped("64 gigabytes")`,
  },
  {
    name: 'fills arrays of numpy',
    limits: SHORT,
    outcomes: ['memory_limit'],
    code: `
import numpy
kept = [numpy.ones(1 << 20) for _ in range(200)]
escaped("1.6 gigabytes")`,
  },
  {
    name: 'catches MemoryError and goes on',
    limits: SHORT,
    outcomes: ['memory_limit', ...OUT_OF_TIME],
    code: `
kept = []
while len(kept) < 100_000:
    try:
        kept.append(b"x" * (1 << 16))
    except MemoryError:
        pass
escaped("6 gigabytes")`,
  },
  {
    name: 'hides pages by making them read-only',
    quick: true,
    limits: SHORT,
    outcomes: ['memory_limit'],
    // RLIMIT_DATA counts writable pages only.
    code: `
import mmap
kept = []
for _ in range(256):
    block = mmap.mmap(-1, 8 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    block.write(b"x" * (8 << 20))
    at = ctypes.addressof(ctypes.c_char.from_buffer(block))
    assert libc.mprotect(ctypes.c_void_p(at), ctypes.c_size_t(8 << 20), 1) == 0
    kept.append(block)
escaped("2 gigabytes")`,
  },
  {
    name: 'hides pages once its first thread has ended',
    limits: SHORT,
    outcomes: ['memory_limit', ...OUT_OF_TIME],
    // The size of a process whose first thread is gone reads as zero.
    code: `
import mmap, threading
def hide():
    kept = []
    try:
        for _ in range(256):
            block = mmap.mmap(-1, 8 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            block.write(b"x" * (8 << 20))
            at = ctypes.addressof(ctypes.c_char.from_buffer(block))
            libc.mprotect(ctypes.c_void_p(at), ctypes.c_size_t(8 << 20), 1)
            kept.append(block)
        escaped("2 gigabytes")
    except (OSError, MemoryError):
        pass
    while True:
        pass
threading.Thread(target=hide).start()
syscall("exit", 0)`,
  },
  {
    name: 'shares memory without a name',
    quick: true,
    control: true,
    code: `
import mmap
attempt(mmap.mmap, -1, 1 << 20)`,
  },
  {
    name: 'shares memory through /dev/zero',
    quick: true,
    outcomes: ['no_output', 'memory_limit'],
    limits: SHORT,
    code: `
import mmap
kept = []
try:
    descriptor = os.open("/dev/zero", os.O_RDWR)
    for _ in range(64):
        kept.append(mmap.mmap(descriptor, 16 << 20))
        kept[-1].write(b"x" * (16 << 20))
    escaped("a gigabyte")
except (OSError, MemoryError) as error:
    print("refused:", error)`,
  },
  {
    name: 'keeps data in files without a name',
    quick: true,
    control: true,
    code: `
attempt(os.memfd_create, "x")
attempt(syscall, "memfd_secret", 0)`,
  },
  {
    name: 'keeps data in shared memory with a name',
    control: true,
    code: `
from multiprocessing import resource_tracker, shared_memory
def share():
    memory = shared_memory.SharedMemory(create=True, size=1 << 20)
    memory.close()
    memory.unlink()
attempt(share)
attempt(os.open, "/dev/shm/pyplots-abuse", os.O_RDWR | os.O_CREAT, 0o600)
if not HOST["isJail"]:
    os.remove("/dev/shm/pyplots-abuse")`,
  },
  {
    name: 'keeps data in queues and segments of System V and POSIX',
    control: true,
    // Where it is not refused, it is removed again.
    code: `
segment = attempt(syscall, "shmget", 0, 4096, 0o600)
queue = attempt(syscall, "msgget", 0, 0o600)
semaphores = attempt(syscall, "semget", 0, 1, 0o600)
messages = attempt(syscall, "mq_open", b"pyplots-abuse", 0o102, 0o600, None)
if segment is not None:
    libc.shmctl(segment, 0, None)
if queue is not None:
    libc.msgctl(queue, 0, None)
if semaphores is not None:
    libc.semctl(semaphores, 0, 0)
if messages is not None:
    syscall(NUMBERS["mq_open"] + 1, b"pyplots-abuse")`,
  },
  {
    name: 'reads /dev/zero to its end',
    limits: SHORT,
    outcomes: ['memory_limit'],
    code: `
kept = []
with open("/dev/zero", "rb", buffering=0) as file:
    for _ in range(1000):
        kept.append(file.read(1 << 20))
escaped("a gigabyte")`,
  },
  {
    name: 'copies every library on write',
    limits: SHORT,
    outcomes: ['memory_limit'],
    code: `
import glob, mmap, numpy
library = max(glob.glob(os.path.dirname(numpy.__file__) + "*/*.so*"), key=os.path.getsize)
size = os.path.getsize(library)
kept = []
with open(library, "rb") as file:
    while len(kept) * size < 1 << 30:
        kept.append(mmap.mmap(file.fileno(), size, access=mmap.ACCESS_COPY))
        kept[-1][:] = b"x" * size
escaped("a gigabyte")`,
  },
  {
    name: 'grows its heap and its mappings behind the back of Python',
    limits: SHORT,
    code: `
libc.sbrk.restype = libc.mmap.restype = libc.mremap.restype = ctypes.c_ssize_t
attempt(lambda: checked(libc.sbrk(ctypes.c_ssize_t(2 << 30)), "sbrk"))
page = libc.mmap(None, ctypes.c_size_t(4096), 3, 0x22, -1, ctypes.c_long(0))
def grow():
    return checked(libc.mremap(ctypes.c_void_p(page), ctypes.c_size_t(4096), ctypes.c_size_t(2 << 30), 1), "mremap")
attempt(grow)`,
  },
  {
    name: 'asks for a stack of gigabytes',
    limits: SHORT,
    code: `
import threading
threading.stack_size(4 << 30)
try:
    threading.Thread(target=print).start()
    escaped("a stack of 4 gigabytes")
except (RuntimeError, MemoryError) as error:
    print("refused:", error)`,
  },
  {
    name: 'recurses in spite of every limit',
    limits: SHORT,
    outcomes: ['crashed', 'error', 'memory_limit', ...OUT_OF_TIME],
    code: `
sys.setrecursionlimit(1 << 30)
class Deep:
    def __repr__(self):
        return repr(self)
repr(Deep())`,
  },
  {
    name: 'locks memory and grows pipes',
    control: true,
    code: `
import fcntl
buffer = ctypes.create_string_buffer(4096)
attempt(syscall, "mlock", buffer, 4096)
attempt(fcntl.fcntl, os.pipe()[0], 1031, 1 << 20)`,
  },
  {
    name: 'unpacks an uploaded archive into memory',
    limits: SHORT,
    outcomes: ['memory_limit'],
    zipMb: 192,
    code: `
import zipfile
content = zipfile.ZipFile("bomb.zip").read("zeros")
escaped(f"{len(content)} bytes")`,
  },
  {
    name: 'unpacks an uploaded archive onto the disk',
    limits: { ...SHORT, cpuS: 3, wallMs: 9000, diskMb: 8 },
    outcomes: ['disk_limit'],
    zipMb: 32,
    code: `
import zipfile
zipfile.ZipFile("bomb.zip").extractall()
escaped("32 megabytes on a disk of 8")`,
  },
]

/** Memory by every route, those included that the kernel's limits do not count. */
export const memory: readonly AbuseCase[] = cases.map((each) => ({ family: 'memory', ...each }))
