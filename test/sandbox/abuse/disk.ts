import { OUT_OF_TIME, SHORT } from './case.ts'
import type { AbuseCase } from './case.ts'

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  {
    name: 'writes a file without end',
    quick: true,
    limits: { ...SHORT, diskMb: 4 },
    outcomes: ['disk_limit'],
    code: `
with open("big", "wb") as file:
    for _ in range(1000):
        file.write(bytes(1 << 20))
escaped("a gigabyte")`,
  },
  {
    name: 'writes many files that are large together',
    limits: { ...SHORT, memoryMb: 256 },
    outcomes: ['disk_limit'],
    code: `
for index in range(200):
    with open(f"{TMP}/{index}", "wb") as file:
        file.write(bytes(1 << 20))
escaped("200 megabytes on a disk of 64")`,
  },
  {
    name: 'keeps files that it has deleted',
    limits: { ...SHORT, memoryMb: 256 },
    outcomes: ['disk_limit'],
    code: `
kept = []
for index in range(50):
    kept.append(open("gone", "wb", buffering=0))
    os.remove("gone")
    kept[-1].write(bytes(4 << 20))
escaped("200 megabytes on a disk of 64")`,
  },
  {
    name: 'makes more files than there are inodes',
    quick: true,
    outcomes: ['disk_limit'],
    code: `
for index in range(2000):
    os.close(os.open(f"{TMP}/{index}-{'x' * 200}", os.O_CREAT | os.O_WRONLY))
escaped("2000 files")`,
  },
  {
    name: 'makes folders as deep as it can',
    outcomes: ['disk_limit'],
    code: `
for _ in range(5000):
    os.mkdir("deep")
    os.chdir("deep")
escaped("5000 folders")`,
  },
  {
    name: 'makes huge files that are empty inside',
    quick: true,
    outcomes: ['output_limit', 'no_output'],
    limits: { ...SHORT, diskMb: 4 },
    code: `
descriptor = os.open("hole", os.O_RDWR | os.O_CREAT)
attempt(os.ftruncate, descriptor, 1 << 40)
attempt(os.posix_fallocate, descriptor, 0, 1 << 40)
attempt(os.pwrite, descriptor, b"x", 1 << 40)
for index in range(16):
    with open(f"hole-{index}", "wb") as file:
        file.truncate(4 << 20)`,
  },
  {
    name: 'writes through a mapping beyond what the disk has',
    outcomes: ['crashed', 'disk_limit', 'memory_limit'],
    limits: { ...SHORT, memoryMb: 256 },
    code: `
import mmap
kept = []
for index in range(50):
    with open(f"{TMP}/{index}", "wb+") as file:
        file.truncate(4 << 20)
        kept.append(mmap.mmap(file.fileno(), 4 << 20))
        kept[-1][:] = b"x" * (4 << 20)
escaped("200 megabytes on a disk of 64")`,
  },
  {
    name: 'takes away its own folder and its rights',
    quick: true,
    outcomes: ['ok'],
    code: `
here = os.getcwd()
for action, arguments in (
    (os.rmdir, [here]),
    (os.rename, [here, "/pyplots/other"]),
    (os.rename, ["plot.py", "/pyplots/plot.py"]),
):
    attempt(action, *arguments)
os.makedirs("a/b")
with open("a/b/c.txt", "w") as file:
    file.write("x")
for path in ("a/b/c.txt", "a/b", "a", "."):
    os.chmod(path, 0)`,
  },
  {
    name: 'writes into folders of the host',
    control: true,
    code: `
attempt(os.open, HOST["openFolder"] + "/x", os.O_CREAT | os.O_WRONLY)
attempt(os.open, "/tmp/../../../.." + HOST["openFolder"] + "/y", os.O_CREAT | os.O_WRONLY)
attempt(os.open, "/var/tmp", os.O_TMPFILE | os.O_WRONLY)`,
  },
  {
    name: 'changes the interpreter, its libraries and the harness',
    quick: true,
    control: true,
    // Opened for writing, and left as it is.
    code: `
attempt(os.open, os.__file__, os.O_WRONLY)
attempt(os.open, json.__file__, os.O_RDWR)
attempt(os.open, json.__cached__, os.O_WRONLY)
if HOST["isJail"]:
    attempt(os.open, "/pyplots/harness/__init__.py", os.O_WRONLY | os.O_TRUNC)
    attempt(os.remove, "/pyplots/harness/__init__.py")`,
  },
  {
    name: 'leaves files where later executions would find them',
    quick: true,
    // In a plain subprocess this would stay behind.
    code: `
import site, sysconfig
folders = [sysconfig.get_path("purelib"), sysconfig.get_path("stdlib"), "/pyplots", "/pyplots/fonts", "/", "/etc", "/usr/lib"]
names = ["sitecustomize.py", "usercustomize.py", "abuse.pth", "ld.so.preload", "__pycache__/os.cpython-312.pyc"]
for folder in [*folders, *sys.path, site.getusersitepackages()]:
    for name in names:
        if not folder.startswith("/pyplots/work"):
            attempt(os.open, os.path.join(folder, name), os.O_CREAT | os.O_WRONLY)
            attempt(os.mkdir, os.path.join(folder, "abuse"))`,
  },
  {
    name: 'changes devices, owners, attributes and locks',
    control: true,
    // Root of the host may do all of this, others the half of it.
    code: `
import fcntl
with open("own", "wb") as file:
    attempt(os.chown, "own", os.getuid(), os.getgid())
    attempt(os.setxattr, "own", "user.abuse", b"x")
    attempt(fcntl.flock, file, fcntl.LOCK_EX)
    attempt(fcntl.lockf, file, fcntl.LOCK_EX)
if HOST["isJail"]:
    attempt(os.chmod, "/dev/null", 0o777)
    attempt(os.open, "/dev/null", os.O_RDWR | os.O_TRUNC)
    attempt(os.open, "/dev/urandom", os.O_WRONLY)`,
  },
  {
    name: 'creates and deletes without end',
    limits: SHORT,
    outcomes: OUT_OF_TIME,
    code: `
while True:
    with open("a", "wb") as file:
        file.write(bytes(1 << 16))
    os.rename("a", "b")
    os.remove("b")`,
  },
]

/** Disk, inodes, and files that are not the execution's own. */
export const disk: readonly AbuseCase[] = cases.map((each) => ({ family: 'disk', ...each }))
