/** Where an attack could reach, prepared by the test. */
export interface Targets {
  /** port of 127.0.0.1 that somebody listens on */
  readonly port: number
  /** name of an abstract Unix socket that somebody listens on */
  readonly abstractSocket: string
  /** a file of the repository */
  readonly repositoryFile: string
  /** a folder that everybody may write to */
  readonly openFolder: string
  /** a file with a secret that only its owner may read, and one that everybody may */
  readonly privateFile: string
  readonly publicFile: string
}

/** Something that hostile code would do; it succeeds when the Python code ends without an exception. */
export interface Attack {
  readonly name: string
  readonly code: string
}

const LIBC = `
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *arguments):
    if getattr(libc, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)
`

/** The attacks, each of which a plain subprocess carries out with success. */
export function attacks(targets: Targets): readonly Attack[] {
  const text = (value: string) => JSON.stringify(value)
  const read = (path: string) => `assert open(${text(path)}).read()`
  return [
    {
      name: 'connects to a port of the host',
      code: `import socket; socket.create_connection(("127.0.0.1", ${targets.port}), 5)`,
    },
    {
      name: 'connects to an abstract socket of the host',
      // Some releases of Node.js bind the name with the rest of its field, which is filled with zeros.
      code: `
import socket
name = "\\0" + ${text(targets.abstractSocket)}
assert 0 in [socket.socket(socket.AF_UNIX).connect_ex(n) for n in (name, name.ljust(108, "\\0"))]`,
    },
    {
      name: 'opens a netlink socket',
      code: 'import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)',
    },
    { name: 'reads its own status in /proc', code: read('/proc/self/status') },
    { name: 'reads an environment in /proc', code: read('/proc/self/environ') },
    { name: 'lists processes', code: 'import os; assert os.listdir("/proc")' },
    { name: 'reads the users of the host', code: read('/etc/passwd') },
    { name: 'reads the repository', code: read(targets.repositoryFile) },
    { name: 'reads a secret of its owner', code: read(targets.privateFile) },
    { name: 'reads a secret that is open to all', code: read(targets.publicFile) },
    { name: 'reads a secret in its environment', code: 'import os; os.environ["PLANTED_SECRET"]' },
    {
      name: 'writes into a folder of the host',
      code: `open(${text(targets.openFolder)} + "/x", "w").write("x")`,
    },
    {
      name: 'writes into the environment',
      code: 'import os, sys; assert os.access(sys.prefix + "/lib", os.W_OK)',
    },
    { name: 'forks', code: 'import os; pid = os.fork(); pid or os._exit(0); os.waitpid(pid, 0)' },
    { name: 'runs a program in its place', code: 'import os; os.execv("/bin/true", ["true"])' },
    { name: 'runs a program', code: 'import subprocess; subprocess.run(["/bin/true"], check=True)' },
    { name: 'asks to be traced', code: `${LIBC}call("ptrace", 0, 0, 0, 0)` },
    { name: 'signals its parent', code: 'import os; os.kill(os.getppid() or 1, 0)' },
    { name: 'makes a user namespace', code: `${LIBC}call("unshare", 0x10000000)` },
    {
      name: 'mounts a file system',
      code: `${LIBC}
call("unshare", 0x10020000)
call("mount", b"none", b"/", None, 0x44000, None)
call("mount", b"tmpfs", ${`b${text(targets.openFolder)}`}, b"tmpfs", 0, None)`,
    },
    { name: 'makes anonymous files', code: 'import os; os.memfd_create("x")' },
    { name: 'makes a symbolic link', code: 'import os; os.symlink("/etc", "link")' },
    { name: 'makes a second name', code: 'import os; open("a", "w").close(); os.link("a", "b")' },
    { name: 'makes a named pipe', code: 'import os; os.mkfifo("pipe")' },
    {
      name: 'raises a limit of its own',
      code: `
import resource
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (soft - 1, hard))`,
    },
    {
      name: 'runs a file of its own',
      code: 'import os; open("a", "w").close(); os.chmod("a", 0o700); assert os.access("a", os.X_OK)',
    },
    {
      name: 'starts a worker process',
      code: 'import multiprocessing; p = multiprocessing.Process(target=print); p.start(); p.join()',
    },
  ]
}
