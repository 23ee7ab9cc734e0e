"""Seccomp filters as classic BPF programs, assembled without a native library.

A program is a list of 8-byte records `(code, jump-if-true, jump-if-false, constant)`. System call
numbers are in `syscalls.json`, by machine and name.
"""

from __future__ import annotations

import json
import platform
import struct
from collections.abc import Iterable
from errno import EACCES, ENOSYS, ENOTTY, EPERM
from pathlib import Path

NUMBERS: dict[str, dict[str, int]] = json.loads(
    Path(__file__).with_name("syscalls.json").read_text("utf-8")
)
AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_FLAG = 0x40000000
NEWEST_KNOWN = 467

RETURN_ALLOW = 0x7FFF0000
RETURN_KILL = 0x80000000
RETURN_ERRNO = 0x00050000

OFFSET_NUMBER = 0
OFFSET_ARCHITECTURE = 4
OFFSET_ARGUMENTS = 16

CLONE_NAMESPACES = 0x7E020080
CLONE_THREAD = 0x10000
MAP_SHARED_ANONYMOUS = 0x21
SIGKILL = 9

Instruction = tuple[int, int, int, int]

# What drawing a plot needs: files of its own folder, memory, threads, clocks, its own signals.
PLAIN = """
    access alarm arch_prctl brk capget chdir chmod clock_getres clock_gettime clock_nanosleep close
    close_range copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_pwait
    epoll_pwait2 epoll_wait eventfd eventfd2 exit exit_group faccessat faccessat2 fadvise64 fallocate
    fchdir fchmod fchmodat fchmodat2 fdatasync fstat fstatfs fsync ftruncate futex getcpu getcwd
    getdents getdents64 getegid geteuid getgid getgroups getitimer getpgid getpgrp getpid getppid
    getpriority getrandom getresgid getresuid getrlimit getrusage getsid gettid gettimeofday getuid
    lseek lstat madvise membarrier mincore mkdir mkdirat mprotect mremap msync munmap nanosleep
    newfstatat open openat openat2 pipe pipe2 poll ppoll pread64 preadv preadv2 pselect6 pwrite64
    pwritev pwritev2 read readlink readlinkat readv rename renameat renameat2 restart_syscall rmdir
    rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait
    sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getparam sched_getscheduler
    sched_setaffinity sched_yield select sendfile set_robust_list set_tid_address setitimer
    sigaltstack stat statfs statx sysinfo time timerfd_create timerfd_gettime timerfd_settime times
    truncate umask uname unlink unlinkat utime utimensat wait4 waitid write writev
""".split()

IOCTL_REQUESTS = (
    0x5401,
    0x5413,
    0x541B,
    0x5421,
    0x5450,
    0x5451,
)  # terminal queries, FIO*
PRCTL_OPERATIONS = (
    3,
    15,
    16,
    21,
    23,
    39,
    0x53564D41,
)  # getters, thread name, name of a mapping
FCNTL_COMMANDS = (0, 1, 2, 3, 4, 1030, 1032)  # duplicate, flags, size of a pipe

# What the trusted processes around an execution never need once they are inside the jail.
SUPERVISOR_DENIED = """
    acct add_key bpf chroot clock_settime delete_module execve execveat finit_module fsconfig fsmount
    fsopen fspick init_module io_uring_enter io_uring_register io_uring_setup ioperm iopl kcmp
    kexec_file_load kexec_load keyctl modify_ldt mount_setattr move_mount open_by_handle_at open_tree
    perf_event_open pidfd_getfd pivot_root process_madvise process_vm_readv process_vm_writev ptrace
    quotactl reboot request_key setns settimeofday swapoff swapon syslog umount2 unshare userfaultfd
""".split()


def syscall_number(name: str, machine: str | None = None) -> int | None:
    """Number of a system call on a machine; None where that machine does not have it."""
    return NUMBERS[machine or platform.machine()].get(name)


def execution_filter(own_pid: int, machine: str | None = None) -> bytes:
    """Allow-list for the process that runs an author's code.

    Signals may go to `own_pid` alone, and never SIGKILL: an execution that ends by SIGKILL was
    therefore stopped from outside.
    """
    machine = machine or platform.machine()
    program = _preamble(machine)
    program += [_jump_if_greater(NEWEST_KNOWN, 0, 1), _return_error(ENOSYS)]
    for name in PLAIN:
        program += _on_call(name, machine, [_return(RETURN_ALLOW)])
    for name, body in _checked_calls(own_pid).items():
        program += _on_call(name, machine, body)
    return _assemble([*program, _return_error(EPERM)])


