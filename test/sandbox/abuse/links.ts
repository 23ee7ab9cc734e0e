import type { AbuseCase } from './case.ts'

const cases: readonly Omit<AbuseCase, 'family'>[] = [
  {
    name: 'makes a symbolic link',
    quick: true,
    control: true,
    code: `
attempt(os.symlink, "/etc/passwd", "link")
attempt(os.symlink, "/", "folder")`,
  },
  {
    name: 'makes a second name',
    control: true,
    code: `
with open("a", "w") as file:
    file.write("x")
attempt(os.link, "a", "b")
os.remove("a")`,
  },
  {
    name: 'gives a library of the host a name among its results',
    code: `
attempt(os.link, os.__file__, "os.py")
attempt(os.rename, os.__file__, "os.py")
attempt(lambda: os.link("/proc/self/fd/0", "null", follow_symlinks=True))`,
  },
  {
    name: 'makes a named pipe',
    control: true,
    code: `
attempt(os.mkfifo, "pipe")
attempt(os.mknod, "pipe-2", 0o10600)`,
  },
  {
    name: 'makes devices',
    code: `
for kind in (0o20000, 0o60000):
    for major, minor in ((1, 1), (1, 5), (8, 0), (254, 0), (0, 0)):
        attempt(os.mknod, f"device-{kind}-{major}", kind | 0o666, os.makedev(major, minor))`,
  },
  {
    name: 'makes a socket with a name',
    control: true,
    code: `
import socket
attempt(lambda: socket.socket(socket.AF_UNIX).bind("socket"))
attempt(os.mknod, "socket-2", 0o140600)`,
  },
  {
    name: 'names a file that had no name',
    control: true,
    code: `
def name_it():
    descriptor = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o600)
    os.link(f"/proc/self/fd/{descriptor}", "named", follow_symlinks=True)
attempt(name_it)
def by_number():
    descriptor = os.open("kept", os.O_CREAT | os.O_RDWR, 0o600)
    syscall("linkat", descriptor, b"", -100, b"again", 0x1000)
attempt(by_number)`,
  },
  {
    name: 'makes a program that would run as its owner',
    outcomes: ['ok'],
    // It is collected as bytes: its rights end with its folder.
    code: `
with open("program", "w") as file:
    file.write("#!/bin/sh\\n")
os.chmod("program", 0o6777)
attempt(os.execv, "./program", ["program"])
if os.access("program", os.X_OK):
    escaped("it may be run")`,
  },
]

/** Outputs that are no files, or that are somebody else's. */
export const links: readonly AbuseCase[] = cases.map((each) => ({ family: 'links', ...each }))
