import type { AbuseCase } from './case.ts'

/** What a planted secret looks like; the cases know only a part of it, put together where they run. */
export const SECRET = 'planted-secret-7d1f'

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  {
    name: 'reads a secret in its environment',
    quick: true,
    control: true,
    code: `
libc.getenv.restype = ctypes.c_char_p
if os.environ.get("PLANTED_SECRET") or libc.getenv(b"PLANTED_SECRET"):
    escaped("the environment")
print(os.environ)`,
  },
  {
    name: 'reads an environment in /proc',
    quick: true,
    control: true,
    code: `
for process in ("self", "thread-self", "1", str(os.getppid()), str(HOST["daemonPid"])):
    attempt(lambda: print(read(f"/proc/{process}/environ")))`,
  },
  {
    name: 'reads what /proc and /sys tell',
    control: true,
    // A container's runtime lays /dev/null over what it hides.
    code: `
def tell(path):
    if not read(path):
        raise FileNotFoundError(f"{path} tells nothing")
paths = ("self/status", "self/maps", "self/mem", "self/cmdline", "self/mountinfo", "1/cmdline", "cpuinfo", "kallsyms",
    "net/tcp", "sys/kernel/hostname", "keys", "modules", "version")
for path in paths:
    attempt(tell, f"/proc/{path}")
for path in ("/proc", "/proc/self/fd", "/proc/self/root", "/sys", "/sys/fs/cgroup", "/sys/class/net"):
    attempt(os.listdir, path)`,
  },
  {
    name: 'reads the files of the host',
    // The folders above the interpreter are there, with nothing else in them.
    quick: true,
    control: true,
    code: `
for path in ("/etc/passwd", "/etc/shadow", "/etc/hosts", "/etc/resolv.conf", "/etc/machine-id", "/root/.ssh/id_rsa"):
    attempt(read, path)
def see_others(folder):
    paths = [os.path.join(folder, name) for name in os.listdir(folder)]
    others = [path for path in paths if not any(f"{own}/".startswith(f"{path}/") for own in (sys.prefix, sys.base_prefix))]
    if not others:
        raise FileNotFoundError(f"{folder} leads to the interpreter alone")
    return others
for folder in ("/home", "/root", "/var", "/run", "/opt", "/srv", "/mnt", "/boot", "/usr/bin", "/bin", "/sbin"):
    attempt(see_others, folder)`,
  },
  {
    name: 'reads the repository',
    control: true,
    code: `
attempt(read, HOST["repositoryFile"])
attempt(os.listdir, os.path.dirname(HOST["repositoryFile"]))`,
  },
  {
    name: 'reads a secret of its owner',
    control: true,
    code: `attempt(lambda: print(read(HOST["privateFile"])))`,
  },
  {
    name: 'reads a secret that is open to all',
    quick: true,
    control: true,
    code: `
attempt(lambda: print(read(HOST["publicFile"])))
attempt(lambda: print(read("/tmp/../../.." + HOST["publicFile"])))`,
  },
  {
    name: 'reads the configuration of the daemon',
    control: true,
    code: `
attempt(os.listdir, HOST["daemonFolder"])
for name in ("sandbox.json", "executions.jsonl"):
    attempt(read, f"{HOST['daemonFolder']}/{name}")`,
  },
  {
    name: 'reads devices',
    code: `
for name in ("mem", "kmem", "port", "kmsg", "tty", "console", "sda", "vda", "fuse", "kvm", "vsock", "net/tun", "ptmx", "mapper"):
    attempt(os.open, f"/dev/{name}", os.O_RDONLY)
for name in ("fd", "shm", "pts", "mqueue"):
    attempt(os.listdir, f"/dev/{name}")`,
  },
  {
    name: 'reads every descriptor it may have inherited',
    quick: true,
    code: `
for descriptor in range(3, 4096):
    attempt(os.pread, descriptor, 64, 0)
    attempt(os.listdir, descriptor)
    attempt(lambda: os.open("/etc/passwd", os.O_RDONLY, dir_fd=descriptor) and read("/etc/passwd"))
    attempt(lambda: os.open("self/environ", os.O_RDONLY, dir_fd=descriptor))`,
  },
  {
    name: 'searches all files it can see for secrets',
    // The libraries of the machine hold none, and are many.
    code: `
wanted = "-".join(["planted", "secret"]).encode()
for folder, folders, names in os.walk("/"):
    folders[:] = [name for name in folders if not f"{folder}/{name}".startswith(("//usr", "//lib", "//dev"))
        and name not in ("site-packages", "lib", "lib64")]
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and wanted in open(path, "rb").read():
            escaped(path)`,
  },
  {
    name: 'searches its own memory for secrets',
    quick: true,
    // Objects of the interpreter, and the strings that the process was started with.
    code: `
import gc
wanted = "-".join(["planted", "secret"])
for thing in gc.get_objects():
    if type(thing) in (dict, list, tuple):
        for part in (thing.values() if type(thing) is dict else thing):
            if isinstance(part, str) and part is not wanted and wanted in part:
                escaped("a string")
            if isinstance(part, (bytes, bytearray)) and wanted.encode() in part:
                escaped("bytes")
stack = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
index = 0
while stack[index]:
    if wanted.encode() in stack[index]:
        escaped("environ")
    index += 1`,
  },
  {
    name: 'reads the log and the key rings of the kernel',
    control: true,
    code: `
buffer = ctypes.create_string_buffer(4096)
attempt(syscall, "syslog", 3, buffer, 4096)
attempt(syscall, "keyctl", 0, -3, 1)
attempt(syscall, "add_key", b"user", b"abuse", b"x", 1, -1)
attempt(syscall, "request_key", b"user", b"abuse", None, -1)`,
  },
  {
    name: 'opens files by their handles',
    control: true,
    code: `
handle = (ctypes.c_int * 40)(128)
mount = ctypes.c_int()
attempt(syscall, "name_to_handle_at", -100, b".", handle, ctypes.byref(mount), 0)
root = (ctypes.c_int * 4)(8, 1, 2, 0)
here = os.open(".", os.O_RDONLY)
attempt(syscall, "open_by_handle_at", here, root, os.O_RDONLY)`,
  },
]

/** Secrets in the environment, in files, in /proc and in descriptors. */
export const secrets: readonly AbuseCase[] = cases.map((each) => ({ family: 'secrets', ...each }))