def supervisor_filter(machine: str | None = None) -> bytes:
    """Deny-list for the zygote and the supervisor, which still clone, mount and drop capabilities."""
    machine = machine or platform.machine()
    program = _preamble(machine)
    for name in SUPERVISOR_DENIED:
        program += _on_call(name, machine, [_return_error(EPERM)])
    return _assemble([*program, _return(RETURN_ALLOW)])


def _checked_calls(own_pid: int) -> dict[str, list[Instruction]]:
    """Calls that are allowed for some arguments only."""
    signal_self = _signal_body(own_pid)
    return {
        # clone3 hands its flags over by pointer, out of a filter's sight: libc falls back to clone.
        "clone": _threads_only(),
        "clone3": [_return_error(ENOSYS)],
        # Shared anonymous memory is not counted by RLIMIT_DATA.
        "mmap": _without_bits(3, MAP_SHARED_ANONYMOUS),
        "ioctl": _one_of(1, IOCTL_REQUESTS, ENOTTY),
        "prctl": _one_of(0, PRCTL_OPERATIONS, EPERM),
        "fcntl": _one_of(1, FCNTL_COMMANDS, EACCES),
        "prlimit64": _null_pointer(2),
        "kill": signal_self(1),
        "tgkill": signal_self(2),
    }


def _preamble(machine: str) -> list[Instruction]:
    """Kills callers of a foreign ABI and leaves the call's number in the accumulator."""
    program = [
        _load(OFFSET_ARCHITECTURE),
        _jump_if_equal(AUDIT_ARCHITECTURE[machine], 1, 0),
        _return(RETURN_KILL),
        _load(OFFSET_NUMBER),
    ]
    if machine == "x86_64":
        program += [_jump_if_greater(X32_FLAG - 1, 0, 1), _return(RETURN_KILL)]
    return program


def _on_call(name: str, machine: str, body: list[Instruction]) -> list[Instruction]:
    number = syscall_number(name, machine)
    return [] if number is None else [_jump_if_equal(number, 0, len(body)), *body]


def _threads_only() -> list[Instruction]:
    return [
        _load(_argument(0)),
        _jump_if_any_bit(CLONE_NAMESPACES, 0, 1),
        _return_error(EPERM),
        _jump_if_any_bit(CLONE_THREAD, 0, 1),
        _return(RETURN_ALLOW),
        _return_error(EPERM),
    ]


def _without_bits(index: int, bits: int) -> list[Instruction]:
    """Allows a call whose argument does not have all of these bits set."""
    return [
        _load(_argument(index)),
        _and(bits),
        _jump_if_equal(bits, 0, 1),
        _return_error(EPERM),
        _return(RETURN_ALLOW),
    ]


def _one_of(index: int, values: Iterable[int], error: int) -> list[Instruction]:
    body = [_load(_argument(index))]
    for value in values:
        body += [_jump_if_equal(value, 0, 1), _return(RETURN_ALLOW)]
    return [*body, _return_error(error)]


def _null_pointer(index: int) -> list[Instruction]:
    return [
        _load(_argument(index)),
        _jump_if_equal(0, 0, 3),
        _load(_argument(index) + 4),
        _jump_if_equal(0, 0, 1),
        _return(RETURN_ALLOW),
        _return_error(EPERM),
    ]


def _signal_body(own_pid: int):
    """For `kill` and `tgkill`: the argument at `signal_index` must not be SIGKILL."""

    def body(signal_index: int) -> list[Instruction]:
        return [
            _load(_argument(signal_index)),
            _jump_if_equal(SIGKILL, 0, 1),
            _return_error(EPERM),
            *_one_of(0, [own_pid], EPERM),
        ]

    return body


def _argument(index: int) -> int:
    """Offset of the low half of an argument; both supported machines are little-endian."""
    return OFFSET_ARGUMENTS + 8 * index


def _load(offset: int) -> Instruction:
    return (0x20, 0, 0, offset)


def _and(mask: int) -> Instruction:
    return (0x54, 0, 0, mask)


def _jump_if_equal(value: int, when_true: int, when_false: int) -> Instruction:
    return (0x15, when_true, when_false, value)


def _jump_if_greater(value: int, when_true: int, when_false: int) -> Instruction:
    return (0x25, when_true, when_false, value)


def _jump_if_any_bit(mask: int, when_true: int, when_false: int) -> Instruction:
    return (0x45, when_true, when_false, mask)


def _return(action: int) -> Instruction:
    return (0x06, 0, 0, action)


def _return_error(number: int) -> Instruction:
    return _return(RETURN_ERRNO | number)


def _assemble(program: list[Instruction]) -> bytes:
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)
